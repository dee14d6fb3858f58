// Replicates that are not like the others of their sample: another soil under
// the same name, or a slip of the probe. The distance is the root mean square
// over bands; what is usual comes from all replicates of the file.
import { REPLICATE_LEAST, REPLICATE_TIMES } from "./limits.ts";
import { figure, nm, times, whose } from "./say.ts";
import { medianInPlace } from "./select.ts";
import type { SpectraSet } from "../spectra_set.ts";
import type { Oddity } from "./types.ts";

/** How far a replicate is from its sample's median spectrum. */
export interface Distance {
  /** Root mean square over bands. */
  readonly rms: number;
  /** Band of the largest difference. */
  readonly band: number;
}

/**
 * Measures every replicate against the median of its sample, band by band.
 *
 * @param set Spectra.
 * @returns A distance for each row, `[sample, replicate]`.
 */
export function replicateDistances(
  { samples, replicates, wavelengths, reflectance }: SpectraSet,
): Distance[] {
  const bands = wavelengths.length;
  const scratch = new Float64Array(replicates);
  const median = new Float64Array(bands);
  return samples.flatMap((_, sample) => {
    const start = sample * replicates * bands;
    for (let band = 0; band < bands; band++) {
      for (let i = 0; i < replicates; i++) {
        scratch[i] = reflectance[start + i * bands + band];
      }
      median[band] = medianInPlace(scratch, replicates);
    }
    return Array.from({ length: replicates }, (_, replicate) => {
      let [squares, most, at] = [0, -1, 0];
      for (let band = 0; band < bands; band++) {
        const off = reflectance[start + replicate * bands + band] -
          median[band];
        squares += off * off;
        if (Math.abs(off) > most) [most, at] = [Math.abs(off), band];
      }
      return { rms: Math.sqrt(squares / bands), band: at };
    });
  });
}

/**
 * Says which replicates are far from their sample's median.
 *
 * @param set Spectra.
 * @param one What stands for a reflectance of 1.
 */
export function replicateOddities(set: SpectraSet, one: number): Oddity[] {
  if (set.replicates === 1) return [];
  const distances = replicateDistances(set);
  const all = Float64Array.from(distances, ({ rms }) => rms);
  const usual = medianInPlace(all, all.length);
  const limit = Math.max(REPLICATE_TIMES * usual, REPLICATE_LEAST * one);
  return distances.flatMap(({ rms, band }, row): Oddity[] => {
    if (!(rms > limit)) return [];
    // Two replicates are equally far from what is between them: said once.
    const pair = set.replicates === 2;
    if (pair && row % 2 === 1) return [];
    const { name, ...who } = whose(set, row);
    const at = set.wavelengths[band];
    const far = pair ? 2 * rms : rms;
    return [{
      kind: "far_replicate",
      ...who,
      replicate: pair ? null : who.replicate,
      file: pair ? null : who.file,
      from_nm: at,
      to_nm: at,
      value: far,
      says: (pair
        ? `${name.replace(/, replicate 1.*/s, "")}: its two replicates are ` +
          `${figure(far)} apart`
        : `${name}: is ${figure(far)} from the median of its sample`) +
        ` (root mean square), most at ${nm(at)} nm; ` +
        `${times(rms / usual)} the usual in this file.`,
    }];
  });
}
