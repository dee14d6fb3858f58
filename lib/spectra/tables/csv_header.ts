// The header of a table in text: its names, and what was found on the way.
import { InputError } from "../../errors.ts";
import type { CsvRecord } from "../../formats/csv/records.ts";

/** What a header says. */
export interface CsvHeader {
  /** Names without blanks around them; none at the end are blank. */
  readonly names: readonly string[];
  /** Whether numbers may have a comma for their point. */
  readonly decimalComma: boolean;
  /** What a person should know. */
  readonly notes: readonly string[];
}

/**
 * Reads the header of a table.
 *
 * @throws {InputError} If it is one cell.
 */
export function csvHeader(
  { cells, separator, line, titles = 0 }: CsvRecord,
  path: string,
): CsvHeader {
  const trimmed = cells.map((cell) => cell.trim());
  const names = trimmed.slice(0, trimmed.findLastIndex((name) => name) + 1);
  if (names.length < 2) {
    throw new InputError(
      `${path}, line ${line}: has one column, "${names[0] ?? ""}"; expected ` +
        "more, separated by commas, semicolons, tabs or blanks",
    );
  }
  const notes = titles === 0 ? [] : [
    `${
      titles === 1 ? "a line" : `${titles} lines`
    } above the header passed over`,
  ];
  return { names, decimalComma: separator !== ",", notes };
}
