// Spectra and laboratory values from NumPy's archives: arrays `wavelengths`,
// `reflectance` (one row a spectrum, or samples × replicates × bands), and
// names: `samples`, `replicates`, `groups`. Singular names are as good.
import { type NpyValues, readNpy } from "../../artifacts/npy_read.ts";
import {
  readZipEntries,
  type ZipEntry,
} from "../../artifacts/zip_entries.ts";
import { InputError } from "../../errors.ts";
import { withSource } from "../../formats/containers/content.ts";
import { statPath } from "../../formats/shared/open_file.ts";
import type { LabelSet, SpectraSet } from "../spectra_set.ts";
import { npyEntries } from "./npy_folder.ts";
import type { ReadOptions } from "../read_options.ts";
import { cellNumber } from "./cell_number.ts";
import { columnsToKeep, keyColumns } from "./key_columns.ts";
import { reserveSpectra } from "./reserve_spectra.ts";
import type { Column, NamedColumn } from "./row_keys.ts";
import { rowsToSpectra } from "./rows_to_spectra.ts";
import { tableToLabels } from "./table_labels.ts";

/** Whether a file begins as a single array. */
export function looksLikeNpy(head: Uint8Array): boolean {
  return String.fromCharCode(...head.subarray(0, 6)) === "\x93NUMPY";
}

/** Refuses a single array, which has no wavelengths. */
export function refuseNpy(path: string): Promise<never> {
  return Promise.reject(
    new InputError(
      `${path}: is one array without wavelengths; expected a folder with ` +
        "wavelengths.npy and reflectance.npy, or a .npz file of both",
    ),
  );
}

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
    const { values, find, plain } = arrays(entries, path);
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
    const { replicates } = matrix;
    const rows = matrix.reflectance.length / wavelengths.length;
    const keys = keyColumns(plain, { path, ...options });
    const column = async (at: number | undefined) => {
      if (at === undefined) return undefined;
      const { data, shape } = (await values(plain[at]))!;
      if (shape.length === 1 && shape[0] * (replicates ?? 1) === rows) {
        return { name: plain[at], values: repeated(data, replicates ?? 1) };
      }
      throw new InputError(
        `${path}, ${plain[at]}: has shape (${shape.join(", ")}); expected ` +
          `(${rows / (replicates ?? 1)}), one for each of reflectance's ` +
          "first axis",
      );
    };
    const numbered = keys.sample === undefined &&
      options.rowPrefix !== undefined;
    const others: NamedColumn[] = [];
    for (const name of numbered ? plain : []) {
      const { data, shape } = (await values(name))!;
      const fits = shape.length === 1 &&
        data.length * (replicates ?? 1) === rows;
      if (fits && find("wavelengths") !== find(name)) {
        others.push({ name, values: data });
      }
    }
    return rowsToSpectra({
      path,
      unit: "row",
      placeOf: (row) => Math.floor(row / (replicates ?? 1)) + 1,
      columns: {
        rows,
        sample: await column(keys.sample),
        replicate: replicates === undefined
          ? await column(keys.replicate)
          : counted(rows, replicates),
        group: await column(keys.group),
        others,
      },
      wavelengths,
      bandPlace: (band) => `wavelength ${band + 1}`,
      reflectance: matrix.reflectance,
      notes: [...matrix.notes, ...keys.notes],
    }, options);
  });
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

function repeated(values: Column, times: number): Column {
  if (times === 1) return values;
  return Array.from(values, String).flatMap((text) =>
    Array<string>(times).fill(text)
  );
}

function counted(rows: number, replicates: number): NamedColumn {
  const values = Float64Array.from(
    { length: rows },
    (_, row) => row % replicates + 1,
  );
  return { name: "replicate", values };
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
    const { values, plain } = arrays(entries, path);
    // Arrays that are no columns are named where a target is missing.
    const lost = targets.find((target) => !plain.includes(target));
    if (lost !== undefined) {
      throw new InputError(
        `${path}: has no array "${lost}"; it has ${plain.join(", ")}`,
      );
    }
    const taken = new Set(targets.map((target) => plain.indexOf(target)));
    const keys = keyColumns(plain, { path, ...options });
    const kept = columnsToKeep(plain, keys, { ...options, taken });
    const columns: Column[] = plain.map(() => []);
    let rows: number | undefined;
    for (const at of [...taken, ...kept]) {
      const { data, shape } = (await values(plain[at]))!;
      const fits = shape.length === 1 && data.length === (rows ?? data.length);
      if (fits) columns[at] = data;
      // Only what is asked for must be a column.
      if (!fits && (taken.has(at) || at === keys.sample)) {
        throw new InputError(
          `${path}, ${plain[at]}: has shape (${shape.join(", ")}); expected ` +
            `(${rows ?? "samples"})`,
        );
      }
      rows ??= data.length;
    }
    const table = { names: plain, columns, rows: rows ?? 0 };
    return tableToLabels(table, targets, { ...options, path });
  });
}

async function withEntries<T>(
  path: string,
  use: (entries: readonly ZipEntry[]) => Promise<T>,
): Promise<T> {
  if ((await statPath(path)).isDirectory) {
    return await use(await npyEntries(path));
  }
  return await withSource(
    path,
    async (source) => await use(await readZipEntries(source, path)),
  );
}

function shownEntries(entries: readonly ZipEntry[]): string {
  const names = entries.slice(0, 8).map(({ name }) => name);
  const more = entries.length - names.length;
  return names.join(", ") + (more > 0 ? ` and ${more} more` : "") || "nothing";
}

/** Arrays by name; `samples` is found under `sample`, too. */
function arrays(entries: readonly ZipEntry[], path: string) {
  const byName = new Map<string, ZipEntry>();
  for (const entry of entries) {
    if (!entry.name.endsWith(".npy")) continue;
    const name = entry.name.slice(0, -".npy".length);
    if (byName.has(name)) {
      throw new InputError(`${path}: array ${name} stands twice in it`);
    }
    byName.set(name, entry);
  }
  const find = (name: string) =>
    byName.get(name) ?? byName.get(name.replace(/s$/, ""));
  const values = async (name: string): Promise<NpyValues | undefined> => {
    const entry = find(name);
    return entry &&
      await readNpy(entry.pieces(), entry.size, `${path}, ${entry.name}`);
  };
  return { values, find, plain: [...byName.keys()] };
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
