// What a run keeps of the spectra that it was trained on, to draw new ones
// against: their mean and how far they spread, or one of them.
import { decodeTable, tableNumber } from "../../artifacts/csv_table.ts";
import { parseConfig } from "../../config.ts";
import { decodeDomain, DOMAIN_FILE } from "../../doubt/domain_file.ts";
import { decodeGrid, GRID_FILE } from "../../spectra/training_grid.ts";
import type { RunParts } from "./run_parts.ts";

/** Spectra of a training part. */
export interface TrainedSpectra {
  readonly wavelengths: readonly number[];
  /** Their mean, or one of them. */
  readonly line: readonly number[];
  /** Standard deviation in each band; null where the run does not keep it. */
  readonly spread: readonly number[] | null;
  /** What the line is, for people. */
  readonly words: string;
}

/**
 * Finds what a run keeps of its training spectra.
 *
 * @param run Its parts.
 * @returns Null if it keeps nothing that new spectra can be drawn against.
 */
export function trainedSpectra({ files }: RunParts): TrainedSpectra | null {
  const domain = files.get(DOMAIN_FILE);
  const grid = files.get(GRID_FILE);
  if (domain && grid) {
    const { components: { mean, loadings, variances } } = decodeDomain(
      domain,
      DOMAIN_FILE,
    );
    const wavelengths = decodeGrid(grid, GRID_FILE).grid?.wavelengths;
    if (wavelengths?.length === mean.length) {
      return {
        wavelengths: [...wavelengths],
        line: [...mean],
        spread: [...mean].map((_, band) => {
          let sum = 0;
          loadings.forEach((loading, at) => {
            sum += variances[at] * loading[band] ** 2;
          });
          return Math.sqrt(sum);
        }),
        words: "mean of the training spectra, in a band of two standard " +
          "deviations along the principal components that the run keeps of them",
      };
    }
  }
  return oneSpectrum(files);
}

/** After pre-treatments it is another quantity. */
function oneSpectrum(files: RunParts["files"]): TrainedSpectra | null {
  const [path, config] = ["waveform.csv", files.get("config.json")];
  const bytes = files.get(path);
  if (!bytes || !config) return null;
  const text = new TextDecoder().decode(config);
  if (parseConfig(text, "config.json").preprocess.length > 0) return null;
  const rows = decodeTable(bytes, ["sample", "wavelength"], path);
  return {
    wavelengths: rows.map((row) => tableNumber(row, "wavelength", path)),
    line: rows.map((row) => tableNumber(row, "reflectance", path)),
    spread: null,
    words: `${rows[0]?.sample}, a training spectrum: this run keeps no more ` +
      "of them",
  };
}
