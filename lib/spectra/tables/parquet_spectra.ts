// Spectra and laboratory values from Parquet files: columns that are read as
// they are needed, and what the rules of tables make of them. Spectra may also
// be lists, a column `reflectance` and one `wavelengths` that says the same in
// every row.
import { InputError } from "../../errors.ts";
import type { DecodedArray } from "../../third_party/hyparquet.ts";
import type { ColumnTable } from "../../formats/shared/column_table.ts";
import {
  type ParquetFile,
  withParquet,
} from "../../formats/parquet/parquet_file.ts";
import type { ReadOptions } from "../read_options.ts";
import type { LabelSet, SpectraSet } from "../spectra_set.ts";
import { cellNumber, describeCell } from "./cell_number.ts";
import { type Bands, findBands } from "./find_bands.ts";
import { columnsToKeep, keyColumns, type KeyPlaces } from "./key_columns.ts";
import { readLists } from "./parquet_lists.ts";
import { reserveSpectra } from "./reserve_spectra.ts";
import type { Column } from "./row_keys.ts";
import { rowsToSpectra } from "./rows_to_spectra.ts";
import { tableToLabels } from "./table_labels.ts";
import {
  keyValues,
  placesOf,
  refuseNoBands,
  rowTexts,
  tableToSpectra,
} from "./table_spectra.ts";
import { unlessRefused } from "./unless_refused.ts";
import { isAxisName } from "./transposed.ts";

/** pandas keeps a table's row names in a column of such a name. */
const PANDAS_INDEX = /^__index_level_\d+__$/;

/**
 * Reads the spectra of a Parquet file.
 *
 * @param path The file: columns that name the rows and wavelengths by name, or
 * lists `reflectance` and `wavelengths`; or a column for each spectrum beside
 * one called `wavelength`.
 * @param options How rows without names are called; progress in bytes.
 * @throws {InputError} If a column is missing, or a value is no number.
 */
export function readParquetSpectra(
  path: string,
  options: ReadOptions = {},
): Promise<SpectraSet> {
  return withParquet(path, async (file) => {
    if (file.rows === 0) throw new InputError(`${path}: has no rows`);
    const names = columnNames(file);
    const grid = names.find((name) => /^wavelengths?$/.test(name));
    if (names.includes("reflectance") && file.nested.has("reflectance")) {
      return await listSpectra(file, { path, grid, options });
    }
    if (isAxisName(names[0]) && !file.nested.has(names[0])) {
      const columns = await readPlain(file, names);
      const table = { names, columns, rows: file.rows };
      return tableToSpectra(table, path, options);
    }
    return await wideSpectra(file, path, options);
  });
}

/**
 * Reads laboratory values from a Parquet file.
 *
 * @param path The file: a column that names the samples, and the targets.
 * @param targets Columns to read.
 * @param options How rows without names are called.
 * @throws {InputError} If a column is missing, or a value is no number.
 */
export function readParquetLabels(
  path: string,
  targets: readonly string[],
  options: ReadOptions = {},
): Promise<LabelSet> {
  return withParquet(path, async (file) => {
    const names = columnNames(file);
    const taken = new Set(
      names.flatMap((name, at) => targets.includes(name) ? [at] : []),
    );
    const keys = keyColumns(names, { path, ...options });
    const table = await keptTable(file, keys, { ...options, taken });
    const read = [...taken].map((at) => names[at]);
    const values = await readPlain(file, read);
    const columns = table.columns.map((column, at) =>
      taken.has(at) ? values[read.indexOf(names[at])] : column
    );
    return tableToLabels({ ...table, columns }, targets, { ...options, path });
  });
}

async function wideSpectra(
  file: ParquetFile,
  path: string,
  options: ReadOptions,
): Promise<SpectraSet> {
  const names = columnNames(file);
  const bands = findBands(names, { path, bands: options.bands }) ??
    refuseNoBands(names, path);
  const taken = new Set(bands.columns);
  const keys = keyColumns(names, { path, ...options });
  const table = await keptTable(file, keys, {
    ...options,
    taken,
    further: true,
  });
  return rowsToSpectra({
    ...placesOf(table, path),
    columns: keyValues(table, keys, taken),
    wavelengths: bands.wavelengths,
    bandPlace: (band) => `column ${bands.columns[band] + 1}`,
    reflectance: await readWide(file, bands, { ...options, path }),
    words: `${bands.prefix} ${bands.suffix}`,
    notes: [...keys.notes, ...table.notes ?? []],
  }, options);
}

async function listSpectra(
  file: ParquetFile,
  { path, grid, options }: {
    path: string;
    grid: string | undefined;
    options: ReadOptions;
  },
): Promise<SpectraSet> {
  const names = columnNames(file);
  const taken = new Set(
    ["reflectance", grid ?? ""].map((name) => names.indexOf(name)),
  );
  const keys = keyColumns(names, { path, ...options });
  const table = await keptTable(file, keys, {
    ...options,
    taken,
    further: true,
  });
  const spectra = await readLists(file, { path, grid, numberOf });
  return rowsToSpectra({
    ...placesOf(table, path),
    columns: keyValues(table, keys, taken),
    bandPlace: (band) => `wavelength ${band + 1}`,
    ...spectra,
    notes: [...keys.notes, ...table.notes ?? []],
  }, options);
}

function columnNames({ names }: ParquetFile): string[] {
  return names.filter((name) => !PANDAS_INDEX.test(name));
}

/** The table with the columns that may name its rows; others are empty. */
async function keptTable(
  file: ParquetFile,
  keys: KeyPlaces,
  { further = false, ...options }: {
    rowPrefix?: string;
    taken: ReadonlySet<number>;
    further?: boolean;
  },
): Promise<ColumnTable> {
  const names = columnNames(file);
  const kept = columnsToKeep(names, keys, options);
  const index = file.names.find((name) => PANDAS_INDEX.test(name));
  const read = [...kept.map((at) => names[at]), ...index ? [index] : []];
  const found = await readPlain(file, read);
  const rowNames = index === undefined ? undefined : rowTexts(found.at(-1)!);
  const all = further
    ? columnsToKeep(names, keys, { ...options, further })
    : [];
  const more = all.filter((at) =>
    !kept.includes(at) && !file.nested.has(names[at])
  );
  // What nobody needs is no reason to refuse a file.
  const { value = [], notes } = await unlessRefused(
    `${more.length} further columns`,
    () => readPlain(file, more.map((at) => names[at])),
  );
  return {
    names,
    columns: names.map((_, at) =>
      found[kept.indexOf(at)] ?? value[more.indexOf(at)] ?? []
    ),
    rows: file.rows,
    ...(rowNames && { rowNames }),
    notes,
  };
}

/** Columns of numbers, or of texts where a column has one. */
async function readPlain(
  file: ParquetFile,
  names: readonly string[],
): Promise<Column[]> {
  const values = new Map<string, unknown[]>(
    names.map((name) => [name, new Array(file.rows).fill(null)]),
  );
  await file.read(names, (name, run, row) => {
    const column = values.get(name)!;
    for (let i = 0; i < run.length; i++) column[row + i] = run[i];
  });
  return names.map((name) => {
    const column = values.get(name)!;
    return column.some((value) =>
        typeof value === "string" || value instanceof Date
      )
      ? column.map((value) => value === null ? "" : textOf(value))
      : Float64Array.from(column, numberOf);
  });
}

/** A day or a time as `2024-05-21` or `2024-05-21T14:03:55.000Z`. */
function textOf(value: unknown): string {
  if (!(value instanceof Date)) return String(value);
  if (Number.isNaN(value.getTime())) return "";
  return value.toISOString().replace("T00:00:00.000Z", "");
}

/** A number of any type; anything else is none. */
function numberOf(value: unknown): number {
  switch (typeof value) {
    case "number":
      return value;
    case "bigint":
    case "boolean":
      return Number(value);
    default:
      return NaN;
  }
}

async function readWide(
  file: ParquetFile,
  { columns, wavelengths }: Bands,
  { path, onProgress }: { readonly path: string } & ReadOptions,
): Promise<Float64Array<ArrayBuffer>> {
  const names = columnNames(file);
  const count = wavelengths.length;
  const reflectance = reserveSpectra(file.rows, count, path);
  const bandOf = new Map(columns.map((at, band) => [names[at], band]));
  const take = (name: string, run: DecodedArray, row: number) => {
    const start = row * count + bandOf.get(name)!;
    for (let i = 0; i < run.length; i++) {
      const cell = run[i];
      const value = typeof cell === "string"
        ? cellNumber(cell, "unless thousands")
        : numberOf(cell);
      if (value === undefined) {
        throw new InputError(
          `${path}, row ${row + i + 1}, column ${name}: ` +
            `${describeCell(String(cell))}; expected a finite number`,
        );
      }
      reflectance[start + i * count] = value;
    }
  };
  await file.read([...bandOf.keys()], take, onProgress);
  return reflectance;
}
