// What the network learns instead of the values themselves: deviations of the
// training part's mean, in its standard deviations. The last dense layer undoes
// it when training is over, so a finished network predicts values whoever
// loads it.
//
// A logarithm is no matter of a layer: with `log1p` the finished network predicts
// ln(1 + value), and whoever asks it for values takes predictedValues.
import type { TrainingConfig } from "../config/types.ts";
import { InputError } from "../errors.ts";
import type { NetworkSpec } from "../model/spec.ts";

/** One mean and one scale for each target. */
export interface TargetScale {
  /** Means of the training part. */
  readonly mean: Float64Array;
  /** Standard deviations (of the population, as scikit-learn's scaler). */
  readonly scale: Float64Array;
}

/**
 * Fits the transform to the training part.
 *
 * @param targets Values of all samples, `[samples * perSample]`.
 * @param training Indices of the training part.
 * @param perSample Targets per sample.
 * @returns Means and scales; 1 where a target does not vary.
 *
 * @example
 * ```ts
 * import { fitTargets } from "./target_transform.ts";
 *
 * const { mean, scale } = fitTargets(Float64Array.of(1, 3, 99), [0, 1], 1);
 * console.log(mean[0], scale[0]); // 2 1
 * ```
 */
export function fitTargets(
  targets: Float64Array,
  training: readonly number[],
  perSample: number,
): TargetScale {
  const mean = new Float64Array(perSample);
  const scale = new Float64Array(perSample);
  for (let at = 0; at < perSample; at++) {
    const value = (sample: number) => targets[sample * perSample + at];
    let sum = 0;
    for (const sample of training) sum += value(sample);
    mean[at] = sum / training.length;
    let squares = 0;
    for (const sample of training) squares += (value(sample) - mean[at]) ** 2;
    scale[at] = Math.sqrt(squares / training.length) || 1;
  }
  return { mean, scale };
}

/** A config's choice. */
type Transform = Pick<TrainingConfig, "target_transform">;

/**
 * The values that the network is to predict: their logarithms with `log1p`.
 *
 * @param config What it learns.
 * @param targets Measured values.
 * @throws {InputError} If a value has no such logarithm.
 */
export function targetSpace(
  { target_transform }: Transform,
  targets: Float64Array,
): Float64Array {
  if (target_transform !== "log1p") return targets;
  const small = targets.find((value) => !(value > -1));
  if (small !== undefined) {
    throw new InputError(
      `target_transform is log1p and a value of the target is ${small}; ` +
        "expected more than -1, or another transform",
    );
  }
  return targets.map(Math.log1p);
}

/**
 * Values out of what the network predicts: the inverse of
 * {@linkcode targetSpace}.
 *
 * @param config What it has learnt.
 * @param predicted Its predictions.
 */
export function predictedValues(
  { target_transform }: Transform,
  predicted: Float32Array,
): Float32Array {
  if (target_transform !== "log1p") return predicted;
  return predicted.map((value) => Math.expm1(value));
}

/** Values in standard deviations of the mean. */
export function scaleTargets(
  targets: Float64Array,
  { mean, scale }: TargetScale,
): Float64Array {
  const width = mean.length;
  return targets.map((value, i) =>
    (value - mean[i % width]) / scale[i % width]
  );
}

/**
 * Puts the way back into the last dense layer.
 *
 * @param spec The network.
 * @param weights Its weights in the order of `spec.weights`; not changed.
 * @param fitted The transform.
 * @returns Weights of a network that predicts values.
 */
export function unscaleWeights(
  spec: NetworkSpec,
  weights: readonly Float32Array[],
  { mean, scale }: TargetScale,
): Float32Array[] {
  const all = [...weights];
  const width = spec.targets;
  const [kernel, bias] = all.slice(-2);
  all.splice(
    -2,
    2,
    kernel.map((value, i) => value * scale[i % width]),
    bias.map((value, at) => value * scale[at] + mean[at]),
  );
  return all;
}
