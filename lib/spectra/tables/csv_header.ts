// The header of a table in text: its names, and what was found on the way.
import { InputError } from "../../errors.ts";
import type { CsvRecord } from "../../formats/csv/records.ts";
import { cellNumber } from "./cell_number.ts";
import { keyColumns } from "./key_columns.ts";

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

/**
 * Puts the column of row names before a header that has none for it, as R's
 * `write.table` writes tables.
 *
 * @param header The header.
 * @param record The first row.
 * @param options The file; place of a column of numbers in the header.
 * @returns The header itself, unless the row has a cell more and only then
 * holds a number under that heading, or is counted by its first cell.
 */
export function withRowNames(
  header: CsvHeader,
  { cells }: CsvRecord,
  { path, number }: { readonly path: string; readonly number?: number },
): CsvHeader {
  const { names, decimalComma } = header;
  const width = cells.findLastIndex((cell) => cell.trim() !== "") + 1;
  if (number === undefined || width !== names.length + 1) return header;
  const isNumber = (at: number) => {
    const value = cellNumber(cells[at], decimalComma);
    return value !== undefined && !Number.isNaN(value);
  };
  if (!isNumber(number + 1)) return header;
  // Where a heading is lost at the end, names would be taken from numbers.
  const { sample } = keyColumns(names, { path });
  const counted = cells[0].trim() === "1" && sample !== undefined &&
    !isNumber(sample + 1);
  if (isNumber(number) && !counted) return header;
  return { ...header, names: ["", ...names] };
}
