// Ridge regression (Hoerl and Kennard 1970) on centred spectra, by its dual:
// as many unknowns as samples, which are fewer than bands.
import {
  type Baseline,
  centre,
  columnMeans,
  type Matrix,
  meanOf,
} from "./baseline.ts";
import {
  cholesky,
  type Factor,
  remembered,
  rowProducts,
  solve,
  timesVector,
} from "./linear_algebra.ts";

/**
 * As scikit-learn's Ridge, with `alpha` relative to the mean square of the
 * centred spectra's norms: `alpha = relative · trace(XXᵀ) / samples`.
 */
export const ridge: Baseline = {
  grid: () =>
    Array.from({ length: 19 }, (_, i) => ({ alpha: 10 ** (i / 2 - 8) })),
  fit: (x, y, { settings }) => {
    const offset = meanOf(y);
    const { gram, unit, factors } = products(x);
    const values = y.map((value) => value - offset);
    const duals = settings.map(({ alpha }) => {
      let factor = factors.get(alpha);
      if (factor === undefined) {
        factor = cholesky(gram, alpha * unit);
        factors.set(alpha, factor);
      }
      return factor && solve(factor, values);
    });
    return (unknown) => {
      const rows = productsWith(unknown, x);
      return duals.map((dual) =>
        dual === null
          ? new Float64Array(unknown.rows).fill(NaN)
          : timesVector(rows, dual).map((value) => value + offset)
      );
    };
  },
};

/** Scalar products of the centred spectra, and their mean square norm. */
const products = remembered((x: Matrix) => {
  const means = columnMeans(x);
  const centred = centre(x, means);
  const gram = rowProducts(centred, centred);
  let trace = 0;
  for (let i = 0; i < x.rows; i++) trace += gram[i * x.rows + i];
  const factors = new Map<number, Factor | null>();
  return { means, centred, gram, unit: trace / x.rows, factors };
});

/** Those of other spectra with the centred ones. */
const productsWith = remembered((unknown: Matrix, x: Matrix) => {
  const { means, centred } = products(x);
  return rowProducts(centre(unknown, means), centred);
});
