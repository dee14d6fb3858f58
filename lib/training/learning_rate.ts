// How the step size of training goes on: constant, or half a cosine after a
// warm-up (Loshchilov and Hutter 2017, "SGDR", without restarts).
import type { OptimizerConfig } from "../config/types.ts";
import { unitCircle } from "../spectrogram/unit_circle.ts";

/** How many steps training has. */
export interface TrainingLength {
  /** Most epochs. */
  readonly epochs: number;
  /** Steps of an epoch. */
  readonly steps: number;
}

/**
 * The learning rate of a step.
 *
 * @param config Rate, schedule and warm-up.
 * @param step Number of the step, from 1.
 * @param length How many steps there are.
 * @returns In the warm-up `rate · step / warm-up`; then the rate, or with
 * `cosine` `rate · (1 + cos(π · share)) / 2` for the share of the other steps
 * that is over.
 *
 * @example
 * ```ts
 * import { learningRate } from "./learning_rate.ts";
 *
 * const optimizer = {
 *   name: "adam",
 *   learning_rate: 0.01,
 *   beta_1: 0.9,
 *   beta_2: 0.999,
 *   epsilon: 1e-7,
 *   schedule: "cosine",
 * } as const;
 * const rate = learningRate(optimizer, 6, { epochs: 10, steps: 1 });
 * if (Math.abs(rate - 0.005) > 1e-12) throw new Error(String(rate));
 * ```
 */
export function learningRate(
  { learning_rate, schedule, warmup_epochs = 0 }: OptimizerConfig,
  step: number,
  { epochs, steps }: TrainingLength,
): number {
  const warm = Math.min(warmup_epochs, epochs) * steps;
  if (step <= warm) return learning_rate * (step / warm);
  const rest = epochs * steps - warm;
  if (schedule !== "cosine" || rest < 1) return learning_rate;
  const over = Math.min(step - 1 - warm, rest);
  return learning_rate * ((1 + unitCircle(over, 2 * rest)[0]) / 2);
}
