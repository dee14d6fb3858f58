// A network of a study: fitted pre-treatments, spectrograms, training and
// predictions, all fitted on what may be seen.
import type { OpenBackend } from "../backend/open.ts";
import { networkSpec } from "../model/mobilenet_v2.ts";
import { createNetwork } from "../model/network.ts";
import { predict } from "../model/predict.ts";
import { encodeModel } from "../model/saved_model.ts";
import { encodeHistory } from "../pipeline/archive.ts";
import { makeImages } from "../pipeline/images.ts";
import { preprocessSpectra } from "../pipeline/preprocess.ts";
import { scaleImages } from "../pipeline/scale_images.ts";
import { CHAIN_FILE, encodeChain } from "../preprocess/chain_file.ts";
import {
  CHANNEL_SCALE_FILE,
  encodeChannelScale,
} from "../spectrogram/channel_scale_file.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";
import type { Split } from "../training/split.ts";
import { train } from "../training/train.ts";
import type { Learner } from "./job.ts";
import { predictedValues } from "../training/target_transform.ts";

/** What a network learns from. */
export interface NetworkJob {
  readonly spectra: SpectraSet;
  /** One value for each sample. */
  readonly values: Float64Array;
  readonly split: Split;
  /** Seed of weights and of what is random in training. */
  readonly seed: number;
  readonly backend: OpenBackend;
}

/**
 * Trains a network and predicts all samples.
 *
 * @param learner Its recipe; with `refit` the validation part is learnt from,
 * and nothing is watched that decides anything.
 * @param job What it learns from.
 */
export async function runNetwork(
  { recipe, refit }: Extract<Learner, { kind: "network" }>,
  { spectra, values, split, seed, backend }: NetworkJob,
): Promise<{
  predicted: Float64Array;
  files: Record<string, Uint8Array>;
}> {
  const seen = refit
    ? { ...split, train: [...split.train, ...split.validation], validation: [] }
    : split;
  const stage = () => () => {};
  const treated = await preprocessSpectra(recipe, spectra, {
    split: seen,
    stage,
  });
  const made = await makeImages(treated.spectra, recipe.spectrogram, {
    backend,
  });
  const { images, scale } = scaleImages(recipe, made, seen.train);
  const { bins, frames, channels } = images;
  const training = {
    ...recipe.training,
    initializer_seed: seed,
    random_seed: seed,
  };
  const network = createNetwork(
    networkSpec([bins, frames, channels], 1, recipe.network),
    seed,
  );
  try {
    const { history } = await train({
      network,
      images,
      targets: values,
      split: seen,
      config: training,
      // Without a validation part the history shows a batch of the training.
      ...(seen.validation.length === 0 && {
        watched: seen.train.slice(0, training.batch_size),
      }),
      check: () => backend.check(),
    });
    const predicted = predictedValues(
      training,
      await predict(network, images),
    );
    backend.check();
    const { modelJson, weights } = await encodeModel(network);
    return {
      predicted: Float64Array.from(predicted),
      files: {
        ...(treated.chain && { [CHAIN_FILE]: encodeChain(treated.chain) }),
        ...(scale && { [CHANNEL_SCALE_FILE]: encodeChannelScale(scale) }),
        "history.csv": encodeHistory(history),
        "model/model.json": modelJson,
        "model/weights.bin": weights,
      },
    };
  } finally {
    network.dispose();
  }
}
