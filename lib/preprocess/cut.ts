// Ranges that carry noise (the ends of a detector) or water go, or ranges that
// are wanted stay. What is left keeps its real wavelengths.
import type { CutConfig } from "../config/preprocess_types.ts";
import { InputError } from "../errors.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";
import { countRows } from "./rows.ts";

/**
 * Drops, or keeps only, the bands in some ranges.
 *
 * @param set Spectra.
 * @param options Ranges in nm; a band on either end of a range is in it.
 * @returns A new set with fewer bands.
 * @throws {InputError} If fewer than two bands are left.
 *
 * Reference: none needed; in NumPy,
 * `X[:, ((wav >= from) & (wav <= to)).any(axis=0)]` and its complement.
 */
export function cut(
  set: SpectraSet,
  { mode, ranges }: Omit<CutConfig, "step">,
): SpectraSet {
  const { wavelengths } = set;
  const kept: number[] = [];
  wavelengths.forEach((nm, band) => {
    const inside = ranges.some(([from, to]) => nm >= from && nm <= to);
    if (inside === (mode === "keep")) kept.push(band);
  });
  if (kept.length < 2) {
    throw new InputError(
      `Step cut leaves ${kept.length} of the ${wavelengths.length} ` +
        `wavelengths from ${wavelengths[0]} to ${wavelengths.at(-1)} nm; ` +
        "expected 2 or more",
    );
  }
  const bands = wavelengths.length;
  const rows = countRows(set);
  const reflectance = new Float64Array(rows * kept.length);
  for (let row = 0; row < rows; row++) {
    for (let i = 0; i < kept.length; i++) {
      reflectance[row * kept.length + i] =
        set.reflectance[row * bands + kept[i]];
    }
  }
  return {
    ...set,
    wavelengths: Float64Array.from(kept, (band) => wavelengths[band]),
    reflectance,
  };
}
