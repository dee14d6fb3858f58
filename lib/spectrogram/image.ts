// From spectra to the network's input. Each spectrum becomes a spectrogram, is scaled on its own, and is laid down as
// one channel of its sample's image: Code S1's map_dict_wave_spec and Code S2's transpose([1, 2, 0]) in one pass.

import { InputError } from "../errors.ts";
import { centredRows, type DeviceImages } from "./device_images.ts";
import { float64Transform } from "./float64_transform.ts";
import { type MatrixProduct, productTransform } from "./matrix_product.ts";
import { type NormalizeOptions, normalizeSpectrogram } from "./normalize.ts";
import type { SpectrogramPlan } from "./plan.ts";
import { type ScipyOptions, scipyPlan } from "./scipy.ts";
import { type TensorflowOptions, tensorflowPlan } from "./tensorflow.ts";

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

/** What images are made of; a `SpectraSet` is one. */
export interface SpectraLike {
  /** Names, one per sample. */
  readonly samples: readonly string[];
  /** Spectra per sample. */
  readonly replicates: number;
  /** Wavelengths in nm; their number is that of a spectrum's points. */
  readonly wavelengths: ArrayLike<number>;
  /** Float64 in C order `[sample, replicate, band]`. */
  readonly reflectance: Float64Array;
}

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

/** Spectra that a device is given at once: 36 MB, and as much for each of its steps. */
const DEVICE_BATCH = 4096;

/** What float32 may leave of a trend in a point, for sums in a tree. */
const DEVICE_ROUNDING = 16 * 2 ** -24;

interface OnDevice {
  readonly set: SpectraLike;
  readonly options: SpectrogramOptions;
  readonly plan: SpectrogramPlan;
  readonly data: Float32Array;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Makes all images on a device, the next batch being prepared while one is under way. */
async function onDevice(
  { set, options, plan, data, onProgress }: OnDevice,
  device: DeviceImages,
): Promise<void> {
  const channels = set.replicates;
  const total = set.samples.length * channels;
  const stretch = options.normalization === "min-max";
  const size = plan.bins * plan.frames;
  const rounding = roundingLevel(plan, DEVICE_ROUNDING);
  const most = Math.max(1, Math.floor(DEVICE_BATCH / channels)) * channels;
  const { run, dispose } = device(plan, { channels, stretch });
  const finish = async (
    begin: number,
    levels: Float64Array,
    made: ReturnType<typeof run>,
  ) => {
    const { data: values, ranges } = await made;
    levels.forEach((level, i) => {
      if (stretch && !(ranges[i] > level)) {
        throw sameEverywhere(set, begin + i, options);
      }
    });
    data.set(values, begin * size);
    onProgress?.(begin + levels.length, total);
  };
  try {
    let before: Promise<void> = Promise.resolve();
    for (let begin = 0; begin < total; begin += most) {
      const end = Math.min(total, begin + most);
      const levels = Float64Array.from({ length: end - begin }, (_, i) => {
        const greatest = checkSpectrum(set, begin + i, options);
        return rounding * (plan.power ? greatest * greatest : greatest);
      });
      const rows = centredRows(plan, set.reflectance, begin, end);
      const made = run({ rows, count: end - begin });
      made.catch(() => {}); // seen where it is awaited
      await before;
      before = finish(begin, levels, made);
      before.catch(() => {});
    }
    await before;
  } finally {
    dispose();
  }
}

function sameEverywhere(
  set: SpectraLike,
  index: number,
  { scale }: NormalizeOptions,
): InputError {
  return new InputError(
    `${
      nameOf(set, index)
    } has the same value everywhere in its ${scale} spectrogram, min-max needs some variation`,
  );
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

/** Greatest modulus of a spectrum's values, after checking that they can make an image. */
function checkSpectrum(
  set: SpectraLike,
  index: number,
  options: NormalizeOptions,
): number {
  const points = set.wavelengths.length;
  const start = index * points;
  const { reflectance } = set;
  const first = reflectance[start];
  let least = first;
  let greatest = first;
  for (let i = start; i < start + points; i++) {
    const value = reflectance[i];
    // The difference is NaN for infinities too.
    if (value - value !== 0) {
      throw new InputError(
        `${nameOf(set, index)} has ${value} at ${
          set.wavelengths[i - start]
        } nm, a spectrogram needs finite values`,
      );
    }
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  if (least === greatest && options.normalization === "min-max") {
    throw new InputError(
      `${
        nameOf(set, index)
      } is constant (${first} at every wavelength), min-max needs some variation`,
    );
  }
  return Math.max(greatest, -least);
}

/**
 * Largest value that rounding alone can leave in a spectrogram when the trend is all there was, for spectra of up to 1:
 * each point of a segment may be wrong by `error`, which is `segment` roundings of the greatest value if left out.
 */
function roundingLevel(
  plan: SpectrogramPlan,
  error: number = plan.segment * Number.EPSILON,
): number {
  if (plan.detrend === "none") return 0;
  const weight = plan.window.reduce((total, w) => total + Math.abs(w), 0);
  const modulus = error * weight;
  const factor = Math.max(...plan.factors.subarray(0, 2));
  return (plan.power ? modulus * modulus : modulus) * factor;
}

function nameOf(set: SpectraLike, index: number): string {
  const replicate = index % set.replicates;
  const sample = set.samples[(index - replicate) / set.replicates];
  return `Sample "${sample}", replicate ${replicate + 1},`;
}
