// Training alone: images and a table of samples in, model and tables out.
import { decodeNpy } from "../artifacts/npy.ts";
import { writeFile } from "../artifacts/store.ts";
import type { OpenBackend } from "../backend/open.ts";
import type { Config } from "../config.ts";
import { InputError } from "../errors.ts";
import type { Prediction } from "../evaluation/evaluate.ts";
import {
  decodeSamples,
  encodeHistory,
  encodePredictions,
  encodeSamples,
  type SampleRow,
  toStack,
} from "./archive.ts";
import { metricsFile } from "./derive.ts";
import { trainNetwork } from "./network.ts";

/** Files and settings of {@linkcode trainFromFiles}. */
export interface TrainFiles {
  /** Images: float32 `[samples, bins, frames, channels]`, `.npy`. */
  readonly spectrograms: string;
  /** Table with the columns sample, group, part and the targets. */
  readonly samples: string;
  /** Folder for the model and the tables. */
  readonly out: string;
  /** Epochs instead of the config's. */
  readonly epochs?: number;
  readonly backend: OpenBackend;
  readonly onProgress?: (done: number, total: number) => void;
  readonly signal?: AbortSignal;
}

/**
 * Trains the network of a config on images that are already made.
 *
 * @param config Its network, training and targets count; its data do not.
 * @param files What to read, and where to write.
 * @returns Paths of the files that were made.
 * @throws {InputError} If a file is not as it should be or they do not fit.
 */
export async function trainFromFiles(
  config: Config,
  files: TrainFiles,
): Promise<string[]> {
  const images = toStack(
    decodeNpy(await readFile(files.spectrograms), files.spectrograms),
    files.spectrograms,
  );
  const rows = decodeSamples(
    await readFile(files.samples),
    config.targets,
    files.samples,
  );
  if (rows.length !== images.samples) {
    throw new InputError(
      `${files.samples}: has ${rows.length} samples where ` +
        `${files.spectrograms} has ${images.samples} images`,
    );
  }
  const trained = await trainNetwork({
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
    split: splitOf(rows, files.samples),
    onProgress: files.onProgress,
    signal: files.signal,
  });
  const predictions = predictionsOf(config, rows, trained.predicted);
  const made: Record<string, Uint8Array> = {
    ...trained.model,
    "history.csv": encodeHistory(trained.history),
    "predictions.csv": encodePredictions(predictions, config.targets),
    "metrics.json": metricsFile({ predictions }),
    "samples.csv": encodeSamples(rows, config.targets),
  };
  const paths = Object.keys(made).sort();
  for (const path of paths) {
    await writeFile(`${files.out}/${path}`, made[path]);
  }
  return paths.map((path) => `${files.out}/${path}`);
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
