// NumPy's arrays and numbers out of the records of a pickle. Their ways in:
// `_reconstruct` with a state of shape, type, order and bytes (or a list, if
// of objects), `_frombuffer` (protocol 5), `scalar`.
import { InputError } from "../../errors.ts";
import { latin1 } from "./cursor.ts";
import { asDtype, type Dtype, dtypeName, numberReader } from "./dtype.ts";
import {
  describe,
  PyRecord,
  PyTuple,
  type PyValue,
  toInteger,
} from "./values.ts";

/** Where a value stands, for messages. */
export interface Place {
  /** Name of the file. */
  readonly source: string;
  /** What of it, such as `sample RS001`. */
  readonly what: string;
}

/** An array whose values are still in bytes. */
export interface NumpyArray {
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Whether the first axis runs fastest. */
  readonly fortran: boolean;
  /** Bytes of the values, or the values if they are objects. */
  readonly data: Uint8Array | readonly PyValue[];
}

const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;
/** Axes that an array may have. */
const MOST_AXES = 8;

/** Whether a value claims to be an array. */
export function isArray(value: PyValue | undefined): value is PyRecord {
  return value instanceof PyRecord &&
    /^numpy\._?core\.(multiarray\._reconstruct|numeric\._frombuffer)$/
      .test(value.name);
}

/**
 * Understands a record as an array.
 *
 * @throws {InputError} If it is none, its type is not read here, or its data
 * are not as long as its shape says.
 */
export function asArray(value: PyValue | undefined, place: Place): NumpyArray {
  const fail = (found: string): never => {
    throw new InputError(`${place.source}: ${place.what} ${found}`);
  };
  if (!isArray(value)) {
    return fail(`is ${describe(value)}; expected a NumPy array`);
  }
  const [shape, type, fortran, data] = value.name.endsWith("_frombuffer")
    ? [value.args[2], value.args[1], value.args[3] === "F", value.args[0]]
    : stateOf(value);
  const dtype = asDtype(type);
  if (!dtype) {
    return fail(
      `is an array of type ${dtypeName(type)}; expected numbers or texts`,
    );
  }
  const axes = shape instanceof PyTuple ? shape.items : [];
  const valid = shape instanceof PyTuple && axes.length <= MOST_AXES &&
    axes.every((n) => typeof n === "number" && Number.isInteger(n) && n >= 0);
  if (!valid) return fail("is an array without a shape");
  const lengths = axes as readonly number[];
  const size = lengths.reduce((product, n) => product * n, 1);
  const bytes = toBytes(data);
  const there = dtype.name === "O" ? data : bytes;
  const length = dtype.name === "O" ? size : size * dtype.size;
  if (!(Array.isArray(there) || there instanceof Uint8Array)) {
    return fail("is an array without values");
  }
  if (there.length !== length) {
    return fail(
      `is an array of shape (${lengths.join(", ")}) with ${there.length} ` +
        `${dtype.name === "O" ? "values" : "bytes"}; expected ${length}`,
    );
  }
  return { dtype, shape: lengths, fortran: fortran === true, data: there };
}

/** State of an array: with a version in front, but in very old pickles. */
function stateOf({ state }: PyRecord): PyValue[] {
  const items = state instanceof PyTuple ? state.items : [];
  const [shape = null, type = null, fortran = null, data = null] =
    items.length === 5 ? items.slice(1) : items;
  return [shape, type, fortran, data];
}

/** Python 2 has texts where Python 3 has bytes. */
function toBytes(value: PyValue): Uint8Array | null {
  if (value instanceof Uint8Array) return value;
  if (typeof value !== "string") return null;
  return Uint8Array.from(value, (character) => character.charCodeAt(0));
}

/**
 * Numbers of an array in C order.
 *
 * @throws {InputError} If it holds anything else; what is missing is NaN.
 */
export function numbersOf(array: NumpyArray, place: Place): Float64Array {
  const { dtype, data, fortran } = array;
  const size = array.shape.reduce((product, n) => product * n, 1);
  const values = new Float64Array(size);
  const numberAt = numberFinder(array, place);
  if (dtype.name === "f8" && data instanceof Uint8Array && !fortran) {
    if (dtype.littleEndian && LITTLE_ENDIAN) {
      new Uint8Array(values.buffer).set(data);
      return values;
    }
  }
  const from = orderOf(array);
  for (let at = 0; at < size; at++) values[at] = numberAt(from(at));
  return values;
}

function numberFinder(
  { dtype, data }: NumpyArray,
  { source, what }: Place,
): (at: number) => number {
  if (data instanceof Uint8Array) {
    const read = numberReader(dtype);
    if (!read) {
      throw new InputError(`${source}: ${what} holds texts; expected numbers`);
    }
    const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
    return (at) => Number(read(view, at * dtype.size, dtype.littleEndian));
  }
  return (at) => {
    const value = asScalar(data[at]);
    if (value === null) return NaN;
    if (typeof value === "number" || typeof value === "bigint") {
      return Number(value);
    }
    throw new InputError(
      `${source}: ${what} holds ${describe(value)}; expected numbers`,
    );
  };
}

/**
 * Labels of a list or one-dimensional array: texts, or numbers as texts.
 *
 * @throws {InputError} If it is of another kind.
 */
export function labelsOf(array: NumpyArray, place: Place): string[] {
  const { dtype, data, shape } = array;
  if (shape.length !== 1) {
    throw new InputError(
      `${place.source}: ${place.what} has ${shape.length} axes; expected one`,
    );
  }
  const labelAt = (at: number) => {
    if (!(data instanceof Uint8Array)) return toLabel(data[at], place);
    const { size } = dtype;
    const bytes = data.subarray(at * size, (at + 1) * size);
    if (dtype.name === "U") return textU(bytes, dtype, place);
    if (dtype.name === "S") return latin1(bytes).replace(/\0+$/, "");
    return String(numberFinder(array, place)(at));
  };
  return Array.from({ length: shape[0] }, (_, at) => labelAt(at));
}

/** UTF-32, padded with zeros. */
function textU(
  bytes: Uint8Array,
  { littleEndian }: Dtype,
  place: Place,
): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let text = "";
  for (let at = 0; at < bytes.length; at += 4) {
    const code = view.getUint32(at, littleEndian);
    if (code > 0x10ffff) {
      throw new InputError(
        `${place.source}: ${place.what} holds text that is no Unicode`,
      );
    }
    text += String.fromCodePoint(code);
  }
  return text.replace(/\0+$/, "");
}

/**
 * A text or number that is a label: of a sample, column or row.
 *
 * @throws {InputError} If it is anything else.
 */
export function toLabel(value: PyValue | undefined, place: Place): string {
  const plain = asScalar(value);
  if (typeof plain === "string") return plain;
  if (typeof plain === "number" || typeof plain === "bigint") {
    return String(plain);
  }
  throw new InputError(
    `${place.source}: ${place.what} has ${describe(value)} where a name ` +
      "stands; expected text or a number",
  );
}

/** A NumPy number or text as a plain one; anything else as it is. */
function asScalar(value: PyValue | undefined): PyValue | undefined {
  if (!(value instanceof PyRecord)) return value;
  if (!/^numpy\._?core\.multiarray\.scalar$/.test(value.name)) return value;
  const [type, data] = value.args;
  const dtype = asDtype(type);
  const bytes = toBytes(data);
  if (!dtype || !bytes || bytes.length !== dtype.size) return value;
  if (dtype.name === "U") {
    return textU(bytes, dtype, { source: "", what: "" });
  }
  if (dtype.name === "S") return latin1(bytes);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const number = numberReader(dtype)!(view, 0, dtype.littleEndian);
  return typeof number === "bigint" ? toInteger(number) : number;
}

/** Where the value stands that comes at a place in C order. */
function orderOf({ shape, fortran }: NumpyArray): (at: number) => number {
  if (!fortran || shape.length < 2) return (at) => at;
  // How far apart neighbours of each axis are.
  const strides: number[] = [];
  shape.reduce((stride, n) => (strides.push(stride), stride * n), 1);
  return (at) => {
    let rest = at;
    let from = 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += (rest % shape[axis]) * strides[axis];
      rest = Math.floor(rest / shape[axis]);
    }
    return from;
  };
}
