// What is done to a network when training is over. None of it is part of the
// state of training, which may go on from before it.
import type { TrainingConfig } from "../config/types.ts";
import type { Network } from "../model/network.ts";
import { type BatchSource, disposeBatches, uploadBatches } from "./batches.ts";
import type { CheckpointResult } from "./keeper.ts";
import { usePopulationMoments } from "./population_moments.ts";
import { type TargetScale, unscaleWeights } from "./target_transform.ts";

/**
 * Gives a network the statistics of the whole training part, if its config asks
 * for them, and lets it predict values instead of what it learnt.
 *
 * @param network The network with the weights that were kept; it changes.
 * @param checkpoint Weights of the checkpoint, or null.
 * @param options The training part and how its targets were scaled.
 * @returns The checkpoint, whose weights predict values, too.
 */
export async function finishNetwork(
  network: Network,
  checkpoint: CheckpointResult | null,
  { source, indices, config, scale }: {
    readonly source: BatchSource;
    readonly indices: readonly number[];
    readonly config: TrainingConfig;
    readonly scale: TargetScale | null;
  },
): Promise<CheckpointResult | null> {
  const { spec } = network;
  if (config.batch_norm_statistics === "population") {
    const batches = uploadBatches(source, indices, config.batch_size);
    await usePopulationMoments(network, batches);
    disposeBatches(batches);
  }
  if (scale === null) return checkpoint;
  const weights = await network.getWeights();
  network.setWeights(unscaleWeights(spec, weights, scale));
  return checkpoint && {
    ...checkpoint,
    weights: unscaleWeights(spec, checkpoint.weights, scale),
  };
}
