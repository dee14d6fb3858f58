// What an instrument's file says of a spectrum besides its numbers.

/** What is known of one spectrum. */
export interface SpectrumMetadata {
  /** Name of the file, without its folder. */
  readonly file: string;
  /** The file's format, such as `ASD as8`. */
  readonly format: string;
  /** Model of the instrument, if the file names it. */
  readonly instrument: string | null;
  /** Serial number of the instrument. */
  readonly serial: string | null;
  /** When it was measured, as the file has it: `2019-05-21T14:03:55`. */
  readonly date: string | null;
  /** Degrees north. */
  readonly latitude: number | null;
  /** Degrees east. */
  readonly longitude: number | null;
  /** What the operator wrote. */
  readonly description: string | null;
  /** Where one detector ends and the next begins, in nm. */
  readonly splices: readonly number[];
  /** How reflectance was made, such as `spectrum / white reference`. */
  readonly quantity: string;
  /** Number of scans averaged, if the file says. */
  readonly scans: number | null;
  /** What the instrument warned of, such as `VNIR saturated`. */
  readonly warnings?: readonly string[];
}

/** Absorbance, log10(1/R), as a file has it. */
export interface FileAbsorbance {
  /** One for each wavelength; NaN where there is none. */
  readonly values: Float64Array;
  /** What metadata say of it in place of how reflectance was made. */
  readonly quantity: string;
}

/** One spectrum of an instrument's file. */
export interface InstrumentSpectrum {
  /** Wavelengths in nm, strictly increasing. */
  readonly wavelengths: Float64Array;
  /** Reflectance, 0 to 1, one for each wavelength; NaN where there is none. */
  readonly reflectance: Float64Array;
  /** What the file has where reflectance was made of absorbance. */
  readonly absorbance?: FileAbsorbance;
  /** What the file says of it. */
  readonly metadata: SpectrumMetadata;
  /** The other file whose white reference it was divided by, if it was. */
  readonly whiteReference?: string;
  /** Its name among the spectra of its file, if they have names. */
  readonly name?: string;
}
