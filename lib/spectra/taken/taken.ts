// What a set of spectra was taken as, and who said so: one line for people, in
// reports, in the manifest, and kept with what was trained on it.
import type { AxisUnit, Quantity } from "../../config/types.ts";
import { figure } from "../inspect/say.ts";

/**
 * Who says what a file holds: the config or a flag, the file itself, the config
 * of the run that predicts, nobody, or this package, which made the spectra.
 */
export type TakenBy = "config" | "file" | "run" | "assumed" | "made";

/** Where reflectance was made of absorbance that the files have. */
export type OfAbsorbance = "all" | "some";

/** What a file says of its own numbers. */
export interface Told {
  /** What its values are. */
  readonly quantity?: Quantity;
  /** Unit of its axis. */
  readonly unit?: AxisUnit;
  /** Which files' reflectance was made of absorbance, if any. */
  readonly ofAbsorbance?: OfAbsorbance;
}

/** What the numbers of a file were taken as. */
export interface Taken {
  /** What the values of the file are. */
  readonly quantity: Quantity;
  /** Who says so. */
  readonly quantityBy: TakenBy;
  /** Unit of the axis in the file; in a set of spectra it is nm. */
  readonly unit: AxisUnit;
  /** Who says so. */
  readonly unitBy: TakenBy;
  /** Least and greatest value of the set. */
  readonly range: readonly [least: number, greatest: number];
  /** Which spectra's reflectance was made of absorbance, if any. */
  readonly ofAbsorbance?: OfAbsorbance;
}

/** What the values of a set are, once they are taken. */
export type SetQuantity = "reflectance" | "absorbance";

const QUANTITIES: Readonly<Record<Quantity, string>> = {
  "reflectance": "reflectance",
  "reflectance-percent": "reflectance in percent, divided by 100",
  "absorbance": "absorbance, log10(1/R)",
};

const MADE: Readonly<Record<OfAbsorbance, string>> = {
  all: ", made of absorbance A as 10^-A",
  some: ", in some files made of absorbance A as 10^-A",
};

const UNITS: Readonly<Record<AxisUnit, string>> = {
  "nm": "nm",
  "um": "micrometres, turned into nm",
  "cm-1": "wavenumbers in 1/cm, turned into nm",
};

const SAID: Readonly<Record<Exclude<TakenBy, "assumed">, string>> = {
  config: "as asked for",
  file: "as the file says",
  run: "as the run's config says",
  made: "made so",
};

/**
 * Says what spectra were taken as.
 *
 * @returns Such as `reflectance (assumed, values 0.03 to 0.61), nm (as the file
 * says)`.
 */
export function takenText(
  { quantity, quantityBy, unit, unitBy, range, ofAbsorbance }: Taken,
): string {
  const [least, greatest] = range.map(figure);
  const values = quantityBy === "assumed"
    ? `assumed, values ${least} to ${greatest}`
    : SAID[quantityBy];
  const axis = unitBy === "assumed" ? "assumed" : SAID[unitBy];
  const what = QUANTITIES[quantity] + (ofAbsorbance ? MADE[ofAbsorbance] : "");
  return `${what} (${values}), ${UNITS[unit]} (${axis})`;
}

/**
 * What the values of a set of spectra are.
 *
 * @param set A set; one that nobody said anything of is reflectance.
 */
export function quantityOf(
  { taken }: { readonly taken?: Taken },
): SetQuantity {
  return taken?.quantity === "absorbance" ? "absorbance" : "reflectance";
}
