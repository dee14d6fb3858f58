// What is random in training, decided ahead of each epoch from the seed and the
// epoch's number alone: so a run that goes on after a kill needs no state of a
// generator, and the same numbers come out on every machine.
import { Pcg32 } from "../pcg32.ts";
import { shuffle } from "../validation/shuffle.ts";
import type { NetworkConfig, TrainingConfig } from "../config/types.ts";

/** One batch of an epoch. */
export interface BatchPlan {
  /** Indices of samples, in their order. */
  readonly samples: readonly number[];
  /** Whom each sample is mixed with, and its own share; or null. */
  readonly mixing: {
    readonly partners: readonly number[];
    readonly shares: Float64Array;
  } | null;
  /** What the dropout layer multiplies by, `[samples, units]`; or null. */
  readonly mask: Float32Array | null;
}

/** The part of a config that decides what is random. */
export type RandomConfig =
  & Pick<TrainingConfig, "batch_size" | "random_seed" | "shuffle" | "mixup">
  & Pick<NetworkConfig, "dropout">;

/** Whether an epoch is more than a walk over the same batches. */
export function isRandom({ shuffle, mixup, dropout }: RandomConfig): boolean {
  return shuffle === true || (mixup ?? null) !== null || (dropout ?? 0) > 0;
}

/**
 * Plans the batches of an epoch.
 *
 * @param indices Samples of the training part, in the split's order.
 * @param config Seed, and what is random: the order (Fisher–Yates), the pairs
 * and shares of mixup (Zhang et al. 2018, shares even instead of from a beta
 * distribution), the values that dropout keeps (scaled up, as in Keras).
 * @param at The epoch's number from 1, and the inputs of the dropout layer.
 *
 * @example
 * ```ts
 * import { planEpoch } from "./epoch_plan.ts";
 *
 * const config = { batch_size: 2, random_seed: 1, shuffle: true };
 * const batches = planEpoch([4, 5, 6], config, { epoch: 1, units: 0 });
 * const seen = batches.flatMap(({ samples }) => samples).sort();
 * if (seen.join() !== "4,5,6") throw new Error(seen.join());
 * ```
 */
export function planEpoch(
  indices: readonly number[],
  config: RandomConfig,
  { epoch, units }: { readonly epoch: number; readonly units: number },
): BatchPlan[] {
  const random = new Pcg32(config.random_seed ?? 1, epoch);
  const order = config.shuffle ? shuffle(indices, random) : [...indices];
  const mixup = config.mixup ?? null;
  const partners = mixup === null ? null : shuffle(indices, random);
  const shares = Float64Array.from(
    mixup === null ? [] : order,
    () => mixup!.least_share + (1 - mixup!.least_share) * random.uniform(),
  );
  const plans: BatchPlan[] = [];
  for (let start = 0; start < order.length; start += config.batch_size) {
    const end = Math.min(start + config.batch_size, order.length);
    plans.push({
      samples: order.slice(start, end),
      mixing: partners && {
        partners: partners.slice(start, end),
        shares: shares.slice(start, end),
      },
      mask: dropoutMask((end - start) * units, config.dropout ?? 0, random),
    });
  }
  return plans;
}

function dropoutMask(
  size: number,
  rate: number,
  random: Pcg32,
): Float32Array | null {
  if (rate === 0) return null;
  const kept = 1 / (1 - rate);
  return Float32Array.from(
    { length: size },
    () => random.uniform() < rate ? 0 : kept,
  );
}
