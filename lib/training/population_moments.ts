// Batch norm statistics of the whole training part for a network whose weights
// no longer change (Wu and Johnson 2021, "Rethinking 'Batch' in BatchNorm"):
// moving averages lag behind where an epoch has few batches.
import * as tf from "../third_party/tfjs.ts";
import type { Network } from "../model/network.ts";
import { batchMoments } from "../model/train_step.ts";
import type { Batch } from "./batches.ts";

/**
 * Replaces the moving statistics by those of the population: the mean over all
 * batches, and the variance of all their values.
 *
 * @param network The network; its moving statistics change.
 * @param batches The training part, neither mixed nor in a random order.
 */
export async function usePopulationMoments(
  network: Network,
  batches: readonly Batch[],
): Promise<void> {
  const { spec } = network;
  const means = new Float64Array(spec.movingSize);
  const squares = new Float64Array(spec.movingSize);
  let count = 0;
  for (const { images, size } of batches) {
    const moments = batchMoments(network, images);
    const all = tf.tidy(() => tf.concat([...moments]));
    for (const moment of moments) moment.dispose();
    const values = await all.data();
    all.dispose();
    // In layer order: mean, variance, mean, variance, …, as `moving` has them.
    for (const layer of spec.layers) {
      if (layer.kind !== "batchNorm") continue;
      const channels = layer.shape[2];
      for (let c = 0; c < channels; c++) {
        const at = layer.offset + c;
        const mean = values[at];
        means[at] += mean * size;
        squares[at] += (values[at + channels] + mean * mean) * size;
      }
    }
    count += size;
  }
  const weights = await network.getWeights();
  const bias = shiftOf(network, weights);
  spec.weights.forEach(({ parameter, offset, name }, i) => {
    if (parameter !== null) return;
    const isMean = name.endsWith("/moving_mean");
    weights[i].forEach((_, c) => {
      const channels = weights[i].length;
      const at = isMean ? offset + c : offset - channels + c;
      const mean = means[at] / count;
      weights[i][c] = isMean
        ? mean + bias[offset + c]
        : Math.max(0, squares[at] / count - mean * mean);
    });
  });
  network.setWeights(weights);
}

/** Biases ahead of each batch norm, which training leaves out of its sums. */
function shiftOf(
  { spec }: Network,
  weights: readonly Float32Array[],
): Float64Array {
  const shift = new Float64Array(spec.movingSize);
  const byParameter = spec.weights.flatMap(({ parameter }, i) =>
    parameter === null ? [] : [weights[i]]
  );
  for (const layer of spec.layers) {
    if (layer.kind === "batchNorm") {
      shift.set(byParameter[layer.bias], layer.offset);
    }
  }
  return shift;
}
