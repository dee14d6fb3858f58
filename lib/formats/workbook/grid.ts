// The cells of a sheet as they come, row by row or wherever.
import { InputError } from "../../errors.ts";
import type { Cell } from "../shared/cell_rows.ts";

/** Of every program that writes workbooks. */
const MOST_ROWS = 2 ** 20;
const MOST_COLUMNS = 2 ** 14;

/** Cells in all, empty ones between others among them. */
const MOST_CELLS = 20_000_000;

/** Cells that are shown as one; rows and columns count from 0. */
export interface Merge {
  readonly row: number;
  readonly column: number;
  readonly lastRow: number;
}

/** Takes cells. */
export interface Grid {
  /** Puts a value at a place; empty cells need not be put. */
  readonly set: (row: number, column: number, value: Cell) => void;
  /** Says that cells are shown as one. */
  readonly merge: (merge: Merge) => void;
  /** The rows up to the last that has a value. */
  readonly finish: () => readonly (readonly Cell[])[];
}

/**
 * Makes an empty grid.
 *
 * @param place The sheet, for messages.
 */
export function createGrid(place: string): Grid {
  const rows: Cell[][] = [];
  const merges: Merge[] = [];
  let cells = 0;
  return { set, merge: (merge) => void merges.push(merge), finish };

  function set(row: number, column: number, value: Cell): void {
    if (value === null) return;
    if (
      !(row >= 0 && row < MOST_ROWS && column >= 0 && column < MOST_COLUMNS)
    ) {
      throw new InputError(
        `${place}: has a cell in row ${row + 1}, column ${column + 1}; ` +
          `expected at most ${MOST_ROWS} rows of ${MOST_COLUMNS} cells`,
      );
    }
    const cellsOfRow = rows[row] ??= [];
    cells += Math.max(0, column + 1 - cellsOfRow.length);
    if (cells > MOST_CELLS) {
      throw new InputError(
        `${place}: has more than ${MOST_CELLS} cells; expected fewer, or the ` +
          "table as CSV",
      );
    }
    while (cellsOfRow.length < column) cellsOfRow.push(null);
    cellsOfRow[column] = value;
  }

  function finish() {
    merges.forEach(fillDown);
    return Array.from(rows, (row) => row ?? []);
  }

  /**
   * A name over several rows is that of each of them. Over several columns it
   * is a title, which would make a header of the row above the header.
   */
  function fillDown({ row, column, lastRow }: Merge): void {
    const value = rows[row]?.[column] ?? null;
    for (let at = row + 1; at <= lastRow && at < rows.length; at++) {
      if (rows[at] && (rows[at][column] ?? null) === null) {
        set(at, column, value);
      }
    }
  }
}
