// Where a config's spectra and laboratory values come from, and how their files
// are read.

/** Spectra made on the fly from a seed. */
export interface SyntheticDataConfig {
  /** Picks this kind of data. */
  readonly source: "synthetic";
  /** File with the parameters of the synthetic set. */
  readonly parameters: string;
  /** How many samples. */
  readonly samples: number;
  /** Seed of the set. */
  readonly seed: number;
}

/** Spectra and labels from files. */
export interface FilesDataConfig {
  /** Picks this kind of data; a config may still call it `csv`. */
  readonly source: "files";
  /** Name for `deno task data NAME`, which brings the files; or null. */
  readonly dataset: string | null;
  /** File or folder of spectra, of any format that is read. */
  readonly spectra: string;
  /** File with one row per sample; may be that of the spectra. */
  readonly labels: string;
  /** Rows without a column of samples are named by this and their number. */
  readonly row_prefix: string | null;
  /** Column that names the samples; null: found by its usual names. */
  readonly sample_column: string | null;
  /** Sheet of a workbook; null: its only one. */
  readonly sheet: string | null;
  /** Object of an R file; null: the only one that fits. */
  readonly object: string | null;
  /**
   * What stands before the wavelengths in the names of their columns, in a table
   * with several sets of them; left out: there is only one.
   */
  readonly bands?: string;
  /**
   * File of the white panel, for files of an instrument that have no white
   * reference in them; left out: they have.
   */
  readonly white_reference?: string;
  /** What the values are; null: as the file says, else reflectance. */
  readonly quantity: Quantity | null;
  /** Unit of the wavelengths; null: as the file says, else nm. */
  readonly unit: AxisUnit | null;
  /** What becomes of samples with a value missing. */
  readonly missing: "refuse" | "drop";
  /** What becomes of laboratory values such as `<5`. */
  readonly censored: "refuse" | "drop" | "half";
  /** What becomes of spectra without labels, and labels without spectra. */
  readonly unmatched: "refuse" | "drop";
  /** What becomes of samples with different numbers of spectra. */
  readonly replicates: "refuse" | "average" | "first";
}

/**
 * What the values of spectra are: reflectance from 0 to 1, reflectance in
 * percent, or absorbance, log10(1/R).
 */
export type Quantity = "reflectance" | "reflectance-percent" | "absorbance";

/** Unit of an axis: nanometres, micrometres, or wavenumbers per centimetre. */
export type AxisUnit = "nm" | "um" | "cm-1";

/** Where spectra and labels come from. */
export type DataConfig = SyntheticDataConfig | FilesDataConfig;
