// Ridge regression (Hoerl and Kennard 1970) on centred spectra, by its dual:
// as many unknowns as samples, which are fewer than bands.
import { type Baseline, centre, columnMeans, meanOf } from "./baseline.ts";
import { cholesky, rowProducts, solve, timesVector } from "./linear_algebra.ts";

/**
 * As scikit-learn's Ridge, with `alpha` relative to the mean square of the
 * centred spectra's norms: `alpha = relative · trace(XXᵀ) / samples`.
 */
export const ridge: Baseline = {
  grid: () =>
    Array.from({ length: 19 }, (_, i) => ({ alpha: 10 ** (i / 2 - 8) })),
  fit: (x, y, { settings }) => {
    const means = columnMeans(x);
    const offset = meanOf(y);
    const centred = centre(x, means);
    const gram = rowProducts(centred, centred);
    let trace = 0;
    for (let i = 0; i < x.rows; i++) trace += gram[i * x.rows + i];
    const unit = trace / x.rows;
    const values = y.map((value) => value - offset);
    const duals = settings.map(({ alpha }) => {
      const factor = cholesky(gram, alpha * unit);
      return factor && solve(factor, values);
    });
    return (unknown) => {
      const products = rowProducts(centre(unknown, means), centred);
      return duals.map((dual) =>
        dual === null
          ? new Float64Array(unknown.rows).fill(NaN)
          : timesVector(products, dual).map((value) => value + offset)
      );
    };
  },
};
