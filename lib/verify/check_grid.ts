// Whether what a run says of its spectra agrees with itself: the grid, the line
// of the manifest, the config, and the spectrum and images that were made.
import { InputError } from "../errors.ts";
import type { Archive } from "../pipeline/archive.ts";
import { readRunGrid } from "../pipeline/run_grid.ts";
import type { Manifest } from "../provenance/manifest_types.ts";
import { firstDifference, gridText } from "../spectra/same_grid.ts";
import {
  GRID_FILE,
  type GridFile,
  type TrainingGrid,
} from "../spectra/training_grid.ts";
import type { Finding } from "./finding.ts";

/**
 * Checks what a run says of its spectra.
 *
 * @param folder The run.
 * @param archive Its archived numbers.
 * @param manifest Its manifest.
 */
export async function checkGrid(
  folder: string,
  archive: Archive,
  manifest: Manifest,
): Promise<Finding> {
  const subject = GRID_FILE;
  const fail = (finding: string) => ({ subject, holds: false, finding });
  let file: GridFile | undefined;
  try {
    file = await readRunGrid(folder);
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return fail(error.message);
  }
  if (file === undefined) {
    const said = manifest.taken_as !== undefined;
    return {
      subject,
      holds: !said,
      finding: said
        ? "is missing, and the manifest says what spectra were taken as"
        : "is not there, as in runs of earlier versions",
    };
  }
  if (file.grid === null) return fail("says that the grid is not known");
  const problem = problemOf(file.grid, archive, manifest);
  return problem === undefined
    ? { subject, holds: true, finding: "what manifest, config and images give" }
    : fail(problem);
}

function problemOf(
  { takenAs, quantity, wavelengths, replicates }: TrainingGrid,
  { config, images, waveform }: Archive,
  { taken_as }: Manifest,
): string | undefined {
  if (takenAs !== (taken_as ?? null)) {
    return `says "${takenAs}" and the manifest "${taken_as}"`;
  }
  if (
    takenAs !== null &&
    takenAs.startsWith("abs") !== (quantity === "absorbance")
  ) {
    return `says ${quantity}, and that it was taken as ${takenAs}`;
  }
  const { data } = config;
  const asked = data.source === "files" ? data.quantity : null;
  const meant = asked === "reflectance-percent" ? "reflectance" : asked;
  if (meant !== null && meant !== quantity) {
    return `says ${quantity} and the config ${asked}`;
  }
  // Pre-treatments change wavelengths and average replicates.
  if (config.preprocess.length > 0) return undefined;
  if (firstDifference(wavelengths, waveform.wavelengths) >= 0) {
    return `has ${gridText(wavelengths)} and waveform.csv ` +
      gridText(waveform.wavelengths);
  }
  return replicates === images.channels
    ? undefined
    : `says ${replicates} replicates and images have ${images.channels}`;
}
