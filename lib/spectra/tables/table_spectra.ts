// Spectra from a table by columns, of any format: one row for each spectrum,
// columns that name it, and wavelengths; or one column for each spectrum.
import { InputError } from "../../errors.ts";
import type { ColumnTable } from "../../formats/shared/column_table.ts";
import type { ReadOptions } from "../read_options.ts";
import type { SpectraSet } from "../spectra_set.ts";
import { cellNumber, describeCell } from "./cell_number.ts";
import { findBands } from "./find_bands.ts";
import { keyColumns, listed } from "./key_columns.ts";
import { reserveSpectra } from "./reserve_spectra.ts";
import type { Column, KeyColumns, NamedColumn } from "./row_keys.ts";
import { rowsToSpectra } from "./rows_to_spectra.ts";
import { axisColumn, columnsToSpectra } from "./transposed.ts";

/**
 * Takes the spectra out of a table.
 *
 * @param table A row for each spectrum: a column that names its sample,
 * optionally `replicate` and `group`, and one for each wavelength, called by
 * its number, as in `350`, `X350` or `spc.350`. Other columns are no concern.
 * Or a column for each spectrum beside one called `wavelength`.
 * @param path Where the table is from, for messages.
 * @param options How rows without names are called; which column names them.
 * @returns Samples in the order of their first row.
 * @throws {InputError} If there are no wavelengths, a name or a number is
 * missing, or samples have different numbers of spectra.
 *
 * @example
 * ```ts
 * import { tableToSpectra } from "./table_spectra.ts";
 *
 * const table = {
 *   names: ["sample", "X350", "X351"],
 *   columns: [["RS001"], Float64Array.of(0.11), Float64Array.of(0.12)],
 *   rows: 1,
 * };
 * console.log(tableToSpectra(table, "a.rds").wavelengths.join()); // 350,351
 * ```
 */
export function tableToSpectra(
  table: ColumnTable,
  path: string,
  options: ReadOptions = {},
): SpectraSet {
  const { names, columns, rows } = table;
  const axis = axisColumn(names, (at) => columns[at][0]);
  if (axis !== undefined) {
    return transposedSpectra(table, { path, axis, options });
  }
  const bands = findBands(names, { path, bands: options.bands });
  if (!bands) refuseNoBands(names, path);
  const keys = keyColumns(names, { path, ...options });
  const places = placesOf(table, path);
  const { length: count } = bands.columns;
  const reflectance = reserveSpectra(rows, count, path);
  bands.columns.forEach((at, band) => {
    const take = numbersOf(table, at, path);
    for (let row = 0; row < rows; row++) {
      reflectance[row * count + band] = take(row);
    }
  });
  return rowsToSpectra({
    ...places,
    columns: keyValues(table, keys, new Set(bands.columns)),
    wavelengths: bands.wavelengths,
    bandPlace: (band) => `column ${bands.columns[band] + 1}`,
    reflectance,
    words: `${bands.prefix} ${bands.suffix}`,
    notes: [...table.notes ?? [], ...keys.notes],
  }, options);
}

/** Refuses a table in which no wavelengths are found. */
export function refuseNoBands(names: readonly string[], path: string): never {
  throw new InputError(
    `${path}: has no columns of wavelengths; expected two or more, called ` +
      "by their nm, or a first column wavelength and one for each sample; it " +
      `has ${listed(names)}`,
  );
}

/** Where a table's rows stand. */
export function placesOf(
  { places, unit = "row" }: ColumnTable,
  path: string,
) {
  return { path, unit, placeOf: (row: number) => places?.[row] ?? row + 1 };
}

/**
 * Gives the columns that name a table's rows, and the others.
 *
 * @param table The table.
 * @param keys Places of those that name rows.
 * @param taken Places of columns whose numbers are read.
 */
export function keyValues(
  { names, columns, rows, rowNames }: ColumnTable,
  keys: { sample?: number; replicate?: number; group?: number },
  taken: ReadonlySet<number>,
): KeyColumns {
  const column = (at: number | undefined): NamedColumn | undefined =>
    at === undefined ? undefined : { name: names[at], values: columns[at] };
  const used = new Set([...taken, keys.sample, keys.replicate, keys.group]);
  const unused = names.map((_, at) => at).filter((at) => !used.has(at));
  // What has no heading and stands first is what the rows are called.
  const nameless = unused.find((at) => at === 0 && names[at].trim() === "");
  const texts = nameless === undefined
    ? undefined
    : rowTexts(columns[nameless]);
  return {
    rows,
    sample: column(keys.sample),
    replicate: column(keys.replicate),
    group: column(keys.group),
    rowNames: rowNames ?? texts,
    others: unused.filter((at) => at !== nameless).map((at) => column(at)!),
  };
}

/** Names of rows; whole numbers alone are an earlier table's, and none. */
export function rowTexts(column: Column): readonly string[] | undefined {
  if (column instanceof Float64Array) return undefined;
  return column.every((text) => /^\d*$/.test(text.trim())) ? undefined : column;
}

/** Reads the cells of a column as numbers, NaN where one is missing. */
export function numbersOf(
  table: ColumnTable,
  at: number,
  path: string,
): (row: number) => number {
  const column = table.columns[at];
  if (column instanceof Float64Array) return (row) => column[row];
  const { unit, placeOf } = placesOf(table, path);
  const comma = table.decimalComma ?? "unless thousands";
  return (row) => {
    const value = cellNumber(column[row], comma);
    if (value !== undefined) return value;
    throw new InputError(
      `${path}, ${unit} ${placeOf(row)}, column ${table.names[at]}: ` +
        `${describeCell(column[row])}; expected a finite number`,
    );
  };
}

function transposedSpectra(
  table: ColumnTable,
  { path, axis, options }: {
    path: string;
    axis: number;
    options: ReadOptions;
  },
): SpectraSet {
  const { names, rows, notes } = table;
  const first = axis + 1;
  const { unit, placeOf } = placesOf(table, path);
  const wave = numbersOf(table, axis, path);
  const spectra = names.length - first;
  const reflectance = reserveSpectra(spectra, rows, path);
  for (let spectrum = 0; spectrum < spectra; spectrum++) {
    const take = numbersOf(table, first + spectrum, path);
    for (let row = 0; row < rows; row++) {
      reflectance[spectrum * rows + row] = take(row);
    }
  }
  return columnsToSpectra({
    path,
    names: names.slice(first),
    wavelengths: Float64Array.from({ length: rows }, (_, row) => wave(row)),
    bandPlace: (band) => `${unit} ${placeOf(band)}`,
    reflectance,
    heading: names[axis],
    firstColumn: first + 1,
    notes,
  }, options);
}
