// The three spellings of R's serialization: XDR (big-endian), the same in
// little-endian, and lines of text. Nothing is read beyond the end, and a
// length is checked against what is left before room is made for it.
// https://cran.r-project.org/doc/manuals/r-release/R-ints.html#Serialization-Formats

/** Reads the words of a serialized value. */
export interface RInput {
  /** An integer; NA is -2147483648. */
  int(): number;
  /** So many doubles; every NA and NaN is NaN. */
  doubles(count: number): Float64Array;
  /** So many integers; NA is NaN. */
  integers(count: number): Float64Array;
  /** So many bytes of a text. */
  text(count: number): Uint8Array;
  /** Skips so many bytes of a raw vector. */
  raw(count: number): void;
  /** Refuses a count of items that cannot all be there. */
  expect(count: number, bytes: number): void;
  /** Refuses more values made by rules than data of this size need. */
  expand(count: number): void;
}

/** Refuses the data. */
export type Fail = (found: string) => never;

/** Values that rules may make, besides one for each byte. */
const EXPANDED = 1 << 20;

function expander(bytes: Uint8Array, fail: Fail): (count: number) => void {
  let left = EXPANDED + bytes.length;
  return (count) => {
    left -= count;
    if (!(count >= 0 && left >= 0)) {
      fail(`has a sequence of ${count} numbers, more than it has values`);
    }
  };
}

/** R's NA among integers. */
export const NA_INTEGER: number = -2147483648;

/** Words of fixed width. */
export function binaryInput(
  bytes: Uint8Array,
  { start, littleEndian, fail }: {
    readonly start: number;
    readonly littleEndian: boolean;
    readonly fail: Fail;
  },
): RInput {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = start;
  const take = (count: number): number => {
    if (!(count >= 0 && at + count <= bytes.length)) {
      fail(`ends at byte ${bytes.length}, inside of a value at byte ${at}`);
    }
    const from = at;
    at += count;
    return from;
  };
  return {
    int: () => view.getInt32(take(4), littleEndian),
    doubles(count) {
      const from = take(8 * count);
      const values = new Float64Array(count);
      for (let i = 0; i < count; i++) {
        values[i] = view.getFloat64(from + 8 * i, littleEndian);
      }
      return values;
    },
    integers(count) {
      const from = take(4 * count);
      const values = new Float64Array(count);
      for (let i = 0; i < count; i++) {
        const value = view.getInt32(from + 4 * i, littleEndian);
        values[i] = value === NA_INTEGER ? NaN : value;
      }
      return values;
    },
    text(count) {
      const from = take(count);
      return bytes.subarray(from, from + count);
    },
    raw: (count) => void take(count),
    expand: expander(bytes, fail),
    expect(count, width) {
      if (!(count >= 0 && count * width <= bytes.length - at)) {
        fail(`has ${count} items at byte ${at}, more than are left`);
      }
    },
  };
}

const ESCAPES: Readonly<Record<string, number>> = {
  n: 10,
  t: 9,
  v: 11,
  b: 8,
  r: 13,
  f: 12,
  a: 7,
};

const WORDS: Readonly<Record<string, number>> = {
  NA: NaN,
  NaN: NaN,
  Inf: Infinity,
  "-Inf": -Infinity,
};

/** Words on lines of their own. */
export function textInput(
  bytes: Uint8Array,
  { start, fail }: { readonly start: number; readonly fail: Fail },
): RInput {
  let at = start;
  const isBlank = (byte: number) => byte <= 32;
  const word = (): string => {
    while (at < bytes.length && isBlank(bytes[at])) at++;
    const from = at;
    while (at < bytes.length && !isBlank(bytes[at])) at++;
    if (from === at) fail(`ends at byte ${at}, where a value is missing`);
    if (at - from > 100) fail(`has no number at byte ${from}`);
    return String.fromCharCode(...bytes.subarray(from, at));
  };
  const number = (): number => {
    const text = word();
    const value = Object.hasOwn(WORDS, text) ? WORDS[text] : Number(text);
    if (Number.isNaN(value) && !Object.hasOwn(WORDS, text)) {
      fail(`has "${text}" before byte ${at} where a number belongs`);
    }
    return value;
  };
  const integer = (): number => {
    const value = number();
    if (!Number.isNaN(value) && value !== (value | 0)) {
      fail(`has ${value} before byte ${at} where an integer belongs`);
    }
    return value;
  };
  const expect = (count: number, width: number) => {
    if (!(count >= 0 && count * width <= bytes.length - at)) {
      fail(`has ${count} items at byte ${at}, more than are left`);
    }
  };
  const fill = (count: number, next: () => number) => {
    expect(count, 2);
    const values = new Float64Array(count);
    for (let i = 0; i < count; i++) values[i] = next();
    return values;
  };
  return {
    int() {
      const value = integer();
      return Number.isNaN(value) ? NA_INTEGER : value;
    },
    doubles: (count) => fill(count, number),
    integers: (count) => fill(count, integer),
    text(count) {
      expect(count, 1);
      while (at < bytes.length && isBlank(bytes[at])) at++;
      const text = new Uint8Array(count);
      for (let i = 0; i < count; i++) {
        if (at >= bytes.length) fail(`ends at byte ${at}, inside of a text`);
        text[i] = bytes[at++];
        if (text[i] === 0x5c) text[i] = escaped();
      }
      return text;
    },
    raw(count) {
      expect(count, 2);
      for (let i = 0; i < count; i++) word();
    },
    expect: (count) => expect(count, 1),
    expand: expander(bytes, fail),
  };

  /** What follows a backslash: a letter, or up to three octal digits. */
  function escaped(): number {
    const octal = /^[0-7]{1,3}/.exec(
      String.fromCharCode(...bytes.subarray(at, at + 3)),
    )?.[0];
    if (octal !== undefined) {
      at += octal.length;
      return parseInt(octal, 8) & 255;
    }
    if (at >= bytes.length) fail(`ends at byte ${at}, inside of a text`);
    const letter = String.fromCharCode(bytes[at++]);
    return ESCAPES[letter] ?? letter.charCodeAt(0);
  }
}
