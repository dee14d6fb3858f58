// The spectra that images are made of.

/** What images are made of; a `SpectraSet` is one. */
export interface SpectraLike {
  /** Names, one per sample. */
  readonly samples: readonly string[];
  /** Spectra per sample. */
  readonly replicates: number;
  /** Wavelengths in nm; their number is that of a spectrum's points. */
  readonly wavelengths: ArrayLike<number>;
  /** Float64 in C order `[sample, replicate, band]`. */
  readonly reflectance: Float64Array;
}
