// Stands in for `jsr:@std/csv@1.0.6/parse` where JSR cannot be reached: the
// part of it that is used here, over csv-parse.
import { CsvError, parse as parseCsv } from "npm:csv-parse@7.0.3/sync";

/** Options of {@linkcode parse} that the package uses. */
export interface ParseOptions {
  /** Character between cells. */
  separator?: string;
}

/**
 * Parses CSV text into rows of cells as `@std/csv` does: a BOM is dropped,
 * empty lines are skipped, quoting follows RFC 4180.
 *
 * @throws {SyntaxError} If a quote stands where none may stand.
 */
export function parse(text: string, options: ParseOptions = {}): string[][] {
  try {
    return parseCsv(text, {
      bom: true,
      delimiter: options.separator ?? ",",
      record_delimiter: ["\r\n", "\n"],
      relax_column_count: true,
      skip_empty_lines: true,
    }) as string[][];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    throw new SyntaxError(`Syntax error: ${error.message}`, { cause: error });
  }
}
