// The numbers of a run from which its figures and metrics are made, and made
// again: as they stand in its folder.
import { decodeNpy } from "../artifacts/npy.ts";
import {
  decodeTable,
  encodeTable,
  tableNumber,
} from "../artifacts/csv_table.ts";
import { type Config, parseConfig } from "../config.ts";
import { InputError } from "../errors.ts";
import type { Prediction } from "../evaluation/evaluate.ts";
import type { ImageStack } from "../spectrogram/image.ts";
import type { Part } from "../training/split.ts";
import type { HistoryRow } from "../training/history.ts";
import type { Dropped } from "../spectra/spectra_set.ts";
import type { SetQuantity } from "../spectra/taken/taken.ts";
import { readRunGrid } from "./run_grid.ts";
import {
  decodeMembers,
  ENSEMBLE_FILE,
  type MembersRow,
} from "./members_table.ts";

/** One row of `samples.csv`. */
export interface SampleRow {
  readonly sample: string;
  /** Group of the sample, or an empty text. */
  readonly group: string;
  readonly part: Part;
  /** Measured values, in the order of the config's targets. */
  readonly values: readonly number[];
}

/** The spectrum that the first figure shows: `waveform.csv`. */
export interface Waveform {
  readonly sample: string;
  /** Index of the sample in the image stack. */
  readonly wavelengths: readonly number[];
  readonly reflectance: readonly number[];
}

/** Everything that figures and metrics are made of. */
export interface Archive {
  readonly config: Config;
  readonly images: ImageStack;
  readonly samples: readonly SampleRow[];
  /** Samples that were left out on request, and why. */
  readonly dropped?: readonly Dropped[];
  readonly history: readonly HistoryRow[];
  readonly predictions: readonly Prediction[];
  readonly waveform: Waveform;
  /** What the spectra were; reflectance in runs that do not say. */
  readonly quantity: SetQuantity;
  /** What each member of an ensemble predicts, if there is one. */
  readonly members?: readonly MembersRow[];
}

const HISTORY = ["epoch", "loss", "rmse", "val_loss", "val_rmse"] as const;

/** Columns more, where the training part was evaluated, too. */
const EVALUATED = ["eval_loss", "eval_rmse"] as const;
const PARTS: readonly string[] = ["train", "validation", "test"];

/** The tables of a run as files, by path. */
export function encodeTables(
  archive: Archive,
): Record<string, Uint8Array<ArrayBuffer>> {
  const { config: { targets }, waveform } = archive;
  return {
    "samples.csv": encodeSamples(archive.samples, targets, archive.dropped),
    "history.csv": encodeHistory(archive.history),
    "predictions.csv": encodePredictions(archive.predictions, targets),
    "waveform.csv": encodeTable(
      ["sample", "wavelength", "reflectance"],
      waveform.wavelengths.map((wavelength, band) => [
        waveform.sample,
        wavelength,
        waveform.reflectance[band],
      ]),
    ),
  };
}

/**
 * Writes `samples.csv`. Samples that were left out come last, in a part of
 * their own, `dropped`, with the reason in a column that is there only then.
 */
export function encodeSamples(
  samples: readonly SampleRow[],
  targets: readonly string[],
  dropped: readonly Dropped[] = [],
): Uint8Array<ArrayBuffer> {
  const some = dropped.length > 0;
  return encodeTable(
    ["sample", "group", "part", ...targets, ...(some ? ["reason"] : [])],
    [
      ...samples.map((row) => [
        ...[row.sample, row.group, row.part, ...row.values],
        ...(some ? [""] : []),
      ]),
      ...dropped.map(({ sample, reason }) => [
        ...[sample, "", DROPPED, ...targets.map(() => NaN)],
        reason,
      ]),
    ],
  );
}

const DROPPED = "dropped";

/** Writes `history.csv`. */
export function encodeHistory(
  history: readonly HistoryRow[],
): Uint8Array<ArrayBuffer> {
  const evaluated = history.some(({ eval_loss }) => eval_loss !== undefined);
  const columns = [...HISTORY, ...(evaluated ? EVALUATED : [])];
  return encodeTable(
    columns,
    history.map((row) => columns.map((name) => row[name] ?? "")),
  );
}

/** Writes `predictions.csv`; several targets need a column of their own. */
export function encodePredictions(
  predictions: readonly Prediction[],
  targets: readonly string[],
): Uint8Array<ArrayBuffer> {
  const several = targets.length > 1;
  return encodeTable(
    predictionHeader(several),
    predictions.map(({ sample, part, target, measured, predicted }) => [
      sample,
      part,
      ...(several ? [target] : []),
      measured,
      predicted,
    ]),
  );
}

function predictionHeader(several: boolean): string[] {
  const target = several ? ["target"] : [];
  return ["sample", "part", ...target, "measured", "predicted"];
}

/**
 * Reads the archived numbers of a run.
 *
 * @param folder The run.
 * @throws {InputError} If a file is missing or not as it should be.
 */
export async function readArchive(folder: string): Promise<Archive> {
  const read = async (path: string) => {
    try {
      return await Deno.readFile(`${folder}/${path}`);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      throw new InputError(
        `${folder}: has no ${path}; expected a finished run`,
      );
    }
  };
  const name = (path: string) => `${folder}/${path}`;
  const config = parseConfig(
    new TextDecoder().decode(await read("config.json")),
    name("config.json"),
  );
  return {
    config,
    images: toStack(
      decodeNpy(await read("spectrograms.npy"), name("spectrograms.npy")),
      name("spectrograms.npy"),
    ),
    samples: decodeSamples(
      await read("samples.csv"),
      config.targets,
      name("samples.csv"),
    ),
    history: decodeHistory(await read("history.csv"), name("history.csv")),
    predictions: decodePredictions(
      await read("predictions.csv"),
      config.targets,
      name("predictions.csv"),
    ),
    waveform: decodeWaveform(
      await read("waveform.csv"),
      name("waveform.csv"),
    ),
    quantity: (await readRunGrid(folder))?.grid?.quantity ?? "reflectance",
    ...(config.training.ensemble && {
      members: decodeMembers(
        await read(ENSEMBLE_FILE),
        config,
        name(ENSEMBLE_FILE),
      ),
    }),
  };
}

/** Takes a NumPy array as a stack of images. */
export function toStack(
  { data, shape }: ReturnType<typeof decodeNpy>,
  source: string,
): ImageStack {
  if (shape.length !== 4 || !(data instanceof Float32Array)) {
    throw new InputError(
      `${source}: is ${data instanceof Float32Array ? "float32" : "float64"} ` +
        `[${shape.join(", ")}]; expected float32 [samples, bins, frames, ` +
        "channels]",
    );
  }
  const [samples, bins, frames, channels] = shape;
  return { samples, bins, frames, channels, data };
}

/** Reads `samples.csv`. */
export function decodeSamples(
  bytes: Uint8Array,
  targets: readonly string[],
  source: string,
): SampleRow[] {
  const header = ["sample", "group", "part", ...targets];
  const rows = decodeTable(bytes, header, source)
    .filter(({ part }) => part !== DROPPED);
  return rows.map((record) => ({
    sample: record.sample,
    group: record.group,
    part: toPart(record.part, source),
    values: targets.map((target) => tableNumber(record, target, source)),
  }));
}

/** Reads of `samples.csv` what was left out, and why. */
export function decodeDropped(
  bytes: Uint8Array,
  targets: readonly string[],
  source: string,
): Dropped[] {
  const header = ["sample", "group", "part", ...targets];
  return decodeTable(bytes, header, source)
    .filter(({ part }) => part === DROPPED)
    .map(({ sample, reason = "" }) => ({ sample, reason }));
}

/** Reads `history.csv`. */
export function decodeHistory(bytes: Uint8Array, source: string): HistoryRow[] {
  const line = bytes.subarray(0, bytes.indexOf(10) + 1);
  const evaluated = new TextDecoder().decode(line).includes(EVALUATED[0]);
  const columns = [...HISTORY, ...(evaluated ? EVALUATED : [])];
  return decodeTable(bytes, columns, source).map((record) => {
    const number = (name: string) => tableNumber(record, name, source);
    return {
      epoch: number("epoch"),
      loss: number("loss"),
      rmse: number("rmse"),
      val_loss: number("val_loss"),
      val_rmse: number("val_rmse"),
      ...(evaluated && {
        eval_loss: number("eval_loss"),
        eval_rmse: number("eval_rmse"),
      }),
    };
  });
}

/** Reads `predictions.csv`. */
export function decodePredictions(
  bytes: Uint8Array,
  targets: readonly string[],
  source: string,
): Prediction[] {
  const header = predictionHeader(targets.length > 1);
  return decodeTable(bytes, header, source).map((record) => ({
    sample: record.sample,
    part: toPart(record.part, source),
    target: record.target ?? targets[0],
    measured: tableNumber(record, "measured", source),
    predicted: tableNumber(record, "predicted", source),
  }));
}

function decodeWaveform(bytes: Uint8Array, source: string): Waveform {
  const header = ["sample", "wavelength", "reflectance"];
  const records = decodeTable(bytes, header, source);
  if (records.length === 0) throw new InputError(`${source}: has no rows`);
  return {
    sample: records[0].sample,
    wavelengths: records.map((row) => tableNumber(row, "wavelength", source)),
    reflectance: records.map((row) => tableNumber(row, "reflectance", source)),
  };
}

function toPart(text: string, source: string): Part {
  if (PARTS.includes(text)) return text as Part;
  throw new InputError(
    `${source}: column part has "${text}"; expected train, validation or test`,
  );
}
