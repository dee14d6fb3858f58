// The batches of each epoch: always the same ones, uploaded once, or, where
// something is random, made one after the other as the epoch goes on.
import type { TrainingConfig } from "../config/types.ts";
import type { NetworkSpec } from "../model/spec.ts";
import {
  type Batch,
  type BatchSource,
  disposeBatches,
  uploadBatch,
  uploadBatches,
} from "./batches.ts";
import { isRandom, planEpoch } from "./epoch_plan.ts";

/** Batches by epoch. */
export interface EpochBatches {
  /** Whether a batch is made for its step alone, and freed after it. */
  readonly once: boolean;
  /** Batches of an epoch, whose number counts from 1. */
  of(epoch: number): Iterable<Batch>;
  /** Frees what was uploaded once. */
  dispose(): void;
}

/**
 * Gets the training part ready.
 *
 * @param source All samples.
 * @param indices The training part, in the split's order.
 * @param options The network's layers, of which a dropout layer needs masks,
 * and what is random.
 */
export function createEpochBatches(
  source: BatchSource,
  indices: readonly number[],
  { spec, config }: {
    readonly spec: NetworkSpec;
    readonly config: TrainingConfig;
  },
): EpochBatches {
  const random = { ...config, dropout: spec.config.dropout };
  const dropout = spec.layers.find((layer) => layer.kind === "dropout");
  const units = dropout?.units ?? 0;
  const once = isRandom(random);
  const fixed = once ? [] : uploadBatches(source, indices, config.batch_size);
  return { once, of, dispose: () => disposeBatches(fixed) };

  function* of(epoch: number): Iterable<Batch> {
    if (!once) return yield* fixed;
    for (const plan of planEpoch(indices, random, { epoch, units })) {
      yield uploadBatch(source, plan);
    }
  }
}
