// An archive of a run, as the launcher sees it: what its files say decides what
// may be read, as in a folder.
import { fileSource, readZipEntries } from "../../lib/artifacts/zip_entries.ts";
import { RUN_FOLDER } from "../../lib/run_folder.ts";

/** Files by path, the archive's path ahead of their names. */
export type PackedFiles = ReadonlyMap<string, Uint8Array>;

/** Files that name others. */
const NAMES = ["manifest.json", "config.json", "study.json"];

/** No such file is longer; one that was put there to fill memory may be. */
const LONGEST = 1 << 28;

/** Whether a path is that of an archive. */
export function isArchive(path: string): boolean {
  return /\.zip$/i.test(path);
}

/**
 * Reads what archives of runs say of files outside of them.
 *
 * @param paths Paths of any kind; what is no archive, or none that can be read,
 * is passed over: the task says what is wrong with it.
 */
export async function readPackedRuns(
  paths: readonly string[],
): Promise<PackedFiles> {
  const found = new Map<string, Uint8Array>();
  for (const path of paths.filter(isArchive)) {
    try {
      using file = await Deno.open(path);
      const source = fileSource(file, (await file.stat()).size);
      for (const { name, size, pieces } of await readZipEntries(source, path)) {
        const inside = NAMES.find((each) => name === `${RUN_FOLDER}/${each}`);
        if (inside === undefined || size > LONGEST) continue;
        const blob = new Blob(await Array.fromAsync(pieces()) as BlobPart[]);
        found.set(`${path}/${inside}`, await blob.bytes());
      }
    } catch {
      // No archive that can be read.
    }
  }
  return found;
}
