// Training alone: images and a table of samples in, model and tables out.
import type { OpenBackend } from "../backend/open.ts";
import type { Config } from "../config.ts";
import { InputError } from "../errors.ts";
import type { Prediction } from "../evaluation/evaluate.ts";
import {
  decodeDropped,
  decodeSamples,
  encodeHistory,
  encodePredictions,
  encodeSamples,
  type SampleRow,
} from "./archive.ts";
import type { CheckpointOptions } from "./checkpoints.ts";
import { commitFiles } from "./commit.ts";
import { metricsFile } from "./derive.ts";
import { membersFile } from "./members_file.ts";
import { lockRun } from "./lock.ts";
import { trainMembers } from "./ensemble.ts";
import { decodeImages } from "./read_spectrograms.ts";
import { gridText } from "../spectra/same_grid.ts";
import { encodeGrid, GRID_FILE } from "../spectra/training_grid.ts";
import { imagesGrid } from "./images_grid.ts";

/** Files and settings of {@linkcode trainFromFiles}. */
export interface TrainFiles {
  /**
   * Images: `.npy` with float32 `[samples, bins, frames, channels]`, `.npz`
   * with such an array `spectrograms` and names `samples`, or Code S1's
   * `spectogram.pickle`.
   */
  readonly spectrograms: string;
  /**
   * Table with the columns sample, group, part and the targets. Rows of samples
   * that were left out, in part `dropped`, have no image, and are handed on.
   */
  readonly samples: string;
  /** Folder for the model and the tables. */
  readonly out: string;
  /** Epochs instead of the config's. */
  readonly epochs?: number;
  readonly backend: OpenBackend;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
  /** How the state of training is kept, in `out` until it is finished. */
  readonly checkpoints?: Omit<CheckpointOptions, "folder">;
  /** Told of which spectra the images are, or that it is not known. */
  readonly note?: (line: string) => void;
}

/**
 * Trains the network of a config on images that are already made.
 *
 * @param config Its network, training and targets count; its data do not.
 * @param files What to read, and where to write.
 * @returns Paths of the files that were made; `grid.json` says of which spectra
 * the images were, or that it is not known.
 * @throws {InputError} If a file is not as it should be, they do not fit, or
 * another run is writing into the folder.
 */
export async function trainFromFiles(
  config: Config,
  files: TrainFiles,
): Promise<string[]> {
  const lock = await lockRun(files.out);
  try {
    const checkpoints = { ...files.checkpoints, folder: lock.resumeFolder };
    const made = await makeFiles(config, { ...files, checkpoints });
    await commitFiles(lock, {
      files: made,
      isStale: (path) =>
        path.endsWith(".part") && path.slice(0, -".part".length) in made,
    });
    await lock.finish();
    return Object.keys(made).sort().map((path) => `${files.out}/${path}`);
  } finally {
    await lock.release();
  }
}

async function makeFiles(
  config: Config,
  files: TrainFiles & { readonly checkpoints: CheckpointOptions },
): Promise<Record<string, Uint8Array>> {
  const table = await readFile(files.samples);
  const rows = decodeSamples(table, config.targets, files.samples);
  const dropped = decodeDropped(table, config.targets, files.samples);
  const bytes = await readFile(files.spectrograms);
  const grid = await imagesGrid(files.spectrograms, bytes);
  files.note?.(
    grid
      ? `${files.spectrograms}: ${grid.quantity} at ` +
        gridText(grid.wavelengths)
      : `${files.spectrograms}: does not say of which spectra it is, so ` +
        "nothing that is trained on it can be compared with new ones",
  );
  const images = await decodeImages(
    bytes,
    rows.map(({ sample }) => sample),
    files.spectrograms,
  );
  if (rows.length !== images.samples) {
    throw new InputError(
      `${files.samples}: has ${rows.length} samples where ` +
        `${files.spectrograms} has ${images.samples} images`,
    );
  }
  const split = splitOf(rows, files.samples);
  const trained = await trainMembers({
    ...config,
    training: {
      ...config.training,
      epochs: files.epochs ?? config.training.epochs,
    },
  }, {
    backend: files.backend,
    images,
    labels: {
      samples: rows.map(({ sample }) => sample),
      targets: config.targets,
      values: Float64Array.from(rows.flatMap(({ values }) => values)),
    },
    split,
    onProgress: files.onProgress,
    signal: files.signal,
    checkpoints: files.checkpoints,
  });
  const predictions = predictionsOf(config, rows, trained.predicted);
  return {
    ...trained.model,
    ...membersFile(config, rows, { split, trained }),
    [GRID_FILE]: encodeGrid(grid),
    "history.csv": encodeHistory(trained.history),
    "predictions.csv": encodePredictions(predictions, config.targets),
    "metrics.json": metricsFile({ predictions }),
    "samples.csv": encodeSamples(rows, config.targets, dropped),
  };
}

/**
 * The parts as the table has them. Its order is the order of training, as in
 * Code S2 after its split.
 */
function splitOf(rows: readonly SampleRow[], source: string) {
  const indices = (part: SampleRow["part"]) =>
    rows.flatMap((row, at) => row.part === part ? [at] : []);
  const split = {
    train: indices("train"),
    validation: indices("validation"),
    test: indices("test"),
  };
  if (split.train.length === 0) {
    throw new InputError(`${source}: no sample is in part train`);
  }
  if (split.validation.length + split.test.length === 0) {
    throw new InputError(`${source}: no sample is in part validation or test`);
  }
  return split;
}

function predictionsOf(
  { targets }: Config,
  rows: readonly SampleRow[],
  predicted: Float32Array,
): Prediction[] {
  return rows.flatMap(({ sample, part, values }, row) =>
    targets.map((target, at) => ({
      sample,
      part,
      target,
      measured: values[at],
      predicted: predicted[row * targets.length + at],
    }))
  );
}

async function readFile(path: string): Promise<Uint8Array> {
  try {
    return await Deno.readFile(path);
  } catch (error) {
    if (!(error instanceof Deno.errors.NotFound)) throw error;
    throw new InputError(`${path}: there is no such file`);
  }
}
