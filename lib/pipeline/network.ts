// Training and prediction as the pipeline sees them: images and values in,
// weights, history and predicted values out.
import type { Config } from "../config.ts";
import type { OpenBackend } from "../backend/open.ts";
import { networkSpec } from "../model/mobilenet_v2.ts";
import { createNetwork, type Network } from "../model/network.ts";
import { predict } from "../model/predict.ts";
import { encodeModel } from "../model/saved_model.ts";
import type { ImageStack } from "../spectrogram/image.ts";
import type { LabelSet } from "../spectra/spectra_set.ts";
import type { HistoryRow } from "../training/history.ts";
import type { Split } from "../training/split.ts";
import { checkpointKey } from "../training/checkpoint_key.ts";
import { train } from "../training/train.ts";
import { InputError } from "../errors.ts";
import { type CheckpointOptions, openCheckpoints } from "./checkpoints.ts";
import { describeProgram } from "./program.ts";
import { predictedValues } from "../training/target_transform.ts";

/** A trained network as files and numbers. */
export interface Trained {
  /** One row per epoch. */
  readonly history: readonly HistoryRow[];
  /** Epoch whose weights the network has. */
  readonly keptEpoch: number;
  /** Predicted values of all samples in C order `[sample, target]`. */
  readonly predicted: Float32Array;
  /** Files of the saved model, and of the checkpoint if there is one. */
  readonly model: Readonly<Record<string, Uint8Array>>;
}

async function modelFiles(
  network: Network,
  folder: string,
): Promise<Record<string, Uint8Array>> {
  const { modelJson, weights } = await encodeModel(network);
  return {
    [`${folder}/model.json`]: modelJson,
    [`${folder}/weights.bin`]: weights,
  };
}

/** What {@linkcode trainNetwork} learns from. */
export interface TrainingInput {
  readonly backend: OpenBackend;
  readonly images: ImageStack;
  readonly labels: LabelSet;
  readonly split: Split;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
  /** Where training keeps its state, and finds that of a run that was killed. */
  readonly checkpoints?: CheckpointOptions;
}

/**
 * Trains the network of a config and predicts every sample with it.
 *
 * @param config A checked config.
 * @param input Images, values, split, and the backend to work on.
 * @throws {InputError} If training fails: the loss is not finite, the device
 * is lost, a checkpoint does not fit or cannot be written, or somebody stopped
 * it.
 */
export async function trainNetwork(
  config: Config,
  input: TrainingInput,
): Promise<Trained> {
  const { backend, images, labels, split, onProgress, signal } = input;
  const keep = await findCheckpoints(config, input);
  const spec = networkSpec(
    [images.bins, images.frames, images.channels],
    labels.targets.length,
    config.network,
  );
  const network: Network = createNetwork(
    spec,
    config.training.initializer_seed,
  );
  try {
    const { history, keptEpoch, stopped, checkpoint } = await train({
      network,
      images,
      targets: labels.values,
      split,
      config: config.training,
      onEpoch: (row, epochs) => onProgress?.(row.epoch, epochs),
      signal,
      check: () => backend.check(),
      resume: keep?.resume,
      keep,
    });
    if (stopped === "aborted") {
      const kept = keep !== undefined && history.length > 0;
      throw new InputError(
        `Stopped after epoch ${history.length}, as asked; ` +
          (kept
            ? "the same command goes on from there"
            : "nothing was written"),
      );
    }
    const predicted = predictedValues(
      config.training,
      await predict(network, images),
    );
    backend.check();
    const model = await modelFiles(network, "model");
    if (checkpoint) network.setWeights(checkpoint.weights);
    return {
      history,
      keptEpoch,
      predicted,
      model: {
        ...model,
        ...(checkpoint ? await modelFiles(network, "checkpoint") : {}),
      },
    };
  } finally {
    network.dispose();
  }
}

async function findCheckpoints(
  { network, training }: Config,
  { backend, images, labels, split, checkpoints, onProgress }: TrainingInput,
) {
  if (checkpoints === undefined) return undefined;
  const key = checkpointKey({
    images,
    targets: labels.values,
    split,
    network,
    training,
    backend,
    program: await describeProgram(),
  });
  const keep = await openCheckpoints(checkpoints, key, training.epochs);
  if (keep.resume) onProgress?.(keep.resume.history.length, training.epochs);
  return keep;
}
