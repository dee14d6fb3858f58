// scikit-learn's two splits in two that look at groups (here: sites), for one
// round each: whole groups apart, or every group in proportion in both parts.
import { InputError } from "../errors.ts";
import { MT19937 } from "./mt19937.ts";
import {
  partSize,
  type TrainTestSplit,
  trainTestSplit,
  type TrainTestSplitOptions,
} from "./train_test_split.ts";

/**
 * Whole groups apart: `GroupShuffleSplit(n_splits=1, test_size=...)`. The size
 * counts groups, not samples; both parts keep the order of the samples.
 *
 * @param groups Group of each sample.
 * @param options Share or number of groups that are tested, and seed.
 * @returns Indices of samples.
 * @throws {InputError} If no group would be left to train on.
 */
export function groupSplit(
  groups: readonly string[],
  options: TrainTestSplitOptions,
): TrainTestSplit {
  const names = groupNames(groups);
  const split = trainTestSplit(names.length, options);
  const tested = new Set(split.test.map((i) => names[i]));
  const indices = groups.map((_, i) => i);
  return {
    train: indices.filter((i) => !tested.has(groups[i])),
    test: indices.filter((i) => tested.has(groups[i])),
  };
}

/**
 * Every group in proportion: `StratifiedShuffleSplit(n_splits=1,
 * test_size=...)`, which is `train_test_split(..., stratify=groups)`.
 *
 * @param groups Group of each sample.
 * @param options Share or number of samples that are tested, and seed.
 * @returns Indices of samples, in random order.
 * @throws {InputError} If a group or a part is too small for it.
 */
export function stratifiedSplit(
  groups: readonly string[],
  { test_size, random_state }: TrainTestSplitOptions,
): TrainTestSplit {
  const names = groupNames(groups);
  const members = names.map((name) =>
    groups.flatMap((group, i) => group === name ? [i] : [])
  );
  const lonely = members.findIndex((list) => list.length < 2);
  if (lonely >= 0) {
    throw new InputError(
      `Group ${names[lonely]} has one sample; expected two or more, so that ` +
        "every part can hold some of it",
    );
  }
  const tested = partSize(groups.length, test_size);
  const trained = groups.length - tested;
  if (Math.min(trained, tested) < names.length) {
    throw new InputError(
      `Of ${groups.length} samples, ${trained} remain and ${tested} are taken; ` +
        `expected at least one of each of ${names.length} groups in both`,
    );
  }
  const random = new MT19937(random_state);
  const counts = members.map((list) => list.length);
  const toTrain = apportion(counts, trained, random);
  const toTest = apportion(
    counts.map((c, i) => c - toTrain[i]),
    tested,
    random,
  );
  const train: number[] = [];
  const test: number[] = [];
  members.forEach((list, i) => {
    const order = random.permutation(list.length).map((j) => list[j]);
    train.push(...order.slice(0, toTrain[i]));
    test.push(...order.slice(toTrain[i], toTrain[i] + toTest[i]));
  });
  random.shuffle(train);
  random.shuffle(test);
  return { train, test };
}

/** The different groups in the order of their code points, as in NumPy. */
export function groupNames(groups: readonly string[]): string[] {
  return [...new Set(groups)].sort(byCodePoint);
}

/** Strings order by UTF-16 units by default, and NumPy's by code points. */
function byCodePoint(a: string, b: string): number {
  const [left, right] = [[...a], [...b]];
  const at = left.findIndex((letter, i) => letter !== right[i]);
  if (at < 0) return left.length - right.length;
  if (at >= right.length) return 1;
  return left[at].codePointAt(0)! - right[at].codePointAt(0)!;
}

/**
 * Draws per group, in proportion to its size: scikit-learn's
 * `_approximate_mode`. What rounding down leaves goes to the largest
 * remainders; equal ones are drawn by lot.
 */
function apportion(
  counts: readonly number[],
  draws: number,
  random: MT19937,
): number[] {
  const total = counts.reduce((sum, count) => sum + count, 0);
  const exact = counts.map((count) => count / total * draws);
  const given = exact.map(Math.floor);
  const rest = exact.map((value, i) => value - given[i]);
  let missing = draws - given.reduce((sum, count) => sum + count, 0);
  for (const value of [...new Set(rest)].sort((a, b) => b - a)) {
    if (missing === 0) break;
    const equals = rest.flatMap((other, i) => other === value ? [i] : []);
    const lot = random.permutation(equals.length).slice(0, missing);
    for (const i of lot) given[equals[i]]++;
    missing -= lot.length;
  }
  return given;
}
