import { InputError } from "../../errors.ts";
import { packingOf, unpacked } from "./packings.ts";
import { collect, joinPieces, TooMany } from "./pieces.ts";

/** Most bytes that are unpacked into memory. */
const LARGEST = 2 ** 31;

/**
 * Unpacks a file that is in memory.
 *
 * @param bytes The whole file.
 * @param path Its name, for messages.
 * @returns The bytes inside, or the file's own if it is not packed.
 * @throws {InputError} If it is damaged, cut short, or too large.
 */
export async function unpackBytes(
  bytes: Uint8Array<ArrayBuffer>,
  path: string,
): Promise<Uint8Array> {
  const packing = packingOf(bytes);
  if (!packing) return bytes;
  const pieces = unpacked(packing, ReadableStream.from([bytes]), { path });
  try {
    return joinPieces(await collect(pieces, LARGEST));
  } catch (error) {
    if (!(error instanceof TooMany)) throw error;
    throw new InputError(
      `${path}: unpacks to more than ${LARGEST} bytes; expected fewer`,
    );
  }
}
