// scipy.signal.spectrogram, the one that the paper's pipeline calls. Segments overlap by nperseg // 8, lose their mean,
// are tapered by a Tukey window, and become one-sided power spectral densities.

import { float64Transform } from "./float64_transform.ts";
import type { Detrend, Spectrogram, SpectrogramPlan } from "./plan.ts";
import { getWindow, type WindowOptions } from "./window.ts";

/** Parameters of `scipy.signal.spectrogram` under SciPy's names; what is left out (or null) has SciPy's default. */
export interface ScipyOptions {
  /** Sampling frequency; 1. */
  readonly fs?: number;
  /** Points of a segment; 256, or the spectrum's length where that is less. */
  readonly nperseg?: number | null;
  /** Points that neighbouring segments share; nperseg // 8. */
  readonly noverlap?: number | null;
  /** Points of the Fourier transform; nperseg. */
  readonly nfft?: number | null;
  /** Window; Tukey with alpha 0.25. */
  readonly window?: WindowOptions;
  /** What each segment loses ahead of the window; its mean ("constant"). */
  readonly detrend?: Detrend;
  /** Power per unit of frequency ("density"), or power ("spectrum"). */
  readonly scaling?: "density" | "spectrum";
  /** One-sided power ("psd"), or the modulus of the scaled transform ("magnitude", not doubled). */
  readonly mode?: "psd" | "magnitude";
}

/**
 * The plan of a SciPy spectrogram for spectra of `points` points.
 *
 * As in SciPy, nperseg above the number of points becomes that number (SciPy warns; here `plan.segment` says what is
 * used, to be compared with what was asked), and only then are defaults and limits of noverlap and nfft worked out.
 *
 * @throws {RangeError} When a number is not an integer where it must be or out of range: points and nperseg from 1,
 * noverlap from 0 to nperseg - 1, nfft from nperseg, fs above 0.
 */
export function scipyPlan(
  points: number,
  options: ScipyOptions = {},
): SpectrogramPlan {
  const {
    fs = 1,
    window: windowOptions = { name: "tukey", alpha: 0.25 },
    detrend = "constant",
    scaling = "density",
    mode = "psd",
  } = options;
  requireInteger("spectrum length", points, 1);
  if (!(fs > 0 && fs < Infinity)) {
    throw new RangeError(`fs is ${fs}, must be a finite number above 0`);
  }
  requireOneOf("detrend", detrend, ["none", "constant", "linear"]);
  requireOneOf("scaling", scaling, ["density", "spectrum"]);
  requireOneOf("mode", mode, ["psd", "magnitude"]);
  const asked = options.nperseg ?? 256;
  requireInteger("nperseg", asked, 1);
  const segment = Math.min(asked, points);
  const noverlap = options.noverlap ?? Math.floor(segment / 8);
  requireInteger("noverlap", noverlap, 0);
  if (noverlap >= segment) {
    throw new RangeError(
      `noverlap is ${noverlap}, must be less than the ${segment} points of a segment`,
    );
  }
  const nfft = options.nfft ?? segment;
  requireInteger("nfft", nfft, segment);

  const step = segment - noverlap;
  const bins = Math.floor(nfft / 2) + 1;
  const frames = Math.floor((points - segment) / step) + 1;
  const window = getWindow(windowOptions, segment);
  const scale = scaling === "density"
    ? 1 / (fs * window.reduce((total, w) => total + w * w, 0))
    : 1 / window.reduce((total, w) => total + w, 0) ** 2;
  const power = mode === "psd";
  const factors = new Float64Array(bins).fill(power ? scale : Math.sqrt(scale));
  if (power) {
    // Both halves of the spectrum, except for what has no twin: bin 0 and the Nyquist bin of an even transform.
    const end = nfft % 2 === 0 ? bins - 1 : bins;
    for (let k = 1; k < end; k++) factors[k] *= 2;
  }
  const unit = 1 / (nfft * (1 / fs));
  return {
    points,
    length: points,
    float32: false,
    segment,
    step,
    nfft,
    bins,
    frames,
    detrend,
    window,
    power,
    factors,
    frequencies: Float64Array.from({ length: bins }, (_, k) => k * unit),
    times: Float64Array.from(
      { length: frames },
      (_, j) => (segment / 2 + j * step) / fs,
    ),
  };
}

/**
 * The spectrogram that `scipy.signal.spectrogram(x, ...)` gives, in float64; worst error a few times 1e-15 of its
 * maximum.
 *
 * @param x One spectrum (any unit; reflectance 0..1 as a rule), equally spaced points.
 * @returns `values` in C order `[bins, frames]`: in `psd` mode the squared unit of `x` (divided by frequency for
 * `density`), in `magnitude` mode its square root. The effective nperseg is `scipyPlan(x.length, options).segment`.
 * @throws {RangeError} When a parameter is out of range (see `scipyPlan`) or `x` is empty.
 * Source: `scipy.signal.spectrogram` 1.17.1.
 *
 * @example The published image: 129 bins × 9 frames from 2151 bands
 * ```ts
 * import { scipySpectrogram } from "./scipy.ts";
 *
 * const spectrum = Float64Array.from({ length: 2151 }, (_, i) => 0.3 + 0.1 * Math.sin(i / 50));
 * const { frequencies, times, values } = scipySpectrogram(spectrum);
 * if (frequencies.length !== 129 || times.length !== 9) throw new Error("shape");
 * if (values.length !== 129 * 9) throw new Error("size");
 * ```
 */
export function scipySpectrogram(
  x: Float64Array,
  options: ScipyOptions = {},
): Spectrogram {
  const plan = scipyPlan(x.length, options);
  const values = new Float64Array(plan.bins * plan.frames);
  float64Transform(plan)(x, 0, values);
  return { frequencies: plan.frequencies, times: plan.times, values };
}

function requireInteger(name: string, value: number, least: number): void {
  if (!Number.isSafeInteger(value) || value < least) {
    throw new RangeError(
      `${name} is ${value}, must be an integer of at least ${least}`,
    );
  }
}

function requireOneOf(
  name: string,
  value: string,
  known: readonly string[],
): void {
  if (!known.includes(value)) {
    throw new RangeError(
      `${name} is "${value}", must be one of ${known.join(", ")}`,
    );
  }
}
