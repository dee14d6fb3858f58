// What is said of a file of spectra: facts first, then whatever is odd about
// it. Plain data, so that `--json` writes it as it is; units are in the names.

import type { Dropped } from "../spectra_set.ts";

/** What an oddity is about. */
export type OddityKind =
  | "uneven_grid"
  | "unit"
  | "warning"
  | "dead"
  | "negative"
  | "over_one"
  | "flat"
  | "step"
  | "noisy_end"
  | "duplicate"
  | "far_replicate";

/** Something odd, of one spectrum or of the whole file. */
export interface Oddity {
  /** What it is about. */
  readonly kind: OddityKind;
  /** The sample, or null where the whole file is meant. */
  readonly sample: string | null;
  /** The replicate from 1, or null where all of the sample are meant. */
  readonly replicate: number | null;
  /** The instrument's file, where it is known. */
  readonly file: string | null;
  /** First wavelength in nm that is concerned, or null for all. */
  readonly from_nm: number | null;
  /** Last wavelength in nm that is concerned, or null for all. */
  readonly to_nm: number | null;
  /** The number that was found, such as the least reflectance. */
  readonly value: number | null;
  /** A sentence for people. */
  readonly says: string;
}

/** A value that files give, and for how many spectra. */
export interface Counted<T> {
  /** The value. */
  readonly value: T;
  /** Number of spectra. */
  readonly spectra: number;
}

/** The wavelengths of a set. */
export interface GridReport {
  /** First wavelength in nm. */
  readonly first_nm: number;
  /** Last wavelength in nm. */
  readonly last_nm: number;
  /** Number of wavelengths. */
  readonly bands: number;
  /** Median distance of neighbours in nm; null for a single band. */
  readonly step_nm: number | null;
  /** Least distance of neighbours in nm. */
  readonly least_step_nm: number | null;
  /** Greatest distance of neighbours in nm. */
  readonly greatest_step_nm: number | null;
  /** Whether all distances are the same, but for rounding. */
  readonly even: boolean;
}

/** What instruments' files say, summed up. */
export interface HeaderReport {
  /** Formats, such as `ASD as8`. */
  readonly formats: readonly Counted<string>[];
  /** How reflectance was made. */
  readonly quantities: readonly Counted<string>[];
  /** Models. */
  readonly instruments: readonly Counted<string>[];
  /** Serial numbers. */
  readonly serials: readonly Counted<string>[];
  /** What operators wrote. */
  readonly descriptions: readonly Counted<string>[];
  /** Splices in nm. */
  readonly splices_nm: readonly Counted<readonly number[]>[];
  /** Scans averaged. */
  readonly scans: readonly Counted<number>[];
  /** First and last date, as files write them, or null. */
  readonly dates: { readonly first: string; readonly last: string } | null;
  /** Degrees north and east that hold all positions, or null. */
  readonly positions: {
    readonly south: number;
    readonly north: number;
    readonly west: number;
    readonly east: number;
    readonly spectra: number;
  } | null;
}

/** What is in a file or folder of spectra. */
export interface SpectraReport {
  /** The path as it was given. */
  readonly path: string;
  /** What kind of file or folder it is. */
  readonly format: string;
  /** What was found in it and how it was taken. */
  readonly notes: readonly string[];
  /** Samples that were left out, and why. */
  readonly dropped: readonly Dropped[];
  /** Names of the samples, in the order of the file. */
  readonly samples: readonly string[];
  /** Spectra of each sample. */
  readonly replicates: number;
  /** Groups with their numbers of samples, or null. */
  readonly groups:
    | readonly { readonly group: string; readonly samples: number }[]
    | null;
  /** Names of the table's further columns. */
  readonly columns: readonly string[];
  /** Wavelengths. */
  readonly wavelengths: GridReport;
  /** What headers say; null where the format has none. */
  readonly header: HeaderReport | null;
  /** What the numbers of the file were taken as, and who says so, if known. */
  readonly taken_as: string | null;
  /** What the values are. */
  readonly quantity: "reflectance" | "absorbance";
  /** What the values look like; `none` is neither fraction nor percent. */
  readonly unit: "fraction" | "percent" | "none";
  /** Least, median and greatest of all values. */
  readonly reflectance: {
    readonly least: number;
    readonly median: number;
    readonly greatest: number;
  };
  /** Everything odd, in the order of the kinds, then of the spectra. */
  readonly oddities: readonly Oddity[];
}
