// The manifest of a run on disk.
import { InputError } from "../errors.ts";
import { parseManifest } from "../provenance/manifest.ts";
import type { Manifest } from "../provenance/manifest_types.ts";

/** Name of the manifest inside a run. */
export const MANIFEST = "manifest.json";

/** The one file of a run with a clock in it; not hashed. */
export const RUN_LOG = "run.json";

/**
 * Reads the manifest of a run.
 *
 * @param folder The run.
 * @throws {InputError} If there is none or it is not one.
 */
export async function readManifest(folder: string): Promise<Manifest> {
  const path = `${folder}/${MANIFEST}`;
  let text: string;
  try {
    text = await Deno.readTextFile(path);
  } catch (error) {
    if (
      error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory
    ) {
      throw new InputError(
        `${folder}: has no ${MANIFEST}; expected the folder of a finished run`,
      );
    }
    throw error;
  }
  return parseManifest(text, path);
}
