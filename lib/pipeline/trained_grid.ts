// What a network that predicts was trained on, wherever it comes from: a run, a
// run of an earlier version, a Keras file that this package wrote, or one that
// says nothing.
import type { Config } from "../config.ts";
import { files } from "../files/files.ts";
import { decodeGrid, type TrainingGrid } from "../spectra/training_grid.ts";
import { decodeTable, tableNumber } from "../artifacts/csv_table.ts";
import type { PredictSource } from "./predict.ts";
import { gridBeside } from "../spectra/grid_beside.ts";
import { readGridFile, readRunGrid } from "./run_grid.ts";

/** What a network was trained on, as far as that is known. */
export interface TrainedGrid {
  /** All of it, or null. */
  readonly grid: TrainingGrid | null;
  /** The wavelengths alone, where no more is known; else null. */
  readonly wavelengths: Float64Array | null;
  /** What was trained, for messages. */
  readonly name: string;
  /** What cannot be compared, and why, as a sentence; null if all can. */
  readonly unknown: string | null;
}

/**
 * Finds what a network was trained on.
 *
 * @param source The run, or the Keras file with a config.
 * @param config The config of either.
 * @throws {InputError} If a file that says it is damaged.
 */
export async function trainedGrid(
  source: PredictSource,
  config: Config,
): Promise<TrainedGrid> {
  const { model } = source;
  if (model !== undefined) {
    const carried = await carriedGrid(model);
    if (carried || !("run" in source)) {
      return {
        grid: carried ?? null,
        wavelengths: null,
        name: model,
        unknown: carried
          ? null
          : `${model}: does not say what it was trained on, so wavelengths, ` +
            "quantity and replicates were not compared",
      };
    }
  }
  const name = "run" in source ? source.run : source.config;
  const file = await readRunGrid(name);
  if (file?.grid) {
    return { grid: file.grid, wavelengths: null, name, unknown: null };
  }
  if (file) {
    return {
      grid: null,
      wavelengths: null,
      name,
      unknown: `${name}: was trained on images that do not say of which ` +
        "spectra they are, so wavelengths, quantity and replicates were not " +
        "compared",
    };
  }
  const wavelengths = await earlierGrid(name, config);
  return {
    grid: null,
    wavelengths,
    name,
    unknown: `${name}: was made by an earlier version, which did not keep ` +
      (wavelengths
        ? "what the spectra were, so reflectance or absorbance was not compared"
        : "the wavelengths before pre-treatments and what the spectra were, " +
          "so neither was compared"),
  };
}

/** What a Keras file says, or the file beside it. */
async function carriedGrid(model: string): Promise<TrainingGrid | undefined> {
  const beside = await readGridFile(gridBeside(model));
  if (beside) return beside.grid ?? undefined;
  const bytes = await files().read(model).catch(() => null) ??
    new Uint8Array();
  const { KERAS_GRID, kerasExtra } = await import(
    "../model/keras/keras_extra.ts"
  );
  const inside = await kerasExtra(bytes, KERAS_GRID, model);
  if (inside === undefined) return undefined;
  return decodeGrid(inside, `${model}, ${KERAS_GRID}`).grid ?? undefined;
}

/** Earlier runs kept the wavelengths of one spectrum, after pre-treatments. */
async function earlierGrid(
  run: string,
  { preprocess }: Config,
): Promise<Float64Array | null> {
  if (preprocess.length > 0) return null;
  const path = `${run}/waveform.csv`;
  const bytes = await files().read(path).catch(() => null);
  if (bytes === null) return null;
  const header = ["sample", "wavelength", "reflectance"];
  return Float64Array.from(
    decodeTable(bytes, header, path),
    (row) => tableNumber(row, "wavelength", path),
  );
}
