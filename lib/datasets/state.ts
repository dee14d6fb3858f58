// Looks at what of a data set is in its folder, and whether its bytes are
// right. Changes nothing.
import { sha256File } from "../artifacts/sha256.ts";
import { findDataset } from "./bring.ts";

/** What is known about one file of a data set. */
export interface DatasetFileState {
  /** Where it should be. */
  readonly path: string;
  /** Its bytes are right, it is not there, or it is something else. */
  readonly state: "sound" | "missing" | "wrong";
}

/**
 * Says which files of a data set are in a folder, by SHA-256.
 *
 * @param name Such as `geeves`.
 * @param folder Where it should be, such as `data/geeves`.
 * @returns The source's own file.
 * @throws {InputError} If there is no data set of that name, or a file that
 * is there cannot be read.
 *
 * @example
 * ```ts
 * import { datasetState } from "./state.ts";
 *
 * const files = await datasetState("geeves", "no/such/folder");
 * console.log(files.map(({ state }) => state)); // [ "missing" ]
 * ```
 */
export async function datasetState(
  name: string,
  folder: string,
): Promise<DatasetFileState[]> {
  const { source } = findDataset(name);
  const path = `${folder}/${source.name}`;
  return [{ path, state: await stateOf(path, source.sha256) }];
}

async function stateOf(
  path: string,
  expected: string,
): Promise<DatasetFileState["state"]> {
  try {
    if (!(await Deno.stat(path)).isFile) return "wrong";
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return "missing";
    throw error;
  }
  const { sha256 } = await sha256File(path);
  return sha256 === expected ? "sound" : "wrong";
}
