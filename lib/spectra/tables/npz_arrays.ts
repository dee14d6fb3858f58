// The arrays of a NumPy archive, or of a folder with the same arrays.
import { type NpyValues, readNpy } from "../../artifacts/npy_read.ts";
import { readZipEntries, type ZipEntry } from "../../artifacts/zip_entries.ts";
import { InputError } from "../../errors.ts";
import { withSource } from "../../formats/containers/content.ts";
import { statPath } from "../../formats/shared/open_file.ts";
import { npyEntries } from "./npy_folder.ts";

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
 * Opens an archive, or a folder as if it were one, for as long as it is used.
 *
 * @throws {InputError} If it cannot be read.
 */
export async function withEntries<T>(
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

/** The first names of an archive, for messages. */
export function shownEntries(entries: readonly ZipEntry[]): string {
  const names = entries.slice(0, 8).map(({ name }) => name);
  const more = entries.length - names.length;
  return names.join(", ") + (more > 0 ? ` and ${more} more` : "") || "nothing";
}

/** Arrays of an archive; `samples` is found under `sample`, too. */
export interface Arrays {
  /** Reads the array of a name, or of its singular. */
  readonly values: (name: string) => Promise<NpyValues | undefined>;
  /** Finds it without reading it. */
  readonly find: (name: string) => ZipEntry | undefined;
  /** All names. */
  readonly plain: readonly string[];
}

/**
 * Lists the arrays of an archive.
 *
 * @throws {InputError} If a name stands twice.
 */
export function arrays(entries: readonly ZipEntry[], path: string): Arrays {
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
