// What a file may be packed with, told by its first bytes. Checksums are
// checked, and what unpacks to more than a table can need is refused before it
// fills a memory or an hour.
import { InputError } from "../../errors.ts";
import { bunzip } from "./bunzip.ts";
import { gunzip } from "./gunzip.ts";
import { TooMany } from "./pieces.ts";
import { Unsupported } from "./unsupported.ts";
import { unxz } from "./unxz.ts";
import { unzstd } from "./unzstd.ts";

/** Most bytes that are unpacked. */
export const LARGEST_UNPACKED = 2 ** 32;

/** A way of packing. */
export interface Packing {
  /** Its name. */
  readonly name: string;
  /** Its first bytes, in hexadecimal digits. */
  readonly magic: RegExp;
  /**
   * Unpacks.
   *
   * @param pieces The packed bytes.
   * @param enough Bytes after which no more are needed.
   */
  readonly unpack: (
    pieces: AsyncIterable<Uint8Array>,
    enough?: number,
  ) => AsyncGenerator<Uint8Array<ArrayBuffer>>;
}

const PACKINGS: readonly Packing[] = [
  { name: "gzip", magic: /^1f8b08/, unpack: gunzip },
  // A block's number is that of pi, the end's that of its root.
  {
    name: "bzip2",
    magic: /^425a683[1-9](314159265359|177245385090)/,
    unpack: bunzip,
  },
  { name: "xz", magic: /^fd377a585a00/, unpack: unxz },
  // A frame, or one that is skipped.
  { name: "zstd", magic: /^(28b52ffd|5.2a4d18)/, unpack: unzstd },
];

/** Bytes that tell a packing. */
const MAGIC_BYTES = 10;

/** The packing that a file's first bytes name, if it is one. */
export function packingOf(head: Uint8Array): Packing | undefined {
  const hex = head.subarray(0, MAGIC_BYTES).toHex();
  return PACKINGS.find(({ magic }) => magic.test(hex));
}

/**
 * Unpacks, and says in a sentence what is wrong.
 *
 * @param packing How the bytes are packed.
 * @param pieces The packed bytes; what they throw is passed on.
 * @param options Name of the file for messages; how many bytes are enough.
 * @throws {InputError} If they are damaged, cut short, or too many.
 */
export async function* unpacked(
  { name, unpack }: Packing,
  pieces: AsyncIterable<Uint8Array>,
  { path, enough }: { readonly path: string; readonly enough?: number },
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let size = 0;
  try {
    for await (const piece of unpack(pieces, enough)) {
      size += piece.length;
      if (size > LARGEST_UNPACKED) throw new TooMany();
      yield piece;
    }
  } catch (error) {
    if (error instanceof InputError) throw error;
    if (error instanceof Unsupported) {
      throw new InputError(`${path}: ${error.message}`);
    }
    throw new InputError(
      error instanceof TooMany
        ? `${path}: unpacks to more than ${LARGEST_UNPACKED / 2 ** 30} GiB; ` +
          "expected fewer, or a file that is unpacked already"
        : `${path}: cannot be unpacked; expected whole and undamaged ${name} ` +
          "data",
    );
  }
}
