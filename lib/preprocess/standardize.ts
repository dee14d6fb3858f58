// Standardisation: every band to the same footing, by the mean and standard
// deviation that it has in the training part.
import type { SpectraSet } from "../spectra/spectra_set.ts";
import { columnMeans, columnVariances } from "./columns.ts";
import { countRows, mapRows } from "./rows.ts";

/** What standardisation is fitted to, one value for each wavelength. */
export interface StandardizeFit {
  /** Means of the training part. */
  readonly mean: readonly number[];
  /** Standard deviations of the training part (ddof 0), 1 where it is none. */
  readonly scale: readonly number[];
}

/**
 * Learns mean and deviation of every band.
 *
 * @param training Spectra of the training part.
 * @returns Both; a band that does not vary, up to rounding, has scale 1.
 *
 * Reference: `sklearn.preprocessing.StandardScaler` (`mean_`, `scale_`), with
 * its bound for a constant feature, `n eps var + (n mean eps)^2`.
 */
export function fitStandardize(training: SpectraSet): StandardizeFit {
  const mean = columnMeans(training);
  const variance = columnVariances(training, mean);
  const rows = countRows(training);
  const scale = variance.map((value, band) => {
    const rounding = rows * mean[band] * Number.EPSILON;
    const bound = rows * Number.EPSILON * value + rounding * rounding;
    return value <= bound ? 1 : Math.sqrt(value);
  });
  return { mean: [...mean], scale: [...scale] };
}

/**
 * Gives `(x - mean) / scale` for every band.
 *
 * @param set Spectra on the fitted wavelengths.
 * @param fit Means and scales.
 * @returns A new set; values have no unit.
 *
 * Reference: `sklearn.preprocessing.StandardScaler.transform`.
 */
export function applyStandardize(
  set: SpectraSet,
  { mean, scale }: StandardizeFit,
): SpectraSet {
  return mapRows(set, (from, to) => {
    for (let i = 0; i < to.length; i++) to[i] = (from[i] - mean[i]) / scale[i];
  });
}
