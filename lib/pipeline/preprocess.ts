// The stage between split and spectrogram: the config's pre-treatments, fitted
// on the training part, applied to all; for prediction, applied as fitted.
import type { Config } from "../config.ts";
import { InputError } from "../errors.ts";
import { files } from "../files/files.ts";
import {
  applyChain,
  fitChain,
  type FittedChain,
  isFitted,
} from "../preprocess/chain.ts";
import { CHAIN_FILE, decodeChain } from "../preprocess/chain_file.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";
import type { Split } from "../training/split.ts";

/** Tells where progress goes; called once if there is anything to do. */
type Stage = (
  name: string,
  unit: string,
) => (done: number, total: number) => void;

/** What the stage makes. */
export interface Preprocessed {
  /** The spectra that spectrograms are made of. */
  readonly spectra: SpectraSet;
  /** The fitted chain, or null without pre-treatments. */
  readonly chain: FittedChain | null;
}

/**
 * Treats the spectra of a run.
 *
 * @param config Its list of pre-treatments.
 * @param spectra Spectra as they were read.
 * @param options The split, whose training part steps are fitted on.
 * @throws {InputError} If a spectrum does not fit a step.
 */
export async function preprocessSpectra(
  { preprocess: steps }: Pick<Config, "preprocess">,
  spectra: SpectraSet,
  { split, stage }: {
    readonly split: Pick<Split, "train">;
    readonly stage: Stage;
  },
): Promise<Preprocessed> {
  if (steps.length === 0) return { spectra, chain: null };
  const { treated, chain } = await fitChain(spectra, steps, {
    training: split.train,
    onProgress: stage("preprocess", "steps"),
  });
  return { spectra: treated, chain };
}

/**
 * Treats new spectra as those of a run were.
 *
 * @param config The run's config.
 * @param spectra New spectra.
 * @param options Folder of the run, or null where there is a config only.
 * @throws {InputError} If what was fitted is not there, or spectra do not fit.
 */
export async function preprocessAgain(
  { preprocess: steps }: Pick<Config, "preprocess">,
  spectra: SpectraSet,
  { run, stage }: { readonly run: string | null; readonly stage: Stage },
): Promise<SpectraSet> {
  if (steps.length === 0) return spectra;
  const onProgress = stage("preprocess", "steps");
  if (run !== null) {
    return await applyChain(spectra, await readChain(run, steps), onProgress);
  }
  if (isFitted(steps)) {
    const names = steps.map(({ step }) => step)
      .filter((step) => isFitted([{ step } as typeof steps[number]]));
    throw new InputError(
      `The config has step ${names[0]}, which was fitted to a training part; ` +
        "expected --run with the run that has what was fitted",
    );
  }
  const { treated } = await fitChain(spectra, steps, {
    training: [],
    onProgress,
  });
  return treated;
}

async function readChain(
  run: string,
  steps: Config["preprocess"],
): Promise<FittedChain> {
  const path = `${run}/${CHAIN_FILE}`;
  const bytes = await files().read(path);
  if (bytes !== null) return decodeChain(bytes, steps, path);
  throw new InputError(
    `${run}: has no ${CHAIN_FILE}; expected what its pre-treatments were ` +
      "fitted to",
  );
}
