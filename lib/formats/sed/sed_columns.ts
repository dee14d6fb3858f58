// The headings of a Spectral Evolution table, and which of them reflectance is
// made of.
import { InputError } from "../../errors.ts";

/** Where reflectance is in a table. */
export interface SedColumns {
  /** All headings. */
  readonly headings: readonly string[];
  /** Wavelength and reflectance, or wavelength, reference and target. */
  readonly wanted: readonly number[];
  /** Whether it is the latter. */
  readonly pair: boolean;
  /** What the reflectance in the file is to be divided by. */
  readonly scale: number;
  /** How reflectance was made. */
  readonly quantity: string;
  /** What a target alone is called, which has no reference; else null. */
  readonly alone: string | null;
}

/** What the header says of the columns. */
export interface SedHeadingOptions {
  /** Such as `REFLECTANCE`. */
  readonly measurement: string;
  /** Times of the reference's detectors, then of the target's, in ms. */
  readonly integration: string;
  /** How many columns there are, or not a number if it does not say. */
  readonly count: number;
  /** The file, for messages. */
  readonly path: string;
  /** The line of the headings, counted from 1. */
  readonly line: number;
  /** Whether a target without its reference will do. */
  readonly alone: boolean;
}

const RATIO = "target / reference";

/** Headings of reflectance, the divisor to 0..1, and what it is called. */
const READY: readonly (readonly [RegExp, number, string])[] = [
  [/^reflect(ance|\.)? ?(%|\[%\]|\(%\))$/i, 100, "reflectance"],
  [/^reflect(ance|\.)? ?\[1(\.0)?\]$/i, 1, "reflectance"],
  [/^tgt\.?\/ref\.? ?(%|\[%\])$/i, 100, RATIO],
  [/^tgt\.?\/ref\.? ?\[1(\.0)?\]$/i, 1, RATIO],
];

/** Quantities whose quotient needs no integration times. */
const CALIBRATED = /^(rad|irr|norm)/i;

/**
 * Finds reflectance among the headings.
 *
 * @param text The line of headings: tabs between them, or two blanks and more.
 * @param options What the header says.
 * @returns The columns that are to be read.
 * @throws {InputError} If there is no reflectance, and no pair of reference and
 * target to make it of; or only raw counts that were taken with other times of
 * integration for the target than for the reference.
 */
export function sedColumns(
  text: string,
  { measurement, integration, count, path, line, ...options }:
    SedHeadingOptions,
): SedColumns {
  const headings = text.trim().split(/\t| {2,}/).map((heading) =>
    heading.trim().replace(/\s+/g, " ")
  );
  const all = headings.join(", ");
  const refuse = (found: string, expected: string): never => {
    throw new InputError(
      `${path}, line ${line}: ${found}; expected ${expected}`,
    );
  };
  if (count > 0 && count !== headings.length) {
    refuse(
      `has ${headings.length} columns (${all})`,
      `${count}, as "Columns [${count}]" says`,
    );
  }
  const wavelength = headings.findIndex((name) => /^(wvl|wavel)/i.test(name));
  if (wavelength < 0) refuse(`has no column "Wvl" but ${all}`, "wavelengths");
  // Of light that went through the sample the quotient is another thing.
  const other = /transm|absorb/i.test(measurement);
  const ready = findReady(headings);
  if (ready && !(other && ready.quantity === RATIO)) {
    const { at, ...rest } = ready;
    const wanted = [wavelength, at];
    return { headings, wanted, pair: false, alone: null, ...rest };
  }
  const pair = other ? null : findPair(headings);
  if (!pair) {
    const alone = other ? null : findAlone(headings);
    if (alone && options.alone) {
      const wanted = [wavelength, alone.at];
      const one = { pair: false, scale: 1, quantity: RATIO, alone: alone.name };
      return { headings, wanted, ...one };
    }
    return refuse(
      `holds ${all}${other ? ` of ${measurement}` : ""}`,
      'reflectance, such as "Reflect. %", or a reference with its target' +
        (alone
          ? ", in the file or in one that data.white_reference " +
            "(--white-reference) names"
          : ""),
    );
  }
  if (!isCalibrated(pair.name) && !sameTimes(integration)) {
    refuse(
      `holds ${all} with integration times ${integration || "unknown"}`,
      "reflectance, or raw counts with the same times for reference and target",
    );
  }
  const wanted = [wavelength, pair.reference, pair.target];
  const one = { pair: true, scale: 1, quantity: RATIO, alone: null };
  return { headings, wanted, ...one };
}

/** Whether values of this name need no integration times. */
export function isCalibrated(name: string): boolean {
  return CALIBRATED.test(name);
}

/** Times of the target's detectors, of `7,8,12,7,8,12` the second half. */
export function targetTimes(integration: string): string {
  const times = integration.split(",").map((time) => time.trim());
  return times.slice(times.length / 2).join(",");
}

/** A heading such as `Raw DN (Target)`, if there is one target alone. */
function findAlone(
  headings: readonly string[],
): { name: string; at: number } | null {
  const found = headings.flatMap((heading, at) => {
    const name = /^(.*?) ?\((?:Target|Tgt\.?)\)$/i.exec(heading)?.[1];
    return name === undefined ? [] : [{ name, at }];
  });
  return found.length === 1 ? found[0] : null;
}

/** The column of reflectance that is ready. */
function findReady(
  headings: readonly string[],
): { at: number; scale: number; quantity: string } | null {
  for (const [pattern, scale, quantity] of READY) {
    const at = headings.findIndex((name) => pattern.test(name));
    if (at >= 0) return { at, scale, quantity };
  }
  return null;
}

/** Two headings such as `Rad. (Ref.)` and `Rad. (Target)`. */
function findPair(
  headings: readonly string[],
): { name: string; reference: number; target: number } | null {
  for (const [reference, heading] of headings.entries()) {
    const name = /^(.*?) ?\(Ref(?:\.|erence)?\)$/i.exec(heading)?.[1];
    if (name === undefined) continue;
    const target = headings.findIndex((other) =>
      other.startsWith(name) &&
      /^ ?\((Target|Tgt\.?)\)$/i.test(other.slice(name.length))
    );
    if (target >= 0) return { name, reference, target };
  }
  return null;
}

/** Whether the second half of `7,8,12,7,8,12` is as the first. */
function sameTimes(integration: string): boolean {
  const times = integration.split(",").map((time) => Number(time));
  const half = times.length / 2;
  return Number.isInteger(half) && half > 0 &&
    times.every((time) => time > 0) &&
    times.slice(half).every((time, i) => time === times[i]);
}
