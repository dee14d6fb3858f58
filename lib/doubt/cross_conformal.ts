// Intervals around predictions from errors on samples that a model had not
// seen (Vovk 2015, "Cross-conformal predictors"; Barber et al. 2021,
// "Predictive inference with the jackknife+"): what share of them was covered
// says how much such an interval can be trusted.

/** Predictions of one split's test part. */
export interface TestedSplit {
  /** Sample, measured and predicted value. */
  readonly rows: readonly {
    readonly sample: string;
    readonly measured: number;
    readonly predicted: number;
  }[];
}

/** How wide intervals are, and how many values they hold. */
export interface Coverage {
  /** Values that were tested. */
  readonly n: number;
  /** Share of them inside of their interval. */
  readonly coverage: number;
  /** Median of the intervals' widths, in the target's unit. */
  readonly width: number;
}

/**
 * Half the width of an interval: the smallest error that so many are not
 * greater than.
 *
 * @param errors Sizes of errors on samples that were not seen.
 * @param level Share of values that an interval should hold.
 * @returns Infinity where there are too few errors for the level.
 *
 * @example
 * ```ts
 * import { halfWidth } from "./cross_conformal.ts";
 *
 * console.log(halfWidth([3, 1, 2], 0.5)); // 2
 * ```
 */
export function halfWidth(errors: readonly number[], level: number): number {
  const rank = Math.ceil(level * (errors.length + 1));
  if (rank > errors.length) return Infinity;
  return [...errors].sort((a, b) => a - b)[rank - 1];
}

/**
 * Measures intervals on repeated splits: those of a test part come from the
 * errors on samples that were tested in other splits, and not in this one.
 *
 * @param splits Test parts of one model.
 * @param level Share of values that an interval should hold.
 * @returns Null where fewer than two splits, or too few errors, are there.
 */
export function measureCoverage(
  splits: readonly TestedSplit[],
  level: number,
): Coverage | null {
  const widths: number[] = [];
  let [n, covered] = [0, 0];
  for (const [at, { rows }] of splits.entries()) {
    const own = new Set(rows.map(({ sample }) => sample));
    const errors = splits.flatMap((other, i) =>
      i === at ? [] : other.rows.filter(({ sample }) => !own.has(sample))
        .map(({ measured, predicted }) => Math.abs(measured - predicted))
    );
    const half = halfWidth(errors, level);
    if (!Number.isFinite(half)) return null;
    for (const { measured, predicted } of rows) {
      n++;
      if (Math.abs(measured - predicted) <= half) covered++;
      widths.push(2 * half);
    }
  }
  if (n === 0) return null;
  widths.sort((a, b) => a - b);
  return { n, coverage: covered / n, width: widths[Math.floor(n / 2)] };
}
