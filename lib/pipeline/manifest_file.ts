// The manifest of a run on disk, and what follows from it for other tools.
import { canonicalJson } from "../artifacts/canonical_json.ts";
import { sha256 } from "../artifacts/sha256.ts";
import { InputError } from "../errors.ts";
import { parseManifest } from "../provenance/manifest.ts";
import { STATEMENT, statementText } from "../provenance/in_toto.ts";
import { CRATE, roCrateText } from "../provenance/ro_crate.ts";
import type { Manifest } from "../provenance/manifest_types.ts";

/** Name of the manifest inside a run. */
export const MANIFEST = "manifest.json";

/** The one file of a run with a clock in it; not hashed. */
export const RUN_LOG = "run.json";

/** What follows from the manifest: made again by `verify`, not listed in it. */
export const COMPANIONS: readonly string[] = [STATEMENT, CRATE];

/**
 * Writes a manifest, the in-toto statement over it, and the RO-Crate metadata
 * over both.
 *
 * @param manifest What it says.
 * @returns Bytes by path inside the run.
 */
export function manifestFiles(
  manifest: Manifest,
): Record<string, Uint8Array<ArrayBuffer>> {
  const encode = (text: string) => new TextEncoder().encode(text);
  const digest = (bytes: Uint8Array) => ({
    sha256: sha256(bytes),
    bytes: bytes.length,
  });
  const bytes = encode(canonicalJson(manifest));
  const file = { manifest, ...digest(bytes) };
  const statement = encode(statementText(file));
  const crate = encode(roCrateText(file, digest(statement)));
  return { [MANIFEST]: bytes, [STATEMENT]: statement, [CRATE]: crate };
}

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
    if (error instanceof Deno.errors.NotCapable) throw error;
    throw new InputError(`${path}: cannot be read; expected a file`);
  }
  return parseManifest(text, path);
}
