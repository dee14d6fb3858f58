// Multiplicative scatter correction: every spectrum is taken for a scaled and
// shifted reference, and scale and shift are undone. The reference is learnt
// from the training part and kept.
import type { SpectraSet } from "../spectra/spectra_set.ts";
import { columnMeans } from "./columns.ts";
import { mapRows, meanOf, refuseRow } from "./rows.ts";

/** What MSC is fitted to. */
export interface MscFit {
  /** Mean spectrum of the training part, one value for each wavelength. */
  readonly reference: readonly number[];
}

/**
 * Learns the reference.
 *
 * @param training Spectra of the training part.
 * @returns The mean of all of them, replicates included.
 *
 * Reference: `prospectr::msc`'s default, `colMeans(X)`, of the training part.
 */
export function fitMsc(training: SpectraSet): MscFit {
  return { reference: [...columnMeans(training)] };
}

/**
 * Fits each spectrum x to the reference r by least squares, `x = m r + a`, and
 * gives `(x - a) / m`.
 *
 * @param set Spectra on the reference's wavelengths.
 * @param fit The reference.
 * @returns A new set.
 * @throws {InputError} If a spectrum has no slope against the reference; it is
 * named.
 *
 * Reference: `prospectr::msc(X, reference_spc)`; Geladi, MacDougall and
 * Martens 1985, Applied Spectroscopy 39(3), 491-500.
 */
export function applyMsc(set: SpectraSet, fit: MscFit): SpectraSet {
  const reference = Float64Array.from(fit.reference);
  const middle = meanOf(reference);
  const centered = reference.map((value) => value - middle);
  let squares = 0;
  for (const value of centered) squares += value * value;
  const spread = Math.sqrt(squares / centered.length);
  return mapRows(set, (from, to, row) => {
    const mean = meanOf(from);
    let products = 0;
    for (let i = 0; i < from.length; i++) {
      products += centered[i] * (from[i] - mean);
    }
    const slope = products / squares;
    // Constants leave what rounding makes of their means.
    const rounding = from.length * Number.EPSILON;
    const varies = spread > rounding * Math.abs(middle) &&
      Math.abs(slope) * spread > rounding * Math.abs(mean);
    if (!varies) {
      refuseRow(
        set,
        row,
        "has no slope against the mean of the training part; expected two " +
          "spectra that vary, as msc divides by it",
      );
    }
    const offset = mean - slope * middle;
    for (let i = 0; i < to.length; i++) to[i] = (from[i] - offset) / slope;
  });
}
