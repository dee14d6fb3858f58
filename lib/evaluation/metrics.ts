// How well predictions match what a laboratory measured. Every figure has its
// formula and where that comes from at its function. A figure that the data do
// not define (a spread of one sample, a division by zero) is null, never NaN:
// that is what JSON can hold, and what a reader cannot mistake for a number.
import { quantile } from "./quantile.ts";

/** Figures of one part and one target, under the names of metrics.json. */
export interface Metrics {
  /** Samples compared. */
  readonly n: number;
  /** Coefficient of determination. */
  readonly r2: number | null;
  /** Root mean squared error, in the target's unit. */
  readonly rmse: number | null;
  /** Mean absolute error, in the target's unit. */
  readonly mae: number | null;
  /** Mean of predicted - measured, in the target's unit. */
  readonly bias: number | null;
  /** Ratio of performance to deviation. */
  readonly rpd: number | null;
  /** Ratio of performance to interquartile distance. */
  readonly rpiq: number | null;
  /** Concordance correlation coefficient. */
  readonly ccc: number | null;
}

/** Values in some unit, one per sample. */
export type Values = ArrayLike<number>;

/**
 * All figures of some predictions.
 *
 * @param measured Laboratory values, n of them.
 * @param predicted Predictions, in the same order and unit.
 * @returns The figures; those that the data do not define are null.
 * @throws {RangeError} If the lengths differ or a value is not finite.
 *
 * @example
 * ```ts
 * import { metrics } from "./metrics.ts";
 *
 * const { n, rmse, bias } = metrics([1, 2, 3], [2, 2, 4]);
 * if (n !== 3 || rmse !== Math.sqrt(2 / 3) || bias !== 2 / 3) throw new Error();
 * ```
 */
export function metrics(measured: Values, predicted: Values): Metrics {
  check(measured, predicted);
  return {
    n: measured.length,
    r2: r2(measured, predicted),
    rmse: rmse(measured, predicted),
    mae: mae(measured, predicted),
    bias: bias(measured, predicted),
    rpd: rpd(measured, predicted),
    rpiq: rpiq(measured, predicted),
    ccc: ccc(measured, predicted),
  };
}

/**
 * Coefficient of determination, 1 - Σ(m - p)² / Σ(m - mean(m))². Source:
 * `sklearn.metrics.r2_score`, whose special values for a constant m (0 or 1)
 * are null here. Not the squared correlation: it is negative for predictions
 * worse than the mean.
 */
export function r2(measured: Values, predicted: Values): number | null {
  const centre = mean(measured);
  const spread = sum(measured.length, (i) => (measured[i] - centre) ** 2);
  const error = squaredError(measured, predicted);
  return constant(measured) ? null : defined(1 - error / spread);
}

/**
 * Root mean squared error, √(Σ(m - p)² / n), with n and not n - 1 below. Source:
 * `sklearn.metrics.root_mean_squared_error`.
 */
export function rmse(measured: Values, predicted: Values): number | null {
  return defined(
    Math.sqrt(squaredError(measured, predicted) / measured.length),
  );
}

/** Mean absolute error, Σ|m - p| / n. Source: `sklearn.metrics.mean_absolute_error`. */
export function mae(measured: Values, predicted: Values): number | null {
  const { length } = measured;
  return defined(
    sum(length, (i) => Math.abs(measured[i] - predicted[i])) / length,
  );
}

/**
 * Bias, Σ(p - m) / n: above 0 where predictions are too high. Source:
 * Bellon-Maurel et al. 2010, doi 10.1016/j.trac.2010.05.006.
 */
export function bias(measured: Values, predicted: Values): number | null {
  const { length } = measured;
  return defined(sum(length, (i) => predicted[i] - measured[i]) / length);
}

/**
 * Ratio of performance to deviation, sd(m) / RMSE, with n - 1 below in sd.
 * Source: Chang et al. 2001, doi 10.2136/sssaj2001.652480x. Williams's own
 * RPD divides by the SEP, the bias-corrected error, and is larger where
 * predictions are biased.
 */
export function rpd(measured: Values, predicted: Values): number | null {
  const { length } = measured;
  if (constant(measured)) return null;
  const centre = mean(measured);
  const squares = sum(length, (i) => (measured[i] - centre) ** 2);
  return ratio(Math.sqrt(squares / (length - 1)), rmse(measured, predicted));
}

/**
 * Ratio of performance to interquartile distance, (Q3 - Q1) / RMSE, with
 * quartiles as `numpy.quantile` interpolates them by default. Source:
 * Bellon-Maurel et al. 2010, doi 10.1016/j.trac.2010.05.006.
 */
export function rpiq(measured: Values, predicted: Values): number | null {
  if (constant(measured)) return null;
  const distance = quantile(measured, 0.75) - quantile(measured, 0.25);
  return ratio(distance, rmse(measured, predicted));
}

/**
 * Concordance correlation coefficient, 2 cov / (var(m) + var(p) +
 * (mean(m) - mean(p))²), with n below in covariance and variances. Source: Lin
 * 1989, doi 10.2307/2532051.
 */
export function ccc(measured: Values, predicted: Values): number | null {
  if (constant(measured)) return null;
  const { length } = measured;
  const [centre, middle] = [mean(measured), mean(predicted)];
  const covariance = sum(
    length,
    (i) => (measured[i] - centre) * (predicted[i] - middle),
  ) / length;
  const variances = sum(
    length,
    (i) => (measured[i] - centre) ** 2 + (predicted[i] - middle) ** 2,
  ) / length;
  return ratio(2 * covariance, variances + (centre - middle) ** 2);
}

function check(measured: Values, predicted: Values): void {
  if (measured.length !== predicted.length) {
    throw new RangeError(
      `There are ${predicted.length} predicted values, must be as many as ` +
        `the ${measured.length} measured ones`,
    );
  }
  for (const values of [measured, predicted]) {
    const bad = Array.from(values).findIndex((v) => !Number.isFinite(v));
    if (bad >= 0) {
      throw new RangeError(
        `Value ${bad} is ${values[bad]}, must be a finite number`,
      );
    }
  }
}

function sum(length: number, term: (i: number) => number): number {
  let total = 0;
  for (let i = 0; i < length; i++) total += term(i);
  return total;
}

function mean(values: Values): number {
  return sum(values.length, (i) => values[i]) / values.length;
}

function squaredError(measured: Values, predicted: Values): number {
  return sum(measured.length, (i) => (measured[i] - predicted[i]) ** 2);
}

/** Tells it by the values: rounding can give equal ones a variance above 0. */
function constant(values: Values): boolean {
  return Array.from(values).every((value) => value === values[0]);
}

function ratio(above: number, below: number | null): number | null {
  return below === null ? null : defined(above / below);
}

function defined(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
