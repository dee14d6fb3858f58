// Intervals around the predictions of an ensemble of which each member left one
// fold of the training part out: CV+ (Barber et al. 2021, "Predictive inference
// with the jackknife+"). An error on a sample that was left out counts in units
// of the errors that are usual there (Lei et al. 2018, "Distribution-free
// predictive inference for regression", 5.2), so that intervals are wide where
// errors are large.

/** A sample of the training part. */
export interface HeldOut {
  /** The member, from 0, that has not learnt from it. */
  readonly fold: number;
  readonly measured: number;
  /** Value that this member predicts. */
  readonly predicted: number;
}

/** Where a value should lie; an end that nothing bounds is NaN. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Makes intervals.
 *
 * @param heldOut The training part.
 * @param predictions For each new sample the values of all members.
 * @param level Share of values that intervals should hold, below 1.
 * @returns An interval for each; NaN where there are too few samples.
 *
 * @example
 * ```ts
 * import { cvPlus } from "./cv_plus.ts";
 *
 * const heldOut = Array.from({ length: 40 }, (_, i) => ({
 *   fold: i % 2,
 *   measured: i,
 *   predicted: i % 4 < 2 ? i + 1 : i - 1,
 * }));
 * const [{ low, high }] = cvPlus(heldOut, [[20, 20]], 0.9);
 * console.log(low, high); // 19 21
 * ```
 */
export function cvPlus(
  heldOut: readonly HeldOut[],
  predictions: readonly (readonly number[])[],
  level: number,
): Interval[] {
  const spread = localSpread(heldOut);
  const scores = heldOut.map(({ fold, measured, predicted }) =>
    Math.abs(measured - predicted) / spread(fold, predicted)
  );
  const last = heldOut.length - 1;
  // (1 − level)(n + 1) and level · (n + 1), less what floats leave over.
  const rank = Math.max(Math.ceil(level * (heldOut.length + 1) - 1e-9), 1) - 1;
  return predictions.map((values) => {
    const around = values.map((value, fold) => spread(fold, value));
    const lows = new Float64Array(heldOut.length);
    const highs = new Float64Array(heldOut.length);
    heldOut.forEach(({ fold }, i) => {
      lows[i] = values[fold] - scores[i] * around[fold];
      highs[i] = values[fold] + scores[i] * around[fold];
    });
    if (rank > last) return { low: NaN, high: NaN };
    return { low: lows.sort()[last - rank], high: highs.sort()[rank] };
  });
}

/** Neighbours: this share of the training part, and no fewer than that. */
const NEIGHBOURS = { share: 0.1, least: 5 };

/**
 * Size of errors that is usual where a member predicts a value: the mean over
 * samples, of other folds, whose predictions are nearest, drawn halfway to the
 * mean over all, because a few errors say little.
 */
function localSpread(
  heldOut: readonly HeldOut[],
): (fold: number, value: number) => number {
  const count = Math.max(
    NEIGHBOURS.least,
    Math.ceil(NEIGHBOURS.share * heldOut.length),
  );
  const folds = new Map<number, readonly Known[]>();
  const othersOf = (fold: number) => {
    const known = folds.get(fold) ??
      heldOut.filter((row) => row.fold !== fold)
        .map(({ measured, predicted }, at) => ({
          at,
          predicted,
          error: Math.abs(measured - predicted),
        }));
    folds.set(fold, known);
    return known;
  };
  return (fold, value) => {
    const others = othersOf(fold);
    const nearest = others
      .map(({ at, predicted, error }) => ({
        at,
        error,
        distance: Math.abs(predicted - value),
      }))
      .sort((a, b) => a.distance - b.distance || a.at - b.at)
      .slice(0, count);
    const size = (meanError(nearest) + meanError(others)) / 2;
    return size > 0 ? size : 1; // no errors at all: any unit will do
  };
}

interface Known {
  readonly at: number;
  readonly predicted: number;
  readonly error: number;
}

function meanError(rows: readonly { readonly error: number }[]): number {
  let sum = 0;
  for (const { error } of rows) sum += error;
  return sum / rows.length;
}
