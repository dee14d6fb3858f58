// The files of a run that its report holds to predict, read from its folder.
import { isPart } from "../report/page/run_parts.ts";

/**
 * Reads what a report holds to predict.
 *
 * @param folder The run.
 * @param artifacts Its files; those that are not there are left out, as whoever
 * checks the run names them.
 * @returns Bytes by path inside the run.
 */
export async function readParts(
  folder: string,
  artifacts: readonly { readonly path: string }[],
): Promise<Record<string, Uint8Array>> {
  const parts: Record<string, Uint8Array> = {};
  for (const { path } of artifacts) {
    if (!isPart(path)) continue;
    try {
      parts[path] = await Deno.readFile(`${folder}/${path}`);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
    }
  }
  return parts;
}
