// k-fold cross-validation, repeated with other orders: every sample is tested
// once in each repeat.
import { InputError } from "../errors.ts";
import { Pcg32 } from "../pcg32.ts";
import { allBut, watched } from "./hold_out.ts";
import { indices, type NamedSplit, type SchemeSubject } from "./scheme.ts";
import { shuffle } from "./shuffle.ts";

/** Parameters of {@linkcode kFold}. */
export interface KFoldConfig {
  /** Picks this scheme. */
  readonly kind: "k-fold";
  /** Parts that take turns in being tested. */
  readonly folds: number;
  /** How often, each time in another order. */
  readonly repeats: number;
  /** Share, or number, of the others that are watched; 0 for none. */
  readonly validation_size: number;
  /** Seed of the orders. */
  readonly seed: number;
  /**
   * Quantiles of the target from each of which every fold gets as many samples;
   * 1 ignores the target.
   */
  readonly strata: number;
}

/**
 * Makes `repeats · folds` splits, named `repeat.fold`, both from 1.
 *
 * @throws {InputError} If there are fewer samples than folds.
 */
export function kFold(
  { spectra, values }: SchemeSubject,
  { folds, repeats, validation_size, seed, strata }: KFoldConfig,
): NamedSplit[] {
  const { length } = spectra.samples;
  if (length < folds) {
    throw new InputError(
      `There are ${length} samples for ${folds} folds; expected at least one ` +
        "for each",
    );
  }
  return indices(repeats).flatMap((repeat) => {
    const order = orderByStrata(values, strata, new Pcg32(seed, repeat));
    return indices(folds).map((fold) => {
      const test = order.filter((_, at) => at % folds === fold);
      return {
        name: `${repeat + 1}.${fold + 1}`,
        split: {
          ...watched(allBut(length, test), validation_size, seed + repeat),
          test,
        },
      };
    });
  });
}

/**
 * An order in which neighbours are of one stratum, at random within it: dealt
 * out to folds in turn, each fold gets its share of each stratum.
 */
function orderByStrata(
  values: Float64Array,
  strata: number,
  random: Pcg32,
): number[] {
  const sorted = indices(values.length)
    .sort((a, b) => values[a] - values[b] || a - b);
  const size = values.length / strata;
  return indices(strata).flatMap((stratum) =>
    shuffle(
      (strata === 1 ? indices(values.length) : sorted).slice(
        Math.round(stratum * size),
        Math.round((stratum + 1) * size),
      ),
      random,
    )
  );
}
