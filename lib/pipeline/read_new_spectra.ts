// New spectra for a trained network: read as its config reads, and brought
// together with what it was trained on.
import type { Config } from "../config.ts";
import { oddityNotes } from "../spectra/inspect/oddity_notes.ts";
import { openSpectra } from "../spectra/open.ts";
import { type ReadOptions, readOptions } from "../spectra/read_options.ts";
import { gridText } from "../spectra/same_grid.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";
import { quantityOf } from "../spectra/taken/taken.ts";
import { type Matched, matchGrid } from "./match_grid.ts";
import type { TrainedGrid } from "./trained_grid.ts";

/** How {@linkcode readNewSpectra} works. */
export interface NewSpectraOptions {
  /** What the network was trained on. */
  readonly trained: TrainedGrid;
  /** How the spectra are read; as the config has it unless said. */
  readonly read?: ReadOptions;
  /** Whether spectra that cover the training's wavelengths are interpolated. */
  readonly resample?: boolean;
  /** Told what the spectra were taken as and what is odd about them. */
  readonly note?: (line: string) => void;
  /** Told what could not be compared, and that spectra were resampled. */
  readonly warn?: (line: string) => void;
  /** Called with the bytes read so far and in all. */
  readonly onProgress?: (done: number, total: number) => void;
}

/**
 * Reads new spectra for a network.
 *
 * @param path The spectra.
 * @param config The config of the network.
 * @param options What it was trained on, and what may be done.
 * @throws {InputError} If they cannot be read, or are not of the wavelengths,
 * quantity and number of replicates that the network was trained on.
 */
export async function readNewSpectra(
  path: string,
  config: Config,
  { trained, resample, note, warn, ...options }: NewSpectraOptions,
): Promise<Matched> {
  const set = await openSpectra(path, {
    ...readAs(config, options.read ?? {}, trained),
    onProgress: options.onProgress,
  });
  if (note) oddityNotes(set).forEach(note);
  if (trained.unknown !== null) warn?.(trained.unknown);
  const averaged = config.preprocess.some(({ step }) => step === "average");
  const known = knownOf(set, trained);
  const matched = known
    ? matchGrid(set, known, { path, trained: trained.name, resample, averaged })
    : { spectra: set, resampled: null };
  if (matched.resampled !== null) {
    warn?.(`${path}: resampled ${matched.resampled}`);
  }
  return matched;
}

/** What the config says is of the files of the training; a guess of others. */
function readAs(
  { data }: Config,
  asked: ReadOptions,
  { grid, wavelengths, name }: TrainedGrid,
): ReadOptions {
  const was = grid?.wavelengths ?? wavelengths;
  const meantFor = was === null ? undefined : `${name} was trained on ` +
    `${grid ? `${grid.quantity} at ` : ""}${gridText(was)}`;
  const known = { trainedOn: grid?.quantity, meantFor };
  if (data.source === "synthetic") return { ...asked, ...known };
  // The panel of the training was not measured with other spectra.
  const { quantity, unit, whiteReference: _, ...rest } = readOptions(data);
  return { ...rest, ...asked, usual: { quantity, unit }, ...known };
}

/** All that is known, and for the rest what the spectra are. */
function knownOf(
  { replicates, taken }: SpectraSet,
  { grid, wavelengths }: TrainedGrid,
) {
  if (grid) return grid;
  return wavelengths && {
    wavelengths,
    replicates,
    quantity: quantityOf({ taken }),
    takenAs: null,
  };
}
