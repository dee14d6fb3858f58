// How a baseline is fitted in a study: pre-treatment and settings are chosen by
// cross-validation inside the part that may be seen, then the model is fitted
// to all of that part.
import type { PreprocessStep } from "../config/preprocess_types.ts";
import { Pcg32 } from "../pcg32.ts";
import { applyChain, fitChain, isFitted } from "../preprocess/chain.ts";
import { selectSamples } from "../spectra/join.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";
import { shuffle } from "../validation/shuffle.ts";
import {
  type Baseline,
  type Matrix,
  selectRows,
  type Settings,
} from "./baseline.ts";
import {
  transformValues,
  VALUE_TRANSFORMS,
  type ValueTransformName,
} from "./value_transforms.ts";

/** What is fitted, and to what. */
export interface ChooseRequest {
  readonly baseline: Baseline;
  /** Spectra of all samples; those that may not be seen are only predicted. */
  readonly spectra: SpectraSet;
  /** Values of all samples; those that may not be seen are not read. */
  readonly values: Float64Array;
  /** Indices of the samples that may be seen. */
  readonly seen: readonly number[];
  /** Pre-treatments to choose from; at least one, which may be empty. */
  readonly pretreatments: readonly (readonly PreprocessStep[])[];
  /** What is learnt instead of the values, to choose from; at least one. */
  readonly transforms: readonly ValueTransformName[];
  /** Folds of the inner cross-validation. */
  readonly folds: number;
  /** How often it is done, with other folds; errors are averaged. */
  readonly repeats: number;
  /** Seed of the folds and of what is random in the model. */
  readonly seed: number;
}

/** A fitted baseline's predictions, and how they came about. */
export interface Chosen {
  /** One value for each of all samples. */
  readonly predicted: Float64Array;
  /**
   * Predictions of the seen samples by models that had not seen them, in the
   * first round of the cross-validation.
   */
  readonly crossValidated: Float64Array;
  /** Which of the pre-treatments, from 0. */
  readonly pretreatment: number;
  /** Which of the transforms. */
  readonly transform: ValueTransformName;
  /** Settings of the model. */
  readonly settings: Settings;
  /** Root mean square error of the inner cross-validation. */
  readonly rmse: number;
  /** Combinations that were tried. */
  readonly tried: number;
}

/**
 * Chooses pre-treatment, transform and settings, fits, and predicts all samples.
 *
 * @param request See {@linkcode ChooseRequest}.
 * @returns The choice is that of the least error, in the target's own unit, over
 * all inner folds; of equal ones the first.
 * @throws {InputError} If a value is less than a transform takes.
 */
export async function chooseAndFit(request: ChooseRequest): Promise<Chosen> {
  const { baseline, spectra, values, seen, transforms, seed } = request;
  const rounds = innerRounds(request);
  const longest = Math.max(...rounds.flat().map(({ part }) => part.length));
  const grid = baseline.grid(seen.length - longest);
  const learnt = transforms.map((name) => ({
    name,
    values: seenValues(values, seen, name),
  }));
  let best: Omit<Chosen, "predicted" | "tried"> | null = null;
  for (const [pretreatment, steps] of request.pretreatments.entries()) {
    const tried = learnt.map(() => ({
      squares: new Float64Array(grid.length),
      left: grid.map(() => new Float64Array(seen.length)),
    }));
    const treated = await treatments(spectra, steps);
    for (const [round, parts] of rounds.entries()) {
      for (const { part, rest } of parts) {
        const x = await treated(rest);
        const [known, unknown] = [selectRows(x, rest), selectRows(x, part)];
        learnt.forEach((way, at) => {
          const predict = baseline.fit(
            known,
            Float64Array.from(rest, (sample) => way.values[sample]),
            { settings: grid, seed },
          );
          const { inverse } = VALUE_TRANSFORMS[way.name];
          predict(unknown).forEach((predicted, setting) =>
            part.forEach((sample, i) => {
              const value = inverse(predicted[i]);
              const error = value - values[sample];
              tried[at].squares[setting] += error ** 2;
              if (round > 0) return;
              tried[at].left[setting][seen.indexOf(sample)] = value;
            })
          );
        });
      }
    }
    const count = seen.length * rounds.length;
    learnt.forEach(({ name: transform }, at) =>
      grid.forEach((settings, setting) => {
        const rmse = Math.sqrt(tried[at].squares[setting] / count);
        if (best !== null && !(rmse < best.rmse)) return;
        const crossValidated = tried[at].left[setting];
        best = { pretreatment, transform, settings, rmse, crossValidated };
      })
    );
  }
  const { pretreatment, transform, settings } = best!;
  const steps = request.pretreatments[pretreatment];
  const x = await (await treatments(spectra, steps))(seen);
  const way = learnt.find(({ name }) => name === transform)!;
  const predict = baseline.fit(
    selectRows(x, seen),
    Float64Array.from(seen, (sample) => way.values[sample]),
    { settings: [settings], seed },
  );
  return {
    ...best!,
    predicted: predict(x)[0].map(VALUE_TRANSFORMS[transform].inverse),
    tried: grid.length * transforms.length * request.pretreatments.length,
  };
}

/** Folds of each round, and what is left to learn from. */
function innerRounds({ seen, folds, repeats, seed }: ChooseRequest) {
  return Array.from(
    { length: repeats },
    (_, round) =>
      innerFolds(seen, folds, seed + round).map((part) => {
        const out = new Set(part);
        return { part, rest: seen.filter((sample) => !out.has(sample)) };
      }),
  );
}

/** Transformed values of the seen samples in the places of all. */
function seenValues(
  values: Float64Array,
  seen: readonly number[],
  name: ValueTransformName,
): Float64Array {
  const own = Float64Array.from(seen, (sample) => values[sample]);
  const all = new Float64Array(values.length);
  transformValues(name, own).forEach((value, i) => all[seen[i]] = value);
  return all;
}

/** Every sample in one of the folds, in an order that the seed decides. */
export function innerFolds(
  seen: readonly number[],
  folds: number,
  seed: number,
): number[][] {
  const random = new Pcg32(seed, 3);
  const order = shuffle(seen, random);
  const count = Math.max(2, Math.min(folds, order.length));
  return Array.from(
    { length: count },
    (_, fold) => order.filter((_, at) => at % count === fold),
  );
}

/**
 * Gives all spectra, treated by a chain that is fitted to some of them: once for
 * all where nothing in it is fitted.
 */
async function treatments(
  spectra: SpectraSet,
  steps: readonly PreprocessStep[],
): Promise<(fitted: readonly number[]) => Promise<Matrix>> {
  if (isFitted(steps)) return (fitted) => treat(spectra, steps, fitted);
  const same = await treat(spectra, steps, spectra.samples.map((_, at) => at));
  return () => Promise.resolve(same);
}

/** All spectra, treated by a chain that is fitted to some of them. */
async function treat(
  spectra: SpectraSet,
  steps: readonly PreprocessStep[],
  fitted: readonly number[],
): Promise<Matrix> {
  const { chain } = await fitChain(selectSamples(spectra, fitted), steps, {
    training: fitted.map((_, at) => at),
  });
  const treated = steps.length === 0
    ? spectra
    : await applyChain(spectra, chain);
  const columns = treated.replicates * treated.wavelengths.length;
  return {
    rows: treated.samples.length,
    columns,
    values: treated.reflectance,
  };
}
