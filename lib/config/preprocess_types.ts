// The steps between the spectra and their spectrograms: a list in the config,
// done in its order. lib/preprocess/ says what each of them computes.

/** Matches the detectors of an instrument; see `spliceCorrection`. */
export interface SpliceConfig {
  /** Picks this step. */
  readonly step: "splice";
  /** Last wavelength of each detector but the last, or null: as files say. */
  readonly splices: number[] | null;
  /** Whether the other detectors are shifted, or scaled. */
  readonly method: "additive" | "multiplicative";
  /** Bands of the line that is drawn across a splice. */
  readonly bands: number;
}

/** Replaces the replicates of a sample by their mean; see `average`. */
export interface AverageConfig {
  /** Picks this step. */
  readonly step: "average";
}

/** Puts spectra on an even grid; see `resample`. */
export interface ResampleConfig {
  /** Picks this step. */
  readonly step: "resample";
  /** First wavelength in nm. */
  readonly start: number;
  /** Wavelength in nm that the grid does not pass. */
  readonly stop: number;
  /** Distance of the bands in nm. */
  readonly spacing: number;
  /** Straight lines, or a natural cubic spline. */
  readonly interpolation: "linear" | "cubic";
}

/** Keeps or drops ranges of wavelengths; see `cut`. */
export interface CutConfig {
  /** Picks this step. */
  readonly step: "cut";
  /** What happens to the ranges. */
  readonly mode: "drop" | "keep";
  /** First and last wavelength in nm of each range, both inside it. */
  readonly ranges: [number, number][];
}

/** Turns reflectance into log10(1/R); see `absorbance`. */
export interface AbsorbanceConfig {
  /** Picks this step. */
  readonly step: "absorbance";
}

/** Smooths or differentiates; see `savitzkyGolay`. */
export interface SavitzkyGolayConfig {
  /** Picks this step. */
  readonly step: "savitzky_golay";
  /** Bands in the window, an odd number. */
  readonly window_length: number;
  /** Degree of the polynomial. */
  readonly polyorder: number;
  /** Which derivative; 0 only smooths. */
  readonly deriv: number;
  /** Distance of the bands, by which derivatives are divided. */
  readonly delta: number;
}

/** Each spectrum to mean 0 and standard deviation 1; see `snv`. */
export interface SnvConfig {
  /** Picks this step. */
  readonly step: "snv";
}

/** Fits each spectrum to the training part's mean; see `applyMsc`. */
export interface MscConfig {
  /** Picks this step. */
  readonly step: "msc";
}

/** Takes a polynomial out of each spectrum; see `detrend`. */
export interface DetrendConfig {
  /** Picks this step. */
  readonly step: "detrend";
  /** Degree of the polynomial. */
  readonly order: number;
  /** Whether `snv` is done first, as Barnes 1989 and prospectr do. */
  readonly snv: boolean;
}

/** Divides by the smallest convex hull; see `continuumRemoval`. */
export interface ContinuumRemovalConfig {
  /** Picks this step. */
  readonly step: "continuum_removal";
  /** What the spectra are. */
  readonly type: "reflectance" | "absorbance";
}

/** Each band to the training part's mean 0 and deviation 1. */
export interface StandardizeConfig {
  /** Picks this step. */
  readonly step: "standardize";
}

/**
 * Treats each spectrum in several ways, which become its channels; see
 * `channels`.
 */
export interface ChannelsConfig {
  /** Picks this step. */
  readonly step: "channels";
  /** Steps of each channel; an empty list leaves the spectrum as it is. */
  readonly chains: ChannelStep[][];
}

/** A step of a channel: any but this one, of which there are no two levels. */
export type ChannelStep = Exclude<PreprocessStep, ChannelsConfig>;

/** A pre-treatment and its parameters. */
export type PreprocessStep =
  | ChannelsConfig
  | SpliceConfig
  | AverageConfig
  | ResampleConfig
  | CutConfig
  | AbsorbanceConfig
  | SavitzkyGolayConfig
  | SnvConfig
  | MscConfig
  | DetrendConfig
  | ContinuumRemovalConfig
  | StandardizeConfig;
