// Noise at the ends, where detectors see little light. Noise is what is left
// of a spectrum when every three neighbours are held against a straight line:
// second differences, whose standard deviation is sqrt(6) times the noise's.
import { END_BANDS, END_SHARE, NOISE_LEAST, NOISE_TIMES } from "./limits.ts";
import { figure, place, times, whose } from "./say.ts";
import { medianInPlace } from "./select.ts";
import type { SpectraSet } from "../spectra_set.ts";
import type { Oddity } from "./types.ts";

/** Standard deviation of noise per median of its absolute second differences. */
const PER_MEDIAN = 1.4826 / Math.sqrt(6);

let scratch = new Float64Array(0);

/**
 * The noise of some bands: the standard deviation, in the values' unit, by the
 * median absolute second difference.
 *
 * @param values A spectrum.
 * @param from First band.
 * @param to Band after the last, at least 3 later.
 */
export function noiseOf(
  values: Float64Array,
  from: number,
  to: number,
): number {
  if (scratch.length < to - from) scratch = new Float64Array(to - from);
  let count = 0;
  for (let band = from + 1; band < to - 1; band++) {
    scratch[count++] = Math.abs(
      values[band - 1] - 2 * values[band] + values[band + 1],
    );
  }
  return PER_MEDIAN * medianInPlace(scratch, count);
}

/**
 * Says which ends of a spectrum are noisy.
 *
 * @param set The spectra.
 * @param row Which of them.
 * @param context Its values, and what stands for a reflectance of 1.
 */
export function endOddities(
  set: SpectraSet,
  row: number,
  { values, one }: { readonly values: Float64Array; readonly one: number },
): Oddity[] {
  const bands = values.length;
  const width = Math.max(END_BANDS, Math.round(END_SHARE * bands));
  // The ends must not be what the whole is made of.
  if (bands < 4 * width) return [];
  const whole = noiseOf(values, 0, bands);
  return [[0, width], [bands - width, bands]].flatMap(([from, to]) => {
    const noise = noiseOf(values, from, to);
    if (!(noise > NOISE_TIMES * whole && noise >= NOISE_LEAST * one)) return [];
    const { name, ...who } = whose(set, row);
    const [first, last] = [set.wavelengths[from], set.wavelengths[to - 1]];
    return [{
      kind: "noisy_end" as const,
      ...who,
      from_nm: first,
      to_nm: last,
      value: noise,
      says: `${name}: has a noise of ${figure(noise)} ${place(first, last)}, ` +
        `${times(noise / whole)} that of the whole spectrum.`,
    }];
  });
}
