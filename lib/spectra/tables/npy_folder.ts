// A folder of `.npy` files, as if it were an unpacked `.npz` archive.
import type { ZipEntry } from "../../artifacts/zip_entries.ts";
import { fileLayer } from "../../formats/containers/layers.ts";
import { listFolder, statPath } from "../../formats/shared/open_file.ts";

/** Whether a folder's files are arrays of spectra. */
export function holdsNpySpectra(names: readonly string[]): boolean {
  return names.includes("reflectance.npy") &&
    names.some((name) => /^wavelengths?\.npy$/.test(name));
}

/**
 * Lists the arrays of a folder.
 *
 * @returns Its `.npy` files as an archive's entries, sorted by name.
 * @throws {InputError} If it may not be read.
 */
export async function npyEntries(folder: string): Promise<ZipEntry[]> {
  const names = (await listFolder(folder)).sort()
    .filter((name) => name.endsWith(".npy") && !name.startsWith("."));
  const entries: ZipEntry[] = [];
  for (const name of names) {
    const path = `${folder}/${name}`;
    const { size } = await statPath(path);
    entries.push({ name, size, pieces: () => fileLayer(path).pieces() });
  }
  return entries;
}
