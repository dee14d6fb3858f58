// The small network of tests/reference/keras_model.py: the same table of blocks,
// the same weights, images and targets out of the same formula.
import { networkSpec } from "../../lib/model/mobilenet_v2.ts";
import { type NetworkSpec, sizeOf } from "../../lib/model/spec.ts";
import type { ImageStack } from "../../lib/spectrogram/image.ts";
import type { TrainingConfig } from "../../lib/training/train.ts";

/** n values in -1..1; the script has the same line. */
export function formula(n: number, phase: number): Float64Array {
  return Float64Array.from(
    { length: n },
    (_, i) => Math.sin(0.7 * i + 0.001 * i ** 2 + phase),
  );
}

/** 17 × 9 × 2 in, two targets out. */
export function smallSpec(): NetworkSpec {
  return networkSpec([17, 9, 2], 2, {
    stem_filters: 4,
    blocks: [
      { filters: 4, expansion: 1, strides: 1, repeats: 2 },
      { filters: 6, expansion: 2, strides: 2, repeats: 2 },
    ],
    dense_units: 5,
    batch_norm: { momentum: 0.99, epsilon: 0.001 },
  });
}

const SCALES: Record<string, readonly [scale: number, shift: number]> = {
  kernel: [0.4, 0],
  depthwise_kernel: [0.4, 0],
  bias: [0.2, 0],
  gamma: [0.3, 1.2],
  beta: [0.4, 0.6],
  moving_mean: [0.3, 0],
  moving_variance: [0.4, 1],
};

/** No weight is 0 or 1 here, the idle biases included. */
export function formulaWeights(spec: NetworkSpec, phase = 0): Float32Array[] {
  return spec.weights.map(({ name, shape }, j) => {
    const [scale, shift] = SCALES[name.split("/")[1]];
    const wave = formula(sizeOf(shape), j + phase);
    return Float32Array.from(wave, (value) => scale * value + shift);
  });
}

/** Six images of the small network's shape. */
export const IMAGES: ImageStack = {
  samples: 6,
  bins: 17,
  frames: 9,
  channels: 2,
  data: Float32Array.from(formula(6 * 17 * 9 * 2, 0.3)),
};

/** Two targets for each of them. */
export const TARGETS: Float64Array = formula(12, 0.9).map((v) => 2 + 3 * v);

/** Keras's defaults, batches of four. */
export const TRAINING: TrainingConfig = {
  epochs: 8,
  batch_size: 4,
  optimizer: {
    name: "adam",
    learning_rate: 0.001,
    beta_1: 0.9,
    beta_2: 0.999,
    epsilon: 1e-7,
  },
  initializer_seed: 1,
  early_stopping: null,
  checkpoint: null,
};

/** Largest difference, relative to the largest expected value. */
export function worst(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
): number {
  if (actual.length !== expected.length) return Infinity;
  let error = 0;
  let scale = 0;
  for (let i = 0; i < actual.length; i++) {
    if (!Number.isFinite(actual[i])) return Infinity;
    error = Math.max(error, Math.abs(actual[i] - expected[i]));
    scale = Math.max(scale, Math.abs(expected[i]));
  }
  return error === 0 ? 0 : error / scale;
}
