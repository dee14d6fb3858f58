// Files that are two: what one of them means is said in the other, which lies
// beside it. Who grants permissions asks this, too, before any reader is loaded:
// nothing here imports one.
import { InputError } from "../errors.ts";
import { enviCompanions, looksLikeEnvi } from "./envi/looks_like_envi.ts";
import { joinPath, listFolder, parentOf } from "./shared/open_file.ts";
import { looksLikeUsgs, wavelengthFiles } from "./usgs/looks_like_usgs.ts";

/** The other file. */
export interface Companion {
  /** Where it lies. */
  readonly path: string;
  /** Reads it whole. */
  readonly read: () => Promise<Uint8Array<ArrayBuffer>>;
}

/** Where the other file is to be looked for. */
export interface Search {
  /** Folders, the likeliest first. */
  readonly folders: readonly string[];
  /** Its name among those of a folder's files, if it is there. */
  readonly pick: (names: readonly string[]) => string | undefined;
}

/**
 * Tells where the file is that belongs to another.
 *
 * @param path The one.
 * @param head Its first bytes.
 * @returns Null if it needs none.
 */
export function companionSearch(
  path: string,
  head: Uint8Array,
): Search | null {
  const name = path.split(/[\\/]/).at(-1)!;
  const folder = parentOf(path);
  if (looksLikeUsgs(head)) {
    return {
      folders: [folder, folderAbove(folder)],
      pick: (names) => wavelengthFiles(head, names)[0],
    };
  }
  if (!looksLikeEnvi(head, name)) return null;
  const wanted = enviCompanions(name, head).filter((other) => other !== name);
  return { folders: [folder], pick: (names) => sameName(names, wanted) };
}

/**
 * Finds the file that belongs to another.
 *
 * @param path The one.
 * @param head Its first bytes.
 * @returns Its path, or null if there is none.
 * @throws {InputError} If the folder may not be read.
 */
export async function findCompanion(
  path: string,
  head: Uint8Array,
): Promise<string | null> {
  const search = companionSearch(path, head);
  for (const [at, folder] of (search?.folders ?? []).entries()) {
    const found = search!.pick(await namesIn(folder, at === 0));
    if (found !== undefined) return joinPath(folder, found);
  }
  return null;
}

/** The folder that another lies in. */
export function folderAbove(folder: string): string {
  if (folder === ".") return "..";
  return /(^|[\\/])\.\.$/.test(folder) ? `${folder}/..` : parentOf(folder);
}

/** A folder further up is granted only where the file was found in it. */
async function namesIn(folder: string, must: boolean): Promise<string[]> {
  try {
    return await listFolder(folder);
  } catch (error) {
    if (must || !(error instanceof InputError)) throw error;
    return [];
  }
}

/** The first of these names that is there, in small or capital letters. */
function sameName(
  names: readonly string[],
  wanted: readonly string[],
): string | undefined {
  const sorted = names.toSorted();
  for (const name of wanted) {
    if (sorted.includes(name)) return name;
    const alike = sorted.find((other) =>
      other.toLowerCase() === name.toLowerCase()
    );
    if (alike !== undefined) return alike;
  }
  return undefined;
}
