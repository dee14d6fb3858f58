// What comes in: reflectance of samples, each measured once or several times
// on one grid of wavelengths, and the laboratory's values of the same samples.
import type { SpectrumMetadata } from "../formats/shared/metadata.ts";
import type { Taken, Told } from "./taken/taken.ts";

/** A sample that was left out, and why. */
export interface Dropped {
  /** Its name. */
  readonly sample: string;
  /** Such as `a value is missing at 1300 (line 4)`. */
  readonly reason: string;
}

/** Said of samples that have the numbers of their rows for names. */
export interface Numbered {
  /** The file, and the table in it where it has several. */
  readonly path: string;
  /** Unused columns that look as if they named the rows. */
  readonly identifiers: readonly string[];
}

/** A column of a table that is neither spectra nor names. */
export interface FurtherColumn {
  /** Its heading. */
  readonly name: string;
  /** A text for each sample; "" where nothing is said. */
  readonly values: readonly string[];
}

/** What a reader has to say besides the numbers. */
export interface ReadRemarks {
  /** Samples that were left out on request, in the order of the file. */
  readonly dropped?: readonly Dropped[];
  /** What was found and how it was taken, for people. */
  readonly notes?: readonly string[];
  /** Whether samples are named by the numbers of their rows. */
  readonly numbered?: Numbered;
}

/** Spectra of samples. */
export interface SpectraSet extends ReadRemarks {
  /** Unique names, in the order of the file. */
  readonly samples: readonly string[];
  /** Spectra of each sample, the same number for all. */
  readonly replicates: number;
  /** Group (such as the site) of each sample, or null. */
  readonly groups: readonly string[] | null;
  /** Wavelengths in nm, strictly increasing. */
  readonly wavelengths: Float64Array;
  /**
   * Reflectance in C order `[sample, replicate, band]`; absorbance, log10(1/R),
   * if it was taken as that.
   */
  readonly reflectance: Float64Array;
  /** What the files say of each spectrum, in C order `[sample, replicate]`. */
  readonly metadata?: readonly SpectrumMetadata[];
  /** What else a table says of each sample, in the order of its columns. */
  readonly columns?: readonly FurtherColumn[];
  /** What the numbers were taken as; `openSpectra` always says. */
  readonly taken?: Taken;
  /** What a table says of its numbers; between its reader and `takeAs` only. */
  readonly told?: Told;
  /** Whether the axis fell in the file; between reader and `takeAs` only. */
  readonly falls?: boolean;
}

/** Laboratory values of samples. */
export interface LabelSet extends ReadRemarks {
  /** Unique names, in the order of the file. */
  readonly samples: readonly string[];
  /** Names of the targets, each with its unit, such as `Sb_ppm`. */
  readonly targets: readonly string[];
  /** Values in C order `[sample, target]`. */
  readonly values: Float64Array;
}

/**
 * Checks the invariants of a set of spectra.
 *
 * @param set The set; it is returned as it is.
 * @throws {TypeError} If lengths do not fit each other or a name stands twice.
 * @throws {RangeError} If a wavelength is not above 0, wavelengths do not
 * increase, or a value is not finite.
 *
 * @example
 * ```ts
 * import { createSpectraSet } from "./spectra_set.ts";
 *
 * const set = createSpectraSet({
 *   samples: ["RS001"],
 *   replicates: 1,
 *   groups: null,
 *   wavelengths: Float64Array.of(350, 351),
 *   reflectance: Float64Array.of(0.11, 0.12),
 * });
 * console.log(set.samples); // [ "RS001" ]
 * ```
 */
export function createSpectraSet(set: SpectraSet): SpectraSet {
  const { samples, replicates, groups, columns } = set;
  const { wavelengths, reflectance } = set;
  if (new Set(samples).size !== samples.length) {
    throw new TypeError("A sample stands twice, names must be unique");
  }
  if (!(Number.isInteger(replicates) && replicates >= 1)) {
    throw new TypeError(`Replicates is ${replicates}, must be at least 1`);
  }
  if (groups && groups.length !== samples.length) {
    throw new TypeError(
      `There are ${groups.length} groups, must be ${samples.length}`,
    );
  }
  const column = columns?.find(({ values }) =>
    values.length !== samples.length
  );
  if (column) {
    throw new TypeError(
      `Column ${column.name} has ${column.values.length} values, must have ` +
        `${samples.length}`,
    );
  }
  const size = samples.length * replicates * wavelengths.length;
  if (reflectance.length !== size) {
    throw new TypeError(
      `Reflectance has ${reflectance.length} values, must have ${size}`,
    );
  }
  if (!wavelengths.every((nm) => nm > 0 && Number.isFinite(nm))) {
    throw new RangeError("A wavelength is not finite and above 0, must be");
  }
  for (let i = 1; i < wavelengths.length; i++) {
    if (!(wavelengths[i] > wavelengths[i - 1])) {
      throw new RangeError(
        `Wavelength ${wavelengths[i]} follows ${wavelengths[i - 1]}, ` +
          "must increase",
      );
    }
  }
  for (let i = 0; i < reflectance.length; i++) {
    if (!Number.isFinite(reflectance[i])) {
      throw new RangeError(`Reflectance is ${reflectance[i]}, must be finite`);
    }
  }
  return set;
}
