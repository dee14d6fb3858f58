// A column's pages unpacked and checked, before hyparquet sees them: what it
// is given is written here, and holds what it says. Deno's own zlib stops at
// the size that a page should have; the others could not.
import { brotliDecompressSync, unzipSync, zstdDecompressSync } from "node:zlib";
import { compressors } from "../../third_party/hyparquet_compressors.ts";
import { checkPage, type ColumnKind } from "./page_values.ts";
import { type Page, readPages, writePage } from "./pages.ts";
import { varintAt } from "./varint.ts";

/** A column of a row group. */
export interface PackedColumn extends ColumnKind {
  /** How its pages are packed, by Parquet's name. */
  readonly codec: string;
  /** Values in all, nulls among them. */
  readonly values: number;
}

type Unpack = (packed: Uint8Array, size: number) => Uint8Array;

/** Snappy's tightest is 64 bytes in three, LZ4's 255 in one. */
const SNAPPY_RATIO = 22;
const LZ4_RATIO = 256;

const UNPACK: Readonly<Record<string, Unpack>> = {
  UNCOMPRESSED: (packed) => packed,
  SNAPPY: (packed, size) => {
    if (varintAt(packed, 0).value !== size) damaged();
    return tight(compressors.SNAPPY!, SNAPPY_RATIO)(packed, size);
  },
  GZIP: (packed, size) => unzipSync(packed, { maxOutputLength: size }),
  BROTLI: (packed, size) =>
    brotliDecompressSync(packed, { maxOutputLength: size }),
  ZSTD: (packed, size) => zstdDecompressSync(packed, { maxOutputLength: size }),
  LZ4: tight(compressors.LZ4!, LZ4_RATIO),
  LZ4_RAW: (packed, size) => {
    if (lz4Size(packed) !== size) damaged();
    return tight(compressors.LZ4_RAW!, LZ4_RATIO)(packed, size);
  },
};
/** Most bytes of a column of a row group. */
const LARGEST = 1 << 29;

/**
 * Unpacks a column of a row group.
 *
 * @param bytes Its bytes in the file.
 * @param column What the footer says of it.
 * @returns The same pages, their bytes as they are.
 * @throws {RangeError} If a page is damaged.
 */
export function unpackPages(
  bytes: Uint8Array,
  column: PackedColumn,
): Uint8Array[] {
  const pieces: Uint8Array[] = [];
  let dictionary: number | undefined;
  let left = column.values;
  let room = LARGEST;
  for (const page of readPages(bytes)) {
    const body = unpack(page, column.codec);
    checkPage(page, body, { ...column, dictionary });
    if (page.kind === "dictionary") dictionary = page.values;
    else left -= page.values;
    room -= body.length;
    if (left < 0) throw new RangeError("a column has more values than it says");
    if (room < 0) throw new RangeError("a column is larger than memory");
    pieces.push(...writePage(page, body));
  }
  return pieces;
}

/** In version 2 levels stand before what is packed. */
function unpack({ body, size, v2 }: Page, codec: string): Uint8Array {
  const levels = v2 ? v2.repetitionBytes + v2.definitionBytes : 0;
  const rest = body.subarray(levels);
  const whole = size - levels;
  const how = v2?.packed === false ? "UNCOMPRESSED" : codec;
  const unpackRest = UNPACK[how];
  if (!unpackRest) throw new RangeError(`it is packed by ${codec}`);
  // Where nothing is there but nulls, some writers pack that nothing.
  if (whole === 0) return body.subarray(0, levels);
  const unpacked = trying(() => unpackRest(rest, whole));
  if (unpacked.length !== whole) damaged();
  if (levels === 0) return unpacked;
  const joined = new Uint8Array(size);
  joined.set(body.subarray(0, levels));
  joined.set(unpacked, levels);
  return joined;
}

/** Makes no room for more than so many bytes can be unpacked to. */
function tight(unpack: Unpack, ratio: number): Unpack {
  return (packed, size) =>
    size > ratio * (packed.length + 1) ? damaged() : unpack(packed, size);
}

/**
 * Bytes that a block of LZ4 unpacks to, NaN if it is none; the library leaves
 * zeros where a block ends early.
 * https://github.com/lz4/lz4/blob/dev/doc/lz4_Block_format.md
 */
function lz4Size(packed: Uint8Array): number {
  let at = 0;
  let size = 0;
  const length = (start: number) => {
    let count = start;
    for (let byte = start === 15 ? 255 : 0; byte === 255; count += byte) {
      byte = packed[at++] ?? NaN;
    }
    return count;
  };
  while (at < packed.length) {
    const token = packed[at++];
    const literals = length(token >> 4);
    at += literals;
    size += literals;
    if (at === packed.length) return size;
    at += 2;
    size += 4 + length(token & 15);
  }
  return NaN;
}

function trying(unpack: () => Uint8Array): Uint8Array {
  try {
    return unpack();
  } catch {
    return damaged();
  }
}

function damaged(): never {
  throw new RangeError("a page of it cannot be unpacked");
}
