// Zstandard. Where frames and blocks end is read here, so that a file that is
// cut short is told from a whole one, windows have a bound, and checksums are
// checked; the library unpacks the blocks.
// https://www.rfc-editor.org/rfc/rfc8878
import { createXxh64 } from "./xxh64.ts";
import { Unsupported } from "./unsupported.ts";

const FRAME = 0xfd2fb528;
const SKIPPED = 0x184d2a50;
/** The library computes with distances up to this. */
const LARGEST_WINDOW = 2 ** 25;
const LARGEST_BLOCK = 2 ** 17;

/**
 * Unpacks Zstandard data, of one or several frames.
 *
 * @param pieces The packed bytes.
 * @throws {Error} If they are damaged or cut short, or a checksum is wrong.
 * @throws {Unsupported} If they need a dictionary or too large a window.
 */
export async function* unzstd(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const input = createInput(pieces);
  try {
    for (;;) {
      const magic = await input.take(4, true);
      if (!magic) return;
      const number = littleEndian(magic);
      if ((number & 0xfffffff0) >>> 0 === SKIPPED) {
        const size = littleEndian((await input.take(4))!);
        for (let left = size; left > 0; left -= LARGEST_BLOCK) {
          await input.take(Math.min(left, LARGEST_BLOCK));
        }
      } else if (number === FRAME) yield* readFrame(magic, input);
      else throw new RangeError("No frame begins where one should");
    }
  } finally {
    await input.close();
  }
}

interface Input {
  /** Takes so many bytes; null at the end if that may be here. */
  readonly take: (
    count: number,
    mayEnd?: boolean,
  ) => Promise<Uint8Array<ArrayBuffer> | null>;
  readonly close: () => Promise<void>;
}

async function* readFrame(
  magic: Uint8Array,
  input: Input,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const header = await readFrameHeader(input);
  const found: Uint8Array<ArrayBuffer>[] = [];
  const { Decompress } = await import("../../third_party/fzstd.ts");
  const engine = new Decompress((piece) =>
    found.push(piece as Uint8Array<ArrayBuffer>)
  );
  const sum = createXxh64();
  let size = 0;
  function* taken() {
    for (const piece of found.splice(0)) {
      if (header.hasChecksum) sum.add(piece);
      size += piece.length;
      yield piece;
    }
  }
  engine.push(magic);
  engine.push(header.bytes);
  for (let last = false; !last;) {
    const head = (await input.take(3))!;
    const block = littleEndian(head);
    last = (block & 1) === 1;
    const kind = block >> 1 & 3;
    const length = block >> 3;
    if (kind === 3 || length > LARGEST_BLOCK) throw new RangeError("Bad block");
    engine.push(head);
    engine.push((await input.take(kind === 1 ? 1 : length))!);
    yield* taken();
  }
  const check = header.hasChecksum ? (await input.take(4))! : new Uint8Array();
  engine.push(check, true);
  yield* taken();
  if (header.hasChecksum && littleEndian(check) !== sum.low()) {
    throw new RangeError("The checksum does not fit");
  }
  if (header.size !== undefined && header.size !== size) {
    throw new RangeError("The size is not what the frame says");
  }
}

async function readFrameHeader(input: Input) {
  const first = (await input.take(1))!;
  const flags = first[0];
  const single = (flags & 0x20) !== 0;
  const dictionary = [0, 1, 2, 4][flags & 3];
  const sizeBytes = [single ? 1 : 0, 2, 4, 8][flags >> 6];
  if (flags & 8) throw new RangeError("A reserved bit is set");
  const rest = (await input.take((single ? 0 : 1) + dictionary + sizeBytes))!;
  const at = single ? 0 : 1;
  if (rest.subarray(at, at + dictionary).some((byte) => byte !== 0)) {
    throw new Unsupported("needs a dictionary; expected zstd data without one");
  }
  const sizeField = rest.subarray(at + dictionary);
  const size = sizeBytes === 0
    ? undefined
    : littleEndian(sizeField) + (sizeBytes === 2 ? 256 : 0);
  const window = single
    ? size!
    : 2 ** (7 + (rest[0] >> 3)) * (8 + (rest[0] & 7));
  if (!(window >= 0 && window <= LARGEST_WINDOW)) {
    throw new Unsupported(
      "needs a window of more than 32 MiB; expected zstd data that was packed " +
        "without --long and --ultra",
    );
  }
  const bytes = new Uint8Array(1 + rest.length);
  bytes.set(first);
  bytes.set(rest, 1);
  return { bytes, size, hasChecksum: (flags & 4) !== 0 };
}

/** Up to eight bytes as a number. */
function littleEndian(bytes: Uint8Array): number {
  return bytes.reduceRight((sum, byte) => sum * 256 + byte, 0);
}

function createInput(pieces: AsyncIterable<Uint8Array>): Input {
  const iterator = pieces[Symbol.asyncIterator]();
  let piece: Uint8Array = new Uint8Array();
  let at = 0;
  return {
    async take(count, mayEnd = false) {
      const bytes = new Uint8Array(count);
      for (let done = 0; done < count;) {
        if (at === piece.length) {
          const next = await iterator.next();
          if (next.done) {
            if (mayEnd && done === 0) return null;
            throw new RangeError("The file is cut short");
          }
          [piece, at] = [next.value, 0];
        }
        const part = piece.subarray(at, at + count - done);
        bytes.set(part, done);
        done += part.length;
        at += part.length;
      }
      return bytes;
    },
    close: async () => void await iterator.return?.(),
  };
}
