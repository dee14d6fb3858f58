// Gaussian process regression (Rasmussen and Williams 2006, chapter 2) with a
// Gaussian kernel and noise; width and noise are those of the greatest marginal
// likelihood on a grid, the kernel's size follows from them.
import { type Baseline, meanOf } from "./baseline.ts";
import { distancesOf, gammaUnit, gaussian } from "./kernel_ridge.ts";
import {
  cholesky,
  type Factor,
  logDeterminant,
  solve,
  timesVector,
} from "./linear_algebra.ts";

const STEPS = 3;

/**
 * As scikit-learn's GaussianProcessRegressor with kernel `C * RBF + White` on
 * values less their mean; the maximum is found on a grid that is made finer
 * three times around its best point instead of by L-BFGS.
 */
export const gaussianProcess: Baseline = {
  grid: () => [{}],
  fit: (x, y, { settings }) => {
    const offset = meanOf(y);
    const values = y.map((value) => value - offset);
    const distances = distancesOf(x, x);
    const unit = gammaUnit(x);
    let best = likelihood(distances, values, { gamma: unit, noise: 0.1 });
    let [g, n] = [0, -1];
    let width = 2;
    for (let round = 0; round < STEPS; round++) {
      const [g0, n0] = [g, n];
      for (let i = -2; i <= 2; i++) {
        for (let j = -2; j <= 2; j++) {
          const at = { g: g0 + i * width / 2, n: n0 + j * width / 2 };
          const tried = likelihood(distances, values, {
            gamma: unit * 10 ** at.g,
            noise: 10 ** at.n,
          });
          if (!(tried.value > best.value)) continue;
          best = tried;
          [g, n] = [at.g, at.n];
        }
      }
      width /= 2;
    }
    const { gamma, factor } = best;
    const dual = factor && solve(factor, values);
    return (unknown) => {
      const kernel = gaussian(distancesOf(unknown, x), gamma);
      const predicted = dual === null
        ? new Float64Array(unknown.rows).fill(NaN)
        : timesVector(kernel, dual).map((value) => value + offset);
      return settings.map(() => predicted);
    };
  },
};

interface Likelihood {
  readonly value: number;
  readonly gamma: number;
  readonly factor: Factor | null;
}

/** Log marginal likelihood, the kernel's size at its own maximum. */
function likelihood(
  distances: Float64Array,
  values: Float64Array,
  { gamma, noise }: { readonly gamma: number; readonly noise: number },
): Likelihood {
  const factor = cholesky(gaussian(distances, gamma), noise);
  if (factor === null) return { value: -Infinity, gamma, factor };
  const dual = solve(factor, values);
  let fit = 0;
  for (let i = 0; i < values.length; i++) fit += values[i] * dual[i];
  const n = values.length;
  return {
    value: -0.5 * (n * Math.log(fit / n) + logDeterminant(factor)),
    gamma,
    factor,
  };
}
