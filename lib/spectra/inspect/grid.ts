// The wavelengths: from where to where, how far apart, and whether evenly.
import { EVEN_SHARE, GAP_TIMES } from "./limits.ts";
import { nm } from "./say.ts";
import type { GridReport, Oddity } from "./types.ts";

/**
 * Describes a grid of wavelengths.
 *
 * @param wavelengths In nm, strictly increasing.
 */
export function describeGrid(wavelengths: Float64Array): GridReport {
  const bands = wavelengths.length;
  const steps = wavelengths.subarray(1).map((at, i) => at - wavelengths[i])
    .sort();
  const half = steps.length >> 1;
  const step = steps.length === 0
    ? null
    : steps.length % 2 === 1
    ? steps[half]
    : (steps[half - 1] + steps[half]) / 2;
  const [least, greatest] = [steps.at(0) ?? null, steps.at(-1) ?? null];
  return {
    first_nm: wavelengths[0],
    last_nm: wavelengths[bands - 1],
    bands,
    step_nm: step,
    least_step_nm: least,
    greatest_step_nm: greatest,
    even: step === null ||
      (step - least! <= EVEN_SHARE * step &&
        greatest! - step <= EVEN_SHARE * step),
  };
}

/**
 * Says what is odd about a grid: its gaps, or that its steps change.
 *
 * @param wavelengths In nm.
 * @param grid What `describeGrid` says of them.
 */
export function gridOddities(
  wavelengths: Float64Array,
  { even, step_nm: step, least_step_nm, greatest_step_nm }: GridReport,
): Oddity[] {
  if (even || step === null) return [];
  const gaps: number[] = [];
  for (let band = 1; band < wavelengths.length; band++) {
    const own = wavelengths[band] - wavelengths[band - 1];
    if (own > GAP_TIMES * step) gaps.push(band);
  }
  const file = {
    kind: "uneven_grid",
    sample: null,
    replicate: null,
    file: null,
  } as const;
  if (gaps.length > 0) {
    return gaps.map((band) => ({
      ...file,
      from_nm: wavelengths[band - 1],
      to_nm: wavelengths[band],
      value: wavelengths[band] - wavelengths[band - 1],
      says: `There is no band between ${nm(wavelengths[band - 1])} and ` +
        `${nm(wavelengths[band])} nm, where others are ${nm(step)} nm apart.`,
    }));
  }
  return [{
    ...file,
    from_nm: wavelengths[0],
    to_nm: wavelengths[wavelengths.length - 1],
    value: greatest_step_nm,
    says: `The grid is uneven: bands are ${nm(least_step_nm!)} to ` +
      `${nm(greatest_step_nm!)} nm apart (a step resample makes it even).`,
  }];
}
