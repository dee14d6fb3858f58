// One split for each random state: scikit-learn's train_test_split, and the
// validation part out of what is left by the same function and another state.
import { InputError } from "../errors.ts";
import { partSize, trainTestSplit } from "../training/train_test_split.ts";
import { indices, type NamedSplit, type SchemeSubject } from "./scheme.ts";

/** Parameters of {@linkcode holdOut}. */
export interface HoldOutConfig {
  /** Picks this scheme. */
  readonly kind: "hold-out";
  /** Share, or number, of samples that are tested. */
  readonly test_size: number;
  /** Share, or number, of the others that are watched; 0 for none. */
  readonly validation_size: number;
  /** One split for each. */
  readonly random_states: number[];
}

/** Added to a random state for the second split. */
const SECOND = 1000;

/**
 * Splits by `train_test_split(test_size, random_state)`, and what is left by
 * `train_test_split(validation_size, random_state + 1000)`.
 *
 * @throws {InputError} If a part would be empty.
 */
export function holdOut(
  { spectra }: SchemeSubject,
  { test_size, validation_size, random_states }: HoldOutConfig,
): NamedSplit[] {
  const { length } = spectra.samples;
  return random_states.map((random_state) => {
    const first = trainTestSplit(length, { test_size, random_state });
    return {
      name: String(random_state),
      split: {
        ...watched(first.train, validation_size, random_state + SECOND),
        test: first.test,
      },
    };
  });
}

/**
 * Takes a validation part out of what may be seen.
 *
 * @param seen Indices of samples.
 * @param size Share or number; 0 for none.
 * @param random_state Of scikit-learn's permutation.
 * @throws {InputError} If nothing would be left to train on.
 */
export function watched(
  seen: readonly number[],
  size: number,
  random_state: number,
): { readonly train: number[]; readonly validation: number[] } {
  if (size === 0) return { train: [...seen], validation: [] };
  if (partSize(seen.length, size) >= seen.length) {
    throw new InputError(
      `Of ${seen.length} samples that are not tested, validation_size ${size} ` +
        "takes all; expected fewer",
    );
  }
  const { train, test } = trainTestSplit(seen.length, {
    test_size: size,
    random_state,
  });
  return {
    train: train.map((at) => seen[at]),
    validation: test.map((at) => seen[at]),
  };
}

/** Everything but some samples, in order. */
export function allBut(count: number, out: readonly number[]): number[] {
  const without = new Set(out);
  return indices(count).filter((at) => !without.has(at));
}
