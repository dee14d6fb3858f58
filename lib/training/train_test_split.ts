// scikit-learn's split in two: one permutation, whose head is tested.
import { InputError } from "../errors.ts";
import { MT19937 } from "./mt19937.ts";

/** How to split in two. */
export interface TrainTestSplitOptions {
  /** Share above 0 and below 1, or an integer count from 1. */
  readonly test_size: number;
  /** Seed from 0 to 2**32 - 1. */
  readonly random_state: number;
}

/** Two disjoint lists of indices. */
export interface TrainTestSplit {
  /** What is left after the test part. */
  readonly train: number[];
  /** The head of the permutation. */
  readonly test: number[];
}

/**
 * The indices that `sklearn.model_selection.train_test_split(range(n),
 * test_size=..., random_state=...)` gives, in its order.
 *
 * @param n How many samples.
 * @param options Size of the test part, and seed.
 * @returns Indices from 0 to n - 1, each in one of two lists.
 * @throws {InputError} If a part would be empty.
 * @throws {RangeError} If size or seed is out of its range.
 *
 * @example
 * ```ts
 * import { trainTestSplit } from "./train_test_split.ts";
 *
 * const { train, test } = trainTestSplit(5, { test_size: 0.33, random_state: 42 });
 * if (train.join() !== "2,0,3" || test.join() !== "1,4") throw new Error();
 * ```
 */
export function trainTestSplit(
  n: number,
  { test_size, random_state }: TrainTestSplitOptions,
): TrainTestSplit {
  const tested = partSize(n, test_size);
  if (tested >= n) {
    throw new InputError(
      `Of ${n} samples, test_size ${test_size} leaves none to train on; ` +
        "expected more samples or a smaller test_size",
    );
  }
  const order = new MT19937(random_state).permutation(n);
  return { train: order.slice(tested), test: order.slice(0, tested) };
}

/**
 * How many of `n` a size means: a share is rounded up, as scikit-learn does for
 * the test part; a count stands for itself.
 *
 * @throws {RangeError} If the size is neither.
 */
export function partSize(n: number, size: number): number {
  if (size > 0 && size < 1) return Math.ceil(size * n);
  if (Number.isInteger(size) && size >= 1) return size;
  throw new RangeError(
    `Size is ${size}, must be a share above 0 and below 1 or a whole number`,
  );
}
