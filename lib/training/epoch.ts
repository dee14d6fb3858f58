// One epoch: a step per batch, then the watched part, then one readback of all
// losses and predictions together.
import * as tf from "../third_party/tfjs.ts";
import { disposeMoments, foldMoments, forward } from "../model/forward.ts";
import type { Network } from "../model/network.ts";
import type { Adam } from "./adam.ts";
import type { Batch } from "./batches.ts";
import type { HistoryRow } from "./history.ts";
import { trainStep } from "./step.ts";

/** The parts of an epoch. */
export interface EpochParts {
  /** What the network learns from. */
  readonly train: readonly Batch[];
  /** What is watched. */
  readonly watched: readonly Batch[];
  /** Targets of the watched samples, in their order. */
  readonly measured: Float64Array;
}

/**
 * Trains for one epoch.
 *
 * @param network The network; its weights change.
 * @param optimizer Adam over it.
 * @param parts Batches.
 * @returns Losses, without the epoch's number.
 */
export async function runEpoch(
  network: Network,
  optimizer: Adam,
  { train, watched, measured }: EpochParts,
): Promise<Omit<HistoryRow, "epoch">> {
  const losses = train.map((batch) => trainStep(network, optimizer, batch));
  const all = tf.tidy(() => {
    const moments = foldMoments(network);
    const outputs = watched.map(({ images }) =>
      tf.reshape(forward(network, images, moments), [-1])
    );
    disposeMoments(moments);
    const flat = losses.map((loss) => tf.reshape(loss, [1]));
    return tf.concat([...flat, ...outputs]);
  });
  for (const loss of losses) loss.dispose();
  const values = await all.data();
  all.dispose();
  let sum = 0;
  let count = 0;
  train.forEach(({ size }, i) => {
    sum += values[i] * size;
    count += size;
  });
  let squares = 0;
  measured.forEach((value, i) => {
    squares += (values[train.length + i] - value) ** 2;
  });
  const loss = sum / count;
  const val_loss = squares / measured.length;
  return {
    loss,
    rmse: Math.sqrt(loss),
    val_loss,
    val_rmse: Math.sqrt(val_loss),
  };
}
