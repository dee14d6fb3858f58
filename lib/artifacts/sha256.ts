// SHA-256, the name that every file of a run goes by.
import { createHash } from "node:crypto";
import { InputError } from "../errors.ts";
import { isLink } from "../files/is_link.ts";

/** Size and digest of a file. */
export interface FileDigest {
  /** SHA-256 in small hexadecimal letters. */
  readonly sha256: string;
  /** Size. */
  readonly bytes: number;
}

/**
 * Hashes bytes.
 *
 * @param bytes What to hash.
 * @returns SHA-256 (FIPS 180-4) in small hexadecimal letters.
 *
 * @example
 * ```ts
 * import { sha256 } from "./sha256.ts";
 *
 * console.log(sha256(new TextEncoder().encode("abc")).slice(0, 8)); // ba7816bf
 * ```
 */
export function sha256(bytes: Uint8Array): string {
  return createHash("sha256").update(bytes).digest("hex");
}

/**
 * Hashes a file piece by piece.
 *
 * @param path The file.
 * @throws {InputError} If it cannot be read.
 */
export async function sha256File(path: string): Promise<FileDigest> {
  const hash = createHash("sha256");
  let bytes = 0;
  try {
    const file = await Deno.open(path);
    for await (const chunk of file.readable) {
      hash.update(chunk);
      bytes += chunk.length;
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    throw new InputError(`${path}: cannot be read (${await why(error, path)})`);
  }
  return { sha256: hash.digest("hex"), bytes };
}

async function why(error: unknown, path: string): Promise<string> {
  if (error instanceof Deno.errors.NotFound) {
    return await isLink(path)
      ? "it is a link to something that is not there"
      : "there is no such file";
  }
  if (error instanceof Deno.errors.FilesystemLoop) {
    return "it is a link that leads in a circle";
  }
  if (error instanceof Deno.errors.IsADirectory) return "it is a folder";
  if (error instanceof Deno.errors.PermissionDenied) {
    return "this user may not";
  }
  return error instanceof Error ? error.message : String(error);
}
