// Apparent absorbance: what Beer's law is linear in.
import type { SpectraSet } from "../spectra/spectra_set.ts";
import { mapRows, refuseRow } from "./rows.ts";

/**
 * Turns reflectance R into absorbance, `log10(1 / R)`.
 *
 * @param set Reflectance, above 0.
 * @returns A new set, in absorbance units.
 * @throws {InputError} If a reflectance is not above 0; sample, replicate and
 * wavelength are named.
 *
 * Reference: `log10(1 / R)` as in NumPy; computed as `-log10(R)`, which is the
 * same number with one rounding less.
 */
export function absorbance(set: SpectraSet): SpectraSet {
  return mapRows(set, (from, to, row) => {
    for (let band = 0; band < from.length; band++) {
      if (!(from[band] > 0)) {
        refuseRow(
          set,
          row,
          `reflectance is ${from[band]} at ${set.wavelengths[band]} nm; ` +
            "expected a value above 0, as absorbance is log10(1/R) (cut the " +
            "range before it)",
        );
      }
      to[band] = -Math.log10(from[band]) + 0; // + 0: no -0
    }
  });
}
