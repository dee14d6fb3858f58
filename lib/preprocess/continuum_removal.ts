// Continuum removal by the smallest convex hull, the article's own
// pre-treatment: what is left are the depths of absorption bands.
import type { ContinuumRemovalConfig } from "../config/preprocess_types.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";
import { mapRows, refuseRow } from "./rows.ts";
import { hullLine } from "./upper_hull.ts";

/**
 * Divides each spectrum by its upper convex hull over the real wavelengths,
 * however they are spaced; between the hull's points lie straight lines.
 *
 * For `reflectance` R this gives `R / hull(R)`, 1 where the spectrum touches
 * its hull, and 1 where both are 0. For `absorbance` A the hull is that of
 * `1 / A`, and the result is `1 / ((1 / A) / hull(1 / A)) - 1`, 0 where the
 * spectrum touches it.
 *
 * @param set Spectra.
 * @param options What the spectra are.
 * @returns A new set; values have no unit.
 * @throws {InputError} If a hull is not above 0 or an absorbance is not;
 * sample, replicate and wavelength are named.
 *
 * Reference: `prospectr::continuumRemoval` with `interpol = "linear"` and
 * `method = "division"`, type R or A; Clark and Roush 1984, J. Geophys. Res.
 * 89, 6329-6340.
 */
export function continuumRemoval(
  set: SpectraSet,
  { type }: Omit<ContinuumRemovalConfig, "step">,
): SpectraSet {
  const { wavelengths } = set;
  return mapRows(set, (from, to, row) => {
    const values = type === "absorbance"
      ? from.map((value, band) => {
        if (value > 0) return 1 / value;
        return refuseRow(
          set,
          row,
          `absorbance is ${value} at ${wavelengths[band]} nm; expected a ` +
            "value above 0 for continuum_removal of type absorbance",
        );
      })
      : from;
    const hull = hullLine(wavelengths, values);
    for (let band = 0; band < to.length; band++) {
      const share = values[band] === 0 && hull[band] === 0
        ? 1
        : values[band] / hull[band];
      if (hull[band] < 0 || !Number.isFinite(share)) {
        refuseRow(
          set,
          row,
          `the convex hull is ${hull[band]} at ${wavelengths[band]} nm; ` +
            "expected one above 0, as continuum_removal divides by it",
        );
      }
      to[band] = type === "absorbance" ? 1 / share - 1 : share;
    }
  });
}
