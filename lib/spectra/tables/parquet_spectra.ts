// Spectra and laboratory values from Parquet files: a row a spectrum, with a
// column for each wavelength, or with a list column `reflectance` and one
// `wavelengths` that says the same in every row.
import { InputError } from "../../errors.ts";
import type { DecodedArray } from "../../third_party/hyparquet.ts";
import { createArrangement } from "../arrange.ts";
import type { RecordOptions } from "../../formats/csv/records.ts";
import type { LabelSet, SpectraSet } from "../spectra_set.ts";
import { refuseSpectra } from "../../formats/shared/check_values.ts";
import type { ColumnTable } from "../../formats/shared/column_table.ts";
import { type Bands, findBands } from "./find_bands.ts";
import {
  type ParquetFile,
  withParquet,
} from "../../formats/parquet/parquet_file.ts";
import { findColumn, rowKeys, type RowNameOptions } from "./row_keys.ts";
import { tableToLabels } from "./table_labels.ts";
import { refuseValue } from "./table_spectra.ts";

/** pandas keeps a table's row names in a column of this name. */
const PANDAS_INDEX = "__index_level_0__";

/**
 * Reads the spectra of a Parquet file.
 *
 * @param path The file: columns `sample`, optionally `replicate` and `group`,
 * and wavelengths in nm by name, or lists `reflectance` and `wavelengths`.
 * @param options How rows without names are called; progress in bytes.
 * @throws {InputError} If a column is missing, or a value is no number.
 */
export function readParquetSpectra(
  path: string,
  options: RowNameOptions & RecordOptions = {},
): Promise<SpectraSet> {
  return withParquet(path, async (file) => {
    const { rows, names } = file;
    if (rows === 0) throw new InputError(`${path}: has no rows`);
    const bands = findBands(names, path);
    if (!bands && !names.includes("reflectance")) {
      const shown = names.slice(0, 6).join(", ");
      throw new InputError(
        `${path}: has the columns ${shown}${names.length > 6 ? ", …" : ""}; ` +
          "expected wavelengths in nm, or lists reflectance and wavelengths",
      );
    }
    const key = await readKeys(file, path);
    const arrangement = createArrangement({
      path,
      unit: "row",
      hasReplicates: key.replicate !== undefined,
      hasGroups: key.group !== undefined,
    });
    rowKeys({ rows, ...key }, path, options)
      .forEach((found) => arrangement.add(found));
    const { reflectance, wavelengths } = bands
      ? {
        reflectance: await readWide(file, bands, { ...options, path }),
        wavelengths: bands.wavelengths,
      }
      : await readLists(file, path);
    refuseSpectra({ wavelengths, reflectance, path });
    return arrangement.finish(reflectance, wavelengths);
  });
}

/**
 * Reads laboratory values from a Parquet file.
 *
 * @param path The file: a column `sample` and one for each target.
 * @param targets Columns to read.
 * @param options How rows without names are called.
 * @throws {InputError} If a column is missing, or a value is no number.
 */
export function readParquetLabels(
  path: string,
  targets: readonly string[],
  options: RowNameOptions = {},
): Promise<LabelSet> {
  return withParquet(path, async (file) => {
    const wanted = ["sample", "replicate", PANDAS_INDEX, ...targets];
    const present = file.names.filter((name) => wanted.includes(name));
    const columns = await readPlain(file, present);
    const index = present.indexOf(PANDAS_INDEX);
    const table: ColumnTable = {
      // The others are empty: only their names are asked for.
      names: [...present, ...file.names.filter((n) => !present.includes(n))],
      columns,
      rows: file.rows,
      ...(index >= 0 && { rowNames: textsOf(columns[index]) }),
    };
    return tableToLabels(table, targets, { ...options, path });
  });
}

async function readKeys(file: ParquetFile, path: string) {
  const found = ["sample", "replicate", "group"].map((name) => {
    const at = findColumn(file.names, name, path);
    return at === undefined ? [] : [name];
  });
  const index = file.names.includes(PANDAS_INDEX) ? [PANDAS_INDEX] : [];
  const columns = await readPlain(file, [...found.flat(), ...index]);
  const [sample, replicate, group] = found.map((name) =>
    name.length === 0 ? undefined : columns[found.flat().indexOf(name[0])]
  );
  const rowNames = index.length === 0 ? undefined : textsOf(columns.at(-1)!);
  return { sample, replicate, group, rowNames };
}

function textsOf(column: Float64Array | readonly string[]): readonly string[] {
  return column instanceof Float64Array ? Array.from(column, String) : column;
}

/** Columns of numbers, or of texts where a column has one. */
async function readPlain(
  file: ParquetFile,
  names: readonly string[],
): Promise<(Float64Array | readonly string[])[]> {
  const values = new Map<string, unknown[]>(
    names.map((name) => [name, new Array(file.rows).fill(null)]),
  );
  await file.read(names, (name, run, row) => {
    const column = values.get(name)!;
    for (let i = 0; i < run.length; i++) column[row + i] = run[i];
  });
  return names.map((name) => {
    const column = values.get(name)!;
    return column.some((value) => typeof value === "string")
      ? column.map((value) => value === null ? "" : String(value))
      : Float64Array.from(column, numberOf);
  });
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
  { path, onProgress }: { readonly path: string } & RecordOptions,
): Promise<Float64Array> {
  const count = wavelengths.length;
  const reflectance = reserve(file.rows, count, path);
  const bandOf = new Map(columns.map((at, band) => [file.names[at], band]));
  const take = (name: string, run: DecodedArray, row: number) => {
    const start = row * count + bandOf.get(name)!;
    for (let i = 0; i < run.length; i++) {
      const value = numberOf(run[i]);
      if (!Number.isFinite(value)) {
        const found = typeof run[i] === "string" ? String(run[i]) : value;
        refuseValue(found, { path, column: name, row: row + i });
      }
      reflectance[start + i * count] = value;
    }
  };
  await file.read([...bandOf.keys()], take, onProgress);
  return reflectance;
}

async function readLists(
  file: ParquetFile,
  path: string,
): Promise<{ reflectance: Float64Array; wavelengths: Float64Array }> {
  const grid = ["wavelengths", "wavelength"].find((name) =>
    file.names.includes(name)
  );
  if (grid === undefined) {
    throw new InputError(
      `${path}: has a column "reflectance" but none called "wavelengths"; ` +
        "expected both, each row a list",
    );
  }
  let wavelengths: Float64Array | undefined;
  await file.read([grid], (_, run, row) => {
    for (let i = 0; i < run.length; i++) {
      const list = listAt(run[i], { path, column: grid, row: row + i });
      wavelengths ??= list;
      if (sameNumbers(list, wavelengths)) continue;
      throw new InputError(
        `${path}, row ${row + i + 1}, column ${grid}: differs from row 1; ` +
          "expected the same wavelengths for all spectra",
      );
    }
  });
  const bands = wavelengths!.length;
  const reflectance = reserve(file.rows, bands, path);
  await file.read(["reflectance"], (column, run, row) => {
    for (let i = 0; i < run.length; i++) {
      const list = listAt(run[i], { path, column, row: row + i });
      if (list.length !== bands) {
        throw new InputError(
          `${path}, row ${row + i + 1}, column ${column}: has ` +
            `${list.length} values; expected ${bands}, one for each wavelength`,
        );
      }
      reflectance.set(list, (row + i) * bands);
    }
  });
  return { reflectance, wavelengths: wavelengths! };
}

function listAt(
  value: unknown,
  { path, column, row }: { path: string; column: string; row: number },
): Float64Array {
  if (Array.isArray(value) || ArrayBuffer.isView(value)) {
    return Float64Array.from(value as Iterable<unknown>, numberOf);
  }
  throw new InputError(
    `${path}, row ${row + 1}, column ${column}: is no list; expected a list ` +
      "of numbers",
  );
}

function sameNumbers(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}

function reserve(rows: number, bands: number, path: string): Float64Array {
  try {
    return new Float64Array(rows * bands);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError(
      `${path}: has ${rows} spectra of ${bands} bands, more than memory ` +
        "holds; expected fewer, in several files",
    );
  }
}
