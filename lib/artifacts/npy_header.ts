// What stands before the numbers of a .npy file: magic, version, and a
// dictionary in Python's notation with type, order and shape.
// https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html

/** First bytes of every .npy file. */
export const NPY_MAGIC = "\x93NUMPY";

/** What a header says. */
export interface NpyHeader {
  /** NumPy's name of the type, such as `<f8`. */
  readonly type: string;
  /** Whether the first axis runs fastest. */
  readonly fortran: boolean;
  /** Length of each axis. */
  readonly shape: readonly number[];
  /** Where the numbers begin. */
  readonly start: number;
}

/**
 * How many bytes the header takes, or undefined if more are needed to say so.
 *
 * @param bytes The file's beginning.
 * @param fail Refuses the file.
 */
export function npyHeaderLength(
  bytes: Uint8Array,
  fail: (found: string) => never,
): number | undefined {
  if (bytes.length < 6) return undefined;
  const magic = String.fromCharCode(...bytes.subarray(0, 6));
  if (magic !== NPY_MAGIC) fail("does not start as a .npy file");
  if (bytes.length < 7) return undefined;
  const major = bytes[6];
  if (!(major >= 1 && major <= 3)) fail(`has format version ${major}`);
  const start = major === 1 ? 10 : 12;
  if (bytes.length < start) return undefined;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = major === 1
    ? view.getUint16(8, true)
    : view.getUint32(8, true);
  return start + length;
}

/**
 * Reads a header.
 *
 * @param bytes The file's beginning, all of the header in it.
 * @param fail Refuses the file.
 */
export function parseNpyHeader(
  bytes: Uint8Array,
  fail: (found: string) => never,
): NpyHeader {
  const end = npyHeaderLength(bytes, fail);
  if (end === undefined || end > bytes.length) fail("is cut short");
  const text = new TextDecoder().decode(
    bytes.subarray(bytes[6] === 1 ? 10 : 12, end),
  );
  const type = /'descr': *'([^']*)'/.exec(text)?.[1];
  const order = /'fortran_order': *(True|False)/.exec(text)?.[1];
  const tuple = /'shape': *\(([^)]*)\)/.exec(text)?.[1];
  if (type === undefined) {
    fail(
      /'descr': *\[/.test(text)
        ? "holds a structured array"
        : "holds type unknown",
    );
  }
  if (order === undefined) fail("does not say its order");
  if (tuple === undefined || !/^[\d, ]*$/.test(tuple)) fail("has no shape");
  const shape = tuple.split(",").map((part) => part.trim())
    .filter((part) => part !== "").map(Number);
  if (!shape.every(Number.isSafeInteger)) fail(`has shape (${tuple})`);
  return { type, fortran: order === "True", shape, start: end };
}
