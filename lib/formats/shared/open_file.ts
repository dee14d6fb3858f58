// Files and folders that a person named: what is said of them, in sentences.
import { InputError } from "../../errors.ts";
import { files, type OpenFile, type PathInfo } from "../../files/files.ts";

/** Bytes that are looked at to tell a file's format. */
export const HEAD_BYTES = 4096;

/**
 * Opens a file for reading.
 *
 * @param path A file on disk; pipes are refused, as files are read twice.
 * @throws {InputError} If it is not there, no file, or may not be read.
 */
export async function openFile(path: string): Promise<OpenFile> {
  const info = await statPath(path);
  if (info.isDirectory) {
    throw new InputError(`${path}: is a folder; expected a file`);
  }
  return await files().open(path);
}

/** The folder that a path lies in. */
export function parentOf(path: string): string {
  const parts = path.split(/[\\/]/);
  return parts.length === 1 ? "." : parts.slice(0, -1).join("/") || "/";
}

/** A name below a folder; what lies in the working folder is its name alone. */
export function joinPath(folder: string, name: string): string {
  return folder === "." ? name : `${folder.replace(/[/\\]+$/, "")}/${name}`;
}

/**
 * Looks at a path; links are followed.
 *
 * @throws {InputError} If nothing is there, or neither a file nor a folder.
 */
export async function statPath(path: string): Promise<PathInfo> {
  const info = await files().look(path);
  if (info === null) throw new InputError(await files().missing(path));
  if (info.isFile || info.isDirectory) return info;
  throw new InputError(
    `${path}: is neither a file nor a folder; expected one on disk, no pipe ` +
      "or device",
  );
}

/**
 * Tells whether there is anything at a path.
 *
 * @throws {InputError} If it may not be looked at: that is no answer.
 */
export async function isThere(path: string): Promise<boolean> {
  return await files().look(path) !== null;
}

/**
 * Lists a folder.
 *
 * @throws {InputError} If it may not be read.
 */
export async function listFolder(path: string): Promise<string[]> {
  return await files().list(path);
}
