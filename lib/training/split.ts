// Which samples train, validate and test. The published protocol is Code S2's:
// two parts, and early stopping watches the tested one. The honest protocol has
// three: the test part is taken first, by the same split, and the validation
// part out of what is left, by the same split and seed again.
import type { Config } from "../config.ts";
import { counted } from "../counted.ts";
import { InputError } from "../errors.ts";
import { groupNames, groupSplit, stratifiedSplit } from "./group_split.ts";
import {
  partSize,
  type TrainTestSplit,
  trainTestSplit,
  type TrainTestSplitOptions,
} from "./train_test_split.ts";

export { MT19937 } from "./mt19937.ts";
export {
  type TrainTestSplit,
  trainTestSplit,
  type TrainTestSplitOptions,
} from "./train_test_split.ts";

/** What a sample is for. */
export type Part = "train" | "validation" | "test";

/** Indices of samples, in the order in which they are used. */
export interface Split {
  /** What the network learns from, in the order of its batches. */
  readonly train: readonly number[];
  /** Empty in the published protocol. */
  readonly validation: readonly number[];
  /** What the result is told by; watched as well in the published protocol. */
  readonly test: readonly number[];
}

/** What is split. */
export interface SplitSubject {
  /** How many samples. */
  readonly samples: number;
  /** Group of each sample, if they have one. */
  readonly groups: readonly string[] | null;
}

type Honest = Extract<Config["split"], { protocol: "honest" }>;

/**
 * Splits samples as a config says.
 *
 * @param subject How many samples, and their groups.
 * @param config The config's `split`. `published`: the parts of
 * `train_test_split`. `honest`: three disjoint parts whose sizes are shares (or
 * numbers) of all samples. With `by_group` `stratified`, both splits are those
 * of `train_test_split(stratify=groups)`; with `leave-out-test` the first one is
 * `GroupShuffleSplit`, whose size counts groups; with `leave-out` both are.
 * @returns The parts.
 * @throws {InputError} If a part would be empty, or groups are missing or too
 * few.
 *
 * @example
 * ```ts
 * import { splitSamples } from "./split.ts";
 *
 * const split = splitSamples({ samples: 10, groups: null }, {
 *   protocol: "honest",
 *   test_size: 0.3,
 *   validation_size: 0.2,
 *   random_state: 42,
 *   by_group: "none",
 * });
 * if (split.test.join() !== "8,1,5") throw new Error(split.test.join());
 * if (split.train.length !== 5) throw new Error();
 * ```
 */
export function splitSamples(
  { samples, groups }: SplitSubject,
  config: Config["split"],
): Split {
  if (config.protocol === "published") {
    const { train, test } = trainTestSplit(samples, config);
    return { train, validation: [], test };
  }
  if (config.by_group === "none") {
    checkSizes(samples, config, "sample");
    return splitTwice(samples, config, trainTestSplit);
  }
  if (groups === null) {
    throw new InputError(
      `The spectra have no column group; expected one, since split.by_group ` +
        `is "${config.by_group}"`,
    );
  }
  if (config.by_group === "stratified") {
    checkSizes(samples, config, "sample");
    return splitTwice(
      samples,
      config,
      (_n, options, rest) =>
        stratifiedSplit(rest.map((i) => groups[i]), options),
    );
  }
  return config.by_group === "leave-out"
    ? leaveOut(groups, config)
    : leaveOutTest(groups, config);
}

/** The test part of all, then the validation part of the rest. */
function splitTwice(
  samples: number,
  config: Honest,
  split: (
    n: number,
    options: TrainTestSplitOptions,
    rest: readonly number[],
  ) => TrainTestSplit,
): Split {
  const all = Array.from({ length: samples }, (_, i) => i);
  const first = split(samples, config, all);
  const second = split(first.train.length, {
    test_size: partSize(samples, config.validation_size),
    random_state: config.random_state,
  }, first.train);
  return {
    train: second.train.map((i) => first.train[i]),
    validation: second.test.map((i) => first.train[i]),
    test: first.test,
  };
}

function leaveOut(groups: readonly string[], config: Honest): Split {
  const count = groupNames(groups).length;
  checkSizes(count, config, "group");
  const first = groupSplit(groups, config);
  const second = groupSplit(first.train.map((i) => groups[i]), {
    test_size: partSize(count, config.validation_size),
    random_state: config.random_state,
  });
  return {
    train: second.train.map((i) => first.train[i]),
    validation: second.test.map((i) => first.train[i]),
    test: first.test,
  };
}

function leaveOutTest(groups: readonly string[], config: Honest): Split {
  const count = groupNames(groups).length;
  if (partSize(count, config.test_size) >= count) {
    throw new InputError(
      `The samples have ${counted(count, "group")}, all of which test_size ` +
        `${config.test_size} would take; expected more groups or a smaller size`,
    );
  }
  const first = groupSplit(groups, config);
  const watched = partSize(groups.length, config.validation_size);
  if (watched >= first.train.length) {
    throw new InputError(
      `The groups left to train on have ${first.train.length} samples, ` +
        `all of which validation_size ${config.validation_size} of ` +
        `${groups.length} would take; expected a smaller size`,
    );
  }
  const second = trainTestSplit(first.train.length, {
    test_size: watched,
    random_state: config.random_state,
  });
  return {
    train: second.train.map((i) => first.train[i]),
    validation: second.test.map((i) => first.train[i]),
    test: first.test,
  };
}

function checkSizes(
  n: number,
  { test_size, validation_size }: Honest,
  unit: "sample" | "group",
): void {
  const tested = partSize(n, test_size);
  const watched = partSize(n, validation_size);
  if (tested + watched < n) return;
  const hint = unit === "group"
    ? 'expected at least three, or split.by_group "leave-out-test" or "stratified"'
    : "expected more samples or smaller sizes";
  throw new InputError(
    `Of ${counted(n, unit)}, test_size ${test_size} takes ${tested} and ` +
      `validation_size ${validation_size} takes ${watched}, which leaves none ` +
      `to train on; ${hint}`,
  );
}
