// The mean of the training part, which every model must beat.
import { type Baseline, meanOf } from "./baseline.ts";

/** Predicts the training part's mean; as scikit-learn's DummyRegressor. */
export const mean: Baseline = {
  grid: () => [{}],
  fit: (_, y, { settings }) => {
    const value = meanOf(y);
    return ({ rows }) => settings.map(() => new Float64Array(rows).fill(value));
  },
};
