// Spectra on another grid of wavelengths: evenly spaced, inside what was
// measured; nothing is extrapolated.
import type { ResampleConfig } from "../config/preprocess_types.ts";
import { InputError } from "../errors.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";
import { interpolate } from "./interpolate.ts";

/** Most bands of a grid. */
const MOST_BANDS = 1_000_000;

/**
 * Interpolates spectra to the grid `start`, `start + spacing`, and so on up to
 * `stop`.
 *
 * @param set Spectra on wavelengths of any spacing.
 * @param options The grid in nm, and how to interpolate.
 * @returns A new set on the grid.
 * @throws {InputError} If the grid has fewer than two bands, or leaves the
 * wavelengths of the set.
 *
 * Reference: linear is `numpy.interp`, and `prospectr::resample` with
 * `interpol = "linear"`. Cubic is `scipy.interpolate.CubicSpline` with
 * `bc_type="natural"`, and `prospectr::resample` with `interpol = "spline",
 * method = "natural"`: the one spline that both have (their defaults,
 * not-a-knot and fmm, differ at the ends).
 */
export function resample(
  set: SpectraSet,
  options: Omit<ResampleConfig, "step">,
): SpectraSet {
  const wavelengths = makeGrid(options, set.wavelengths);
  return interpolate(set, wavelengths, options.interpolation);
}

function makeGrid(
  { start, stop, spacing }: Omit<ResampleConfig, "step">,
  x: Float64Array,
): Float64Array {
  // A last band that rounding puts a hair past stop still counts.
  const length = Math.floor((stop - start) / spacing + 1e-9) + 1;
  if (!(length >= 2 && length <= MOST_BANDS)) {
    throw new InputError(
      `Step resample makes ${Math.max(length, 0)} wavelengths from ${start} ` +
        `to ${stop} by ${spacing} nm; expected 2 to ${MOST_BANDS}`,
    );
  }
  const grid = Float64Array.from(
    { length },
    (_, i) => Math.min(start + i * spacing, stop),
  );
  const [first, last] = [x[0], x[x.length - 1]];
  if (grid[0] < first || grid[length - 1] > last) {
    throw new InputError(
      `Step resample asks for ${grid[0]} to ${grid[length - 1]} nm where ` +
        `spectra have ${first} to ${last} nm; expected a grid inside them`,
    );
  }
  return grid;
}
