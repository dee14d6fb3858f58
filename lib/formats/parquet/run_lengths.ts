// Parquet's runs: a number that stands many times, or numbers of a few bits
// side by side. A damaged count would have the library write without end.
// https://parquet.apache.org/docs/file-format/data-pages/encodings/
import { lengthAt } from "./varint.ts";

/** Runs in a page, and what to look for in them. */
export interface Runs {
  /** Bits of a number. */
  readonly width: number;
  /** How many numbers there are. */
  readonly count: number;
  /** Numbers are below. */
  readonly below: number;
  /** Numbers of this kind are counted. */
  readonly equal?: number;
}

/**
 * Walks over runs.
 *
 * @param bytes The page.
 * @param at Where they begin.
 * @returns How many numbers are as asked.
 * @throws {RangeError} If they are more or fewer than they should be, or one
 * is too large.
 */
export function checkRuns(
  bytes: Uint8Array,
  at: number,
  { width, count, below, equal }: Runs,
): number {
  if (width > 32) {
    throw new RangeError(`a page of it has ${width} bits a value`);
  }
  let found = 0;
  for (let left = count; left > 0;) {
    const head = lengthAt(bytes, at);
    at = head.end;
    const size = Math.floor(head.value / 2);
    if (head.value % 2 === 0) {
      const end = at + Math.ceil(width / 8);
      if (size > left || end > bytes.length) refuse();
      const value = numberAt(bytes, at, end);
      if (size > 0 && value >= below) refuse();
      if (value === equal) found += size;
      left -= size;
      at = end;
      continue;
    }
    // Groups of eight; the last may be filled up.
    const end = at + size * width;
    const here = Math.min(left, size * 8);
    if (
      end > bytes.length || size === 0 || (width === 0 && size * 8 > left + 7)
    ) {
      refuse();
    }
    // Where every number of that many bits will do, none is looked at.
    if (equal !== undefined || below < 2 ** width) {
      for (let i = 0; i < here; i++) {
        const value = bitsAt(bytes, at, i * width, width);
        if (value >= below) refuse();
        if (value === equal) found++;
      }
    }
    left -= here;
    at = end;
  }
  return found;
}

function numberAt(bytes: Uint8Array, at: number, end: number): number {
  let value = 0;
  for (let i = end - 1; i >= at; i--) value = value * 256 + bytes[i];
  return value;
}

/** A number of some bits, the lowest first, from a bit of some bytes on. */
export function bitsAt(
  bytes: Uint8Array,
  at: number,
  bit: number,
  width: number,
): number {
  let value = 0;
  for (let taken = 0; taken < width;) {
    const byte = bytes[at + ((bit + taken) >> 3)];
    const from = (bit + taken) & 7;
    const part = Math.min(8 - from, width - taken);
    value += ((byte >> from) & ((1 << part) - 1)) * 2 ** taken;
    taken += part;
  }
  return value;
}

function refuse(): never {
  throw new RangeError("a page of it is damaged");
}
