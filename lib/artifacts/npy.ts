// NumPy's file format: magic, version, a header in Python's notation, then
// the numbers, here always little-endian in C order.
// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
import { InputError } from "../errors.ts";
import { NPY_MAGIC, parseNpyHeader } from "./npy_header.ts";

const ALIGNMENT = 64;
const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Numbers and their shape. */
export interface NpyArray {
  /** Numbers in C order. */
  readonly data: Float32Array | Float64Array;
  /** Length of each axis. */
  readonly shape: readonly number[];
}

/** What a `.npy` file can be written from. */
export type NpyData =
  | Float32Array
  | Float64Array
  | Int32Array
  | BigInt64Array
  | readonly string[];

/**
 * Writes an array as a `.npy` file, version 1.0, with the bytes of
 * `numpy.save`.
 *
 * @param data Values in C order; in the file `<f4`, `<f8`, `<i4`, `<i8` or,
 * for texts, `<U` with the length of the longest.
 * @param shape Length of each axis.
 * @throws {RangeError} If the shape does not hold that many values.
 *
 * @example
 * ```ts
 * import { decodeNpy, encodeNpy } from "./npy.ts";
 *
 * const bytes = encodeNpy(new Float32Array([1, 2, 3, 4, 5, 6]), [2, 3]);
 * console.log(decodeNpy(bytes, "example").shape); // [ 2, 3 ]
 * ```
 */
export function encodeNpy(
  data: NpyData,
  shape: readonly number[],
): Uint8Array<ArrayBuffer> {
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== data.length) {
    throw new RangeError(
      `Shape [${shape.join(", ")}] holds ${size} values, must hold ` +
        `${data.length}`,
    );
  }
  const { type, body } = littleEndian(data);
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  // NumPy leaves room for the first axis to grow to 21 digits.
  const room = shape.length === 0 ? 0 : 21 - String(shape[0]).length;
  const header =
    `{'descr': '${type}', 'fortran_order': False, 'shape': ${tuple}, }` +
    " ".repeat(room);
  const start = NPY_MAGIC.length + 4;
  // NumPy pads with 1 to 64 bytes, never 0.
  const length = (Math.floor((start + header.length + 1) / ALIGNMENT) + 1) *
    ALIGNMENT;
  const bytes = new Uint8Array(length + body.length);
  bytes.fill(0x20, 0, length);
  for (let i = 0; i < NPY_MAGIC.length; i++) bytes[i] = NPY_MAGIC.charCodeAt(i);
  bytes[6] = 1;
  bytes[7] = 0;
  new DataView(bytes.buffer).setUint16(8, length - start, true);
  bytes.set(new TextEncoder().encode(header), start);
  bytes[length - 1] = 0x0a;
  bytes.set(body, length);
  return bytes;
}

/**
 * Reads a `.npy` file of float32 or float64 numbers, versions 1 to 3.
 *
 * @param bytes The whole file.
 * @param source Its name, for messages.
 * @throws {InputError} If it is something else: another format, type or
 * order, or cut short.
 */
export function decodeNpy(bytes: Uint8Array, source: string): NpyArray {
  const fail: (found: string) => never = (found) => {
    throw new InputError(
      `${source}: ${found}; expected a .npy file of little-endian float32 ` +
        "or float64 in C order",
    );
  };
  const { type, fortran, shape, start } = parseNpyHeader(bytes, fail);
  if (type !== "<f4" && type !== "<f8") fail(`holds type ${type}`);
  if (fortran) fail("is in Fortran order");
  const size = shape.reduce((product, axis) => product * axis, 1);
  const width = type === "<f4" ? 4 : 8;
  const body = bytes.subarray(start);
  if (body.length !== size * width) {
    fail(
      `has ${body.length} bytes of numbers where shape (${
        shape.join(", ")
      }) needs ` +
        `${size * width}`,
    );
  }
  return { data: fromLittleEndian(body, width), shape };
}

/** Bytes of values, and NumPy's name of their type. */
function littleEndian(data: NpyData): { type: string; body: Uint8Array } {
  if (!ArrayBuffer.isView(data)) return ucs4(data);
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const width = data.BYTES_PER_ELEMENT;
  const kind = data instanceof Float32Array || data instanceof Float64Array
    ? "f"
    : "i";
  const body = LITTLE_ENDIAN ? bytes : swapped(bytes, width);
  return { type: `<${kind}${width}`, body };
}

/** Texts as NumPy has them: four bytes a character, zeros after the last. */
function ucs4(texts: readonly string[]): { type: string; body: Uint8Array } {
  const points = texts.map((text) => [...text].map((c) => c.codePointAt(0)!));
  const width = points.reduce((most, { length }) => Math.max(most, length), 1);
  const body = new Uint8Array(4 * width * texts.length);
  const view = new DataView(body.buffer);
  points.forEach((text, row) =>
    text.forEach((point, at) =>
      view.setUint32(4 * (row * width + at), point, true)
    )
  );
  return { type: `<U${width}`, body };
}

function fromLittleEndian(
  body: Uint8Array,
  width: number,
): Float32Array | Float64Array {
  // Copied: the numbers of a file need not start on a multiple of eight.
  const copy = LITTLE_ENDIAN ? body.slice() : swapped(body, width);
  return width === 4
    ? new Float32Array(copy.buffer, 0, copy.length / 4)
    : new Float64Array(copy.buffer, 0, copy.length / 8);
}

function swapped(bytes: Uint8Array, width: number): Uint8Array<ArrayBuffer> {
  const copy = new Uint8Array(bytes);
  for (let at = 0; at < copy.length; at += width) {
    copy.subarray(at, at + width).reverse();
  }
  return copy;
}
