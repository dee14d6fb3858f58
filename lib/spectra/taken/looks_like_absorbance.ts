// What tells absorbance from reflectance where the numbers alone do not: both
// lie between 0 and 1. Soils are darker in blue light than in the infrared, and
// water and clay make dips at 1415 and 1915 nm; log10(1/R) has all of it upside
// down. Of 391 soils of Geeves and 22 of OSSL every reflectance has a dip at 1915
// nm of 0.057 or more of the line around it, and is at 500 nm at most 0.88 of what
// it is at 800; every absorbance has a bump of 0.15 or more, and is 1.2 times.
import type { SpectraSet } from "../spectra_set.ts";

interface Dip {
  /** Where it is deepest, and its shoulders, in nm. */
  readonly at: readonly [bottom: number, left: number, right: number];
  /** The share of the line between the shoulders that makes a dip one. */
  readonly dip: number;
  /** And a bump, which the curve of a whole spectrum may be, too. */
  readonly bump: number;
}

/**
 * Water, deepest first, then clay, which organic soils have none of. The second
 * bump counts only where spectra end before the first: it may be half as high
 * as the curve of a spectrum makes it.
 */
const DIPS: readonly Dip[] = [
  { at: [1915, 1850, 2130], dip: 0.02, bump: 0.08 },
  { at: [1415, 1340, 1500], dip: 0.02, bump: 0.02 },
  { at: [2208, 2130, 2250], dip: 0.04, bump: Infinity },
];

/** Blue or green, and infrared, in nm. */
const RISES = [[450, 900], [500, 800]] as const;

/** Blue over infrared, above which it is no reflectance of soil. */
const FALLS_FROM = 1.02;

/** And below which it is no absorbance of soil. */
const RISES_BELOW = 0.95;

/** Infrared alone, for spectra without anything else: the slope before water. */
const SLOPE = [1100, 1750] as const;
const SLOPE_FROM = 1.02;

/** Half the width in nm over which values are averaged. */
const HALF_WIDTH = 5;

/** Spectra that are looked at, spread over the set. */
const LOOKED = 200;

/** Share of them that must look so. */
const SHARE = 0.8;

/**
 * Tells whether most spectra of a set have the shape of a soil's absorbance.
 *
 * @param set Values over wavelengths in nm.
 * @returns What shows it, for a sentence, or undefined.
 */
export function looksLikeAbsorbance(
  { wavelengths, reflectance }: Pick<
    SpectraSet,
    "wavelengths" | "reflectance"
  >,
): string | undefined {
  const bands = wavelengths.length;
  const rows = reflectance.length / bands;
  const looked = Math.min(rows, LOOKED);
  const found = new Map<string, number>();
  let all = 0;
  for (let i = 0; i < looked; i++) {
    const row = Math.floor(i * rows / looked);
    const values = reflectance.subarray(row * bands, (row + 1) * bands);
    const sign = signOfAbsorbance(wavelengths, values);
    if (sign === undefined) continue;
    all++;
    found.set(sign, (found.get(sign) ?? 0) + 1);
  }
  if (all <= SHARE * looked) return undefined;
  return [...found].reduce((most, one) => one[1] > most[1] ? one : most)[0];
}

/** A sign of absorbance in a spectrum that has none of reflectance. */
function signOfAbsorbance(
  wavelengths: Float64Array,
  values: Float64Array,
): string | undefined {
  const at = (nm: number) => valueAround(wavelengths, values, nm);
  let sign: string | undefined;
  let covered = false;
  for (const { at: [bottom, left, right], dip, bump } of DIPS) {
    const [low, middle, high] = [at(left), at(bottom), at(right)];
    const line = low + (high - low) * (bottom - left) / (right - left);
    const depth = (line - middle) / line;
    if (!(line > 0)) continue;
    if (depth > dip) return undefined;
    if (depth < -bump && !covered) {
      sign ??= `values are greatest at ${bottom} nm, where water absorbs`;
    }
    covered = true;
  }
  for (const [blue, infrared] of RISES) {
    const [short, long] = [at(blue), at(infrared)];
    const ratio = short / long;
    if (!(short > 0 && long > 0)) continue;
    if (ratio < RISES_BELOW) return undefined;
    if (ratio > FALLS_FROM) {
      sign ??= `values fall from ${blue} to ${infrared} nm, where soils get ` +
        "brighter";
    }
  }
  const [start, end] = SLOPE.map(at);
  if (sign === undefined && start > 0 && end > 0 && start / end > SLOPE_FROM) {
    return `values fall from ${SLOPE[0]} to ${SLOPE[1]} nm without a dip ` +
      "where water absorbs";
  }
  return sign;
}

/**
 * The mean of the values around a wavelength, or between its neighbours on a
 * coarse grid; NaN outside the grid.
 */
function valueAround(
  wavelengths: Float64Array,
  values: Float64Array,
  nm: number,
): number {
  const last = wavelengths.length - 1;
  if (nm < wavelengths[0] || nm > wavelengths[last]) return NaN;
  let [low, high] = [0, last];
  while (high - low > 1) {
    const middle = (low + high) >> 1;
    if (wavelengths[middle] <= nm) low = middle;
    else high = middle;
  }
  let [from, to] = [low, low];
  while (from > 0 && wavelengths[from - 1] >= nm - HALF_WIDTH) from--;
  while (to < last && wavelengths[to + 1] <= nm + HALF_WIDTH) to++;
  if (to - from >= 2) {
    let sum = 0;
    for (let band = from; band <= to; band++) sum += values[band];
    return sum / (to - from + 1);
  }
  const share = (nm - wavelengths[low]) /
    (wavelengths[high] - wavelengths[low]);
  return values[low] + (values[high] - values[low]) * (share || 0);
}
