// The layout of a Bruker OPUS file: a header that points to a directory, whose
// entries say of each block what it is, where it lies and how long it is.
import { InputError } from "../../errors.ts";

/** What a block is, from the bits of its type. */
export interface OpusBlock {
  /** 1 sample, 2 reference, 3 the ratio of both. */
  readonly channel: number;
  /** 0 data, 1 parameters of data, 2 of the instrument, 10 of the sample, … */
  readonly role: number;
  /** 1 single channel, 4 absorbance, 6 Kubelka–Munk, 12 reflectance, … */
  readonly quantity: number;
  /** 0, or which derivative. */
  readonly derivative: number;
  /** 0 a spectrum; 2 a series of them; others are no plain data. */
  readonly form: number;
  /** The block's bytes. */
  readonly bytes: Uint8Array;
}

const MAGIC = [0x0a, 0x0a, 0xfe, 0xfe];
const HEADER = 24;
const ENTRY = 12;
/** No program writes more blocks. */
const MOST_BLOCKS = 1000;

/** Whether the first bytes of a file are those of an OPUS file. */
export function looksLikeOpus(head: Uint8Array): boolean {
  return MAGIC.every((byte, i) => head[i] === byte);
}

/**
 * Finds the blocks of a file.
 *
 * @param bytes The file.
 * @param path Its name, for messages.
 * @throws {InputError} If the file is cut short, or a block lies outside of it.
 */
export function opusBlocks(bytes: Uint8Array, path: string): OpusBlock[] {
  if (bytes.length < HEADER) {
    throw new InputError(
      `${path}: has ${bytes.length} bytes; expected an OPUS file's header of ` +
        `${HEADER}`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const start = view.getInt32(12, true);
  const count = view.getInt32(20, true);
  if (start < HEADER || start + ENTRY > bytes.length) {
    throw new InputError(
      `${path}: its directory is said to begin at byte ${start} of ` +
        `${bytes.length}; expected one inside the file`,
    );
  }
  if (count < 1 || count > MOST_BLOCKS) {
    throw new InputError(
      `${path}: is said to have ${count} blocks; expected 1 to ${MOST_BLOCKS}`,
    );
  }
  const blocks: OpusBlock[] = [];
  for (let i = 0; i < count; i++) {
    const at = start + i * ENTRY;
    if (at + ENTRY > bytes.length) {
      throw new InputError(
        `${path}: ends in entry ${i + 1} of its directory; expected ${count}`,
      );
    }
    const type = view.getUint32(at, true);
    const size = 4 * view.getInt32(at + 4, true);
    const from = view.getInt32(at + 8, true);
    if (from <= 0) break;
    if (size < 0 || from + size > bytes.length) {
      throw new InputError(
        `${path}: block ${i + 1} is said to have ${size} bytes from byte ` +
          `${from}, and the file has ${bytes.length}; is it cut short?`,
      );
    }
    const bits = (first: number, many: number) =>
      (type >>> first) & ((1 << many) - 1);
    blocks.push({
      channel: bits(2, 2),
      role: bits(4, 6),
      quantity: bits(10, 7),
      derivative: bits(17, 2),
      form: bits(19, 3),
      bytes: bytes.subarray(from, from + size),
    });
  }
  return blocks;
}

/** Parameters by their three letters. */
export type OpusParameters = ReadonlyMap<string, number | string>;

/**
 * Reads a block of parameters: three letters, a kind, a length in units of two
 * bytes, and the value; `END` ends it.
 *
 * @param bytes The block.
 * @param path The file, for messages.
 * @throws {InputError} If a value lies outside of the block.
 */
export function opusParameters(
  bytes: Uint8Array,
  path: string,
): OpusParameters {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
  const found = new Map<string, number | string>();
  for (let at = 0; at + 8 <= bytes.length;) {
    const name = latin1(bytes.subarray(at, at + 3));
    if (name === "END") break;
    const kind = view.getUint16(at + 4, true);
    const size = 2 * view.getUint16(at + 6, true);
    const from = at + 8;
    const needed = kind === 0 ? 4 : kind === 1 ? 8 : size;
    if (from + Math.max(size, needed) > bytes.length) {
      throw new InputError(
        `${path}: parameter ${
          printable(name)
        } lies beyond the end of its block`,
      );
    }
    found.set(
      name.toUpperCase(),
      kind === 0
        ? view.getInt32(from, true)
        : kind === 1
        ? view.getFloat64(from, true)
        : latin1(bytes.subarray(from, from + size)).split("\0")[0],
    );
    at = from + size;
  }
  return found;
}

function latin1(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function printable(text: string): string {
  return JSON.stringify(text.replace(/[^ -~]/g, "?"));
}
