// Several NumPy arrays in one file: a zip archive of .npy files, stored and
// not compressed, as numpy.savez has it, and with the same date in every entry.
import { zipSync } from "../third_party/fflate.ts";
import { encodeNpy, type NpyData } from "./npy.ts";

/** An array and its shape. */
export interface NpzArray {
  /** Values in C order. */
  readonly data: NpyData;
  /** Length of each axis. */
  readonly shape: readonly number[];
}

/** Zip without its 64-bit extension ends here. */
const LARGEST = 0xffffffff;

/**
 * Writes arrays as a `.npz` file.
 *
 * @param arrays Arrays by name, in the order in which they are written.
 * @returns The file; the same arrays give the same bytes everywhere.
 * @throws {RangeError} If a shape does not hold its values, or the arrays
 * take 4 GiB or more.
 *
 * @example
 * ```ts
 * import { encodeNpz } from "./npz.ts";
 *
 * const bytes = encodeNpz({
 *   wavelengths: { data: Float64Array.of(350, 351), shape: [2] },
 *   samples: { data: ["RS001"], shape: [1] },
 * });
 * console.log(bytes.length > 0); // true
 * ```
 */
export function encodeNpz(
  arrays: Readonly<Record<string, NpzArray>>,
): Uint8Array<ArrayBuffer> {
  const files = Object.entries(arrays).map(([name, { data, shape }]) =>
    [`${name}.npy`, encodeNpy(data, shape)] as const
  );
  const size = files.reduce((sum, [, bytes]) => sum + bytes.length + 1000, 0);
  if (size > LARGEST) {
    throw new RangeError(`Arrays take ${size} bytes, must be below 4 GiB`);
  }
  // Zip keeps local time; the local noon of a day is that day everywhere.
  const mtime = new Date(1980, 0, 1, 12);
  const bytes = zipSync(Object.fromEntries(files), { level: 0, mtime });
  return bytes as Uint8Array<ArrayBuffer>;
}
