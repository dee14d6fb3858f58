// What a person is told when a file cannot be written: the disk is full, the
// folder is read-only. Anything else is a fault and stays what it is.
import { InputError } from "../errors.ts";

/** Reasons by the system's name for them. */
const REASONS: Readonly<Record<string, string>> = {
  EACCES: "it may not be written by this user",
  EDQUOT: "the quota of disk space is used up",
  EFBIG: "the file system holds no file of that size",
  EIO: "the disk reports an error",
  ENOSPC: "no space is left on the disk",
  ENOTDIR: "a part of its path is a file, not a folder",
  EPERM: "it may not be written here",
  EROFS: "the file system is read-only",
};

/**
 * Turns a failed write into a sentence.
 *
 * @param error What was thrown.
 * @param path The file or folder that was to be written.
 * @returns An `InputError` for what a person can mend (space, permissions),
 * else the error itself.
 *
 * @example
 * ```ts
 * import { writeError } from "./write_error.ts";
 *
 * const full = Object.assign(new Error("os error 28"), { code: "ENOSPC" });
 * console.log((writeError(full, "a.csv") as Error).message);
 * // a.csv: cannot be written (no space is left on the disk)
 * ```
 */
export function writeError(error: unknown, path: string): unknown {
  // Deno's own permissions have a sentence of their own.
  if (error instanceof Deno.errors.NotCapable) return error;
  const code = (error as { code?: unknown } | null)?.code;
  const reason = typeof code === "string" ? REASONS[code] : undefined;
  if (reason === undefined) return error;
  return new InputError(`${path}: cannot be written (${reason})`);
}
