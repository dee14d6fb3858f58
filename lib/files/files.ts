// Where the files lie that readers are given. Everything that prediction reads
// asks here, so that a page of a browser, which has no disk, can put files in
// memory in its place; nothing else ever does.
import type { ByteSource } from "../artifacts/zip_entries.ts";
import { DISK } from "./disk.ts";

/** An open file. */
export interface OpenFile {
  /** Bytes in all. */
  readonly size: number;
  /** Reads on into a buffer; null at the end. */
  readonly read: (buffer: Uint8Array) => Promise<number | null>;
  /** The same file for reading at places. */
  readonly source: ByteSource;
  /** Closes it. */
  readonly close: () => void;
}

/** What is known of a path. */
export type PathInfo = Pick<
  Deno.FileInfo,
  "isFile" | "isDirectory" | "size" | "dev" | "ino"
>;

/** A place for files. Whatever is wrong with a path is an `InputError`. */
export interface Files {
  /** Opens a file. */
  readonly open: (path: string) => Promise<OpenFile>;
  /** Looks at a path; null where nothing is. */
  readonly look: (path: string) => Promise<PathInfo | null>;
  /** Names in a folder. */
  readonly list: (folder: string) => Promise<string[]>;
  /** Whether a folder has a name; false, too, where it cannot be listed. */
  readonly holds: (folder: string, name: string) => boolean;
  /** A file's bytes; null where nothing is. */
  readonly read: (path: string) => Promise<Uint8Array<ArrayBuffer> | null>;
  /** Says in a sentence that nothing is there. */
  readonly missing: (path: string) => Promise<string>;
}

let current: Files = DISK;

/** The place in use. */
export function files(): Files {
  return current;
}

/**
 * Puts another place in the disk's place while something is done. Not for two
 * at a time.
 *
 * @param other The place.
 * @param use What to do.
 */
export async function withFiles<T>(
  other: Files,
  use: () => Promise<T>,
): Promise<T> {
  const before = current;
  current = other;
  try {
    return await use();
  } finally {
    current = before;
  }
}
