// What a spectrum must be so that an image can be made of it.

import { InputError } from "../errors.ts";
import type { NormalizeOptions } from "./normalize.ts";
import type { SpectrogramPlan } from "./plan.ts";
import type { SpectraLike } from "./spectra_like.ts";

/** Greatest modulus of a spectrum's values, after checking that they can make an image. */
export function checkSpectrum(
  set: SpectraLike,
  index: number,
  options: NormalizeOptions,
): number {
  const points = set.wavelengths.length;
  const start = index * points;
  const { reflectance } = set;
  const first = reflectance[start];
  let least = first;
  let greatest = first;
  for (let i = start; i < start + points; i++) {
    const value = reflectance[i];
    // The difference is NaN for infinities too.
    if (value - value !== 0) {
      throw new InputError(
        `${nameOf(set, index)} has ${value} at ${
          set.wavelengths[i - start]
        } nm, a spectrogram needs finite values`,
      );
    }
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  if (least === greatest && options.normalization === "min-max") {
    throw new InputError(
      `${
        nameOf(set, index)
      } is constant (${first} at every wavelength), min-max needs some variation`,
    );
  }
  return Math.max(greatest, -least);
}

/**
 * Largest value that rounding alone can leave in a spectrogram when the trend is all there was, for spectra of up to 1:
 * each point of a segment may be wrong by `error`, which is `segment` roundings of the greatest value if left out.
 */
export function roundingLevel(
  plan: SpectrogramPlan,
  error: number = plan.segment * Number.EPSILON,
): number {
  if (plan.detrend === "none") return 0;
  const weight = plan.window.reduce((total, w) => total + Math.abs(w), 0);
  const modulus = error * weight;
  const factor = Math.max(...plan.factors.subarray(0, 2));
  return (plan.power ? modulus * modulus : modulus) * factor;
}

function nameOf(set: SpectraLike, index: number): string {
  const replicate = index % set.replicates;
  const sample = set.samples[(index - replicate) / set.replicates];
  return `Sample "${sample}", replicate ${replicate + 1},`;
}

/** The refusal of a spectrogram that min-max cannot stretch. */
export function sameEverywhere(
  set: SpectraLike,
  index: number,
  { scale }: NormalizeOptions,
): InputError {
  return new InputError(
    `${
      nameOf(set, index)
    } has the same value everywhere in its ${scale} spectrogram, min-max needs some variation`,
  );
}
