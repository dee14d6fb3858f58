// What a run says of the spectra that it was trained on.
import { InputError } from "../errors.ts";
import { files } from "../files/files.ts";
import {
  decodeGrid,
  GRID_FILE,
  type GridFile,
} from "../spectra/training_grid.ts";

/**
 * Reads the grid of a run or of a folder of `train`.
 *
 * @param folder The run.
 * @returns Undefined if it has none, as runs of earlier versions.
 * @throws {InputError} If it is not as it should be.
 */
export async function readRunGrid(
  folder: string,
): Promise<GridFile | undefined> {
  return await readGridFile(`${folder}/${GRID_FILE}`);
}

/**
 * Reads a file that says what another was made of.
 *
 * @returns Undefined if there is no such file.
 * @throws {InputError} If it is not as it should be.
 */
export async function readGridFile(
  path: string,
): Promise<GridFile | undefined> {
  let bytes: Uint8Array | null;
  try {
    bytes = await files().read(path);
  } catch (error) {
    if (error instanceof Deno.errors.PermissionDenied) {
      throw new InputError(`${path}: may not be read by this user`);
    }
    throw error;
  }
  return bytes === null ? undefined : decodeGrid(bytes, path);
}
