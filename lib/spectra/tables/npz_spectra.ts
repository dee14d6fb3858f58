// Spectra and laboratory values from NumPy's archives: arrays `wavelengths`,
// `reflectance` (one row a spectrum, or samples × replicates × bands), and
// names: `samples`, `replicates`, `groups`. Singular names are as good.
import type { NpyValues } from "../../artifacts/npy_read.ts";
import { InputError } from "../../errors.ts";
import type { ColumnTable } from "../../formats/shared/column_table.ts";
import type { ReadOptions } from "../read_options.ts";
import type { LabelSet, SpectraSet } from "../spectra_set.ts";
import { cellNumber } from "./cell_number.ts";
import { columnsToKeep, keyColumns, type KeyPlaces } from "./key_columns.ts";
import {
  type Arrays,
  arrays,
  shownEntries,
  withEntries,
} from "./npz_arrays.ts";
import { reserveSpectra } from "./reserve_spectra.ts";
import type { Column, KeyColumns, NamedColumn } from "./row_keys.ts";
import { rowsToSpectra } from "./rows_to_spectra.ts";
import { tableToLabels } from "./table_labels.ts";
import { keyValues } from "./table_spectra.ts";
import { unlessRefused } from "./unless_refused.ts";

/** Bytes of a row beyond which an array is no further column. */
const MOST_FURTHER = 1024;

/**
 * Reads the spectra of a `.npz` file, or of a folder with its arrays as `.npy`.
 *
 * @param path The file: `wavelengths` `[bands]`; `reflectance` `[spectra,
 * bands]`, `[bands, spectra]` or `[samples, replicates, bands]`; optionally
 * `samples` and `groups`, one for each of the first axis, and for two axes
 * `replicates`.
 * @param options How rows without names are called.
 * @throws {InputError} If an array is missing or does not fit.
 */
export function readNpzSpectra(
  path: string,
  options: ReadOptions = {},
): Promise<SpectraSet> {
  return withEntries(path, async (entries) => {
    const found = arrays(entries, path);
    const { values, find, plain } = found;
    const axis = await values("wavelengths");
    if (axis === undefined || !find("reflectance")) {
      throw new InputError(
        `${path}: has ${shownEntries(entries)}; expected the arrays ` +
          "wavelengths and reflectance",
      );
    }
    const wavelengths = numbersOf(axis, `${path}, wavelengths`);
    const matrix = matrixOf(
      (await values("reflectance"))!,
      wavelengths.length,
      path,
    );
    const { reflectance, replicates = 1 } = matrix;
    const rows = reflectance.length / wavelengths.length / replicates;
    const taken = new Set(
      [/^wavelengths?$/, /^reflectance$/].map((name) =>
        plain.findIndex((other) => name.test(other))
      ),
    );
    const keys = keyColumns(plain, { path, ...options });
    const table = await keptTable(found, keys, {
      ...options,
      path,
      rows,
      taken,
      further: true,
    });
    const columns = keyValues(table, keys, taken);
    return rowsToSpectra({
      path,
      unit: "row",
      placeOf: (row) => Math.floor(row / replicates) + 1,
      columns: matrix.replicates === undefined
        ? columns
        : withReplicates(columns, replicates),
      wavelengths,
      bandPlace: (band) => `wavelength ${band + 1}`,
      reflectance,
      notes: [...matrix.notes, ...keys.notes, ...table.notes ?? []],
    }, options);
  });
}

/** The arrays that may name rows; others are empty. */
async function keptTable(
  { values, find, plain }: Arrays,
  keys: KeyPlaces,
  { path, rows, further, ...options }: {
    readonly path: string;
    readonly rows: number;
    readonly rowPrefix?: string;
    readonly taken: ReadonlySet<number>;
    readonly further?: boolean;
  },
): Promise<ColumnTable> {
  const columns: Column[] = plain.map(() => []);
  const notes: string[] = [];
  const kept = columnsToKeep(plain, keys, options);
  const needed = [keys.sample, keys.replicate, keys.group];
  for (const at of columnsToKeep(plain, keys, { ...options, further })) {
    const isFurther = !kept.includes(at);
    // Such as images of the same samples.
    if (isFurther && find(plain[at])!.size > MOST_FURTHER * (rows + 1)) {
      continue;
    }
    const read = async () => (await values(plain[at]))!;
    const { value, notes: said } = isFurther
      ? await unlessRefused(`array ${plain[at]}`, read)
      : { value: await read(), notes: [] };
    notes.push(...said);
    if (!value) continue;
    const { data, shape } = value;
    if (shape.length === 1 && shape[0] === rows) columns[at] = data;
    else if (needed.includes(at)) {
      throw new InputError(
        `${path}, ${plain[at]}: has shape (${shape.join(", ")}); expected ` +
          `(${rows}), one for each row`,
      );
    }
  }
  return { names: plain, columns, rows, notes };
}

/** Names of a sample's spectra where they have an axis of their own. */
function withReplicates(
  { rows, ...columns }: KeyColumns,
  replicates: number,
): KeyColumns {
  const count = rows * replicates;
  const each = (column: NamedColumn | undefined) =>
    column && {
      name: column.name,
      values: Array.from(
        { length: count },
        (_, row) => String(column.values[Math.floor(row / replicates)]),
      ),
    };
  const numbers = Float64Array.from(
    { length: count },
    (_, row) => row % replicates + 1,
  );
  return {
    ...columns,
    rows: count,
    sample: each(columns.sample),
    group: each(columns.group),
    others: columns.others?.filter(({ values }) => values.length > 0)
      .map((column) => each(column)!),
    replicate: { name: "replicate", values: numbers },
  };
}

interface Matrix {
  readonly reflectance: Float64Array<ArrayBuffer>;
  /** Spectra of a sample, where an axis of its own says so. */
  readonly replicates?: number;
  readonly notes: readonly string[];
}

/** Spectra in C order `[spectrum, band]`, whichever axis was which. */
function matrixOf(
  { data, shape }: NpyValues,
  bands: number,
  path: string,
): Matrix {
  const fits = (shape.length === 2 || shape.length === 3) &&
    shape.every((axis) => axis > 0);
  if (fits && data instanceof Float64Array) {
    const reflectance = data as Float64Array<ArrayBuffer>;
    if (shape.at(-1) === bands) {
      return shape.length === 2
        ? { reflectance, notes: [] }
        : { reflectance, replicates: shape[1], notes: [] };
    }
    if (shape.length === 2 && shape[0] === bands) {
      const turned = reserveSpectra(shape[1], bands, path);
      for (let i = 0; i < data.length; i++) {
        turned[(i % shape[1]) * bands + Math.floor(i / shape[1])] = data[i];
      }
      return {
        reflectance: turned,
        notes: ["a spectrum in each column of reflectance"],
      };
    }
  }
  throw new InputError(
    `${path}, reflectance: has shape (${shape.join(", ")}); expected ` +
      `numbers of (spectra, ${bands}) or (samples, replicates, ${bands}), as ` +
      `there are ${bands} wavelengths`,
  );
}

/**
 * Reads laboratory values from a `.npz` file.
 *
 * @param path The file: `samples`, and an array for each target.
 * @param targets Arrays to read.
 * @param options How rows without names are called.
 * @throws {InputError} If an array is missing or does not fit.
 */
export function readNpzLabels(
  path: string,
  targets: readonly string[],
  options: ReadOptions = {},
): Promise<LabelSet> {
  return withEntries(path, async (entries) => {
    const found = arrays(entries, path);
    const { values, plain } = found;
    // Arrays that are no columns are named where a target is missing.
    const lost = targets.find((target) => !plain.includes(target));
    if (lost !== undefined) {
      throw new InputError(
        `${path}: has no array "${lost}"; it has ${plain.join(", ")}`,
      );
    }
    const taken = new Set(targets.map((target) => plain.indexOf(target)));
    const keys = keyColumns(plain, { path, ...options });
    const columns: Column[] = [];
    let rows: number | undefined;
    for (const at of taken) {
      const { data, shape } = (await values(plain[at]))!;
      rows ??= data.length;
      if (shape.length !== 1 || shape[0] !== rows) {
        throw new InputError(
          `${path}, ${plain[at]}: has shape (${shape.join(", ")}); expected ` +
            `(${rows})`,
        );
      }
      columns[at] = data;
    }
    const kept = await keptTable(found, { ...keys, group: undefined }, {
      ...options,
      path,
      rows: rows ?? 0,
      taken,
    });
    const table = {
      ...kept,
      columns: kept.columns.map((column, at) => columns[at] ?? column),
    };
    return tableToLabels(table, targets, { ...options, path });
  });
}

function numbersOf({ data, shape }: NpyValues, path: string): Float64Array {
  if (shape.length === 1) {
    if (data instanceof Float64Array) return data;
    const numbers = data.map((text) => cellNumber(text, false));
    if (numbers.every((number) => number !== undefined)) {
      return Float64Array.from(numbers);
    }
  }
  throw new InputError(
    `${path}: has shape (${shape.join(", ")}) of ` +
      `${data instanceof Float64Array ? "numbers" : "texts"}; expected one ` +
      "axis of numbers",
  );
}
