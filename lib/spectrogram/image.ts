// From spectra to the network's input. Each spectrum becomes a spectrogram, is scaled on its own, and is laid down as
// one channel of its sample's image: Code S1's map_dict_wave_spec and Code S2's transpose([1, 2, 0]) in one pass.

import { InputError } from "../errors.ts";
import {
  checkSpectrum,
  roundingLevel,
  sameEverywhere,
} from "./check_spectrum.ts";
import type { DeviceImages } from "./device_images.ts";
import { float64Transform } from "./float64_transform.ts";
import { type MatrixProduct, productTransform } from "./matrix_product.ts";
import { type NormalizeOptions, normalizeSpectrogram } from "./normalize.ts";
import { onDevice } from "./on_device.ts";
import type { SpectrogramPlan } from "./plan.ts";
import { type ScipyOptions, scipyPlan } from "./scipy.ts";
import type { SpectraLike } from "./spectra_like.ts";
import { type TensorflowOptions, tensorflowPlan } from "./tensorflow.ts";

export type { SpectraLike } from "./spectra_like.ts";

/** Images of all samples: float32 in C order `[samples, bins, frames, channels]`. */
export interface ImageStack {
  /** Images, one per sample. */
  readonly samples: number;
  /** Frequency bins, lowest first. */
  readonly bins: number;
  /** Time frames, that is, stretches of wavelengths. */
  readonly frames: number;
  /** Replicates of a sample. */
  readonly channels: number;
  /** Values. */
  readonly data: Float32Array;
}

/** The part of a config that says how images are made. */
export type SpectrogramOptions =
  & NormalizeOptions
  & (
    | ({ readonly method: "scipy" } & ScipyOptions)
    | ({ readonly method: "tensorflow" } & TensorflowOptions)
  );

/** How `toImages` goes about it. */
export interface ToImagesOptions {
  /** Called after every batch with the number of spectra done and of all. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Matrix product of a GPU; without it the float64 path computes. */
  readonly product?: MatrixProduct;
  /** A device that goes all the way, where the scale is linear; `product` has the rest. */
  readonly device?: DeviceImages;
}

/** Spectra between two reports of progress. */
const FLOAT64_BATCH = 256;
/** Spectra between two looks at the event loop (Ctrl-C); a timer takes 4 ms, so not too many of them. */
const FLOAT64_TURN = 8 * FLOAT64_BATCH;

/**
 * The plan that `options` means for spectra of `points` points: image shape, frequencies, times, and the nperseg that
 * is really used (`segment`).
 *
 * @throws {RangeError} When a parameter is out of range or the method is unknown.
 */
export function planSpectrogram(
  options: SpectrogramOptions,
  points: number,
): SpectrogramPlan {
  switch (options.method) {
    case "scipy":
      return scipyPlan(points, options);
    case "tensorflow":
      return tensorflowPlan(points, options);
    default: {
      const { method } = options as { method: unknown };
      throw new RangeError(
        `Method is "${method}", must be scipy or tensorflow`,
      );
    }
  }
}

/**
 * Turns every spectrum into a spectrogram and stacks them as images, replicates as channels (one replicate: one
 * channel).
 *
 * Scale "log10" takes `log10(value + 2^-52)` of the spectrogram's values, whatever the mode; "min-max" then stretches
 * each spectrogram on its own to 0..1. All of it is float64 and is rounded to float32 once, at the end. The result
 * does not depend on batches, and on the float64 path not on the machine.
 *
 * @param set Spectra; each is taken as equally spaced points.
 * @param options Method, its parameters, normalization and scale.
 * @returns Float32 `[samples, bins, frames, channels]`; 129 × 9 per channel for the published parameters and 2151
 * bands.
 * @throws {InputError} When a value is not finite, or "min-max" meets a spectrum that is constant or whose spectrogram
 * is (sample and replicate are named), or a parameter is out of range for spectra of this length.
 * @throws {TypeError} When the reflectance does not have samples × replicates × bands values.
 *
 * @example Two samples of one replicate
 * ```ts
 * import { toImages } from "./image.ts";
 *
 * const bands = 2151;
 * const images = await toImages({
 *   samples: ["A", "B"],
 *   replicates: 1,
 *   wavelengths: Float64Array.from({ length: bands }, (_, i) => 350 + i),
 *   reflectance: Float64Array.from({ length: 2 * bands }, (_, i) => 0.3 + 0.1 * Math.sin(i / 40)),
 * }, { method: "scipy", normalization: "min-max", scale: "linear" });
 * if (images.data.length !== 2 * 129 * 9 * 1) throw new Error("size");
 * ```
 */
export async function toImages(
  set: SpectraLike,
  options: SpectrogramOptions,
  { onProgress, product, device }: ToImagesOptions = {},
): Promise<ImageStack> {
  const points = set.wavelengths.length;
  const samples = set.samples.length;
  const channels = set.replicates;
  const total = samples * channels;
  if (set.reflectance.length !== total * points) {
    throw new TypeError(
      `Reflectance has ${set.reflectance.length} values, must have ${samples} samples x ${channels} replicates x ${points} bands`,
    );
  }
  const plan = planFor(points, options);
  const size = plan.bins * plan.frames;
  const data = new Float32Array(total * size);
  if (device && options.scale === "linear") {
    await onDevice({ set, options, plan, data, onProgress }, device);
    return { samples, bins: plan.bins, frames: plan.frames, channels, data };
  }
  const rounding = roundingLevel(plan);

  /** Scales one spectrum's values and writes them as channel `index % channels`. */
  const place = (values: Float64Array, index: number): void => {
    const greatest = checkSpectrum(set, index, options);
    const level = rounding * (plan.power ? greatest * greatest : greatest);
    if (!normalizeSpectrogram(values, options, level)) {
      throw sameEverywhere(set, index, options);
    }
    const channel = index % channels;
    let to = ((index - channel) / channels) * size * channels + channel;
    for (let i = 0; i < size; i++, to += channels) data[to] = values[i];
  };

  if (product) {
    const { spectraPerBatch, transform } = productTransform(plan, product);
    for (let begin = 0; begin < total; begin += spectraPerBatch) {
      const end = Math.min(total, begin + spectraPerBatch);
      const values = await transform(set.reflectance, begin, end);
      for (let s = begin; s < end; s++) {
        place(values.subarray((s - begin) * size, (s - begin + 1) * size), s);
      }
      onProgress?.(end, total);
    }
  } else {
    const transform = float64Transform(plan);
    const values = new Float64Array(size);
    for (let begin = 0; begin < total; begin += FLOAT64_BATCH) {
      const end = Math.min(total, begin + FLOAT64_BATCH);
      for (let s = begin; s < end; s++) {
        transform(set.reflectance, s, values);
        place(values, s);
      }
      onProgress?.(end, total);
      if (end % FLOAT64_TURN === 0) {
        await new Promise((resolve) => setTimeout(resolve));
      }
    }
  }
  return { samples, bins: plan.bins, frames: plan.frames, channels, data };
}

/** Like `planSpectrogram`, for parameters that only the length of the spectra puts out of range. */
function planFor(
  points: number,
  options: SpectrogramOptions,
): SpectrogramPlan {
  try {
    return planSpectrogram(options, points);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError(
      `Spectra of ${points} points do not make a spectrogram: ${error.message}`,
    );
  }
}
