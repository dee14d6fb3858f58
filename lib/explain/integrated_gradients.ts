// Which wavelengths a prediction is owed to: integrated gradients (Sundararajan,
// Taly and Yan 2017), from the mean spectrum of the training part to each
// spectrum. The gradient along a stretch of wavelengths is a difference of
// predictions, so it goes through every pre-treatment and the spectrogram as
// they are, and the shares of all stretches add up to what the prediction
// differs by.
import type { SpectraSet } from "../spectra/spectra_set.ts";
import { stretchesOf } from "./stretches.ts";

/** A stretch of wavelengths and its share in predictions. */
export interface Attribution {
  /** First and last wavelength, in nm. */
  readonly from: number;
  readonly to: number;
  /** Mean share over the spectra, by target, in the target's unit. */
  readonly mean: readonly number[];
  /** Mean of its absolute value. */
  readonly meanAbsolute: readonly number[];
}

/** How {@linkcode integratedGradients} works. */
export interface IntegratedGradientsOptions {
  /** Where the way begins: one spectrum, `[replicates * bands]`. */
  readonly baseline: Float64Array;
  /** Width of a stretch in nm. */
  readonly width: number;
  /** Places on the way where gradients are taken. */
  readonly steps: number;
  /** Values predicted per sample. */
  readonly targets: number;
  /** Predicts `[samples * targets]` from spectra as they were read. */
  readonly predict: (spectra: SpectraSet) => Promise<ArrayLike<number>>;
  /** Called after each stretch. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** What {@linkcode integratedGradients} gives. */
export interface IntegratedGradients {
  readonly stretches: Attribution[];
  /**
   * Root mean square, by target, of what the shares of a spectrum are off the
   * difference of its prediction from the baseline's: 0 with steps enough.
   */
  readonly incomplete: readonly number[];
}

/**
 * Measures what each stretch of wavelengths adds to predictions.
 *
 * @param spectra Spectra, as they were read.
 * @param options Baseline, width of the stretches, steps, and how to predict.
 * @throws {RangeError} If width or steps are not above 0, or the baseline has
 * another size than a spectrum.
 *
 * @example
 * ```ts
 * import { integratedGradients } from "./integrated_gradients.ts";
 *
 * const spectra = {
 *   samples: ["A"],
 *   replicates: 1,
 *   groups: null,
 *   wavelengths: Float64Array.of(400, 500),
 *   reflectance: Float64Array.of(0.2, 0.5),
 * };
 * const { stretches } = await integratedGradients(spectra, {
 *   baseline: Float64Array.of(0.1, 0.1),
 *   width: 100,
 *   steps: 4,
 *   targets: 1,
 *   predict: ({ reflectance: r }) => Promise.resolve([r[0] + 10 * r[1]]),
 * });
 * if (Math.abs(stretches[1].mean[0] - 4) > 1e-9) throw stretches;
 * ```
 */
export async function integratedGradients(
  spectra: SpectraSet,
  options: IntegratedGradientsOptions,
): Promise<IntegratedGradients> {
  const { baseline, width, steps, targets, predict, onProgress } = options;
  const size = spectra.replicates * spectra.wavelengths.length;
  if (!(steps >= 1)) {
    throw new RangeError(`Steps are ${steps}, must be 1 or more`);
  }
  if (baseline.length !== size) {
    throw new RangeError(
      `Baseline has ${baseline.length} values, must have ${size}`,
    );
  }
  const cuts = stretchesOf(spectra.wavelengths, width);
  const start = { ...spectra, reflectance: repeated(spectra, baseline) };
  const [first, last] = [await predict(start), await predict(spectra)];
  const left = Float64Array.from(last, (value, i) => value - first[i]);
  const stretches: Attribution[] = [];
  for (const [at, cut] of cuts.entries()) {
    const shares = new Float64Array(left.length);
    for (let step = 0; step < steps; step++) {
      const [before, after] = [step, step + 1].map((end) =>
        moved(spectra, start, {
          cut,
          others: (step + 0.5) / steps,
          own: end / steps,
        })
      );
      const low = await predict(before);
      const high = await predict(after);
      for (let i = 0; i < shares.length; i++) shares[i] += high[i] - low[i];
    }
    const { wavelengths, samples } = spectra;
    const mean = (of: (share: number) => number) =>
      Array.from({ length: targets }, (_, target) => {
        let sum = 0;
        for (let i = target; i < shares.length; i += targets) {
          sum += of(shares[i]);
        }
        return sum / samples.length;
      });
    stretches.push({
      from: wavelengths[cut[0]],
      to: wavelengths[cut[1]],
      mean: mean((share) => share),
      meanAbsolute: mean(Math.abs),
    });
    shares.forEach((share, i) => left[i] -= share);
    onProgress?.(at + 1, cuts.length);
  }
  const incomplete = Array.from({ length: targets }, (_, target) => {
    let sum = 0;
    for (let i = target; i < left.length; i += targets) sum += left[i] ** 2;
    return Math.sqrt(sum / spectra.samples.length);
  });
  return { stretches, incomplete };
}

function repeated(
  { samples }: SpectraSet,
  baseline: Float64Array,
): Float64Array {
  const all = new Float64Array(samples.length * baseline.length);
  samples.forEach((_, at) => all.set(baseline, at * baseline.length));
  return all;
}

/** Spectra on their way: a stretch of them as far as `own`, the rest `others`. */
function moved(
  end: SpectraSet,
  start: SpectraSet,
  { cut: [first, last], own, others }: {
    readonly cut: readonly [number, number];
    readonly own: number;
    readonly others: number;
  },
): SpectraSet {
  const bands = end.wavelengths.length;
  const reflectance = start.reflectance.map((from, i) => {
    const band = i % bands;
    const share = band >= first && band <= last ? own : others;
    return from + share * (end.reflectance[i] - from);
  });
  return { ...end, reflectance };
}
