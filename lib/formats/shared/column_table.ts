// The one shape that every table in memory takes, whatever format it came in:
// columns of numbers or of texts, all of one length.

/** A table by columns. */
export interface ColumnTable {
  /** Names of the columns, as in the file. */
  readonly names: readonly string[];
  /** Numbers (NaN where nothing was measured) or texts ("" where none is). */
  readonly columns: readonly (Float64Array | readonly string[])[];
  /** Values of every column. */
  readonly rows: number;
  /** Names of the rows, if the file has them apart from its columns. */
  readonly rowNames?: readonly string[];
  /** Line or row of each row as a person sees it; counted from 1 if absent. */
  readonly places?: readonly number[];
  /** What places are counted in; `row` if absent. */
  readonly unit?: "line" | "row";
  /** Whether texts may have numbers with a decimal comma. */
  readonly decimalComma?: boolean;
  /** What was found on the way to the table, for people. */
  readonly notes?: readonly string[];
}

/**
 * Checks that a table's columns have a name and the table's length.
 *
 * @param table The table; it is returned as it is.
 * @throws {TypeError} If not.
 *
 * @example
 * ```ts
 * import { createColumnTable } from "./column_table.ts";
 *
 * const table = createColumnTable({
 *   names: ["sample", "350"],
 *   columns: [["RS001"], Float64Array.of(0.11)],
 *   rows: 1,
 * });
 * console.log(table.names.length); // 2
 * ```
 */
export function createColumnTable(table: ColumnTable): ColumnTable {
  const { names, columns, rows, rowNames } = table;
  if (names.length !== columns.length) {
    throw new TypeError(
      `There are ${names.length} names of columns, must be ${columns.length}`,
    );
  }
  columns.forEach((column, at) => {
    if (column.length !== rows) {
      throw new TypeError(
        `Column ${names[at]} has ${column.length} rows, must have ${rows}`,
      );
    }
  });
  if (rowNames && rowNames.length !== rows) {
    throw new TypeError(
      `There are ${rowNames.length} names of rows, must be ${rows}`,
    );
  }
  return table;
}
