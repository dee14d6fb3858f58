// One step of training: pass, Adam, moving statistics. The loss stays on the
// backend: a readback costs about 11 ms on WebGPU.
import type * as tf from "../third_party/tfjs.ts";
import { movingStatistics } from "../model/kernels.ts";
import type { Network } from "../model/network.ts";
import { forwardBackward } from "../model/train_step.ts";
import type { Adam } from "./adam.ts";
import type { Batch } from "./batches.ts";

/**
 * Takes one step on one batch. Moving statistics follow
 * `keras.layers.BatchNormalization` of Keras 3: `moving·momentum +
 * batch·(1 − momentum)`, with the biased variance of the batch.
 *
 * @param network The network; its weights change.
 * @param optimizer Adam over this network.
 * @param batch Images `[n, bins, frames, channels]`, targets `[n, targets]`, and
 * a mask if the network has a dropout layer; not disposed.
 * @returns The batch's mean squared error before the step, a scalar tensor that
 * the caller disposes.
 */
export function trainStep(
  network: Network,
  optimizer: Adam,
  { images, targets, mask }: Omit<Batch, "size">,
): tf.Tensor {
  const pass = forwardBackward(network, images, targets, mask);
  updateMoving(network, pass.moments);
  optimizer.step(pass.gradients);
  for (const gradient of pass.gradients) gradient?.dispose();
  for (const moment of pass.moments) moment.dispose();
  return pass.loss;
}

function updateMoving(network: Network, moments: readonly tf.Tensor[]) {
  const { moving, movingShift: shift, spec } = network;
  const { momentum } = spec.config.batch_norm;
  const statistics = { moving, shift, moments };
  network.replaceMoving(movingStatistics(statistics, momentum));
}
