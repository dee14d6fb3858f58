// Which sample, replicate and group a row of a table is of. Rows are numbered
// only on request, and what they could have been named by is kept in mind: two
// files whose rows are paired by their numbers may be in different orders.
import { InputError } from "../../errors.ts";
import type { SpectrumKey } from "../arrange.ts";
import type { Numbered } from "../spectra_set.ts";
import { identifiers } from "./identifiers.ts";
import { listed } from "./key_columns.ts";

/** How rows without a column `sample` are named. */
export interface RowNameOptions {
  /**
   * Names them by this prefix and their number, as in G001; without it they
   * have the names that the table gives its rows, and must have some.
   */
  readonly rowPrefix?: string;
}

/** Values of a column. */
export type Column = Float64Array | readonly string[];

/** A column and what it is called. */
export interface NamedColumn {
  /** Its name. */
  readonly name: string;
  /** A value for each row. */
  readonly values: Column;
}

/** The columns that name a row. */
export interface KeyColumns {
  /** Rows in all. */
  readonly rows: number;
  /** Names of samples, if there is such a column. */
  readonly sample?: NamedColumn;
  /** Names of replicates, if there is such a column. */
  readonly replicate?: NamedColumn;
  /** Names of groups, if there is such a column. */
  readonly group?: NamedColumn;
  /** Names of rows, if the table has them apart from its columns. */
  readonly rowNames?: readonly string[];
  /** Columns that are neither keys nor numbers that are read. */
  readonly others?: readonly NamedColumn[];
}

/** What rows are called. */
export interface RowKeys {
  /** For each row. */
  readonly keys: readonly SpectrumKey[];
  /** Said if rows have their numbers for names. */
  readonly numbered?: Numbered;
  /** What a person should know of the names. */
  readonly notes: readonly string[];
}

/** Where rows stand. */
export interface RowPlaces {
  /** The file. */
  readonly path: string;
  /** What places are counted in, such as `line`. */
  readonly unit: string;
  /** The place of a row. */
  readonly placeOf: (row: number) => number;
}

/**
 * Names the rows of a table.
 *
 * @param columns What there is to name them by.
 * @param places The file and its rows, for messages.
 * @throws {InputError} If a name is missing: row and column are named; or if
 * nothing names the rows.
 */
export function rowKeys(
  columns: KeyColumns,
  places: RowPlaces,
  { rowPrefix }: RowNameOptions = {},
): RowKeys {
  const { rows, sample, replicate, group, rowNames, others = [] } = columns;
  const { path, placeOf } = places;
  if (!sample && replicate) {
    throw new InputError(
      `${path}: has a column "${replicate.name}" but none called "sample"; ` +
        "expected both",
    );
  }
  if (!sample && !rowNames && rowPrefix === undefined) {
    refuseNameless(others, path);
  }
  const digits = String(rows).length;
  const numbers = !sample && rowPrefix !== undefined;
  const name = (column: NamedColumn | undefined, row: number) =>
    column ? nameAt(column, row, places) : "";
  const keys = Array.from({ length: rows }, (_, row) => ({
    sample: numbers
      ? rowPrefix + String(row + 1).padStart(digits, "0")
      : sample
      ? name(sample, row)
      : rowNames![row],
    replicate: name(replicate, row),
    group: name(group, row),
    place: placeOf(row),
  }));
  if (!numbers) {
    return { keys, notes: sample ? [] : ["samples by the names of the rows"] };
  }
  const unused = identifiers(others).map((name) => `its column "${name}"`);
  // Whole numbers are those of an earlier table, and no names.
  if (rowNames?.some((text) => !/^\d+$/.test(text))) {
    unused.push("its names of rows");
  }
  const but = unused.length > 0 ? `, not by ${unused.join(" or ")}` : "";
  return {
    keys,
    numbered: { path, identifiers: unused },
    notes: [`samples by the numbers of the rows${but}`],
  };
}

function refuseNameless(others: readonly NamedColumn[], path: string): never {
  const names = others.map(({ name }) => name);
  throw new InputError(
    `${path}: has no column that names its samples; expected one called ` +
      "sample or id, data.sample_column (--sample-column) to say which it is, " +
      "or data.row_prefix (--row-prefix) to number the rows" +
      (names.length > 0 ? `; it has ${listed(names)}` : ""),
  );
}

function nameAt(
  { name, values }: NamedColumn,
  row: number,
  { path, unit, placeOf }: RowPlaces,
): string {
  const value = values[row];
  const text = typeof value === "number"
    ? Number.isNaN(value) ? "" : String(value)
    : value;
  if (text !== "" && text === text.trim()) return text;
  throw new InputError(
    `${path}, ${unit} ${placeOf(row)}, column ${name}: ` +
      (text.trim() === ""
        ? "is missing"
        : `is "${text.replace(/\p{Cc}/gu, "�")}" with blanks around it`) +
      "; expected a name",
  );
}
