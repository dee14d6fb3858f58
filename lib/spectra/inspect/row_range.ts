// What a spectrum's values alone say: their unit, whether anything was
// measured, negative ones and those above all that a surface reflects.
import { DEAD_RANGE, FRACTION_MEAN, PERCENT_MOST } from "./limits.ts";
import { counted } from "../../counted.ts";
import { figure, nm, place, whose } from "./say.ts";
import type { SpectraSet } from "../spectra_set.ts";
import { quantityOf } from "../taken/taken.ts";
import type { Oddity } from "./types.ts";

/** Extremes of one spectrum. */
export interface RowRange {
  /** Band of the least value. */
  readonly least: number;
  /** Band of the greatest value. */
  readonly greatest: number;
  /** Mean of all values. */
  readonly mean: number;
}

/** What the values of a file are in, and what stands for a reflectance of 1. */
export interface Unit {
  /** `none` is neither a fraction nor percent. */
  readonly name: "fraction" | "percent" | "none";
  /** What stands for a reflectance of 1; the greatest value for `none`. */
  readonly one: number;
}

/** Finds the extremes and the mean of a spectrum. */
export function rowRange(values: Float64Array): RowRange {
  let [least, greatest, sum] = [0, 0, 0];
  for (let band = 0; band < values.length; band++) {
    const value = values[band];
    if (value < values[least]) least = band;
    if (value > values[greatest]) greatest = band;
    sum += value;
  }
  return { least, greatest, mean: sum / values.length };
}

/**
 * Tells the unit of values.
 *
 * @param mean Their mean (of a spectrum) or median (of a file).
 * @param greatest The greatest of them.
 */
export function unitOf(mean: number, greatest: number): Unit {
  if (!(mean > FRACTION_MEAN)) return { name: "fraction", one: 1 };
  return greatest <= PERCENT_MOST
    ? { name: "percent", one: 100 }
    : { name: "none", one: greatest };
}

/** What values of a unit look like. */
const LOOKS: Readonly<Record<Unit["name"], string>> = {
  fraction: "fractions",
  percent: "percent",
  none: "raw counts or scaled integers",
};

/** Says that a whole file is not in fractions. */
export function fileUnit(
  unit: Unit,
  { least, greatest }: { readonly least: number; readonly greatest: number },
): Oddity[] {
  if (unit.name === "fraction") return [];
  return [{
    kind: "unit",
    sample: null,
    replicate: null,
    file: null,
    from_nm: null,
    to_nm: null,
    value: greatest,
    says: `Values go from ${figure(least)} to ${figure(greatest)}, as of ` +
      `${LOOKS[unit.name]}; expected reflectance from 0 to 1.`,
  }];
}

/**
 * Says what is odd about the values of one spectrum.
 *
 * @param set The spectra.
 * @param row Which of them.
 * @param context Its extremes, and the unit of the whole file.
 */
export function rangeOddities(
  { set, row, values, unit }: {
    readonly set: SpectraSet;
    readonly row: number;
    readonly values: Float64Array;
    readonly unit: Unit;
  },
  { least, greatest, mean }: RowRange,
): Oddity[] {
  const { wavelengths } = set;
  const [low, high] = [values[least], values[greatest]];
  const odd = (
    kind: Oddity["kind"],
    { bands, value, says }: {
      readonly bands: readonly [number, number];
      readonly value: number;
      readonly says: string;
    },
  ): Oddity => {
    const { name, ...who } = whose(set, row);
    const [from_nm, to_nm] = bands.map((band) => wavelengths[band]);
    return { kind, ...who, from_nm, to_nm, value, says: `${name}: ${says}.` };
  };
  const all = [0, values.length - 1] as const;
  if (isDead(high - low, unit)) {
    return [odd("dead", {
      bands: all,
      value: high,
      says: low === high
        ? `is ${figure(high)} at every wavelength, as where nothing was ` +
          "measured"
        : `spans only ${figure(low)} to ${figure(high)}, as where nothing ` +
          "was measured",
    })];
  }
  const found: Oddity[] = [];
  const quantity = quantityOf(set);
  const own = quantity === "absorbance" ? unit : unitOf(mean, high);
  // A dark soil in percent may have a mean below the limit of fractions.
  const other = own.name === "fraction" && unit.one !== 1
    ? high <= 1
    : own.name !== unit.name && unit.name === "fraction";
  if (other) {
    found.push(odd("unit", {
      bands: all,
      value: high,
      says: `values go from ${figure(low)} to ${figure(high)}, as of ` +
        `${LOOKS[own.name]}, in a file of ${LOOKS[unit.name]}`,
    }));
  }
  if (low < 0) {
    const [from, to, count] = bandsWhere(values, (value) => value < 0);
    found.push(odd("negative", {
      bands: [from, to],
      value: low,
      says: `${quantity} is negative in ${counted(count, "band")} ` +
        `${place(wavelengths[from], wavelengths[to])}, ` +
        `${figure(low)} at ${nm(wavelengths[least])} nm`,
    }));
  }
  if (high > unit.one && !other && quantity === "reflectance") {
    const { one } = unit;
    const [from, to, count] = bandsWhere(values, (value) => value > one);
    found.push(odd("over_one", {
      bands: [from, to],
      value: high,
      says: `reflectance is over ${one} in ${counted(count, "band")} ` +
        `${place(wavelengths[from], wavelengths[to])}, ` +
        `${figure(high)} at ${nm(wavelengths[greatest])} nm`,
    }));
  }
  return found;
}

/** Tells whether a spectrum that spans so much has nothing in it. */
export function isDead(span: number, unit: Unit): boolean {
  return span < DEAD_RANGE * unit.one;
}

/** First and last band that is so, and how many are. */
function bandsWhere(
  values: Float64Array,
  is: (value: number) => boolean,
): [first: number, last: number, count: number] {
  let [first, last, count] = [-1, -1, 0];
  for (let band = 0; band < values.length; band++) {
    if (!is(values[band])) continue;
    if (first < 0) first = band;
    last = band;
    count++;
  }
  return [first, last, count];
}
