// How a baseline is fitted in a study: pre-treatment and settings are chosen by
// cross-validation inside the part that may be seen, then the model is fitted
// to all of that part.
import type { PreprocessStep } from "../config/preprocess_types.ts";
import { Pcg32 } from "../pcg32.ts";
import { applyChain, fitChain } from "../preprocess/chain.ts";
import { selectSamples } from "../spectra/join.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";
import { shuffle } from "../validation/shuffle.ts";
import {
  type Baseline,
  type Matrix,
  selectRows,
  type Settings,
} from "./baseline.ts";

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
  /** Folds of the inner cross-validation. */
  readonly folds: number;
  /** Seed of the folds and of what is random in the model. */
  readonly seed: number;
}

/** A fitted baseline's predictions, and how they came about. */
export interface Chosen {
  /** One value for each of all samples. */
  readonly predicted: Float64Array;
  /** Predictions of the seen samples by models that had not seen them. */
  readonly crossValidated: Float64Array;
  /** Which of the pre-treatments, from 0. */
  readonly pretreatment: number;
  /** Settings of the model. */
  readonly settings: Settings;
  /** Root mean square error of the inner cross-validation. */
  readonly rmse: number;
  /** Combinations that were tried. */
  readonly tried: number;
}

/**
 * Chooses pre-treatment and settings, fits, and predicts all samples.
 *
 * @param request See {@linkcode ChooseRequest}.
 * @returns The choice is that of the least error over all inner folds; of equal
 * ones the first.
 */
export async function chooseAndFit(request: ChooseRequest): Promise<Chosen> {
  const { baseline, spectra, values, seen, folds, seed } = request;
  const parts = innerFolds(seen, folds, seed);
  const grid = baseline.grid(seen.length - Math.max(...parts.map(lengthOf)));
  let best: Omit<Chosen, "predicted" | "tried"> | null = null;
  for (const [pretreatment, steps] of request.pretreatments.entries()) {
    const errors = new Float64Array(grid.length);
    const left = grid.map(() => new Float64Array(seen.length));
    for (const part of parts) {
      const out = new Set(part);
      const rest = seen.filter((sample) => !out.has(sample));
      const x = await treat(spectra, steps, rest);
      const predict = baseline.fit(
        selectRows(x, rest),
        Float64Array.from(rest, (sample) => values[sample]),
        { settings: grid, seed },
      );
      predict(selectRows(x, part)).forEach((predicted, at) =>
        part.forEach((sample, i) => {
          errors[at] += (predicted[i] - values[sample]) ** 2;
          left[at][seen.indexOf(sample)] = predicted[i];
        })
      );
    }
    grid.forEach((settings, at) => {
      const rmse = Math.sqrt(errors[at] / seen.length);
      if (best !== null && !(rmse < best.rmse)) return;
      best = { pretreatment, settings, rmse, crossValidated: left[at] };
    });
  }
  const { pretreatment, settings } = best!;
  const x = await treat(spectra, request.pretreatments[pretreatment], seen);
  const predict = baseline.fit(
    selectRows(x, seen),
    Float64Array.from(seen, (sample) => values[sample]),
    { settings: [settings], seed },
  );
  return {
    ...best!,
    predicted: predict(x)[0],
    tried: grid.length * request.pretreatments.length,
  };
}

function lengthOf(values: readonly unknown[]): number {
  return values.length;
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
