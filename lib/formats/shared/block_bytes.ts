// Parts of a binary file that its own directory points at.
import { InputError } from "../../errors.ts";

/** Where a part of a file lies. */
export interface BlockPlace {
  /** What it is, for messages: `absorbance`. */
  readonly name: string;
  /** Its first byte. */
  readonly at: number;
  /** Its bytes. */
  readonly length: number;
}

/**
 * Takes a part out of a file.
 *
 * @param bytes The file.
 * @param place Where the part lies, as the file says.
 * @param path Name of the file, for messages.
 * @returns The part; it shares the file's memory.
 * @throws {InputError} If it reaches beyond the file's end.
 */
export function blockBytes(
  bytes: Uint8Array,
  { name, at, length }: BlockPlace,
  path: string,
): Uint8Array {
  if (at + length <= bytes.length) return bytes.subarray(at, at + length);
  throw new InputError(
    `${path}: is cut short after ${bytes.length} bytes; expected its ${name} ` +
      `from byte ${at} to ${at + length}`,
  );
}

/**
 * Refuses parts that lie within one another: a damaged directory may name the
 * same bytes thousands of times.
 *
 * @param places Parts that are read.
 * @param size Bytes of the file.
 * @param path Name of the file, for messages.
 * @throws {InputError} If together they are longer than the file.
 */
export function refuseOverlap(
  places: readonly BlockPlace[],
  size: number,
  path: string,
): void {
  const total = places.reduce((sum, { length }) => sum + length, 0);
  if (total <= size) return;
  throw new InputError(
    `${path}: has ${places.length} parts of ${total} bytes in ${size}; ` +
      "expected each in a place of its own",
  );
}

/** A view of the same bytes. */
export function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}
