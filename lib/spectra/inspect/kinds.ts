// What kinds of oddities are called, in the order in which they are told.
import type { OddityKind } from "./types.ts";

/** Heading of each kind. */
export const KINDS: Readonly<Record<OddityKind, string>> = {
  uneven_grid: "Uneven grid",
  unit: "Not in fractions",
  warning: "Warnings of the instrument",
  dead: "Dead spectra",
  negative: "Negative values",
  over_one: "Reflectance over 1",
  flat: "Saturated, filled or zero bands",
  step: "Steps at splices",
  noisy_end: "Noisy ends",
  duplicate: "Spectra that stand twice",
  far_replicate: "Replicates unlike their sample",
};
