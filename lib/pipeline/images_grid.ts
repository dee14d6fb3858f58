// Of which spectra images are: what stands beside their file, or in the run
// that they are part of. It counts only for the very bytes that it is of.
import { sha256 } from "../artifacts/sha256.ts";
import { InputError } from "../errors.ts";
import { parentOf } from "../formats/shared/open_file.ts";
import type { Manifest } from "../provenance/manifest_types.ts";
import {
  decodeGrid,
  GRID_FILE,
  type TrainingGrid,
} from "../spectra/training_grid.ts";
import { MANIFEST, readManifest } from "./manifest_file.ts";
import { gridBeside } from "../spectra/grid_beside.ts";
import { readGridFile } from "./run_grid.ts";

/** Name of the images in a run. */
const IMAGES = "spectrograms.npy";

/**
 * Finds the grid of a file of spectrograms.
 *
 * @param path The file.
 * @param bytes What is in it.
 * @returns Null if nothing says it.
 * @throws {InputError} If what is there is of another file, or damaged.
 */
export async function imagesGrid(
  path: string,
  bytes: Uint8Array,
): Promise<TrainingGrid | null> {
  const beside = gridBeside(path);
  const file = await readGridFile(beside);
  if (file) {
    if (file.of === sha256(bytes)) return file.grid;
    throw new InputError(
      `${beside}: is of another file than ${path}; expected what was written ` +
        "with it, or no such file",
    );
  }
  const folder = parentOf(path);
  if (path.split(/[\\/]/).at(-1) !== IMAGES) return null;
  const grid = await readOrNull(`${folder}/${GRID_FILE}`);
  const text = await readOrNull(`${folder}/${MANIFEST}`);
  if (grid === null || text === null) return null;
  const manifest = await readManifest(folder);
  refuseOther(manifest, { [IMAGES]: bytes, [GRID_FILE]: grid }, folder);
  return decodeGrid(grid, `${folder}/${GRID_FILE}`).grid;
}

function refuseOther(
  { artifacts }: Manifest,
  files: Readonly<Record<string, Uint8Array>>,
  folder: string,
): void {
  for (const [name, bytes] of Object.entries(files)) {
    const listed = artifacts.find(({ path }) => path === name);
    if (listed?.sha256 === sha256(bytes)) continue;
    throw new InputError(
      `${folder}/${name}: is not what the manifest of the run lists; expected ` +
        "a whole run, or the images alone in a folder of their own",
    );
  }
}

async function readOrNull(path: string): Promise<Uint8Array | null> {
  return await Deno.readFile(path).catch((error) => {
    if (error instanceof Deno.errors.NotFound) return null;
    throw error;
  });
}
