// NumPy's file format: magic, version, a header in Python's notation, then
// the numbers, here always little-endian in C order.
// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
import { InputError } from "../errors.ts";

const MAGIC = "\x93NUMPY";
const ALIGNMENT = 64;
const LITTLE_ENDIAN = new Uint8Array(new Uint16Array([1]).buffer)[0] === 1;

/** Numbers and their shape. */
export interface NpyArray {
  /** Numbers in C order. */
  readonly data: Float32Array | Float64Array;
  /** Length of each axis. */
  readonly shape: readonly number[];
}

/**
 * Writes an array as a `.npy` file, version 1.0, with the bytes of
 * `numpy.save`.
 *
 * @param data Numbers in C order; `<f4` or `<f8` in the file.
 * @param shape Length of each axis.
 * @throws {RangeError} If the shape does not hold that many numbers.
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
  data: Float32Array | Float64Array,
  shape: readonly number[],
): Uint8Array<ArrayBuffer> {
  const size = shape.reduce((product, length) => product * length, 1);
  if (size !== data.length) {
    throw new RangeError(
      `Shape [${shape.join(", ")}] holds ${size} numbers, must hold ` +
        `${data.length}`,
    );
  }
  const type = data instanceof Float32Array ? "<f4" : "<f8";
  const tuple = shape.length === 1 ? `(${shape[0]},)` : `(${shape.join(", ")})`;
  // NumPy leaves room for the first axis to grow to 21 digits.
  const room = shape.length === 0 ? 0 : 21 - String(shape[0]).length;
  const header =
    `{'descr': '${type}', 'fortran_order': False, 'shape': ${tuple}, }` +
    " ".repeat(room);
  const start = MAGIC.length + 4;
  // NumPy pads with 1 to 64 bytes, never 0.
  const length = (Math.floor((start + header.length + 1) / ALIGNMENT) + 1) *
    ALIGNMENT;
  const bytes = new Uint8Array(length + data.byteLength);
  bytes.fill(0x20, 0, length);
  for (let i = 0; i < MAGIC.length; i++) bytes[i] = MAGIC.charCodeAt(i);
  bytes[6] = 1;
  bytes[7] = 0;
  new DataView(bytes.buffer).setUint16(8, length - start, true);
  bytes.set(new TextEncoder().encode(header), start);
  bytes[length - 1] = 0x0a;
  bytes.set(littleEndian(data), length);
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
  const fail = (found: string): never => {
    throw new InputError(
      `${source}: ${found}; expected a .npy file of little-endian float32 ` +
        "or float64 in C order",
    );
  };
  const magic = String.fromCharCode(...bytes.subarray(0, 6));
  if (magic !== MAGIC) fail("does not start as a .npy file");
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const major = bytes[6];
  if (!(major >= 1 && major <= 3)) fail(`has format version ${major}`);
  const start = major === 1 ? 10 : 12;
  if (bytes.length < start) fail("is cut short");
  const length = major === 1
    ? view.getUint16(8, true)
    : view.getUint32(8, true);
  if (start + length > bytes.length) fail("is cut short");
  const header = new TextDecoder().decode(
    bytes.subarray(start, start + length),
  );
  const type = /'descr': *'([^']*)'/.exec(header)?.[1];
  const order = /'fortran_order': *(True|False)/.exec(header)?.[1];
  const tuple = /'shape': *\(([^)]*)\)/.exec(header)?.[1];
  if (type !== "<f4" && type !== "<f8") fail(`holds type ${type ?? "unknown"}`);
  if (order !== "False") fail("is in Fortran order");
  if (tuple === undefined || !/^[\d, ]*$/.test(tuple)) fail("has no shape");
  const shape = tuple!.split(",").map((part) => part.trim())
    .filter((part) => part !== "").map(Number);
  const size = shape.reduce((product, axis) => product * axis, 1);
  const width = type === "<f4" ? 4 : 8;
  const body = bytes.subarray(start + length);
  if (body.length !== size * width) {
    fail(
      `has ${body.length} bytes of numbers where shape (${tuple}) needs ` +
        `${size * width}`,
    );
  }
  return { data: fromLittleEndian(body, width), shape };
}

function littleEndian(data: Float32Array | Float64Array): Uint8Array {
  const bytes = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  return LITTLE_ENDIAN ? bytes : swapped(bytes, data.BYTES_PER_ELEMENT);
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
