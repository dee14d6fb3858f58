// Spectra from a table of any format, by the rules of the wide CSV file: one
// row for each spectrum, columns `sample`, `replicate`, `group`, wavelengths.
import { InputError } from "../../errors.ts";
import { createArrangement } from "../arrange.ts";
import type { SpectraSet } from "../spectra_set.ts";
import type { ColumnTable } from "../../formats/shared/column_table.ts";
import { findBands } from "./find_bands.ts";
import { findColumn, rowKeys, type RowNameOptions } from "./row_keys.ts";

/**
 * Takes the spectra out of a table.
 *
 * @param table Columns `sample`, optionally `replicate` and `group`, and one
 * for each wavelength in nm, called by its number, as in `350`, `X350` or
 * `spc.350`. Other columns are ignored. Without a column `sample` each row is
 * one.
 * @param path Where the table is from, for messages.
 * @param options How rows without names are called.
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
  options: RowNameOptions = {},
): SpectraSet {
  const { names, columns, rows, rowNames } = table;
  const bands = findBands(names, path);
  if (!bands) {
    throw new InputError(
      `${path}: has no columns of wavelengths; expected two or more, called ` +
        `by their nm; it has ${listed(names)}`,
    );
  }
  if (rows === 0) throw new InputError(`${path}: has no rows`);
  const column = (name: string) => {
    const at = findColumn(names, name, path);
    return at === undefined ? undefined : columns[at];
  };
  const key = {
    sample: column("sample"),
    replicate: column("replicate"),
    group: column("group"),
  };
  const arrangement = createArrangement({
    path,
    unit: "row",
    hasReplicates: key.replicate !== undefined,
    hasGroups: key.group !== undefined,
  });
  rowKeys({ rows, rowNames, ...key }, path, options)
    .forEach((found) => arrangement.add(found));
  const count = bands.columns.length;
  const reflectance = new Float64Array(rows * count);
  bands.columns.forEach((at, band) =>
    fillBand(reflectance, columns[at], {
      band,
      count,
      place: { path, column: names[at] },
    })
  );
  return arrangement.finish(reflectance, bands.wavelengths);
}

/** Columns that a message lists. */
const LISTED = 6;

function listed(names: readonly string[]): string {
  const more = names.length - LISTED;
  return names.slice(0, LISTED).join(", ") +
    (more > 0 ? ` and ${more} more` : "");
}

function fillBand(
  reflectance: Float64Array,
  values: Float64Array | readonly string[],
  { band, count, place }: {
    band: number;
    count: number;
    place: { path: string; column: string };
  },
): void {
  for (let row = 0; row < values.length; row++) {
    const value = values[row];
    if (typeof value !== "number" || !Number.isFinite(value)) {
      refuseValue(value, { ...place, row });
    }
    reflectance[row * count + band] = value;
  }
}

/** Refuses a cell that holds no number. */
export function refuseValue(
  value: number | string | undefined,
  { path, column, row }: { path: string; column: string; row: number },
): never {
  const found = Number.isNaN(value) || value === ""
    ? "is missing"
    : typeof value === "string"
    ? `is "${value}"`
    : `is ${value}`;
  throw new InputError(
    `${path}, row ${row + 1}, column ${column}: ${found}; expected a finite ` +
      "number",
  );
}
