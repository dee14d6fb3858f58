// Training as Code S2 does it, unless the config asks for more: batches in the
// order of the split, Adam, one validation per epoch, early stopping with the best
// weights brought back, a checkpoint. What Keras leaves to its callbacks is in
// early_stopping.ts.
import type { TrainingConfig } from "../config/types.ts";
import { InputError } from "../errors.ts";
import type { Network } from "../model/network.ts";
import { checkImages } from "../model/predict.ts";
import type { ImageStack } from "../spectrogram/image.ts";
import { Adam, type AdamState } from "./adam.ts";
import { disposeBatches, uploadBatches } from "./batches.ts";
import type { CheckpointState, EarlyStoppingState } from "./early_stopping.ts";
import { createEpochBatches } from "./epoch_batches.ts";
import { EpochsAhead } from "./epochs_ahead.ts";
import { finishNetwork } from "./finish_network.ts";
import type { HistoryRow } from "./history.ts";
import { type CheckpointResult, Keeper } from "./keeper.ts";
import { learningRate } from "./learning_rate.ts";
import type { Split } from "./split.ts";
import { fitTargets, scaleTargets, targetSpace } from "./target_transform.ts";

export type { TrainingConfig } from "../config/types.ts";
export type { AdamState } from "./adam.ts";
export type { CheckpointState, EarlyStoppingState } from "./early_stopping.ts";
export type { HistoryRow } from "./history.ts";
export type { CheckpointResult } from "./keeper.ts";

/** Everything that training needs to go on later, as plain data. */
export interface TrainingState {
  /** Epochs so far. */
  readonly history: readonly HistoryRow[];
  /** Weights now, in the order of the spec's `weights`. */
  readonly weights: readonly Float32Array[];
  /** Adam's moments. */
  readonly optimizer: AdamState;
  /** Early stopping's count. */
  readonly earlyStopping: EarlyStoppingState;
  /** The checkpoint's count. */
  readonly checkpoint: CheckpointState | null;
  /** Weights of the best epoch, if they are to come back. */
  readonly bestWeights: readonly Float32Array[] | null;
  /** Weights of the checkpoint, if there is one. */
  readonly checkpointWeights: readonly Float32Array[] | null;
}

/** Takes the state of training as it goes on, so that a kill loses little. */
export interface StateKeeper {
  /** Whether the state after this epoch (from 1) is wanted. */
  due(epoch: number): boolean;
  /** Takes the state; training goes on when it is done, or ends if it throws. */
  save(state: TrainingState): Promise<void>;
}

/** What {@linkcode train} is given. */
export interface TrainRequest {
  /** Learns; on the current backend. */
  readonly network: Network;
  /** Images of all samples. */
  readonly images: ImageStack;
  /** Targets of all samples, `[samples * targets]` in C order. */
  readonly targets: Float64Array;
  /** Who trains, and who is watched (the test part if validation is empty). */
  readonly split: Split;
  /**
   * Whom to watch instead: for a split without a validation part whose test part
   * nothing may look at.
   */
  readonly watched?: readonly number[];
  /** Hyperparameters. */
  readonly config: TrainingConfig;
  /** Called after each epoch with its row and the most epochs there may be. */
  readonly onEpoch?: (row: HistoryRow, epochs: number) => void;
  /** Ends training after the epoch in progress. */
  readonly signal?: AbortSignal;
  /** Called after each epoch; throws if the backend failed. */
  readonly check?: () => void;
  /** Goes on from here instead of from the network's weights. */
  readonly resume?: TrainingState;
  /** Whether the result has a `state` to resume from. */
  readonly keepState?: boolean;
  /**
   * Gets the state whenever it is due, and in any case when training ends or
   * is aborted.
   */
  readonly keep?: StateKeeper;
}

/** What {@linkcode train} gives. The network then has its final weights. */
export interface TrainResult {
  /** One row per epoch. */
  readonly history: HistoryRow[];
  /** Best epoch by the monitored value (from 1). */
  readonly bestEpoch: number;
  /** Epoch whose weights the network has: the best one if restored. */
  readonly keptEpoch: number;
  /** Why training ended. */
  readonly stopped: "epochs" | "early" | "aborted";
  /** Best weights among those looked at, or null. */
  readonly checkpoint: CheckpointResult | null;
  /** If `keepState` was set: before best weights were restored. */
  readonly state: TrainingState | null;
}

/**
 * Trains a network. As `model.fit` of Keras 3 with unshuffled batches,
 * `EarlyStopping(monitor, patience, restore_best_weights)` and
 * `ModelCheckpoint(save_best_only=True)`: the loss of an epoch is the mean over
 * its batches, each before its own step, weighted by their samples; the watched
 * part is predicted after the epoch with moving statistics. With
 * `restore_best_weights` the network ends with the best epoch's weights,
 * however training ended; else with the last ones.
 *
 * @param request See {@linkcode TrainRequest}.
 * @returns History, the best epoch, and why training ended.
 * @throws {InputError} If a part is empty, or a loss is no longer finite.
 * @throws {RangeError} If shapes do not fit each other.
 *
 * @example
 * ```ts
 * import * as tf from "../third_party/tfjs.ts";
 * import { registerReferenceKernels } from "../backend/reference/register_reference_kernels.ts";
 * import { networkSpec } from "../model/mobilenet_v2.ts";
 * import { createNetwork } from "../model/network.ts";
 * import { train } from "./train.ts";
 *
 * registerReferenceKernels("cpu"); // or: await openBackend({ backend: "auto" })
 * await tf.setBackend("cpu");
 * const spec = networkSpec([8, 4, 1], 1, {
 *   stem_filters: 4,
 *   blocks: [{ filters: 4, expansion: 1, strides: 1, repeats: 1 }],
 *   dense_units: 4,
 *   batch_norm: { momentum: 0.99, epsilon: 0.001 },
 * });
 * const network = createNetwork(spec, 1);
 * const data = Float32Array.from({ length: 6 * 32 }, (_, i) => Math.sin(i));
 * const { history } = await train({
 *   network,
 *   images: { samples: 6, bins: 8, frames: 4, channels: 1, data },
 *   targets: Float64Array.of(1, 2, 3, 4, 5, 6),
 *   split: { train: [4, 0, 2, 1], validation: [3], test: [5] },
 *   config: {
 *     epochs: 2,
 *     batch_size: 3,
 *     optimizer: {
 *       name: "adam",
 *       learning_rate: 0.001,
 *       beta_1: 0.9,
 *       beta_2: 0.999,
 *       epsilon: 1e-7,
 *     },
 *     initializer_seed: 1,
 *     early_stopping: null,
 *     checkpoint: null,
 *   },
 * });
 * if (history.length !== 2) throw new Error();
 * network.dispose();
 * ```
 */
export async function train(request: TrainRequest): Promise<TrainResult> {
  const { network, images, split, config, resume } = request;
  const perSample = network.spec.targets;
  const watchedIndices = request.watched ??
    (split.validation.length > 0 ? split.validation : split.test);
  checkRequest(request, watchedIndices);
  if (resume) network.setWeights(resume.weights);
  const targets = targetSpace(config, request.targets);
  const scaled = (config.target_transform ?? "none") !== "none";
  const scale = scaled ? fitTargets(targets, split.train, perSample) : null;
  const learnt = scale ? scaleTargets(targets, scale) : targets;
  const source = { images, targets: learnt, perSample };
  const size = config.batch_size;
  const evaluated = config.history_evaluation ? split.train : [];
  const measured = Float64Array.from(
    [...watchedIndices, ...evaluated].flatMap((sample) =>
      Array.from(targets.subarray(sample * perSample, (sample + 1) * perSample))
    ),
  );
  const batches = createEpochBatches(source, split.train, {
    spec: network.spec,
    config,
  });
  const watched = [
    ...uploadBatches(source, watchedIndices, size),
    ...uploadBatches(source, evaluated, size),
  ];
  const steps = Math.ceil(split.train.length / size);
  const optimizer = new Adam(
    network,
    config.optimizer,
    resume?.optimizer,
    (step) =>
      learningRate(config.optimizer, step, { epochs: config.epochs, steps }),
  );
  const keeper = new Keeper(network, config, resume);
  const history: HistoryRow[] = [...resume?.history ?? []];
  const epochs = new EpochsAhead({
    network,
    optimizer,
    batches,
    parts: {
      watched,
      measured,
      evaluated: evaluated.length * perSample,
      scale,
    },
    done: history.length,
    last: config.epochs,
    whole: request.keep !== undefined || request.keepState === true,
  });
  try {
    const readState = async (): Promise<TrainingState> => ({
      history: [...history],
      ...await epochs.state(),
      ...await keeper.state(),
    });
    let saved = history.length;
    // A state may be that of the very end: of the epochs, or of patience.
    const ended = keeper.ended(history.length);
    let stopped: TrainResult["stopped"] = ended ? "early" : "epochs";
    while (!ended && history.length < config.epochs) {
      if (request.signal?.aborted) {
        stopped = "aborted";
        break;
      }
      const row = await epochs.next();
      request.check?.();
      checkFinite(row);
      history.push(row);
      const stop = keeper.see(row, steps, () => epochs.takeWeights());
      request.onEpoch?.(row, config.epochs);
      await new Promise((resolve) => setTimeout(resolve, 0));
      if (stop) {
        stopped = "early";
        break;
      }
      if (request.keep?.due(row.epoch)) {
        await request.keep.save(await readState());
        saved = row.epoch;
      }
    }
    const unsaved = request.keep !== undefined && saved < history.length;
    const state = request.keepState || unsaved ? await readState() : null;
    if (unsaved) await request.keep?.save(state!);
    await epochs.rewind();
    const checkpoint = await finishNetwork(network, await keeper.finish(), {
      source,
      indices: split.train,
      config,
      scale,
    });
    const restored = config.early_stopping?.restore_best_weights ?? false;
    return {
      history,
      bestEpoch: keeper.bestEpoch,
      keptEpoch: restored ? keeper.bestEpoch : history.length,
      stopped,
      checkpoint,
      state: request.keepState ? state : null,
    };
  } finally {
    await epochs.dispose();
    batches.dispose();
    disposeBatches(watched);
    optimizer.dispose();
    keeper.dispose();
  }
}

function checkRequest(
  { network, images, targets, split }: TrainRequest,
  watched: readonly number[],
) {
  checkImages(network, images);
  const expected = images.samples * network.spec.targets;
  if (targets.length !== expected) {
    throw new RangeError(
      `Found ${targets.length} target values; expected ${expected}`,
    );
  }
  if (split.train.length === 0 || watched.length === 0) {
    throw new InputError(
      `The split has ${split.train.length} samples to train on and ` +
        `${watched.length} to watch; expected at least one of each`,
    );
  }
}

function checkFinite(row: HistoryRow) {
  for (const name of ["loss", "val_loss"] as const) {
    if (Number.isFinite(row[name])) continue;
    throw new InputError(
      `Epoch ${row.epoch} has ${name} ${row[name]}; expected a finite ` +
        `number: try a smaller learning_rate, or look for huge target values`,
    );
  }
}
