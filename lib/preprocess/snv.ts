// Standard normal variate: takes out of each spectrum its own offset and its
// own scale, which are mostly scatter.
import type { SpectraSet } from "../spectra/spectra_set.ts";
import { mapRows, meanOf, refuseRow } from "./rows.ts";

/**
 * Brings each spectrum to mean 0 and standard deviation 1:
 * `(x - mean(x)) / sd(x)`, the deviation with `n - 1` (ddof 1).
 *
 * @param set Spectra.
 * @returns A new set; values have no unit.
 * @throws {InputError} If a spectrum is constant; it is named.
 *
 * Reference: `prospectr::standardNormalVariate`; Barnes, Dhanoa and Lister
 * 1989, Applied Spectroscopy 43(5), 772-777.
 */
export function snv(set: SpectraSet): SpectraSet {
  return mapRows(set, (from, to, row) => {
    if (!snvRow(from, to)) {
      refuseRow(
        set,
        row,
        "is the same at all wavelengths; expected a spectrum that varies, " +
          "as snv divides by its standard deviation",
      );
    }
  });
}

/**
 * Does it for one spectrum.
 *
 * @returns False if the spectrum is constant, up to rounding.
 */
export function snvRow(from: Float64Array, to: Float64Array): boolean {
  const mean = meanOf(from);
  let sum = 0;
  for (const value of from) sum += (value - mean) * (value - mean);
  const deviation = Math.sqrt(sum / (from.length - 1));
  // A constant leaves what rounding makes of its mean.
  const level = from.length * Number.EPSILON * Math.abs(mean);
  if (!(deviation > level)) return false;
  for (let i = 0; i < to.length; i++) to[i] = (from[i] - mean) / deviation;
  return true;
}
