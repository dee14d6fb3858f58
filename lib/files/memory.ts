// Files in memory, as a page of a browser has them.
import { bytesSource } from "../artifacts/zip_entries.ts";
import { InputError } from "../errors.ts";
import type { Files } from "./files.ts";

/** What nobody numbers. */
const UNNUMBERED = { dev: 0, ino: null };

/**
 * Makes a place for files of a map.
 *
 * @param map Bytes by path, with slashes; folders are what stands before these.
 */
export function memoryFiles(
  map: ReadonlyMap<string, Uint8Array<ArrayBuffer>>,
): Files {
  const missing = (path: string) =>
    Promise.resolve(`${path}: there is no such file or folder`);
  /** Names in a folder; the working folder is what has no other around it. */
  const names = (folder: string) => {
    const before = folder === "." ? "" : `${folder.replace(/\/+$/, "")}/`;
    const inside = [...map.keys()].filter((path) => path.startsWith(before))
      .map((path) => path.slice(before.length).split("/")[0]);
    return [...new Set(inside)];
  };
  return {
    async open(path) {
      const bytes = map.get(path);
      if (!bytes) throw new InputError(await missing(path));
      let at = 0;
      return {
        size: bytes.length,
        read(buffer) {
          const piece = bytes.subarray(at, at + buffer.length);
          buffer.set(piece);
          at += piece.length;
          return Promise.resolve(piece.length === 0 ? null : piece.length);
        },
        source: bytesSource(bytes),
        close: () => {},
      };
    },
    look(path) {
      const size = map.get(path)?.length;
      const isFile = size !== undefined;
      const isDirectory = !isFile && names(path).length > 0;
      return Promise.resolve(
        isFile || isDirectory
          ? { isFile, isDirectory, size: size ?? 0, ...UNNUMBERED }
          : null,
      );
    },
    list: (folder) => Promise.resolve(names(folder)),
    holds: (folder, name) => names(folder).includes(name),
    read: (path) => Promise.resolve(map.get(path) ?? null),
    missing,
  };
}
