// The stages of a run, in order, and nothing else: data, split, preprocess,
// spectrogram, train (and predict), then evaluation, figures and manifest. Each is a plain function of its own
// module; this file hands the result of one to the next.
import type { Config } from "./config.ts";
import type { OpenBackend } from "./backend/open.ts";
import { loadData } from "./pipeline/data.ts";
import { oddityNotes } from "./spectra/inspect/oddity_notes.ts";
import { assembleRun, type RunFiles } from "./pipeline/assemble.ts";
import type { CheckpointOptions } from "./pipeline/checkpoints.ts";
import { makeImages } from "./pipeline/images.ts";
import { trainMembers } from "./pipeline/ensemble.ts";
import { preprocessSpectra } from "./pipeline/preprocess.ts";
import { scaleImages } from "./pipeline/scale_images.ts";
import { stoppable } from "./pipeline/stoppable.ts";
import type { Source } from "./provenance/manifest_types.ts";
import { splitSamples } from "./training/split.ts";

/** Tells how far a stage is. */
export type OnProgress = (done: number, total: number) => void;

/** How a run is carried out; nothing here changes what it computes. */
export interface RunOptions {
  /** An open backend. */
  readonly backend: OpenBackend;
  /** Called at the start of each stage; gives its progress function. */
  readonly stage?: (name: string, unit: string) => OnProgress;
  /** Told what measured spectra were taken as, and what is odd about them. */
  readonly note?: (line: string) => void;
  /** Ends the run early; nothing is written then. */
  readonly signal?: AbortSignal;
  /** Where training keeps its state, and finds that of a run that was killed. */
  readonly checkpoints?: CheckpointOptions;
  /** The code that runs, for the manifest; see `describeSource`. */
  readonly source?: Source;
}

/**
 * Runs the whole pipeline of one config.
 *
 * @param config A checked config; see `loadConfig`.
 * @param options The backend, and where progress goes.
 * @returns Every file of the run, in memory, with its manifest; see
 * `writeRun`.
 * @throws {InputError} If the data do not fit the config.
 */
export async function runPipeline(
  config: Config,
  options: RunOptions,
): Promise<RunFiles> {
  const { backend, signal, checkpoints } = options;
  const stage = stoppable(options.stage ?? (() => () => {}), signal);
  const data = await loadData(config, stage("spectra", "bytes"));
  if (options.note && !data.synthetic) {
    oddityNotes(data.spectra).forEach(options.note);
  }
  const split = splitSamples(
    { samples: data.spectra.samples.length, groups: data.spectra.groups },
    config.split,
  );
  const treated = await preprocessSpectra(config, data.spectra, {
    split,
    stage,
  });
  const made = await makeImages(treated.spectra, config.spectrogram, {
    backend,
    onProgress: stage("spectrogram", "spectra"),
  });
  const { images, scale } = scaleImages(config, made, split.train);
  const trained = await trainMembers(config, {
    backend,
    images,
    labels: data.labels,
    split,
    onProgress: stage("train", "epochs"),
    signal,
    checkpoints,
  });
  return await assembleRun(config, {
    backend,
    data,
    treated,
    images,
    scale,
    split,
    trained,
    source: options.source,
    onProgress: stage("figures", "figures"),
  });
}
