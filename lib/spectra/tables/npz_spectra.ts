// Spectra and laboratory values from NumPy's archives: arrays `wavelengths`,
// `reflectance` (one row a spectrum, or samples × replicates × bands), and
// names: `samples`, `replicates`, `groups`. Singular names are as good.
import { type NpyValues, readNpy } from "../../artifacts/npy_read.ts";
import {
  fileSource,
  readZipEntries,
  type ZipEntry,
} from "../../artifacts/zip_entries.ts";
import { InputError } from "../../errors.ts";
import { createArrangement } from "../arrange.ts";
import { openFile, statPath } from "../../formats/shared/open_file.ts";
import type { LabelSet, SpectraSet } from "../spectra_set.ts";
import { refuseSpectra } from "../../formats/shared/check_values.ts";
import { npyEntries } from "./npy_folder.ts";
import { rowKeys, type RowNameOptions } from "./row_keys.ts";
import { tableToLabels } from "./table_labels.ts";

/** Whether a file begins as a zip archive. */
export function looksLikeNpz(head: Uint8Array): boolean {
  return head[0] === 0x50 && head[1] === 0x4b &&
    (head[2] === 3 || head[2] === 5);
}

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
 * @param path The file: `wavelengths` `[bands]` in nm; `reflectance`
 * `[spectra, bands]` or `[samples, replicates, bands]`; optionally `samples`
 * and `groups`, one for each of the first axis, and for two axes `replicates`.
 * @param options How rows without names are called.
 * @throws {InputError} If an array is missing or does not fit.
 */
export function readNpzSpectra(
  path: string,
  options: RowNameOptions = {},
): Promise<SpectraSet> {
  return withEntries(path, async (entries) => {
    const { values, find } = arrays(entries, path);
    const wavelengths = await values("wavelengths");
    if (wavelengths === undefined || !find("reflectance")) {
      throw new InputError(
        `${path}: has ${listed(entries)}; expected the arrays wavelengths ` +
          "and reflectance",
      );
    }
    const { data, shape } = (await values("reflectance"))!;
    const bands = numbersOf(wavelengths, `${path}, wavelengths`);
    const [rows] = shape;
    const fits = (shape.length === 2 || shape.length === 3) &&
      shape.at(-1) === bands.length && shape.every((axis) => axis > 0);
    if (!fits || !(data instanceof Float64Array)) {
      throw new InputError(
        `${path}, reflectance: has shape (${shape.join(", ")}); expected ` +
          `numbers of (spectra, ${bands.length}) or (samples, replicates, ` +
          `${bands.length}), as there are ${bands.length} wavelengths`,
      );
    }
    const names = async (name: string) => {
      const found = await values(name);
      if (!found) return undefined;
      if (found.shape.length === 1 && found.shape[0] === rows) {
        return found.data;
      }
      throw new InputError(
        `${path}, ${name}: has shape (${found.shape.join(", ")}); expected ` +
          `(${rows}), one for each of reflectance's first axis`,
      );
    };
    const key = {
      sample: await names("samples"),
      replicate: shape.length === 2 ? await names("replicates") : undefined,
      group: await names("groups"),
    };
    const keys = rowKeys({ rows, ...key }, path, options);
    refuseSpectra({ wavelengths: bands, reflectance: data, path });
    const arrangement = createArrangement({
      path,
      unit: "row",
      hasReplicates: key.replicate !== undefined,
      hasGroups: key.group !== undefined,
    });
    keys.forEach((row) => arrangement.add(row));
    if (shape.length === 2) return arrangement.finish(data, bands);
    const unique = new Set(keys.map(({ sample }) => sample));
    if (unique.size !== rows) {
      throw new InputError(
        `${path}, samples: a name stands twice; expected one for each of ` +
          `reflectance's ${rows} samples`,
      );
    }
    return {
      samples: [...unique],
      replicates: shape[1],
      groups: key.group ? keys.map(({ group }) => group) : null,
      wavelengths: bands,
      reflectance: data,
    };
  });
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
  options: RowNameOptions = {},
): Promise<LabelSet> {
  return withEntries(path, async (entries) => {
    const { values, plain } = arrays(entries, path);
    const sample = await values("samples");
    const names = plain.filter((name) => targets.includes(name));
    const columns: (Float64Array | readonly string[])[] = [];
    let rows = sample?.data.length;
    for (const name of names) {
      const { data, shape } = (await values(name))!;
      rows ??= data.length;
      if (shape.length !== 1 || shape[0] !== rows) {
        throw new InputError(
          `${path}, ${name}: has shape (${shape.join(", ")}); expected ` +
            `(${rows})`,
        );
      }
      columns.push(data);
    }
    const table = {
      names: [...(sample ? ["sample"] : []), ...names],
      columns: [...(sample ? [sample.data] : []), ...columns],
      rows: rows ?? 0,
    };
    // Arrays that are no columns are named where a target is missing.
    if (names.length < targets.length) {
      const lost = targets.find((target) => !names.includes(target));
      throw new InputError(
        `${path}: has no array "${lost}"; it has ${plain.join(", ")}`,
      );
    }
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
  const file = await openFile(path);
  try {
    const { size } = await file.stat();
    return await use(await readZipEntries(fileSource(file, size), path));
  } finally {
    file.close();
  }
}

function listed(entries: readonly ZipEntry[]): string {
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
  if (data instanceof Float64Array && shape.length === 1) return data;
  throw new InputError(
    `${path}: has shape (${shape.join(", ")}) of ` +
      `${data instanceof Float64Array ? "numbers" : "texts"}; expected one ` +
      "axis of numbers",
  );
}
