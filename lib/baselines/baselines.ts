// All baselines. To add one: a file beside this one with the mathematics, as
// ridge.ts has them, and a row here; its settings are then chosen by inner
// cross-validation, and a study may name it.
import type { Baseline } from "./baseline.ts";
import { gaussianProcess } from "./gaussian_process.ts";
import { kernelRidge } from "./kernel_ridge.ts";
import { mean } from "./mean.ts";
import { plsr } from "./plsr.ts";
import { randomForest } from "./random_forest.ts";
import { ridge } from "./ridge.ts";

/** Baselines by the name that a study calls them. */
export const BASELINES = {
  mean,
  plsr,
  ridge,
  kernel_ridge: kernelRidge,
  gaussian_process: gaussianProcess,
  random_forest: randomForest,
} as const satisfies Readonly<Record<string, Baseline>>;

/** Name of a baseline. */
export type BaselineName = keyof typeof BASELINES;
