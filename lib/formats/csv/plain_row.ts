// Rows of plain numbers, read from their text without cutting it into cells:
// tables of spectra have millions of them.
import { type Cursor, plainNumber } from "../shared/number.ts";
import type { CsvRecord } from "./records.ts";

/** Which columns of a table hold numbers. */
export interface PlainColumns {
  /** For each column: its place among the numbers, or -1 if it holds text. */
  readonly places: Int32Array;
  /** Where numbers go. */
  readonly values: Float64Array;
}

/**
 * Reads a row if it is as most are: without quotes, as many cells as the
 * header, and digits with at most one point in each column of numbers.
 *
 * @param record The row.
 * @param columns Columns that hold numbers.
 * @param start Where the row's numbers begin among the values.
 * @returns Its cells, blank in columns of numbers; or undefined if it is not
 * like that and has to be read cell by cell.
 */
export function readPlainRow(
  { text, separator }: CsvRecord,
  { places, values }: PlainColumns,
  start: number,
): string[] | undefined {
  if (text === undefined) return undefined;
  const end = separator.charCodeAt(0);
  const cells = new Array<string>(places.length).fill("");
  const cursor: Cursor = { at: 0 };
  for (let column = 0; column < places.length; column++) {
    const place = places[column];
    if (place >= 0) {
      const value = plainNumber(text, cursor, end);
      if (Number.isNaN(value)) return undefined;
      values[start + place] = value;
    } else {
      const next = text.indexOf(separator, cursor.at);
      cells[column] = text.slice(cursor.at, next < 0 ? undefined : next);
      cursor.at = next < 0 ? text.length : next;
    }
    const last = column === places.length - 1;
    if (last !== (cursor.at === text.length)) return undefined;
    cursor.at++;
  }
  return cells;
}
