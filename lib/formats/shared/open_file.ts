// Files and folders that a person named: what the system says of them, in
// sentences.
import { InputError } from "../../errors.ts";
import { isLink } from "../../is_link.ts";

/** Bytes that are looked at to tell a file's format. */
export const HEAD_BYTES = 4096;

/**
 * Opens a file for reading.
 *
 * @param path A file on disk; pipes are refused, as files are read twice.
 * @throws {InputError} If it is not there, no file, or may not be read.
 */
export async function openFile(path: string): Promise<Deno.FsFile> {
  const info = await statPath(path);
  if (info.isDirectory) {
    throw new InputError(`${path}: is a folder; expected a file`);
  }
  return await told(path, () => Deno.open(path));
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
export async function statPath(path: string): Promise<Deno.FileInfo> {
  const info = await told(path, () => Deno.stat(path));
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
  return await told(path, async () => {
    try {
      await Deno.stat(path);
      return true;
    } catch (error) {
      const { NotFound, NotADirectory } = Deno.errors;
      if (error instanceof NotFound || error instanceof NotADirectory) {
        return false;
      }
      throw error;
    }
  });
}

/**
 * Lists a folder.
 *
 * @throws {InputError} If it may not be read.
 */
export async function listFolder(path: string): Promise<string[]> {
  return await told(path, async () => {
    const names: string[] = [];
    for await (const { name } of Deno.readDir(path)) names.push(name);
    return names;
  });
}

async function told<T>(path: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    const { NotFound, NotADirectory, PermissionDenied, NotCapable } =
      Deno.errors;
    if (error instanceof NotFound || error instanceof NotADirectory) {
      throw new InputError(
        await isLink(path)
          ? `${path}: is a link to something that is not there`
          : `${path}: there is no such file or folder`,
      );
    }
    if (error instanceof Deno.errors.FilesystemLoop) {
      throw new InputError(`${path}: is a link that leads in a circle`);
    }
    if (error instanceof PermissionDenied) {
      throw new InputError(`${path}: may not be read by this user`);
    }
    if (error instanceof NotCapable) {
      throw new InputError(
        `${path}: may not be read; expected Deno to run with --allow-read`,
      );
    }
    throw error;
  }
}
