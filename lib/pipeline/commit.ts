// Many files into a folder as one step. All are first written beside it, where
// a full disk harms nothing; then they take their places by renames, the file
// that vouches for the others last. A kill in between leaves a folder without
// that file, and what is needed to make it again.
import {
  folderOf,
  hasBytes,
  listFiles,
  replaceFile,
} from "../artifacts/store.ts";
import { syncFolder } from "../artifacts/sync_folder.ts";
import { writeError } from "../artifacts/write_error.ts";
import { InputError } from "../errors.ts";
import { RESUME_FOLDER, type RunLock } from "./lock.ts";

/** What {@linkcode commitFiles} puts into a folder. */
export interface Commit {
  /** Bytes by path inside the folder. */
  readonly files: Readonly<Record<string, Uint8Array>>;
  /** The one of them that vouches for the others, if there is one. */
  readonly last?: string;
  /** Whether a file of an earlier commit has to go. */
  readonly isStale: (path: string) => boolean;
}

/**
 * Puts files into a locked folder; those whose bytes are right already are left
 * alone.
 *
 * @param lock The folder's lock.
 * @param commit Its files, and what is stale.
 * @throws {InputError} If the disk is full or read-only; until then the folder
 * is what it was.
 */
export async function commitFiles(
  lock: RunLock,
  { files, last, isStale }: Commit,
): Promise<void> {
  const { folder } = lock;
  const staging = `${lock.resumeFolder}/files`;
  await removeTree(staging);
  const changed: string[] = [];
  try {
    for (const path of Object.keys(files).sort()) {
      if (await hasBytes(`${folder}/${path}`, files[path])) continue;
      await replaceFile(`${staging}/${path}`, files[path]);
      changed.push(path);
    }
  } catch (error) {
    await removeTree(staging).catch(() => {});
    if (!(error instanceof InputError)) throw error;
    throw new InputError(
      `${error.message}; the files that were in ${folder} are untouched`,
    );
  }
  try {
    const vouches = last !== undefined && changed.includes(last);
    // Between two runs the folder has no manifest rather than a wrong one.
    if (vouches) {
      await Deno.remove(`${folder}/${last}`).catch(ignoreMissing);
      await syncFolder(folder);
    }
    const touched = new Set([folder]);
    for (const path of await listFiles(folder)) {
      if (path.startsWith(`${RESUME_FOLDER}/`) || !isStale(path)) continue;
      await Deno.remove(`${folder}/${path}`);
      touched.add(folderOf(`${folder}/${path}`));
    }
    for (const path of changed.filter((path) => path !== last)) {
      const place = folderOf(`${folder}/${path}`);
      if (!touched.has(place)) await Deno.mkdir(place, { recursive: true });
      await Deno.rename(`${staging}/${path}`, `${folder}/${path}`);
      touched.add(place);
    }
    for (const place of touched) await syncFolder(place);
    if (vouches) {
      await Deno.rename(`${staging}/${last}`, `${folder}/${last}`);
      await syncFolder(folder);
    }
  } catch (error) {
    throw writeError(error, folder);
  }
  await removeTree(staging);
}

async function removeTree(path: string): Promise<void> {
  await Deno.remove(path, { recursive: true }).catch(ignoreMissing);
}

function ignoreMissing(error: unknown): void {
  if (!(error instanceof Deno.errors.NotFound)) throw error;
}
