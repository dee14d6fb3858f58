// Detrending: the slow curve that scatter and packing lay under a spectrum is
// fitted by a polynomial in the wavelength and taken out.
import type { DetrendConfig } from "../config/preprocess_types.ts";
import { InputError } from "../errors.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";
import { dot, orthonormal } from "./orthonormal.ts";
import { mapRows } from "./rows.ts";
import { snv } from "./snv.ts";

/**
 * Takes out of each spectrum its least-squares polynomial over the real
 * wavelengths.
 *
 * @param set Spectra.
 * @param options Degree of the polynomial, and whether `snv` comes first.
 * @returns A new set of residuals.
 * @throws {InputError} If there are too few bands, or `snv` finds a constant
 * spectrum.
 *
 * Reference: with order 2 and snv `prospectr::detrend` (Barnes, Dhanoa and
 * Lister 1989); without snv, on evenly spaced bands, `scipy.signal.detrend`:
 * type constant is order 0, type linear order 1.
 */
export function detrend(
  set: SpectraSet,
  { order, snv: first }: Omit<DetrendConfig, "step">,
): SpectraSet {
  const { wavelengths } = set;
  const bands = wavelengths.length;
  if (bands <= order) {
    throw new InputError(
      `Step detrend has ${bands} wavelengths for a polynomial of order ` +
        `${order}; expected more than ${order}`,
    );
  }
  const middle = (wavelengths[bands - 1] + wavelengths[0]) / 2;
  const half = (wavelengths[bands - 1] - wavelengths[0]) / 2;
  const points = wavelengths.map((nm) => half > 0 ? (nm - middle) / half : 0);
  const { values: basis } = orthonormal(points, order);
  return mapRows(first ? snv(set) : set, (from, to) => {
    to.set(from);
    for (const polynomial of basis) {
      const share = dot(polynomial, to);
      for (let i = 0; i < to.length; i++) to[i] -= share * polynomial[i];
    }
  });
}
