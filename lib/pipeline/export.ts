// What a finished run has, written for other tools. Two tables: what there is
// to export, and the formats of each by the ending of the file's name.
import { encodeTable } from "../artifacts/csv_table.ts";
import { encodeNpz, type NpzArray } from "../artifacts/npz.ts";
import { encodeParquet } from "../artifacts/parquet.ts";
import { loadConfig } from "../config.ts";
import { encodeKeras, encodeKerasH5 } from "../model/keras/encode_keras.ts";
import { onlyNetwork } from "./only_network.ts";
import { loadModelData } from "../model/load_model.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";
import type { ColumnTable } from "../formats/shared/column_table.ts";
import type { Archive } from "./archive.ts";
import { readArchive } from "./archive.ts";
import { loadData } from "./data.ts";
import { runEvents } from "./export_events.ts";
import { IMAGE_FORMATS } from "./export_images.ts";
import { byEnding } from "./file_ending.ts";
import { gridBeside } from "../spectra/grid_beside.ts";
import { readRunGrid } from "./run_grid.ts";
import { sha256 } from "../artifacts/sha256.ts";
import { KERAS_GRID } from "../model/keras/keras_extra.ts";
import { encodeGrid } from "../spectra/training_grid.ts";
import { quantityOf } from "../spectra/taken/taken.ts";

type Bytes = Uint8Array<ArrayBuffer>;

/** Makes a file's bytes out of a run's folder. */
type ExportFile = (run: string) => Promise<Bytes>;

const TABLE_FORMATS: Readonly<Record<string, (table: ColumnTable) => Bytes>> = {
  csv: tableToCsv,
  parquet: encodeParquet,
};

/** What can be exported, and how. */
const EXPORTS: Readonly<Record<string, Readonly<Record<string, ExportFile>>>> =
  {
    model: {
      keras: async (run) =>
        encodeKeras(
          await loadModelData(await onlyNetwork(run)),
          await extraOf(run),
        ),
      h5: async (run) =>
        encodeKerasH5(await loadModelData(await onlyNetwork(run))),
    },
    spectrograms: mapValues(IMAGE_FORMATS, (encode) => async (run) => {
      const { samples, images } = await readArchive(run);
      return encode(samples.map(({ sample }) => sample), images);
    }),
    predictions: {
      ...mapValues(
        TABLE_FORMATS,
        (encode) => async (run) =>
          encode(predictionTable(await readArchive(run))),
      ),
      npz: async (run) =>
        encodeNpz(tableArrays(predictionTable(await readArchive(run)))),
    },
    spectra: {
      ...mapValues(
        TABLE_FORMATS,
        (encode) => async (run) => encode(spectraTable(await readSpectra(run))),
      ),
      npz: async (run) => encodeNpz(spectraArrays(await readSpectra(run))),
    },
    training: { tfevents: runEvents },
  };

/** Names of what can be exported. */
export const EXPORTABLE: readonly string[] = Object.keys(EXPORTS);

/** What a file is meant to hold if only its name is known. */
const USUAL: Readonly<Record<string, string>> = {
  keras: "model",
  h5: "model",
  npy: "spectrograms",
  npz: "spectrograms",
  pickle: "spectrograms",
  csv: "predictions",
  parquet: "predictions",
  tfevents: "training",
};

/**
 * Writes something of a run in another tool's format.
 *
 * @param run Folder of a finished run.
 * @param out Where it is to go; the ending of the name is the format: `.keras`
 * and `.h5` for the model, `.npy`, `.npz` and `.pickle` for the spectrograms,
 * `.csv`, `.parquet` and `.npz` for predictions and spectra, `.tfevents` for what
 * TensorBoard shows of the training.
 * @param what One of {@linkcode EXPORTABLE}; by the ending if not given.
 * @returns The file's bytes, the same for the same run.
 * @throws {InputError} If the run lacks a file.
 * @throws {UsageError} If there is no such format for it.
 */
export async function exportRun(
  run: string,
  out: string,
  what?: string,
): Promise<Bytes> {
  const chosen = what ?? byEnding(out, USUAL, "A run");
  const name = `${chosen[0].toUpperCase()}${chosen.slice(1)}`;
  return await byEnding(out, EXPORTS[chosen], name)(run);
}

/** What a Keras file says of what its network was trained on. */
async function extraOf(run: string): Promise<Record<string, Bytes>> {
  const file = await readRunGrid(run);
  return file ? { [KERAS_GRID]: encodeGrid(file.grid) } : {};
}

/** Exports beside which a file says of which spectra they are. */
const BESIDE: readonly string[] = ["spectrograms", "spectra", "model"];

/**
 * Writes what {@linkcode exportRun} does, and beside it `NAME.grid.json`, which
 * says of which wavelengths, quantity and replicates it is. A `.keras` file has
 * that inside.
 *
 * @returns Bytes by path; the first is `out`.
 * @throws {InputError} If the run lacks a file.
 * @throws {UsageError} If there is no such format for it.
 */
export async function exportFiles(
  run: string,
  out: string,
  what?: string,
): Promise<Record<string, Bytes>> {
  const bytes = await exportRun(run, out, what);
  const chosen = what ?? byEnding(out, USUAL, "A run");
  const inside = /\.keras$/i.test(out);
  const file = BESIDE.includes(chosen) && !inside && await readRunGrid(run);
  if (!file) return { [out]: bytes };
  return {
    [out]: bytes,
    [gridBeside(out)]: encodeGrid(file.grid, sha256(bytes)),
  };
}

function mapValues<A, B>(
  record: Readonly<Record<string, A>>,
  map: (value: A) => B,
): Record<string, B> {
  return Object.fromEntries(
    Object.entries(record).map(([key, value]) => [key, map(value)]),
  );
}

function predictionTable({ config, predictions }: Archive): ColumnTable {
  const several = config.targets.length > 1;
  const numbers = (of: (row: typeof predictions[number]) => number) =>
    Float64Array.from(predictions, of);
  return {
    names: [
      "sample",
      "part",
      ...(several ? ["target"] : []),
      "measured",
      "predicted",
    ],
    columns: [
      predictions.map(({ sample }) => sample),
      predictions.map(({ part }) => part),
      ...(several ? [predictions.map(({ target }) => target)] : []),
      numbers(({ measured }) => measured),
      numbers(({ predicted }) => predicted),
    ],
    rows: predictions.length,
  };
}

/** The spectra that a run was made from, as they were read. */
async function readSpectra(run: string): Promise<SpectraSet> {
  const { spectra } = await loadData(await loadConfig(`${run}/config.json`));
  return spectra;
}

/**
 * The wide table: a row for each spectrum, a column for each wavelength, which
 * is called `350_abs` where it holds absorbance: readers know that.
 */
function spectraTable(set: SpectraSet): ColumnTable {
  const { samples, replicates, groups, wavelengths, reflectance } = set;
  const rows = samples.length * replicates;
  const bands = wavelengths.length;
  const ending = quantityOf(set) === "absorbance" ? "_abs" : "";
  const perSpectrum = (values: readonly string[]) =>
    values.flatMap((value) => Array.from({ length: replicates }, () => value));
  return {
    names: [
      "sample",
      "replicate",
      ...(groups ? ["group"] : []),
      ...Array.from(wavelengths, (nm) => `${nm}${ending}`),
    ],
    columns: [
      perSpectrum(samples),
      Float64Array.from({ length: rows }, (_, row) => 1 + row % replicates),
      ...(groups ? [perSpectrum(groups)] : []),
      ...Array.from(wavelengths, (_, band) =>
        Float64Array.from(
          { length: rows },
          (_, row) => reflectance[row * bands + band],
        )),
    ],
    rows,
  };
}

function spectraArrays(set: SpectraSet): Record<string, NpzArray> {
  const { samples, replicates, groups, wavelengths, reflectance } = set;
  const bands = wavelengths.length;
  const perSample = [samples.length];
  return {
    samples: { data: samples, shape: perSample },
    ...(groups && { groups: { data: groups, shape: perSample } }),
    wavelengths: { data: wavelengths, shape: [bands] },
    reflectance: {
      data: reflectance,
      shape: [...perSample, replicates, bands],
    },
  };
}

function tableArrays({ names, columns, rows }: ColumnTable) {
  return Object.fromEntries(
    names.map((name, at) => [name, { data: columns[at], shape: [rows] }]),
  );
}

function tableToCsv({ names, columns, rows }: ColumnTable): Bytes {
  return encodeTable(
    names,
    Array.from({ length: rows }, (_, row) => columns.map((one) => one[row])),
  );
}
