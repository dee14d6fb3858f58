// Numbers in groups of seven bits, the lowest first, as Thrift and Parquet
// have them.

/** A number and where it ends. */
export interface Varint {
  /** The number. */
  readonly value: number;
  /** The place behind it. */
  readonly end: number;
}

/** Groups that 32 and 64 bits take. */
const LENGTH_BYTES = 5;
const NUMBER_BYTES = 10;
const LARGEST_LENGTH = 2 ** 31 - 1;

/**
 * Reads a number of up to 64 bits; above 2^53 it is rounded.
 *
 * @param bytes Where it stands.
 * @param at Its first byte.
 * @throws {RangeError} If it runs out of the bytes or is longer.
 */
export function varintAt(
  bytes: Uint8Array,
  at: number,
  longest: number = NUMBER_BYTES,
): Varint {
  let value = 0;
  for (let i = 0; i < longest && at + i < bytes.length; i++) {
    value += (bytes[at + i] & 127) * 2 ** (7 * i);
    if (bytes[at + i] < 128) return { value, end: at + i + 1 };
  }
  throw new RangeError("a number in it is damaged");
}

/** Reads a length: below 2^31, as libraries take it. */
export function lengthAt(bytes: Uint8Array, at: number): Varint {
  const length = varintAt(bytes, at, LENGTH_BYTES);
  if (length.value <= LARGEST_LENGTH) return length;
  throw new RangeError("a length in it is damaged");
}

/** The number that zigzag writes as this one: 0, -1, 1, -2 … as 0, 1, 2, 3 … */
export function unzigzag(value: number): number {
  return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
}
