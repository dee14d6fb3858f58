// What a network looks at: how far its predictions move when a stretch of
// wavelengths is taken out of the spectra (Zeiler and Fergus 2014, occlusion).
// A stretch is replaced by the straight line between its ends, so that nothing
// but the features in it goes.
import type { SpectraSet } from "../spectra/spectra_set.ts";
import { stretchesOf } from "./stretches.ts";

/** A stretch of wavelengths and what it does. */
export interface Stretch {
  /** First and last wavelength, in nm. */
  readonly from: number;
  readonly to: number;
  /**
   * Root mean square change of the predictions, by target, in the target's unit.
   */
  readonly change: readonly number[];
}

/** How {@linkcode occlude} works. */
export interface OcclusionOptions {
  /** Width of a stretch in nm. */
  readonly width: number;
  /** Values predicted per sample. */
  readonly targets: number;
  /** Predicts `[samples * targets]` from spectra as they were read. */
  readonly predict: (spectra: SpectraSet) => Promise<ArrayLike<number>>;
  /** Called after each stretch. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Measures how far predictions move without each stretch of wavelengths.
 *
 * @param spectra Spectra, as they were read.
 * @param options Width of the stretches, which follow one another without a
 * gap, and how to predict.
 * @throws {RangeError} If the width is not above 0.
 */
export async function occlude(
  spectra: SpectraSet,
  { width, targets, predict, onProgress }: OcclusionOptions,
): Promise<Stretch[]> {
  const stretches = stretchesOf(spectra.wavelengths, width);
  const before = Float64Array.from(await predict(spectra));
  const found: Stretch[] = [];
  for (const [at, [first, last]] of stretches.entries()) {
    const after = await predict(without(spectra, first, last));
    const change = Array.from({ length: targets }, (_, target) => {
      let sum = 0;
      for (let i = target; i < before.length; i += targets) {
        sum += (after[i] - before[i]) ** 2;
      }
      return Math.sqrt(sum / spectra.samples.length);
    });
    const { wavelengths } = spectra;
    found.push({ from: wavelengths[first], to: wavelengths[last], change });
    onProgress?.(at + 1, stretches.length);
  }
  return found;
}

/** Spectra with a straight line over some bands. */
function without(
  set: SpectraSet,
  first: number,
  last: number,
): SpectraSet {
  const { wavelengths } = set;
  const bands = wavelengths.length;
  const reflectance = set.reflectance.slice();
  const left = Math.max(first - 1, 0);
  const right = Math.min(last + 1, bands - 1);
  const span = wavelengths[right] - wavelengths[left];
  for (let start = 0; start < reflectance.length; start += bands) {
    const a = set.reflectance[start + left];
    const b = set.reflectance[start + right];
    for (let band = first; band <= last; band++) {
      const share = (wavelengths[band] - wavelengths[left]) / span;
      reflectance[start + band] = a + share * (b - a);
    }
  }
  return { ...set, reflectance };
}
