// Bands that all spectra have a value in. A spectrum is one number for each
// wavelength: a band that none of them has may be left out at the ends of their
// range, any other hole is refused.
import { InputError } from "../../errors.ts";

/** Holes that a sentence names. */
const NAMED = 20;

/** Spectra with holes. */
export interface GappySpectra {
  /** In nm, increasing. */
  readonly wavelengths: Float64Array;
  /** Values, NaN where there is none, by spectrum and band. */
  readonly rows: readonly Float64Array[];
  /** What a message calls a spectrum, by its number counted from 0. */
  readonly nameOf: (row: number) => string;
  /** The file, for messages. */
  readonly path: string;
}

/** Which bands are left. */
export interface WholeBands {
  /** The first of them, counted from 0. */
  readonly from: number;
  /** The one behind the last. */
  readonly to: number;
  /** What was left out, in words, to stand behind the quantity; or nothing. */
  readonly note: string;
}

/**
 * Leaves out the bands at both ends that no spectrum has a value in.
 *
 * @param spectra The spectra.
 * @returns The bands in which all of them have one.
 * @throws {InputError} If one lacks a value in between; the spectra and their
 * first such wavelengths are named.
 */
export function wholeBands(
  { wavelengths, rows, nameOf, path }: GappySpectra,
): WholeBands {
  const bands = wavelengths.length;
  const isEmpty = (band: number) =>
    rows.every((row) => Number.isNaN(row[band]));
  let from = 0;
  while (from < bands && isEmpty(from)) from++;
  if (from === bands) {
    throw new InputError(
      `${path}: has no value at any of its ${bands} wavelengths; expected ` +
        "reflectance",
    );
  }
  let to = bands;
  while (isEmpty(to - 1)) to--;
  const holes = rows.flatMap((row, i) => {
    const at = row.subarray(from, to).findIndex(Number.isNaN);
    return at < 0 ? [] : [`${nameOf(i)} at ${wavelengths[from + at]} nm`];
  });
  if (holes.length > 0) {
    const more = holes.length > NAMED
      ? ` and ${holes.length - NAMED} more`
      : "";
    throw new InputError(
      `${path}: has no value for ${holes.slice(0, NAMED).join(", ")}${more}; ` +
        "expected one at each wavelength between the first and the last",
    );
  }
  const left = from + bands - to;
  const note = left === 0
    ? ""
    : `, ${left} band${left === 1 ? "" : "s"} without a value left out`;
  return { from, to, note };
}
