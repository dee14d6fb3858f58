// Code S1's get_spectrogram: the modulus of tf.signal.stft of a spectrum cut or padded to a fixed length. The paper
// defines it and then trains on SciPy's spectrograms; it is here for comparison and for its figures.

import { float64Transform } from "./float64_transform.ts";
import type { Spectrogram, SpectrogramPlan } from "./plan.ts";
import { getWindow, type WindowOptions } from "./window.ts";

/** Parameters of Code S1's `get_spectrogram`; the defaults are its own. */
export interface TensorflowOptions {
  /** Points that a spectrum is cut or zero-padded to; 2151. */
  readonly length?: number;
  /** Points of a frame; 128. */
  readonly frame_length?: number;
  /** Points from frame to frame; 64. */
  readonly frame_step?: number;
  /** Points of the Fourier transform; the next power of two from frame_length. */
  readonly fft_length?: number | null;
  /** Window; Hann. */
  readonly window?: WindowOptions;
}

/**
 * The plan of Code S1's TensorFlow spectrogram for spectra of `points` points.
 *
 * @throws {RangeError} When a parameter is not a positive integer, length is less than frame_length (TensorFlow would
 * return no frame) or fft_length is less than frame_length (TensorFlow would cut frames silently).
 */
export function tensorflowPlan(
  points: number,
  options: TensorflowOptions = {},
): SpectrogramPlan {
  const {
    length = 2151,
    frame_length: segment = 128,
    frame_step: step = 64,
    window = { name: "hann" },
  } = options;
  const nfft = options.fft_length ?? nextPowerOfTwo(segment);
  const numbers = {
    "spectrum length": points,
    length,
    frame_length: segment,
    frame_step: step,
    fft_length: nfft,
  };
  for (const [name, value] of Object.entries(numbers)) {
    if (!Number.isSafeInteger(value) || value < 1) {
      throw new RangeError(`${name} is ${value}, must be a positive integer`);
    }
  }
  for (const [name, value] of [["length", length], ["fft_length", nfft]]) {
    if (Number(value) < segment) {
      throw new RangeError(
        `${name} is ${value}, must be at least frame_length ${segment}`,
      );
    }
  }
  const bins = Math.floor(nfft / 2) + 1;
  const frames = Math.floor((length - segment) / step) + 1;
  return {
    points,
    length,
    float32: true,
    segment,
    step,
    nfft,
    bins,
    frames,
    detrend: "none",
    window: frameWindow(window, segment),
    power: false,
    factors: new Float64Array(bins).fill(1),
    frequencies: Float64Array.from({ length: bins }, (_, k) => k / nfft),
    times: Float64Array.from(
      { length: frames },
      (_, j) => segment / 2 + j * step,
    ),
  };
}

/**
 * Code S1's `get_spectrogram`: the spectrum cut or zero-padded, rounded to float32, and `abs(tf.signal.stft(...))` of
 * it. Everything after the rounding is float64 here, so that it is closer to the exact value than TensorFlow's own
 * float32 result.
 *
 * @param x One spectrum, any length.
 * @returns `values` in C order `[bins, frames]` (65 × 32 by default), in the unit of `x`. TensorFlow itself returns
 * `[frames, bins]`; here every method has the order of the network's images. `frequencies` are in cycles per point,
 * `times` are the frames' centres in points.
 * @throws {RangeError} When a parameter is out of range (see `tensorflowPlan`) or `x` is empty.
 * Source: Code S1 of doi 10.3390/rs16111964, and `tf.signal.stft` of TensorFlow 2.21.
 *
 * @example
 * ```ts
 * import { tensorflowSpectrogram } from "./tensorflow.ts";
 *
 * const { frequencies, times } = tensorflowSpectrogram(new Float64Array(2000).fill(0.5));
 * if (frequencies.length !== 65 || times.length !== 32) throw new Error("shape");
 * ```
 */
export function tensorflowSpectrogram(
  x: Float64Array,
  options: TensorflowOptions = {},
): Spectrogram {
  const plan = tensorflowPlan(x.length, options);
  const values = new Float64Array(plan.bins * plan.frames);
  float64Transform(plan)(x, 0, values);
  return { frequencies: plan.frequencies, times: plan.times, values };
}

/**
 * TensorFlow's hann_window and hamming_window are periodic for even lengths only; for odd ones they are symmetric, that
 * is, the periodic window of one point less and its first point once more.
 */
function frameWindow(window: WindowOptions, length: number): Float64Array {
  const cosine = window.name === "hann" || window.name === "hamming";
  if (!cosine || length % 2 === 0 || length === 1) {
    return getWindow(window, length);
  }
  const periodic = getWindow(window, length - 1);
  return Float64Array.of(...periodic, periodic[0]);
}

function nextPowerOfTwo(value: number): number {
  let power = 1;
  while (power < value) power *= 2;
  return power;
}
