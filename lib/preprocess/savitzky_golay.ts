// Savitzky-Golay: in a window around each band a polynomial is fitted, and its
// value or derivative there is the result. That is a weighted sum; the weights
// are made once, for the middle of the window and, at both ends of a spectrum,
// for the places beside it. (npm ml-savitzky-golay-generalized 5.0.0 agrees with
// SciPy as well for short windows, but is 1.1e-9 off at 101 bands and degree 5.)
import type { SavitzkyGolayConfig } from "../config/preprocess_types.ts";
import { InputError } from "../errors.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";
import { orthonormal } from "./orthonormal.ts";
import { mapRows } from "./rows.ts";

/** Share by which the distance of two bands may differ from the mean. */
const UNEVEN = 1e-3;

/**
 * Smooths spectra or takes their derivative.
 *
 * @param set Spectra on evenly spaced wavelengths.
 * @param options SciPy's parameters: an odd window in bands, the degree of the
 * polynomial, the derivative, and `delta`, the distance of the bands by whose
 * power a derivative is divided.
 * @returns A new set; a derivative is per nm if `delta` is in nm.
 * @throws {InputError} If wavelengths are not evenly spaced, or fewer than the
 * window.
 * @throws {RangeError} If the window is even or not above the degree.
 *
 * Reference: `scipy.signal.savgol_filter` with `mode="interp"`: the first and
 * last half window come from the polynomial of the first and last whole one.
 */
export function savitzkyGolay(
  set: SpectraSet,
  options: Omit<SavitzkyGolayConfig, "step">,
): SpectraSet {
  const { window_length: length } = options;
  const bands = set.wavelengths.length;
  refuseGrid(set.wavelengths, length);
  const weights = savitzkyGolayWeights(options);
  const half = (length - 1) / 2;
  return mapRows(set, (from, to) => {
    for (let band = 0; band < bands; band++) {
      const start = Math.min(Math.max(band - half, 0), bands - length);
      const own = weights[band - start];
      let sum = 0;
      for (let i = 0; i < length; i++) sum += own[i] * from[start + i];
      to[band] = sum;
    }
  });
}

/**
 * Makes the weights of a window.
 *
 * @returns For each place in the window, from its first band to its last, the
 * weight of each band.
 * @throws {RangeError} If the window is even or not above the degree.
 */
export function savitzkyGolayWeights(
  { window_length: length, polyorder, deriv, delta }: Omit<
    SavitzkyGolayConfig,
    "step"
  >,
): Float64Array[] {
  if (length % 2 === 0 || length <= polyorder) {
    throw new RangeError(
      `Window is ${length}, must be odd and above polyorder, ${polyorder}`,
    );
  }
  const half = (length - 1) / 2;
  const points = Float64Array.from(
    { length },
    (_, i) => (i - half) / Math.max(half, 1),
  );
  const { values, centers, norms } = orthonormal(points, polyorder);
  let unit = 1;
  for (let i = 0; i < deriv; i++) unit *= half * delta;
  return Array.from({ length }, (_, place) => {
    const at = derivatives(points[place], deriv, { centers, norms });
    return Float64Array.from({ length }, (_, i) => {
      let sum = 0;
      for (let k = 0; k <= polyorder; k++) sum += at[k] * values[k][i];
      return sum / unit;
    });
  });
}

/** The derivative of each polynomial at one point: the recurrence, derived. */
function derivatives(
  point: number,
  deriv: number,
  { centers, norms }: {
    readonly centers: readonly number[];
    readonly norms: readonly number[];
  },
): number[] {
  let lower = new Array<number>(norms.length).fill(0);
  for (let d = 0; d <= deriv; d++) {
    const now = [d === 0 ? 1 / norms[0] : 0];
    centers.forEach((center, k) => {
      const before = k > 0 ? norms[k] * now[k - 1] : 0;
      const sum = (point - center) * now[k] + d * lower[k] - before;
      now.push(sum / norms[k + 1]);
    });
    lower = now;
  }
  return lower;
}

function refuseGrid(wavelengths: Float64Array, length: number): void {
  const bands = wavelengths.length;
  if (bands < length) {
    throw new InputError(
      `Step savitzky_golay has ${bands} wavelengths; expected ` +
        `window_length, ${length}, or more`,
    );
  }
  const mean = (wavelengths[bands - 1] - wavelengths[0]) / (bands - 1);
  let [worst, most] = [0, UNEVEN * mean];
  for (let band = 1; band < bands; band++) {
    const own = wavelengths[band] - wavelengths[band - 1];
    if (Math.abs(own - mean) > most) {
      [worst, most] = [band, Math.abs(own - mean)];
    }
  }
  if (worst === 0) return;
  throw new InputError(
    `Step savitzky_golay meets ${wavelengths[worst - 1]} and ` +
      `${wavelengths[worst]} nm side by side where bands are ` +
      `${Number(mean.toPrecision(6))} nm apart on average; expected even ` +
      "spacing (resample before it, or cut after it)",
  );
}
