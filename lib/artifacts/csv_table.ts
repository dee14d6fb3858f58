// The tables of a run: a header and rows, comma-separated, LF line ends,
// numbers in their shortest form that reads back as the same number. Cells are
// quoted here (RFC 4180) and not by a CSV package, because packages differ in
// what they quote and these bytes are hashed.
import { InputError } from "../errors.ts";
import { parse } from "../third_party/csv.ts";

/**
 * Writes a table.
 *
 * @param header Names of the columns.
 * @param rows Cells; a number must be finite or NaN, and NaN (nothing was
 * measured) becomes an empty cell.
 * @returns UTF-8 without a byte order mark.
 * @throws {RangeError} If a number is infinite or a row has another width
 * than the header.
 *
 * @example
 * ```ts
 * import { decodeTable, encodeTable, tableNumber } from "./csv_table.ts";
 *
 * const bytes = encodeTable(["sample", "Sb_ppm"], [["a, 1", 0.1]]);
 * const [row] = decodeTable(bytes, ["sample"], "example.csv");
 * if (row.sample !== "a, 1") throw new Error();
 * if (tableNumber(row, "Sb_ppm", "example.csv") !== 0.1) throw new Error();
 * ```
 */
export function encodeTable(
  header: readonly string[],
  rows: readonly (readonly (string | number)[])[],
): Uint8Array<ArrayBuffer> {
  const lines = [header, ...rows].map((row, at) => {
    if (row.length === header.length) return `${row.map(cell).join(",")}\n`;
    throw new RangeError(
      `Row ${at} has ${row.length} cells, must have ${header.length}`,
    );
  });
  return new TextEncoder().encode(lines.join(""));
}

function cell(value: string | number, _: number, row: readonly unknown[]) {
  if (typeof value === "number") return cellOfNumber(value);
  // A line with nothing in it would not be read as a row.
  if (value === "" && row.length === 1) return '""';
  return /[",\r\n]/.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

function cellOfNumber(value: number): string {
  if (Number.isNaN(value)) return "";
  if (Object.is(value, -0)) return "-0";
  if (Number.isFinite(value)) return String(value);
  throw new RangeError(`Number is ${value}, must be finite or NaN`);
}

/**
 * Reads a table that `encodeTable` wrote.
 *
 * @param bytes The file.
 * @param header The columns that it must begin with.
 * @param source Its name, for messages.
 * @returns One record a row, by column.
 * @throws {InputError} If it is not UTF-8 or not CSV, the columns are others,
 * or a row has another width.
 */
export function decodeTable(
  bytes: Uint8Array,
  header: readonly string[],
  source: string,
): Record<string, string>[] {
  const [columns = [], ...rows] = parsed(bytes, source);
  if (header.some((name, at) => columns[at] !== name)) {
    throw new InputError(
      `${source}: has the columns ${columns.join(",") || "(none)"}; expected ` +
        header.join(","),
    );
  }
  return rows.map((row, at) => {
    if (row.length !== columns.length) {
      throw new InputError(
        `${source}: row ${at + 2} has ${row.length} cells; expected ` +
          `${columns.length}`,
      );
    }
    return Object.fromEntries(columns.map((name, i) => [name, row[i]]));
  });
}

function parsed(bytes: Uint8Array, source: string): string[][] {
  try {
    return parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (error) {
    const found = error instanceof TypeError
      ? "is not UTF-8 text"
      : `is not CSV (${(error as Error).message})`;
    throw new InputError(`${source}: ${found}`);
  }
}

/**
 * Reads a number of a table.
 *
 * @param record A row of `decodeTable`.
 * @param column Its column.
 * @param source Name of the file, for messages.
 * @throws {InputError} If the cell is not a number.
 */
export function tableNumber(
  record: Readonly<Record<string, string>>,
  column: string,
  source: string,
): number {
  const text = record[column];
  const value = Number(text);
  if (text === undefined || text.trim() === "" || !Number.isFinite(value)) {
    throw new InputError(
      `${source}: column ${column} has "${text ?? ""}"; expected a number`,
    );
  }
  return value;
}
