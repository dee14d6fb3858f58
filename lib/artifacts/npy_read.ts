// A .npy file in pieces, of any type and order that numbers and texts come
// in. Only the result is held in memory: each piece goes to its place in it.
import { InputError } from "../errors.ts";
import { npyHeaderLength, parseNpyHeader } from "./npy_header.ts";

/** Values of a `.npy` file. */
export interface NpyValues {
  /** Numbers, or texts, in C order. */
  readonly data: Float64Array | readonly string[];
  /** Length of each axis. */
  readonly shape: readonly number[];
}

type Take = (view: DataView, at: number, little: boolean) => number;

/** Every type of number that fits into a float64, by NumPy's letters. */
const TAKE: Readonly<Record<string, Take>> = {
  f8: (view, at, little) => view.getFloat64(at, little),
  f4: (view, at, little) => view.getFloat32(at, little),
  i8: (view, at, little) => whole(view.getBigInt64(at, little)),
  u8: (view, at, little) => whole(view.getBigUint64(at, little)),
  i4: (view, at, little) => view.getInt32(at, little),
  u4: (view, at, little) => view.getUint32(at, little),
  i2: (view, at, little) => view.getInt16(at, little),
  u2: (view, at, little) => view.getUint16(at, little),
  i1: (view, at) => view.getInt8(at),
  u1: (view, at) => view.getUint8(at),
  b1: (view, at) => view.getUint8(at),
};

/** Longest name in bytes. */
const LONGEST_TEXT = 1 << 16;
/** Texts of no bytes: how many there are is all that a file says of them. */
const MOST_EMPTY = 1 << 20;

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

class TooLarge extends Error {}

function whole(value: bigint): number {
  const number = Number(value);
  if (!Number.isSafeInteger(number)) throw new TooLarge(`${value}`);
  return number;
}

/**
 * Reads a `.npy` file: floats, whole numbers, booleans, texts (`U`, `S`), of
 * either byte order, in C or Fortran order.
 *
 * @param pieces The file's bytes.
 * @param size Bytes in all.
 * @param source Its name, for messages.
 * @throws {InputError} If it is something else, or cut short.
 */
export async function readNpy(
  pieces: AsyncIterable<Uint8Array>,
  size: number,
  source: string,
): Promise<NpyValues> {
  const fail: (found: string) => never = (found) => {
    throw new InputError(
      `${source}: ${found}; expected a .npy file of numbers or texts`,
    );
  };
  let head: Uint8Array = new Uint8Array();
  let target: Target | undefined;
  for await (const piece of pieces) {
    if (target) {
      target.put(piece);
      continue;
    }
    head = head.length === 0 ? piece : joined(head, piece);
    const length = npyHeaderLength(head, fail);
    if (length === undefined || head.length < length) {
      if (head.length > 1 << 24) fail("has a header without end");
      continue;
    }
    target = openTarget(parseNpyHeader(head, fail), { size, fail });
    target.put(head.subarray(length));
  }
  return target?.finish() ?? fail("is cut short");
}

interface Target {
  readonly put: (piece: Uint8Array) => void;
  readonly finish: () => NpyValues;
}

function openTarget(
  { type, fortran, shape, start }: ReturnType<typeof parseNpyHeader>,
  { size, fail }: { size: number; fail: (found: string) => never },
): Target {
  const [, order, letter, digits] = /^([<>|=])([a-zA-Z])(\d*)$/.exec(type) ??
    fail(`holds type ${type}`);
  const isText = letter === "U" || letter === "S";
  const width = Number(digits) * (letter === "U" ? 4 : 1);
  const take = TAKE[letter + digits];
  if (!isText && !take) {
    fail(
      letter === "O"
        ? "holds Python objects, which are never built"
        : `holds type ${type}`,
    );
  }
  if (width > LONGEST_TEXT) fail(`holds texts of ${width} bytes`);
  const count = shape.reduce((product, axis) => product * axis, 1);
  if (isText && width === 0 && count > MOST_EMPTY) {
    fail(`holds ${count} texts without a character`);
  }
  const needed = count * width;
  if (needed !== size - start) {
    fail(
      `has ${size - start} bytes of values where shape (${shape.join(", ")}) ` +
        `needs ${needed}`,
    );
  }
  const little = order !== ">";
  const numbers = new Float64Array(isText ? 0 : count);
  const texts: string[] = [];
  let done = 0;
  let rest: Uint8Array = new Uint8Array();
  const asIs = type === "<f8" && LITTLE_ENDIAN
    ? new Uint8Array(numbers.buffer)
    : undefined;
  let filled = 0;
  const put = (piece: Uint8Array) => {
    if (asIs) {
      const room = piece.subarray(0, asIs.length - filled);
      asIs.set(room, filled);
      filled += room.length;
      done = Math.floor(filled / width);
      return;
    }
    const bytes = rest.length === 0 ? piece : joined(rest, piece);
    const whole = width === 0 ? 0 : Math.floor(bytes.length / width);
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length);
    const end = Math.min(whole, count - done);
    for (let i = 0; i < end; i++) {
      if (isText) {
        texts.push(textAt(view, i * width, { width, letter, little }));
      } else numbers[done + i] = number(view, i * width);
    }
    done += end;
    rest = bytes.slice(end * width);
  };
  const number = (view: DataView, at: number) => {
    try {
      return take(view, at, little);
    } catch (error) {
      if (!(error instanceof TooLarge)) throw error;
      return fail(`holds ${error.message}, which no float64 holds`);
    }
  };
  return {
    put,
    finish() {
      while (isText && width === 0 && done < count) texts[done++] = "";
      if (done !== count || rest.length > 0) fail("is cut short");
      const data = isText ? texts : numbers;
      return {
        data: fortran && shape.length > 1 ? toC(data, shape) : data,
        shape,
      };
    },
  };
}

/** Texts end at the first of the zeros that fill them up. */
function textAt(
  view: DataView,
  at: number,
  { width, letter, little }: {
    width: number;
    letter: string;
    little: boolean;
  },
): string {
  let text = "";
  const step = letter === "U" ? 4 : 1;
  for (let i = 0; i < width; i += step) {
    const point = step === 4
      ? view.getUint32(at + i, little)
      : view.getUint8(at + i);
    text += point <= 0x10ffff ? String.fromCodePoint(point) : "\ufffd";
  }
  return text.replace(/\0+$/, "");
}

/** From the first axis running fastest to the last one doing so. */
function toC(
  data: Float64Array | readonly string[],
  shape: readonly number[],
): Float64Array | string[] {
  const strides: number[] = [];
  shape.reduce((stride, axis, i) => {
    strides[i] = stride;
    return stride * axis;
  }, 1);
  const turned: Float64Array | string[] = data instanceof Float64Array
    ? new Float64Array(data.length)
    : new Array<string>(data.length);
  const index = shape.map(() => 0);
  let from = 0;
  for (let to = 0; to < data.length; to++) {
    turned[to] = data[from];
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis];
      if (++index[axis] < shape[axis]) break;
      from -= strides[axis] * shape[axis];
      index[axis] = 0;
    }
  }
  return turned;
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(a.length + b.length);
  bytes.set(a);
  bytes.set(b, a.length);
  return bytes;
}
