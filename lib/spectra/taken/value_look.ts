// What values look like by their size: fractions, percent, or neither.
import { unitOf } from "../inspect/row_range.ts";

/** Rows whose values are looked at, spread over the set. */
const LOOKED = 200;

/** Reflectance of a surface ends here; noise goes beyond. */
const MOST_FRACTION = 1.2;

/**
 * Share of the values that may be outside. In the field, sunlight is missing in
 * a sixth of the bands, which are noise there.
 */
const OUTSIDE_SHARE = 0.25;

/** Half of a soil's absorbance is below this: log10(1/R) of a ten-thousandth. */
const MOST_ABSORBANCE = 4;

/** The greatest value of a set in percent is above this. */
const LEAST_PERCENT = 2;

/** What is known of the size of the values of a set. */
export interface ValueLook {
  /** Least and greatest of all values. */
  readonly range: readonly [least: number, greatest: number];
  /** Median of the spectra that were looked at. */
  readonly median: number;
  /** Share of their values above what a surface reflects. */
  readonly above: number;
  /** Share of their values below 0. */
  readonly below: number;
}

/**
 * Looks at the size of values.
 *
 * @param values C order, `bands` values a spectrum.
 */
export function valueLook(values: Float64Array, bands: number): ValueLook {
  let [least, greatest] = [Infinity, -Infinity];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  const rows = values.length / bands;
  const looked = Math.min(rows, LOOKED);
  const some = new Float64Array(looked * bands);
  for (let i = 0; i < looked; i++) {
    const start = Math.floor(i * rows / looked) * bands;
    some.set(values.subarray(start, start + bands), i * bands);
  }
  some.sort();
  let [below, above] = [0, some.length];
  while (some[below] < 0) below++;
  while (some[above - 1] > MOST_FRACTION) above--;
  return {
    range: [least, greatest],
    median: some[some.length >> 1],
    above: 1 - above / some.length,
    below: below / some.length,
  };
}

/** What values are like that cannot be what they are said to be. */
export type Misfit =
  | "percent"
  | "scaled integers or raw counts"
  | "absorbance"
  | "fractions"
  | "spectra that were treated (derivatives, SNV)";

/** What values look like that are no reflectance from 0 to 1 by their size. */
export function noFraction(look: ValueLook): Misfit | undefined {
  const { median, range: [, greatest], above, below } = look;
  const { name } = unitOf(median, greatest);
  if (name === "percent") return "percent";
  if (name === "none") return "scaled integers or raw counts";
  if (below > OUTSIDE_SHARE) {
    return "spectra that were treated (derivatives, SNV)";
  }
  return above > OUTSIDE_SHARE ? "absorbance" : undefined;
}

/** What values look like that are no percent. */
export function noPercent(look: ValueLook): Misfit | undefined {
  const { median, range: [, greatest] } = look;
  if (greatest <= LEAST_PERCENT) return "fractions";
  return unitOf(median, greatest).name === "none"
    ? "scaled integers or raw counts"
    : undefined;
}

/** What values look like that are no absorbance. */
export function noAbsorbance(look: ValueLook): Misfit | undefined {
  const { median, range: [, greatest] } = look;
  if (median <= MOST_ABSORBANCE) return undefined;
  return unitOf(median, greatest).name === "percent"
    ? "percent"
    : "scaled integers or raw counts";
}
