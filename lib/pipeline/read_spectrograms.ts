// Images that are already made, in one of the files that people have them in.
import { decodeNpy } from "../artifacts/npy.ts";
import { readNpy } from "../artifacts/npy_read.ts";
import { bytesSource, readZipEntries } from "../artifacts/zip_entries.ts";
import { InputError } from "../errors.ts";
import type { ImageStack } from "../spectrogram/image.ts";
import { looksLikePickle } from "../formats/pickle/looks_like_pickle.ts";
import {
  decodeSpectrograms,
  type NamedImages,
} from "../formats/pickle/spectrograms.ts";
import { isZip } from "../formats/containers/archive.ts";
import { toStack } from "./archive.ts";

/**
 * Understands a file of spectrograms, by its content.
 *
 * @param bytes A `.npy` file with float32 `[samples, bins, frames, channels]`;
 * a `.npz` file with such an array `spectrograms` and names `samples`; or a
 * pickled dict of sample to `[channels, bins, frames]` as Code S1 leaves it.
 * @param names Samples in the order wanted; a `.npy` file has just that order.
 * @param source Name of the file, for messages.
 * @throws {InputError} If it is something else, lacks a sample, or holds a value
 * that is not finite.
 */
export async function decodeImages(
  bytes: Uint8Array,
  names: readonly string[],
  source: string,
): Promise<ImageStack> {
  const stack = await decode(bytes, names, source);
  const bad = stack.data.findIndex((value) => !Number.isFinite(value));
  if (bad < 0) return stack;
  const row = Math.floor(bad / (stack.data.length / stack.samples));
  throw new InputError(
    `${source}: the image of sample ${names[row] ?? row + 1} holds ` +
      `${stack.data[bad]}; expected finite numbers`,
  );
}

async function decode(
  bytes: Uint8Array,
  names: readonly string[],
  source: string,
): Promise<ImageStack> {
  if (looksLikePickle(bytes)) {
    return inOrder(decodeSpectrograms(bytes, source), names, source);
  }
  if (isZip(bytes)) {
    return inOrder(await decodeNpzImages(bytes, source), names, source);
  }
  return toStack(decodeNpy(bytes, source), source);
}

/** Arrays `spectrograms` and `samples`, as `deno task spectrogram` writes them. */
async function decodeNpzImages(
  bytes: Uint8Array,
  source: string,
): Promise<NamedImages> {
  const entries = await readZipEntries(bytesSource(bytes.slice()), source);
  const read = async (name: string) => {
    const entry = entries.find((one) => one.name === `${name}.npy`);
    if (entry) {
      return await readNpy(entry.pieces(), entry.size, `${source}, ${name}`);
    }
    throw new InputError(
      `${source}: has no array ${name}; expected spectrograms and samples`,
    );
  };
  const { data, shape } = await read("spectrograms");
  const samples = await read("samples");
  if (!(data instanceof Float64Array) || shape.length !== 4) {
    throw new InputError(
      `${source}, spectrograms: has shape (${shape.join(", ")}); expected ` +
        "numbers of (samples, bins, frames, channels)",
    );
  }
  const names = Array.from<string | number>(samples.data).map(String);
  if (names.length !== shape[0]) {
    throw new InputError(
      `${source}, samples: has ${names.length} names for ${shape[0]} images`,
    );
  }
  return {
    names,
    shape: shape as unknown as NamedImages["shape"],
    data: Float32Array.from(data),
  };
}

/** As Code S2 does: what no sample asks for is left out. */
function inOrder(
  images: NamedImages,
  names: readonly string[],
  source: string,
): ImageStack {
  const [, bins, frames, channels] = images.shape;
  const size = bins * frames * channels;
  const rows = new Map(images.names.map((name, row) => [name, row]));
  const data = new Float32Array(names.length * size);
  names.forEach((name, at) => {
    const row = rows.get(name);
    if (row === undefined) {
      throw new InputError(
        `${source}: has no sample ${name}; expected one for each row of the ` +
          "table of samples",
      );
    }
    const image = images.data.subarray(row * size, (row + 1) * size);
    data.set(image, at * size);
  });
  return { samples: names.length, bins, frames, channels, data };
}
