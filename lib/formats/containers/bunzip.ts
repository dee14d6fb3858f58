// bzip2. The library asks for one byte after the other and gives one after the
// other, so that what is packed must be there as a whole.
import { collect, joinPieces } from "./pieces.ts";

/** Bytes of a packed file; it is held in memory. */
const LARGEST = 2 ** 30;

/**
 * Unpacks bzip2 data, of one or several streams.
 *
 * @param pieces The packed bytes.
 * @param enough Bytes after which no more are needed.
 * @throws {Error} If they are damaged or cut short, or a checksum is wrong.
 */
export async function* bunzip(
  pieces: AsyncIterable<Uint8Array>,
  enough = Infinity,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const bytes = joinPieces(await collect(pieces, LARGEST));
  const output = createOutput(enough);
  const { Bunzip } = await import("../../third_party/seek_bzip.ts");
  try {
    Bunzip.decode(inputOf(bytes), output, true);
  } catch (error) {
    if (!(error instanceof Enough)) throw error;
    yield* output.finish();
    return;
  }
  if (!isWhole(bytes)) throw new RangeError("The file is cut short");
  yield* output.finish();
}

/** Bits of the number that stands at the end, before a checksum. */
const END = 0x177245385090n;

/**
 * Whether a file ends as it should; the library takes one that was cut between
 * two blocks for whole. Bits are not aligned to bytes; the last ones are
 * filled up.
 */
function isWhole(bytes: Uint8Array): boolean {
  const tail = bytes.subarray(-11)
    .reduce((bits, byte) => bits << 8n | BigInt(byte), 0n);
  return [0n, 1n, 2n, 3n, 4n, 5n, 6n, 7n].some((filling) =>
    (tail >> (32n + filling) & 0xffffffffffffn) === END
  );
}

class Enough extends Error {}

function inputOf(bytes: Uint8Array) {
  let at = 0;
  const input = {
    readByte() {
      if (at >= bytes.length) throw new RangeError("The file is cut short");
      return bytes[at++];
    },
    // The library reads the first four bytes by this one.
    read(buffer: Uint8Array, start: number, count: number) {
      for (let i = 0; i < count; i++) buffer[start + i] = input.readByte();
      return count;
    },
    eof: () => at >= bytes.length,
  };
  return input;
}

function createOutput(enough: number) {
  const pieces: Uint8Array<ArrayBuffer>[] = [];
  let piece = new Uint8Array(1 << 16);
  let used = 0;
  let size = 0;
  return {
    writeByte(byte: number) {
      if (used === piece.length) {
        pieces.push(piece);
        size += used;
        if (size >= enough) throw new Enough();
        piece = new Uint8Array(1 << 16);
        used = 0;
      }
      piece[used++] = byte;
    },
    flush() {},
    finish: () => [...pieces, piece.subarray(0, used)],
  };
}
