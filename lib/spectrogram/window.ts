// Window functions under SciPy's names. A spectrogram multiplies every segment by one of them; all are "periodic"
// (SciPy's fftbins=True): one point longer than asked for, symmetric, and then without that last point.

/** The windows that can be named in a config. */
export type WindowName = "boxcar" | "hann" | "hamming" | "blackman" | "tukey";

/** A window by name. */
export interface WindowOptions {
  /** Which window. */
  readonly name: WindowName;
  /** Tapered share of `tukey` (of no other window): 0 is boxcar, 1 is Hann; 0.5. */
  readonly alpha?: number;
}

/** Weights of cos(0), cos(t), cos(2t) for the windows that are sums of cosines. */
const COSINE_SUMS: Readonly<Record<string, readonly number[]>> = {
  hann: [0.5, 1 - 0.5],
  hamming: [0.54, 1 - 0.54],
  blackman: [0.42, 0.50, 0.08],
};

/**
 * The periodic window of `length` points: what `scipy.signal.get_window(name, length)` returns, to rounding.
 *
 * @param window Name, and `alpha` for `tukey`.
 * @param length Points of the window, 1 or more.
 * @returns Float64Array of `length` weights between 0 and 1.
 * @throws {RangeError} When the name is unknown, the length is not a positive integer, or alpha is not a finite
 * number or stands beside a window that has none.
 *
 * @example A Hann window of four points
 * ```ts
 * import { getWindow } from "./window.ts";
 *
 * const rounded = getWindow({ name: "hann" }, 4).map((w) => Math.round(w * 1e9) / 1e9);
 * if (rounded.join() !== "0,0.5,1,0.5") throw new Error(rounded.join());
 * ```
 */
export function getWindow(window: WindowOptions, length: number): Float64Array {
  if (!Number.isInteger(length) || length < 1) {
    throw new RangeError(
      `A window has ${length} points, must be a positive integer`,
    );
  }
  if (window.name === "tukey") return tukey(window.alpha ?? 0.5, length);
  if (window.alpha !== undefined) {
    throw new RangeError(
      `Window "${window.name}" is given alpha, only "tukey" has one`,
    );
  }
  if (window.name === "boxcar") return new Float64Array(length).fill(1);
  const weights = Object.hasOwn(COSINE_SUMS, window.name)
    ? COSINE_SUMS[window.name]
    : undefined;
  if (weights === undefined) {
    throw new RangeError(
      `Window "${window.name}" is unknown, must be boxcar, hann, hamming, blackman or tukey`,
    );
  }
  return cosineSum(weights, length);
}

function cosineSum(weights: readonly number[], length: number): Float64Array {
  if (length === 1) return new Float64Array([1]);
  // Same arithmetic as NumPy's linspace(-pi, pi, length + 1), so that equal inputs round alike.
  const step = (2 * Math.PI) / length;
  return Float64Array.from({ length }, (_, n) => {
    const angle = n * step - Math.PI;
    let sum = 0;
    for (let k = 0; k < weights.length; k++) {
      sum += weights[k] * Math.cos(k * angle);
    }
    return sum;
  });
}

function tukey(alpha: number, length: number): Float64Array {
  if (!Number.isFinite(alpha)) {
    throw new RangeError(
      `Window "tukey" has alpha ${alpha}, must be a finite number`,
    );
  }
  if (alpha <= 0 || length === 1) return new Float64Array(length).fill(1);
  if (alpha >= 1) return cosineSum(COSINE_SUMS.hann, length);
  // The symmetric window has length + 1 points, 0 to `length`.
  const width = Math.floor(alpha * length / 2);
  return Float64Array.from({ length }, (_, n) => {
    if (n <= width) {
      return 0.5 * (1 + Math.cos(Math.PI * (-1 + 2 * n / alpha / length)));
    }
    if (n < length - width) return 1;
    return 0.5 *
      (1 + Math.cos(Math.PI * (-2 / alpha + 1 + 2 * n / alpha / length)));
  });
}
