// Code S1's output file, `spectogram.pickle`: a dict of sample to a NumPy
// array `[replicate, bin, frame]`, as Python's pickle writes it (protocol 4).
// The arrays go by the names of NumPy 1, which NumPy 2 keeps for old pickles:
// both load it, and so does Code S2, unchanged.
import type { ImageStack } from "../spectrogram/image.ts";

/**
 * Writes images as `spectogram.pickle`.
 *
 * @param names Names of the samples, one for each image.
 * @param images `[samples, bins, frames, channels]`, float32, which Code S2's
 * Keras would round to as well.
 * @returns A pickle of `{name: ndarray}`, each float32 `[channels, bins,
 * frames]`: Code S2 turns it by `transpose([1, 2, 0])`.
 * @throws {RangeError} If a name stands twice or there is not one for each
 * image.
 *
 * @example
 * ```ts
 * import { encodeSpectrogramPickle } from "./pickle.ts";
 *
 * const images = { samples: 1, bins: 2, frames: 1, channels: 1, data: Float32Array.of(0, 1) };
 * const bytes = encodeSpectrogramPickle(["RS001"], images);
 * if (bytes[0] !== 0x80 || bytes[1] !== 4) throw new Error();
 * ```
 */
export function encodeSpectrogramPickle(
  names: readonly string[],
  images: ImageStack,
): Uint8Array<ArrayBuffer> {
  const { samples, bins, frames, channels, data } = images;
  if (names.length !== samples || new Set(names).size !== samples) {
    throw new RangeError(
      `There are ${new Set(names).size} names, must be one of its own for ` +
        `each of ${samples} images`,
    );
  }
  const size = bins * frames * channels;
  const pickle = new PickleWriter();
  names.forEach((name, at) => {
    const image = data.subarray(at * size, (at + 1) * size);
    pickle.text(name);
    pickle.array(turned(image, channels), [channels, bins, frames]);
  });
  return pickle.end();
}

/** `[bin, frame, channel]` as `[channel, bin, frame]`, little-endian. */
function turned(image: Float32Array, channels: number): Uint8Array {
  const bytes = new Uint8Array(4 * image.length);
  const view = new DataView(bytes.buffer);
  const size = image.length / channels;
  for (let channel = 0; channel < channels; channel++) {
    for (let i = 0; i < size; i++) {
      const value = image[i * channels + channel];
      view.setFloat32(4 * (channel * size + i), value, true);
    }
  }
  return bytes;
}

/** Opcodes by Python's names (Lib/pickletools.py). */
const OP = {
  PROTO: 0x80,
  POP: 0x30,
  MARK: 0x28,
  STOP: 0x2e,
  BINPUT: 0x71,
  BINGET: 0x68,
  NONE: 0x4e,
  NEWTRUE: 0x88,
  NEWFALSE: 0x89,
  BININT: 0x4a,
  BINUNICODE: 0x58,
  BINBYTES: 0x42,
  TUPLE: 0x74,
  EMPTY_DICT: 0x7d,
  SETITEMS: 0x75,
  GLOBAL: 0x63,
  REDUCE: 0x52,
  BUILD: 0x62,
} as const;

/** Places in the memo of what all arrays share. */
const MEMO = { reconstruct: 0, ndarray: 1, dtype: 2 } as const;

/** Writes a dict of arrays. */
class PickleWriter {
  readonly #parts: Uint8Array[] = [];

  constructor() {
    this.#put(OP.PROTO, 4);
    this.#global("numpy.core.multiarray", "_reconstruct");
    this.#keep(MEMO.reconstruct);
    this.#global("numpy", "ndarray");
    this.#keep(MEMO.ndarray);
    // numpy.dtype("f4", False, True), as dtype.__reduce__ has it
    this.#global("numpy", "dtype");
    this.#put(OP.MARK);
    this.text("f4");
    this.#put(OP.NEWFALSE, OP.NEWTRUE, OP.TUPLE, OP.REDUCE, OP.MARK);
    this.#integer(3);
    this.text("<");
    this.#put(OP.NONE, OP.NONE, OP.NONE);
    for (const value of [-1, -1, 0]) this.#integer(value);
    this.#put(OP.TUPLE, OP.BUILD);
    this.#keep(MEMO.dtype);
    this.#put(OP.EMPTY_DICT, OP.MARK);
  }

  end(): Uint8Array<ArrayBuffer> {
    this.#put(OP.SETITEMS, OP.STOP);
    const length = this.#parts.reduce((sum, part) => sum + part.length, 0);
    const bytes = new Uint8Array(length);
    let at = 0;
    for (const part of this.#parts) {
      bytes.set(part, at);
      at += part.length;
    }
    return bytes;
  }

  text(text: string): void {
    this.#counted(OP.BINUNICODE, new TextEncoder().encode(text));
  }

  /**
   * What `ndarray.__reduce__` says: `_reconstruct(ndarray, (0,), b"b")` with
   * the state `(1, shape, dtype, False, bytes)`.
   */
  array(values: Uint8Array, shape: readonly number[]): void {
    this.#put(OP.BINGET, MEMO.reconstruct, OP.MARK, OP.BINGET, MEMO.ndarray);
    this.#tuple([0]);
    this.#counted(OP.BINBYTES, Uint8Array.of(0x62));
    this.#put(OP.TUPLE, OP.REDUCE, OP.MARK);
    this.#integer(1);
    this.#tuple(shape);
    this.#put(OP.BINGET, MEMO.dtype, OP.NEWFALSE);
    this.#counted(OP.BINBYTES, values);
    this.#put(OP.TUPLE, OP.BUILD);
  }

  #put(...bytes: number[]): void {
    this.#parts.push(Uint8Array.from(bytes));
  }

  /** A name in two lines, ASCII. */
  #global(module: string, name: string): void {
    this.#put(OP.GLOBAL);
    this.#parts.push(new TextEncoder().encode(`${module}\n${name}\n`));
  }

  #keep(place: number): void {
    this.#put(OP.BINPUT, place, OP.POP);
  }

  #integer(value: number): void {
    this.#sized(OP.BININT, value);
  }

  #tuple(values: readonly number[]): void {
    this.#put(OP.MARK);
    for (const value of values) this.#integer(value);
    this.#put(OP.TUPLE);
  }

  #counted(opcode: number, bytes: Uint8Array): void {
    this.#sized(opcode, bytes.length);
    this.#parts.push(bytes);
  }

  #sized(opcode: number, value: number): void {
    const bytes = new Uint8Array(5);
    bytes[0] = opcode;
    new DataView(bytes.buffer).setInt32(1, value, true);
    this.#parts.push(bytes);
  }
}
