// The system's disk.
import { fileSource } from "../artifacts/zip_entries.ts";
import { InputError } from "../errors.ts";
import type { Files } from "./files.ts";
import { isLink } from "./is_link.ts";

/** Files on disk. */
export const DISK: Files = {
  open: (path) =>
    told(path, async () => {
      const file = await Deno.open(path);
      const { size } = await file.stat();
      return {
        size,
        read: (buffer) => file.read(buffer),
        source: fileSource(file, size),
        close: () => file.close(),
      };
    }),
  look: (path) => told(path, () => unlessMissing(() => Deno.stat(path))),
  list: (folder) =>
    told(folder, async () => {
      const names: string[] = [];
      for await (const { name } of Deno.readDir(folder)) names.push(name);
      return names;
    }),
  holds(folder, wanted) {
    try {
      return [...Deno.readDirSync(folder)].some(({ name }) => name === wanted);
    } catch {
      return false; // Whoever reads the path says what is wrong.
    }
  },
  read: (path) => unlessMissing(() => Deno.readFile(path)),
  missing,
};

async function missing(path: string): Promise<string> {
  return await isLink(path)
    ? `${path}: is a link to something that is not there`
    : `${path}: there is no such file or folder`;
}

function isMissing(error: unknown): boolean {
  const { NotFound, NotADirectory } = Deno.errors;
  return error instanceof NotFound || error instanceof NotADirectory;
}

async function unlessMissing<T>(ask: () => Promise<T>): Promise<T | null> {
  try {
    return await ask();
  } catch (error) {
    if (isMissing(error)) return null;
    throw error;
  }
}

async function told<T>(path: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (isMissing(error)) throw new InputError(await missing(path));
    if (error instanceof Deno.errors.FilesystemLoop) {
      throw new InputError(`${path}: is a link that leads in a circle`);
    }
    if (error instanceof Deno.errors.PermissionDenied) {
      throw new InputError(`${path}: may not be read by this user`);
    }
    if (error instanceof Deno.errors.NotCapable) {
      throw new InputError(
        `${path}: may not be read; expected Deno to run with --allow-read`,
      );
    }
    throw error;
  }
}
