// Files of a run on disk. A file appears whole or not at all (temporary file,
// fsync, rename), and one whose bytes are right already is left alone.
import { syncFolder } from "./sync_folder.ts";
import { writeError } from "./write_error.ts";

/** Media types by file extension. */
const MEDIA_TYPES: Readonly<Record<string, string>> = {
  bin: "application/octet-stream",
  csv: "text/csv",
  html: "text/html",
  json: "application/json",
  npy: "application/x-npy",
  png: "image/png",
  svg: "image/svg+xml",
};

/** The media type that goes with a file's name. */
export function mediaType(path: string): string {
  return MEDIA_TYPES[path.split(".").at(-1) ?? ""] ??
    "application/octet-stream";
}

/**
 * Writes a file, whole or not at all, and only if its bytes change.
 *
 * @param path The file; its folders are made.
 * @param bytes Its new content.
 * @returns Whether anything was written.
 * @throws {InputError} If the disk is full or read-only; the file is then what
 * it was.
 */
export async function writeFile(
  path: string,
  bytes: Uint8Array,
): Promise<boolean> {
  if (await hasBytes(path, bytes)) {
    // What an earlier process left when it was killed.
    await Deno.remove(`${path}.part`).catch(() => {});
    return false;
  }
  await replaceFile(path, bytes);
  return true;
}

/**
 * Writes a file, whole or not at all, and brings it to the disk: when this
 * returns, a power failure cannot take it back.
 *
 * @param path The file; its folders are made.
 * @param bytes Its new content.
 * @throws {InputError} If the disk is full or read-only; the file is then what
 * it was.
 */
export async function replaceFile(
  path: string,
  bytes: Uint8Array,
): Promise<void> {
  const temporary = `${path}.part`;
  try {
    const file = await create(temporary);
    try {
      let written = 0;
      while (written < bytes.length) {
        written += await file.write(bytes.subarray(written));
      }
      await file.sync();
    } finally {
      file.close();
    }
    await Deno.rename(temporary, path);
    await syncFolder(folderOf(path));
  } catch (error) {
    await Deno.remove(temporary).catch(() => {});
    throw writeError(error, path);
  }
}

/** The folder that a path is in. */
export function folderOf(path: string): string {
  const folder = path.replace(/[^/\\]*$/, "");
  return folder === "" ? "." : folder;
}

/** Makes the folder only where it is missing: a task may lack the right to. */
async function create(path: string): Promise<Deno.FsFile> {
  const options = { create: true, truncate: true, write: true };
  try {
    return await Deno.open(path, options);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
  }
  await Deno.mkdir(folderOf(path), { recursive: true });
  return await Deno.open(path, options);
}

/** Whether a file is there and holds these bytes. */
export async function hasBytes(
  path: string,
  bytes: Uint8Array,
): Promise<boolean> {
  try {
    const info = await Deno.stat(path);
    if (!info.isFile || info.size !== bytes.length) return false;
    const there = await Deno.readFile(path);
    return there.every((byte, at) => byte === bytes[at]);
  } catch (error) {
    const absent = error instanceof Deno.errors.NotFound ||
      error instanceof Deno.errors.NotADirectory;
    if (absent) return false;
    throw error;
  }
}

/**
 * Lists the files of a folder and its folders.
 *
 * @param folder The folder.
 * @returns Paths inside it with slashes, in the order of their UTF-16 code
 * units; anything that is not a plain file or folder is listed, too.
 */
export async function listFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  const walk = async (inside: string) => {
    for await (const entry of Deno.readDir(`${folder}/${inside}`)) {
      if (entry.isDirectory) await walk(`${inside}${entry.name}/`);
      else found.push(inside + entry.name);
    }
  };
  await walk("");
  return found.sort();
}
