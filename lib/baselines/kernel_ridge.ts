// Kernel ridge regression with a Gaussian kernel (Saunders, Gammerman and Vovk
// 1998): what support vector regression is without its insensitive tube.
import { type Baseline, type Matrix, meanOf } from "./baseline.ts";
import {
  cholesky,
  type Factor,
  remembered,
  solve,
  squaredDistances,
  timesVector,
} from "./linear_algebra.ts";

const WIDTHS = [0.01, 0.03, 0.1, 0.3, 1, 3];
const ALPHAS = [1e-6, 1e-5, 1e-4, 1e-3, 1e-2, 1e-1, 1];

/**
 * As scikit-learn's KernelRidge(kernel="rbf") on values less their mean, with
 * `gamma` relative to that of its SVR, `1 / (bands · variance of the spectra)`.
 */
export const kernelRidge: Baseline = {
  grid: () =>
    WIDTHS.flatMap((gamma) => ALPHAS.map((alpha) => ({ gamma, alpha }))),
  fit: (x, y, { settings }) => {
    const offset = meanOf(y);
    const values = y.map((value) => value - offset);
    const unit = gammaUnit(x);
    const factors = factorsOf(x);
    const kernels = new Map<number, Float64Array>();
    const duals = settings.map(({ gamma, alpha }) => {
      const key = `${gamma} ${alpha}`;
      let factor = factors.get(key);
      if (factor === undefined) {
        let kernel = kernels.get(gamma);
        if (!kernel) {
          kernel = gaussian(distancesOf(x, x), gamma * unit);
          kernels.set(gamma, kernel);
        }
        factor = cholesky(kernel, alpha);
        factors.set(key, factor);
      }
      return factor && solve(factor, values);
    });
    return (unknown) => {
      const apart = distancesOf(unknown, x);
      const made = new Map<number, Float64Array>();
      return settings.map(({ gamma }, i) => {
        const dual = duals[i];
        if (dual === null) return new Float64Array(unknown.rows).fill(NaN);
        let kernel = made.get(gamma);
        if (!kernel) {
          kernel = gaussian(apart, gamma * unit);
          made.set(gamma, kernel);
        }
        return timesVector(kernel, dual).map((value) => value + offset);
      });
    };
  },
};

/** Factors by settings, once for all that is learnt from some spectra. */
const factorsOf = remembered((_: Matrix) => new Map<string, Factor | null>());

/** Squared distances of spectra, once for all that is learnt from them. */
export const distancesOf = remembered(squaredDistances);

/** `exp(−gamma · d²)` of squared distances. */
export function gaussian(
  distances: Float64Array,
  gamma: number,
): Float64Array {
  return distances.map((distance) => Math.exp(-gamma * distance));
}

/** scikit-learn's gamma="scale": 1 over bands times variance of all values. */
export function gammaUnit({ columns, values }: Matrix): number {
  const mean = meanOf(values);
  const variance = meanOf(values.map((value) => (value - mean) ** 2));
  return variance > 0 ? 1 / (columns * variance) : 1;
}
