// What R data are packed with: gzip (R's default), bzip2 or xz, told by their
// first bytes. Checksums are checked, and what unpacks to more than a table
// can need is refused before it fills the memory.
import { InputError } from "../../errors.ts";
import { Bunzip } from "../../third_party/seek_bzip.ts";
import { XzReadableStream } from "../../third_party/xz_decompress.ts";

/** Most bytes that are unpacked. */
const LARGEST = 2 ** 31;

interface Packing {
  readonly name: string;
  readonly magic: readonly number[];
  readonly unpack: (bytes: Uint8Array<ArrayBuffer>) => Promise<Uint8Array>;
}

const PACKINGS: readonly Packing[] = [
  {
    name: "gzip",
    magic: [0x1f, 0x8b],
    unpack: (bytes) =>
      collect(
        new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip")),
      ),
  },
  {
    name: "bzip2",
    magic: [0x42, 0x5a, 0x68],
    unpack: (bytes) => Promise.resolve(bunzip(bytes)),
  },
  {
    name: "xz",
    magic: [0xfd, 0x37, 0x7a, 0x58, 0x5a, 0],
    unpack: (bytes) =>
      collect(new XzReadableStream(new Blob([bytes]).stream())),
  },
];

/** The packing that a file's first bytes name, if it is one. */
export function packingOf(head: Uint8Array): string | undefined {
  return find(head)?.name;
}

/**
 * Unpacks a file.
 *
 * @param bytes The whole file.
 * @param path Its name, for messages.
 * @returns The bytes inside, or the file's own if it is not packed.
 * @throws {InputError} If it is damaged, cut short, or too large.
 */
export async function decompress(
  bytes: Uint8Array<ArrayBuffer>,
  path: string,
): Promise<Uint8Array> {
  const packing = find(bytes);
  if (!packing) return bytes;
  try {
    return await packing.unpack(bytes);
  } catch (error) {
    if (error instanceof TooLarge) {
      throw new InputError(
        `${path}: unpacks to more than ${LARGEST} bytes; expected fewer`,
      );
    }
    throw new InputError(
      `${path}: cannot be unpacked; expected whole and undamaged ` +
        `${packing.name} data`,
    );
  }
}

class TooLarge extends Error {}

function find(head: Uint8Array): Packing | undefined {
  return PACKINGS.find(({ magic }) =>
    magic.every((byte, at) => head[at] === byte)
  );
}

async function collect(
  stream: ReadableStream<Uint8Array>,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let size = 0;
  for await (const chunk of stream) {
    size += chunk.length;
    if (size > LARGEST) throw new TooLarge();
    chunks.push(chunk);
  }
  return join(chunks, size);
}

/** The library asks for one byte after the other, and gives blocks. */
function bunzip(bytes: Uint8Array): Uint8Array {
  const chunks: Uint8Array[] = [];
  let size = 0;
  let chunk = new Uint8Array(1 << 16);
  let used = 0;
  const flush = () => {
    size += used;
    if (size > LARGEST) throw new TooLarge();
    chunks.push(chunk.subarray(0, used));
    chunk = new Uint8Array(1 << 16);
    used = 0;
  };
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
  const output = {
    writeByte(byte: number) {
      if (used === chunk.length) flush();
      chunk[used++] = byte;
    },
    flush() {},
  };
  Bunzip.decode(input, output, true);
  flush();
  return join(chunks, size);
}

function join(chunks: readonly Uint8Array[], size: number): Uint8Array {
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}
