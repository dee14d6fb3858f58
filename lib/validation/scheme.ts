// What a validation scheme is: a way to make splits, each with a training, a
// validation and a test part that have no sample in common. schemes.ts has a
// row for each.
import type { SpectraSet } from "../spectra/spectra_set.ts";
import type { Split } from "../training/split.ts";

/** What a scheme may look at. */
export interface SchemeSubject {
  /** Spectra of all samples, with their groups. */
  readonly spectra: SpectraSet;
  /** Values of all samples, of the target that is predicted. */
  readonly values: Float64Array;
}

/** A split and what tables call it. */
export interface NamedSplit {
  /** Unique within the scheme, such as `42` or `2.5`. */
  readonly name: string;
  readonly split: Split;
}

/** All indices from 0. */
export function indices(count: number): number[] {
  return Array.from({ length: count }, (_, i) => i);
}
