// Zip archives whose bytes follow from their files alone: entries in the order
// of their names, one fixed date, deflate in JavaScript (the same everywhere).
import { InputError } from "../errors.ts";
import { unzipSync, zipSync } from "../third_party/fflate.ts";

/** Files by name, with slashes. */
export type Files = Readonly<Record<string, Uint8Array>>;

/** What an archive may hold at most, unpacked. */
const LARGEST = 1 << 30;

/**
 * Packs files.
 *
 * @param files Bytes by name; their order makes no difference.
 * @returns The archive; the same files give the same bytes everywhere.
 *
 * @example
 * ```ts
 * import { packFiles, unpackFiles } from "./zip.ts";
 *
 * const bytes = packFiles({ "a/b.txt": new TextEncoder().encode("abc") });
 * console.log(Object.keys(unpackFiles(bytes, "x.zip"))); // [ "a/b.txt" ]
 * ```
 */
export function packFiles(files: Files): Uint8Array<ArrayBuffer> {
  const sorted = Object.fromEntries(
    Object.keys(files).sort().map((name) => [name, files[name]]),
  );
  // Zip keeps local time; the local noon of a day is that day everywhere.
  const mtime = new Date(1980, 0, 1, 12);
  return zipSync(sorted, { level: 6, mtime }) as Uint8Array<ArrayBuffer>;
}

/**
 * Unpacks an archive into memory.
 *
 * @param bytes The archive.
 * @param source Its name, for messages.
 * @throws {InputError} If it is damaged, holds more than 1 GiB, or has names
 * that lead out of it.
 */
export function unpackFiles(bytes: Uint8Array, source: string): Files {
  let total = 0;
  let files: Record<string, Uint8Array>;
  try {
    files = unzipSync(bytes, {
      filter: ({ name, size, originalSize }) => {
        // An entry that is stored takes its packed size, whatever it claims;
        // and many may claim the same bytes.
        total += Math.max(size, originalSize);
        if (total > LARGEST) {
          throw new InputError(
            `${source}: holds more than ${LARGEST} bytes, unpacked`,
          );
        }
        return !name.endsWith("/");
      },
    });
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      `${source}: is no sound zip archive (${(error as Error).message})`,
    );
  }
  for (const name of Object.keys(files)) {
    const parts = name.split(/[\\/]/);
    if (
      name.includes("\\") || name.includes("\0") || /^[A-Za-z]:/.test(name) ||
      parts.some((part) => part === "" || part === "." || part === "..")
    ) {
      throw new InputError(
        `${source}: holds the name ${JSON.stringify(name)}; expected names ` +
          "inside the archive",
      );
    }
  }
  return files;
}
