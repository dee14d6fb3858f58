// One step of training: pass, Adam, moving statistics. The loss stays on the
// backend: a readback costs about 11 ms on WebGPU.
import type * as tf from "../third_party/tfjs.ts";
import { movingStatistics } from "../model/state_kernels.ts";
import type { Network } from "../model/network.ts";
import { findRecorder } from "../model/recorder.ts";
import { forwardBackward } from "../model/train_step.ts";
import type { Adam, StepNumbers } from "./adam.ts";
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
  batch: Omit<Batch, "size">,
): tf.Tensor {
  const numbers = optimizer.next();
  const recorder = findRecorder();
  if (!recorder) return step(network, optimizer, batch, numbers);
  const { images, targets, mask } = batch;
  const [loss] = optimizer.recordings.run(recorder, "step", {
    inputs: [images, targets, ...(mask ? [mask] : [])],
    stable: [...network.tensors, ...optimizer.tensors],
    run: ([images, targets, mask]) => [
      step(network, optimizer, { images, targets, mask }, numbers),
    ],
  }, numbers);
  return loss;
}

function step(
  network: Network,
  optimizer: Adam,
  { images, targets, mask }: Omit<Batch, "size">,
  numbers: StepNumbers,
): tf.Tensor {
  const pass = forwardBackward(network, images, targets, mask);
  updateMoving(network, pass.moments);
  optimizer.apply(pass.gradients, numbers);
  for (const gradient of pass.gradients) gradient?.dispose();
  for (const moment of pass.moments) moment.dispose();
  return pass.loss;
}

function updateMoving(network: Network, moments: readonly tf.Tensor[]) {
  const { moving, movingShift: shift, spec } = network;
  const { momentum } = spec.config.batch_norm;
  const updated = movingStatistics({ moving, shift, moments }, momentum);
  if (updated) network.replaceMoving(updated);
}
