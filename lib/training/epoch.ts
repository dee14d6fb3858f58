// One epoch: a step per batch, then the watched part, then one readback of all
// losses and predictions together.
import * as tf from "../third_party/tfjs.ts";
import { disposeMoments, foldMoments, forward } from "../model/forward.ts";
import { joinPieces } from "../model/state_kernels.ts";
import type { Network } from "../model/network.ts";
import { findRecorder } from "../model/recorder.ts";
import type { Adam } from "./adam.ts";
import { type Batch, disposeBatches } from "./batches.ts";
import type { HistoryRow } from "./history.ts";
import type { TargetScale } from "./target_transform.ts";
import { trainStep } from "./step.ts";

/** The parts of an epoch. */
export interface EpochParts {
  /** What the network learns from, each batch when it is due. */
  readonly train: Iterable<Batch>;
  /** Whether each batch of it is freed after its step. */
  readonly once: boolean;
  /** What is watched, and then the training part if it is evaluated, too. */
  readonly watched: readonly Batch[];
  /** Targets of these samples, in their order, as they are measured. */
  readonly measured: Float64Array;
  /** How many of them are of the training part; none if not given. */
  readonly evaluated?: number;
  /** What the network learns instead of them, if it does. */
  readonly scale: TargetScale | null;
}

/**
 * Trains for one epoch. All of it is asked of the backend before this returns: the
 * next epoch may be begun before the losses of this one are there.
 *
 * @param network The network; its weights change.
 * @param optimizer Adam over it.
 * @param parts Batches.
 * @returns Losses, without the epoch's number.
 */
export async function runEpoch(
  network: Network,
  optimizer: Adam,
  { train, once, watched, measured, evaluated = 0, scale }: EpochParts,
): Promise<Omit<HistoryRow, "epoch">> {
  const losses: tf.Tensor[] = [];
  const sizes: number[] = [];
  for (const batch of train) {
    losses.push(trainStep(network, optimizer, batch));
    sizes.push(batch.size);
    if (once) disposeBatches([batch]);
  }
  const all = tf.tidy(() => {
    const outputs = predictWatched(network, optimizer, watched);
    return joinPieces([...losses, outputs]);
  });
  for (const loss of losses) loss.dispose();
  const values = await all.data();
  all.dispose();
  let sum = 0;
  let count = 0;
  sizes.forEach((size, i) => {
    sum += values[i] * size;
    count += size;
  });
  const unit = lossUnit(scale);
  const squares = [0, 0]; // of what is watched, of the training part
  const own = measured.length - evaluated;
  measured.forEach((value, i) => {
    const at = i % (scale?.mean.length ?? 1);
    const found = values[sizes.length + i];
    const expected = scale ? (value - scale.mean[at]) / scale.scale[at] : value;
    squares[i < own ? 0 : 1] += (found - expected) ** 2 * unit;
  });
  const loss = sum / count * unit;
  const val_loss = squares[0] / own;
  const eval_loss = squares[1] / evaluated;
  return {
    loss,
    rmse: Math.sqrt(loss),
    val_loss,
    val_rmse: Math.sqrt(val_loss),
    ...(evaluated > 0 && { eval_loss, eval_rmse: Math.sqrt(eval_loss) }),
  };
}

/** Predictions of the watched part with moving statistics, one after the other. */
function predictWatched(
  network: Network,
  { recordings }: Adam,
  watched: readonly Batch[],
): tf.Tensor {
  const run = () =>
    tf.tidy(() => {
      const moments = foldMoments(network);
      const outputs = watched.map(({ images }) =>
        forward(network, images, moments)
      );
      disposeMoments(moments);
      return joinPieces(outputs);
    });
  const recorder = findRecorder();
  if (!recorder) return run();
  const [outputs] = recordings.run(recorder, "watched", {
    inputs: [],
    stable: [...network.tensors, ...watched.map(({ images }) => images)],
    run: () => [run()],
  });
  return outputs;
}

/**
 * What a loss is multiplied by: with one target it is told in the target's unit;
 * with several, which have several units, in deviations.
 */
function lossUnit(scale: TargetScale | null): number {
  return scale?.scale.length === 1 ? scale.scale[0] ** 2 : 1;
}
