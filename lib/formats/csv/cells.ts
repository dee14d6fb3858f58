// What every table asks of its cells, with the sentences that refuse them.
import { InputError } from "../../errors.ts";
import type { CsvRecord } from "./records.ts";
import { headerSeparator, separatorName } from "./separator.ts";

/** Where a cell stands. */
export interface CellPlace {
  /** The file. */
  readonly path: string;
  /** Counted from 1. */
  readonly line: number;
  /** Heading of the column. */
  readonly column: string;
}

/** Whether all cells of a row are blank, as below the data of a workbook. */
export function isBlankRow({ cells }: CsvRecord): boolean {
  return cells[0].trim() === "" && cells.every((cell) => cell.trim() === "");
}

/**
 * Refuses a row that has not as many cells as the header; blank ones at its
 * end do not count.
 *
 * @throws {InputError} If so; another separator than the header's is named.
 */
export function checkWidth(
  { line, cells, separator }: CsvRecord,
  expected: number,
  path: string,
): void {
  if (cells.length === expected) return;
  const more = cells.slice(expected);
  if (more.length > 0 && more.every((cell) => cell.trim() === "")) return;
  const other = cells.length === 1 ? headerSeparator(cells[0]) : separator;
  const hint = other !== separator && cells[0].includes(other)
    ? `; it is separated by ${separatorName(other)} and the header by ` +
      separatorName(separator)
    : "";
  throw new InputError(
    `${path}, line ${line}: has ${cells.length} ` +
      `${cells.length === 1 ? "cell" : "cells"}; expected ${expected}, as in ` +
      `the header${hint}`,
  );
}

/**
 * Refuses a cell that holds no number.
 *
 * @throws {InputError} Always.
 */
export function refuseNumber(
  text: string,
  { path, line, column }: CellPlace,
): never {
  throw new InputError(
    `${path}, line ${line}, column ${column}: ` +
      `${text.trim() === "" ? "is blank" : `is "${text}"`}; expected a ` +
      "finite number",
  );
}

/**
 * Reads a name, exactly as it stands there.
 *
 * @throws {InputError} If it is blank or has blanks around it.
 */
export function nameCell(
  text: string,
  { path, line, column }: CellPlace,
): string {
  if (text !== "" && text === text.trim()) return text;
  const found = text.trim() === ""
    ? "is blank"
    : `is "${text}" with blanks around it`;
  throw new InputError(
    `${path}, line ${line}, column ${column}: ${found}; expected a name`,
  );
}
