// What the text files of field spectrometers have in common: header lines with
// the reference's value before the target's, then lines of numbers between
// blanks. The programs that write them follow the computer's language: numbers
// come with a point or a comma, letters in UTF-8 or in Windows' code page.
import { InputError } from "../../errors.ts";
import { refuseNumber } from "../csv/cells.ts";
import { decimal } from "./number.ts";
import { decodeText } from "./text.ts";

/** Lines of numbers, as columns. */
export interface FieldTable {
  /** The columns that were asked for, in that order. */
  readonly columns: readonly Float64Array[];
  /** Line of the file that each row stands in, counted from 1. */
  readonly lines: readonly number[];
}

/** Where lines of numbers stand. */
export interface TablePlace {
  /** The file, for messages. */
  readonly path: string;
  /** The first of them, counted from 0. */
  readonly start: number;
  /** Headings of all columns. */
  readonly headings: readonly string[];
  /** Which columns are read. */
  readonly wanted: readonly number[];
}

/**
 * Reads a file as lines.
 *
 * @param bytes UTF-8 with or without BOM, else Windows-1252; LF or CRLF.
 * @returns Its lines, without their ends.
 */
export function fieldLines(bytes: Uint8Array): string[] {
  return decodeText(bytes).split(/\r\n|\n|\r/);
}

/**
 * Whether the numbers of a table have a decimal comma.
 *
 * @param lines The file.
 * @param start The table's first line, counted from 0.
 */
export function hasDecimalCommas(
  lines: readonly string[],
  start: number,
): boolean {
  const first = lines.slice(start).find((line) => line.trim() !== "") ?? "";
  return first.trim().split(/\s/, 1)[0].includes(",");
}

/**
 * Reads lines of numbers up to the end of the file; empty lines do not count.
 *
 * @param lines The file.
 * @param place Where they stand and what is wanted.
 * @returns The columns that are wanted.
 * @throws {InputError} If a line has more or fewer numbers than there are
 * columns, or something else in a column that is wanted.
 */
export function fieldTable(
  lines: readonly string[],
  { path, start, headings, wanted }: TablePlace,
): FieldTable {
  const comma = hasDecimalCommas(lines, start);
  const rows: number[] = [];
  const values: number[][] = wanted.map(() => []);
  for (let at = start; at < lines.length; at++) {
    const text = lines[at].trim();
    if (text === "") continue;
    const cells = text.split(/\s+/);
    const line = at + 1;
    if (cells.length !== headings.length) {
      throw new InputError(
        `${path}, line ${line}: has ${cells.length} ` +
          `${cells.length === 1 ? "number" : "numbers"}; expected ` +
          `${headings.length}: ${headings.join(", ")}`,
      );
    }
    wanted.forEach((column, i) => {
      const cell = cells[column];
      const value = decimal(comma ? cell.replace(",", ".") : cell);
      values[i].push(
        value ?? refuseNumber(cell, { path, line, column: headings[column] }),
      );
    });
    rows.push(line);
  }
  return {
    columns: values.map((column) => Float64Array.from(column)),
    lines: rows,
  };
}

/**
 * Divides the target by the reference.
 *
 * @param table Columns wavelength, reference, target.
 * @param path The file, for messages.
 * @returns Reflectance, 0 to 1.
 * @throws {InputError} If a quotient is not finite.
 */
export function overReference(
  { columns: [wavelengths, reference, target], lines }: FieldTable,
  path: string,
): Float64Array {
  return target.map((value, i) => {
    const ratio = value / reference[i];
    if (Number.isFinite(ratio)) return ratio;
    throw new InputError(
      `${path}, line ${lines[i]}: at ${wavelengths[i]} nm the target is ` +
        `${value} and the reference ${reference[i]}; expected a reference ` +
        "above 0",
    );
  });
}
