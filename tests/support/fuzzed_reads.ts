// How a damaged file is read: through the door that users come in by, and
// what comes out is checked to be whole. Its text is compared where checksums
// leave no excuse.
import { encodeNpy } from "../../lib/artifacts/npy.ts";
import { InputError } from "../../lib/errors.ts";
import { decodeKerasData } from "../../lib/model/keras/decode_keras.ts";
import { decodeImages } from "../../lib/pipeline/read_spectrograms.ts";
import { instrumentFormat } from "../../lib/formats/formats.ts";
import { openSpectra } from "../../lib/spectra/open.ts";
import { HEAD_BYTES } from "../../lib/formats/shared/open_file.ts";
import { decodeSampleMatched } from "../../lib/spectra/sample_matched.ts";
import { decodeSpectrograms } from "../../lib/formats/pickle/spectrograms.ts";
import {
  createSpectraSet,
  type SpectraSet,
} from "../../lib/spectra/spectra_set.ts";
import { openLabels } from "../../lib/spectra/tables/open_labels.ts";

/**
 * Reads a file.
 *
 * @param bytes The file, damaged.
 * @param folder An empty folder, the same in every round.
 * @returns The value as a text; a value that is not sound throws.
 */
export type Read = (
  bytes: Uint8Array<ArrayBuffer>,
  folder: string,
) => Promise<string>;

/** Spectra in a file of any format, under a file name of its own. */
export function readFile(name: string): Read {
  return async (bytes, folder) => {
    const path = `${folder}/${name.split("/").at(-1)}`;
    await Deno.writeFile(path, bytes);
    return spectraText(await openSpectra(path));
  };
}

/** Spectra in a file that is read with another, or is the other. */
export function readBeside(name: string, other: URL, opened: string): Read {
  return async (bytes, folder) => {
    const beside = other.pathname.split("/").at(-1);
    await Deno.writeFile(`${folder}/${name}`, bytes);
    await Deno.writeFile(`${folder}/${beside}`, await Deno.readFile(other));
    return spectraText(await openSpectra(`${folder}/${opened}`));
  };
}

/** Counts in an ASD file and the white panel's file, one of them damaged. */
export function readWithWhite(
  name: "counts.asd" | "white.asd",
  other: Uint8Array<ArrayBuffer>,
): Read {
  const beside = name === "white.asd" ? "counts.asd" : "white.asd";
  return async (bytes, folder) => {
    await Deno.writeFile(`${folder}/${name}`, bytes);
    await Deno.writeFile(`${folder}/${beside}`, other);
    return spectraText(
      await openSpectra(`${folder}/counts.asd`, {
        whiteReference: `${folder}/white.asd`,
      }),
    );
  };
}

/** Spectra of an instrument's file, each by itself. */
export const readInstrument: Read = async (bytes) => {
  const format = instrumentFormat(bytes.subarray(0, HEAD_BYTES));
  if (!format) throw new InputError("x: is in no instrument's format");
  const spectra = [await format.read(bytes, "x")].flat();
  return spectra.map(({ wavelengths, reflectance }) =>
    spectraText({
      samples: ["x"],
      replicates: 1,
      groups: null,
      wavelengths,
      reflectance,
    })
  ).join("\n");
};

/** The second of three tables in a folder. */
export function readTables(other: string): Read {
  return async (bytes, folder) => {
    await Deno.writeTextFile(`${folder}/RS001.csv`, other);
    await Deno.writeFile(`${folder}/RS002.csv`, bytes);
    await Deno.writeTextFile(`${folder}/RS003.csv`, other);
    return spectraText(await openSpectra(folder));
  };
}

/** Reflectance of two bands beside their wavelengths. */
export const readArrays: Read = async (bytes, folder) => {
  const wavelengths = encodeNpy(Float64Array.of(350, 351), [2]);
  await Deno.writeFile(`${folder}/wavelengths.npy`, wavelengths);
  await Deno.writeFile(`${folder}/reflectance.npy`, bytes);
  return spectraText(await openSpectra(folder));
};

/** Laboratory values of these targets. */
export function readTargets(targets: readonly string[]): Read {
  return async (bytes, folder) => {
    const path = `${folder}/labels`;
    await Deno.writeFile(path, bytes);
    const { samples, values } = await openLabels(path, targets);
    whole(values, samples.length * targets.length);
    return JSON.stringify([samples, [...values]]);
  };
}

/** A network that Keras saved. */
export const readKeras: Read = async (bytes) => {
  const { spec, weights } = await decodeKerasData(bytes, "x");
  spec.weights.forEach(({ shape }, i) =>
    whole(weights[i], shape.reduce((size, axis) => size * axis, 1))
  );
  const sum = weights.flatMap((values) => [...values])
    .reduce((total, value, i) => total + value * (i % 997), 0);
  return JSON.stringify([spec, sum]);
};

/** `sample_matched.pickle`. */
export const readSamplePickle: Read = (bytes) =>
  Promise.resolve(spectraText(decodeSampleMatched(bytes, "x")));

/** Spectrograms for these samples; null takes what a pickle has. */
export function readImages(names: readonly string[] | null): Read {
  return async (bytes) => {
    const wanted = names ?? decodeSpectrograms(bytes, "x").names;
    const stack = await decodeImages(bytes, wanted, "x");
    const { samples, bins, frames, channels, data } = stack;
    whole(data, samples * bins * frames * channels);
    return JSON.stringify([wanted, bins, frames, channels, [...data]]);
  };
}

function spectraText(set: SpectraSet): string {
  const { samples, replicates, groups, wavelengths, reflectance } =
    createSpectraSet(set);
  return JSON.stringify(
    [samples, replicates, groups, [...wavelengths], [...reflectance]],
  );
}

function whole(values: Float32Array | Float64Array, size: number): void {
  if (values.length !== size) {
    throw new TypeError(`There are ${values.length} values, must be ${size}`);
  }
  if (!values.every(Number.isFinite)) {
    throw new RangeError("A value is not finite, must be");
  }
}
