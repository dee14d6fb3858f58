// New spectra beside those that a network was trained on: on the same
// wavelengths, of the same quantity, as many a sample; or refused with both
// sides named. Nothing is guessed, and resampled only where that is asked for.
import { InputError } from "../errors.ts";
import { interpolate } from "../preprocess/interpolate.ts";
import { firstDifference, gridText, SAME_NM } from "../spectra/same_grid.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";
import { quantityOf } from "../spectra/taken/taken.ts";
import type { TrainingGrid } from "../spectra/training_grid.ts";

/** How spectra are matched. */
export interface MatchOptions {
  /** The file of the new spectra, for messages. */
  readonly path: string;
  /** What was trained, for messages. */
  readonly trained: string;
  /** Whether spectra that cover the grid may be interpolated to it. */
  readonly resample?: boolean;
  /** Whether replicates are averaged, so that their number does not matter. */
  readonly averaged?: boolean;
}

/** Spectra as a network takes them. */
export interface Matched {
  /** The spectra, on the wavelengths of the training. */
  readonly spectra: SpectraSet;
  /** How they came to be on them, if they were not. */
  readonly resampled: string | null;
}

/**
 * Brings new spectra and a training grid together.
 *
 * @param set New spectra.
 * @param grid What the network was trained on.
 * @param options Names for messages, and what may be done.
 * @returns The set itself where it is on the grid, to a thousandth of a nm;
 * where it is resampled, linearly (`numpy.interp`).
 * @throws {InputError} If they do not fit; both sides are named.
 */
export function matchGrid(
  set: SpectraSet,
  grid: TrainingGrid,
  { path, trained, resample = false, averaged = false }: MatchOptions,
): Matched {
  const refuse = (is: string, was: string, expected: string): never => {
    throw new InputError(
      `${path}: ${is}, and ${trained} was trained on ${was}; expected ` +
        expected,
    );
  };
  const quantity = quantityOf(set);
  if (quantity !== grid.quantity) {
    refuse(`is ${quantity}`, grid.quantity, "the same quantity (--quantity)");
  }
  if (!averaged && set.replicates !== grid.replicates) {
    refuse(
      `has ${spectraOf(set.replicates)}`,
      spectraOf(grid.replicates),
      "as many",
    );
  }
  const [found, meant] = [set.wavelengths, grid.wavelengths];
  const at = firstDifference(found, meant);
  if (at < 0) {
    return { spectra: { ...set, wavelengths: meant }, resampled: null };
  }
  const [is, was] = [`has ${gridText(found)}`, gridText(meant)];
  const covers = found.length > 1 && found[0] <= meant[0] + SAME_NM &&
    found[found.length - 1] >= meant[meant.length - 1] - SAME_NM;
  const where = at > 0 && at < Math.min(found.length, meant.length)
    ? ` (first in band ${at + 1}, ${found[at]} and ${meant[at]} nm)`
    : "";
  if (!covers) {
    refuse(
      is,
      was + where,
      resample ? "wavelengths that cover them" : "the same wavelengths",
    );
  }
  if (!resample) {
    refuse(is, was + where, "the same wavelengths, or --resample");
  }
  return {
    spectra: {
      ...interpolate(set, within(meant, found), "linear"),
      wavelengths: meant,
    },
    resampled: `linearly from ${gridText(found)} to ${was}`,
  };
}

/** The grid, without the hair by which rounding puts its ends outside. */
function within(meant: Float64Array, found: Float64Array): Float64Array {
  const [first, last] = [found[0], found[found.length - 1]];
  return meant.map((nm) => Math.min(Math.max(nm, first), last));
}

function spectraOf(replicates: number): string {
  return `${
    replicates === 1 ? "1 spectrum" : `${replicates} spectra`
  } a sample`;
}
