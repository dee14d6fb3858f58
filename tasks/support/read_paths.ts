// What has to be read for a path that a person named: more than the path where
// it stands for several files, or for one that is read with another.
import { companionSearch, folderAbove } from "../../lib/formats/companions.ts";
import { HEAD_BYTES, parentOf } from "../../lib/formats/shared/open_file.ts";
import { isWavelengthFile } from "../../lib/formats/usgs/looks_like_usgs.ts";
import { splitGlob } from "../../lib/spectra/files/glob.ts";
import { looksLikeFilesTable } from "../../lib/spectra/files/looks_like_files_table.ts";
import { linkTargets } from "./real_paths.ts";

/**
 * Lists what has to be read for a path of spectra or laboratory values.
 *
 * @param path A file, folder, pattern or table of files; perhaps not there.
 * @returns The path, the folders of the files that it stands for, and where
 * links lead.
 */
export function readPaths(path: string): string[] {
  const { folder, inside, looked } = splitGlob(path);
  if (inside !== "") return [path, ...looked, ...folderPaths(folder)];
  const head = headOf(path);
  if (head === null) return [...looked, ...folderPaths(path)];
  const more = looksLikeFilesTable(head)
    ? folderPaths(parentOf(path))
    : [...linkTargets(path), ...companionFolders(path, head)];
  return [path, ...looked, ...more];
}

/** A folder, or what is in place of one. */
function folderPaths(folder: string): string[] {
  return [folder, ...linkTargets(folder), ...wavelengthsAbove(folder)];
}

/** Where a file's companion is, and where it is looked for in vain. */
function companionFolders(path: string, head: Uint8Array): string[] {
  const search = companionSearch(path, head);
  if (!search) return [];
  const found = search.folders.find((folder) =>
    search.pick(namesIn(folder)) !== undefined
  );
  return [search.folders[0], ...(found === undefined ? [] : [found])]
    .flatMap((folder) => [folder, ...linkTargets(folder)]);
}

/** The folder above another, if it has wavelengths for spectra in this one. */
function wavelengthsAbove(folder: string): string[] {
  const above = folderAbove(folder.replace(/[/\\]+$/, "") || folder);
  return namesIn(above).some(isWavelengthFile) ? [above] : [];
}

/** The first bytes of a file; null if it is none, or may not be read. */
function headOf(path: string): Uint8Array | null {
  try {
    if (!Deno.statSync(path).isFile) return null;
    using file = Deno.openSync(path);
    const head = new Uint8Array(HEAD_BYTES);
    return head.subarray(0, file.readSync(head) ?? 0);
  } catch {
    return null; // The task itself says what is wrong with the path.
  }
}

function namesIn(folder: string): string[] {
  try {
    return [...Deno.readDirSync(folder)].map(({ name }) => name);
  } catch {
    return [];
  }
}
