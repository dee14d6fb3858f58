// Prediction of new spectra by a finished run: the same spectrogram, the same
// network, nothing learnt anew.
import type { OpenBackend } from "../backend/open.ts";
import { type Config, loadConfig } from "../config.ts";
import { InputError } from "../errors.ts";
import { features } from "../model/features.ts";
import { predict } from "../model/predict.ts";
import type { Network } from "../model/network.ts";
import { loadNetwork } from "../model/load_model.ts";
import { planSpectrogram } from "../spectrogram/image.ts";
import type { ReadOptions } from "../spectra/read_options.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";
import { openFile } from "../formats/shared/open_file.ts";
import { doubtNew } from "./doubt_new.ts";
import { meanOfMembers, memberFolder } from "./members.ts";
import { type NewPredictions, predictionTable } from "./prediction_table.ts";
import { makeImages } from "./images.ts";
import { preprocessAgain } from "./preprocess.ts";
import { scaleImagesAgain } from "./scale_images.ts";
import { readNewSpectra } from "./read_new_spectra.ts";
import { trainedGrid } from "./trained_grid.ts";
import type { OnProgress } from "../pipeline.ts";
import { predictedValues } from "../training/target_transform.ts";

/** Where {@linkcode predictSpectra} takes parameters and network from. */
export type PredictSource =
  | {
    /** Folder of a finished run. */
    readonly run: string;
    /** A `.keras` or `.h5` file in place of the run's network. */
    readonly model?: string;
  }
  | {
    /** The config that says how spectrograms are made, and the targets. */
    readonly config: string;
    /** A `.keras` or `.h5` file that Keras saved. */
    readonly model: string;
  };

/** The network, or all members of an ensemble. */
async function openNetworks(
  source: PredictSource,
  { training: { ensemble } }: Config,
): Promise<Network[]> {
  const { model } = source;
  if (!("run" in source) || model !== undefined) {
    return [await loadKeras(model!)];
  }
  const networks: Network[] = [];
  for (let member = 0; member < (ensemble?.members ?? 1); member++) {
    const folder = memberFolder(`${source.run}/model`, member);
    networks.push(await loadNetwork(folder));
  }
  return networks;
}

async function loadKeras(model: string): Promise<Network> {
  const { decodeKeras } = await import("../model/keras/decode_keras.ts");
  (await openFile(model)).close(); // says what is wrong with the path
  return await decodeKeras(await Deno.readFile(model), model);
}

/** How {@linkcode predictSpectra} works. */
export interface PredictOptions {
  /** An open backend. */
  readonly backend: OpenBackend;
  /** How the spectra are read; as the run's config has it unless said. */
  readonly read?: ReadOptions;
  /** Whether spectra that cover the run's wavelengths are interpolated. */
  readonly resample?: boolean;
  /** Called at the start of each stage; gives its progress function. */
  readonly stage?: (name: string, unit: string) => OnProgress;
  /** Told what the spectra were taken as and what is odd about them. */
  readonly note?: (line: string) => void;
  /** Told what could not be compared, and that spectra were resampled. */
  readonly warn?: (line: string) => void;
}

/** What is predicted, and of what. */
export interface Predicted extends NewPredictions {
  /** Names of the predicted values. */
  readonly targets: readonly string[];
  /** Spectra as read, on the wavelengths of the training. */
  readonly spectra: SpectraSet;
}

/**
 * Predicts the samples of a file of spectra, as a table.
 *
 * @param source As {@linkcode predictSamples}.
 * @param path The spectra.
 * @param options As {@linkcode predictSamples}.
 * @returns CSV: a column `sample`, then one for each target; of a run with folds
 * the ends of an interval behind each (`clay_low`, `clay_high`), of a run that
 * keeps its domain a column `flag` with the reason why a sample is unlike the
 * training spectra; where spectra were resampled a column `resampled` that says
 * how.
 * @throws {InputError} As {@linkcode predictSamples}.
 */
export async function predictSpectra(
  source: PredictSource,
  path: string,
  options: PredictOptions,
): Promise<Uint8Array> {
  const made = await predictSamples(source, path, options);
  return predictionTable(made.targets, made);
}

/**
 * Predicts the samples of a file of spectra.
 *
 * @param source A finished run, or a config and a network that Keras saved.
 * @param path The spectra.
 * @param options The open backend, how the spectra are read, and where progress
 * and notes go.
 * @throws {InputError} If the spectra are not of the wavelengths, quantity and
 * number of replicates that the network was trained on; both sides are named.
 */
export async function predictSamples(
  source: PredictSource,
  path: string,
  options: PredictOptions,
): Promise<Predicted> {
  const { backend, stage = () => () => {} } = options;
  const config = await loadConfig(
    "run" in source ? `${source.run}/config.json` : source.config,
  );
  const trained = await trainedGrid(source, config);
  const { spectra: read, resampled } = await readNewSpectra(path, config, {
    ...options,
    trained,
    onProgress: stage("spectra", "bytes"),
  });
  const run = "run" in source ? source.run : null;
  const spectra = await preprocessAgain(config, read, { run, stage });
  const networks = await openNetworks(source, config);
  const [network] = networks;
  try {
    const name = source.model ?? ("run" in source ? source.run : "");
    const [bins, frames, channels] = network.spec.inputShape;
    const plan = planSpectrogram(
      config.spectrogram,
      spectra.wavelengths.length,
    );
    if (
      plan.bins !== bins || plan.frames !== frames ||
      spectra.replicates !== channels
    ) {
      throw new InputError(
        `${path}: has ${spectra.replicates} spectra a sample with ` +
          `${spectra.wavelengths.length} bands${
            config.preprocess.length > 0 ? " after the pre-treatments" : ""
          }, which give images of ` +
          `${plan.bins} × ${plan.frames} × ${spectra.replicates}; the network ` +
          `of ${name} takes ${bins} × ${frames} × ${channels}`,
      );
    }
    if (network.spec.targets !== config.targets.length) {
      throw new InputError(
        `${name}: its network predicts ${network.spec.targets} values and the ` +
          `config names ${config.targets.length} targets; expected as many`,
      );
    }
    const made = await makeImages(spectra, config.spectrogram, {
      backend,
      onProgress: stage("spectrogram", "spectra"),
    });
    const images = await scaleImagesAgain(config, made, run);
    const members: Float32Array[] = [];
    for (const each of networks) {
      members.push(
        predictedValues(config.training, await predict(each, images)),
      );
    }
    const doubt = await doubtNew(source, config, {
      spectra: read,
      members,
      features: () => features(network, images),
    });
    backend.check();
    const flagged = doubt.flags?.filter((flag) => flag !== "").length ?? 0;
    if (flagged > 0) {
      options.warn?.(
        `${path}: ${flagged} of ${spectra.samples.length} samples are unlike ` +
          "the training spectra; column flag says why",
      );
    }
    return {
      targets: config.targets,
      spectra: read,
      samples: spectra.samples,
      predicted: meanOfMembers(members),
      ...doubt,
      resampled,
    };
  } finally {
    networks.forEach((each) => each.dispose());
  }
}
