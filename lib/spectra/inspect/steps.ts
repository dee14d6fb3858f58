// Steps where one detector ends and the next begins. What a spectrum changes
// by from the last band of one to the first of the next is held against what
// it changes by from band to band around it: their median is the local slope,
// their median absolute deviation the local noise and curvature.
import {
  SCAN_LEAST,
  SCAN_SHARE,
  SCAN_SPECTRA,
  SCAN_STEP_NM,
  STEP_DEVIATIONS,
  STEP_LEAST,
  STEP_WINDOW,
} from "./limits.ts";
import { figure, nm, times, whose } from "./say.ts";
import { medianInPlace } from "./select.ts";
import type { SpectraSet } from "../spectra_set.ts";
import type { GridReport, Oddity } from "./types.ts";

/** A change between two neighbouring bands. */
export interface Step {
  /** The change beyond the local slope. */
  readonly height: number;
  /** Standard deviations of the changes around it that this is. */
  readonly deviations: number;
}

/** Standard deviation of a normal distribution by its median deviation. */
const NORMAL = 1.4826;

const around = new Float64Array(2 * STEP_WINDOW);

/**
 * Measures the step from a band to the next.
 *
 * @param values A spectrum.
 * @param band The band ahead of the step.
 * @returns The step, or null if fewer than `STEP_WINDOW` changes are around it.
 * The changes right beside it are not looked at: resampling smears a step.
 */
export function measureStep(values: Float64Array, band: number): Step | null {
  const last = values.length - 2;
  const change = (at: number) => values[at + 1] - values[at];
  let count = 0;
  for (let far = 2; far <= STEP_WINDOW; far++) {
    if (band - far >= 0) around[count++] = change(band - far);
    if (band + far <= last) around[count++] = change(band + far);
  }
  if (band < 0 || band > last || count < STEP_WINDOW) return null;
  const slope = medianInPlace(around, count);
  const height = change(band) - slope;
  for (let i = 0; i < count; i++) around[i] = Math.abs(around[i] - slope);
  const deviation = NORMAL * medianInPlace(around, count);
  return { height, deviations: Math.abs(height) / deviation };
}

/** Tells whether a step is one; `one` stands for a reflectance of 1. */
function isOdd(step: Step | null, one: number): step is Step {
  return step !== null && step.deviations > STEP_DEVIATIONS &&
    Math.abs(step.height) >= STEP_LEAST * one;
}

/**
 * Says where a spectrum has steps at the splices that its file names.
 *
 * @param set The spectra.
 * @param row Which of them.
 * @param context Its values, and what stands for a reflectance of 1.
 */
export function stepOddities(
  set: SpectraSet,
  row: number,
  { values, one }: { readonly values: Float64Array; readonly one: number },
): Oddity[] {
  const { wavelengths, metadata } = set;
  return (metadata?.[row].splices ?? []).flatMap((splice): Oddity[] => {
    // The last band at or below the splice is the detector's last.
    const band = wavelengths.findIndex((at) => at > splice) - 1;
    if (band < 0) return [];
    const step = measureStep(values, band);
    if (!isOdd(step, one)) return [];
    const { name, ...who } = whose(set, row);
    return [{
      kind: "step",
      ...who,
      from_nm: wavelengths[band],
      to_nm: wavelengths[band + 1],
      value: step.height,
      says: `${name}: has a step of ${figure(step.height)} at its splice at ` +
        `${nm(splice)} nm, ${times(step.deviations)} the deviation of the ` +
        `changes around it (limit ${STEP_DEVIATIONS}).`,
    }];
  });
}

/**
 * Finds steps that most spectra have at the same band, in a file that names no
 * splices.
 *
 * @param set The spectra.
 * @param grid Their grid.
 * @param one What stands for a reflectance of 1.
 */
export function commonSteps(
  { wavelengths, reflectance }: SpectraSet,
  { step_nm }: GridReport,
  one: number,
): Oddity[] {
  const bands = wavelengths.length;
  const rows = reflectance.length / bands;
  if (rows < SCAN_LEAST || step_nm === null || step_nm > SCAN_STEP_NM) {
    return [];
  }
  const looked = Math.min(rows, SCAN_SPECTRA);
  const heights = Array.from({ length: bands }, (): number[] => []);
  for (let i = 0; i < looked; i++) {
    const row = Math.floor(i * rows / looked);
    const values = reflectance.subarray(row * bands, (row + 1) * bands);
    for (let band = 0; band < bands - 1; band++) {
      const step = measureStep(values, band);
      if (isOdd(step, one)) heights[band].push(Math.abs(step.height));
    }
  }
  return heights.flatMap((found, band): Oddity[] => {
    if (found.length <= SCAN_SHARE * looked) return [];
    const height = medianInPlace(Float64Array.from(found), found.length);
    return [{
      kind: "step",
      sample: null,
      replicate: null,
      file: null,
      from_nm: wavelengths[band],
      to_nm: wavelengths[band + 1],
      value: height,
      says: `${found.length} of ${looked} spectra that were looked at have a ` +
        `step between ${nm(wavelengths[band])} and ` +
        `${nm(wavelengths[band + 1])} nm, ${figure(height)} in the median, ` +
        "as where two detectors meet.",
    }];
  });
}
