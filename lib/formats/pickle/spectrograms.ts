// Code S1's output, `spectogram.pickle`: a dict of sample to an array
// `[replicate, bin, frame]`. Code S2 turns it by transpose([1, 2, 0]); so does
// this reader.
import { InputError } from "../../errors.ts";
import { asArray, numbersOf, type Place, toLabel } from "./numpy.ts";
import { unpickle } from "./unpickle.ts";
import { describe, PyDict } from "./values.ts";

/** Images with the names of their samples. */
export interface NamedImages {
  /** Names, one for each image. */
  readonly names: readonly string[];
  /** Length of the axes: samples, bins, frames, channels. */
  readonly shape: readonly [number, number, number, number];
  /** Float32 in C order `[sample, bin, frame, channel]`. */
  readonly data: Float32Array;
}

/**
 * Reads spectrograms that Code S1 (or this package) pickled.
 *
 * @param bytes The file.
 * @param source Its name, for messages.
 * @returns Images in the order of the dict, replicates as channels, rounded to
 * float32 as Keras does with what it is fed.
 * @throws {InputError} If it holds anything else, arrays of several shapes, or
 * a value that is not finite; nothing of it is executed.
 */
export function decodeSpectrograms(
  bytes: Uint8Array,
  source: string,
): NamedImages {
  const dict = unpickle(bytes, source);
  if (!(dict instanceof PyDict) || dict.entries.size === 0) {
    throw new InputError(
      `${source}: is ${describe(dict)}; expected a dict of sample to array`,
    );
  }
  const names = new Set<string>();
  let shape: readonly number[] | undefined;
  let data = new Float32Array();
  for (const [key, value] of dict.entries) {
    const name = toLabel(key, { source, what: "the dict" });
    if (names.has(name)) {
      throw new InputError(`${source}: has sample ${name} twice`);
    }
    const place: Place = { source, what: `sample ${name}` };
    const array = asArray(value, place);
    const found = array.shape.join(", ");
    if (array.shape.length !== 3 || array.shape.includes(0)) {
      throw new InputError(
        `${source}: sample ${name} is an array of shape (${found}); expected ` +
          "(replicates, bins, frames)",
      );
    }
    if (!shape) {
      shape = array.shape;
      const size = dict.entries.size * sizeOf(shape);
      // A value takes a byte at least: one array under many names could else
      // ask for all memory.
      if (size > bytes.length) {
        throw new InputError(
          `${source}: would hold ${size} values in ${bytes.length} bytes; ` +
            "expected an array of its own for each sample",
        );
      }
      data = new Float32Array(size);
    } else if (found !== shape.join(", ")) {
      throw new InputError(
        `${source}: sample ${name} is an array of shape (${found}) and ` +
          `the first one of (${shape.join(", ")}); expected one shape for all`,
      );
    }
    const start = names.size * sizeOf(shape);
    layDown(numbersOf(array, place), shape, data.subarray(start));
    names.add(name);
  }
  const bad = data.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new InputError(
      `${source}: sample ${
        [...names][Math.floor(bad / sizeOf(shape!))]
      } holds ` +
        `${data[bad]}; expected numbers`,
    );
  }
  const [channels, bins, frames] = shape!;
  return {
    names: [...names],
    shape: [names.size, bins, frames, channels],
    data,
  };
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

/** `[replicate, bin, frame]` as `[bin, frame, replicate]`. */
function layDown(
  values: Float64Array,
  [channels, bins, frames]: readonly number[],
  into: Float32Array,
): void {
  const size = bins * frames;
  for (let channel = 0; channel < channels; channel++) {
    for (let i = 0; i < size; i++) {
      into[i * channels + channel] = values[channel * size + i];
    }
  }
}
