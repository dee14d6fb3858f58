// The chain of pre-treatments: a list of steps, each a function from spectra to
// spectra. Training fits and applies it in one pass, prediction applies what
// was fitted: the same code on the same numbers, so the same result.
import type {
  ChannelStep,
  PreprocessStep,
} from "../config/preprocess_types.ts";
import { InputError } from "../errors.ts";
import { selectSamples } from "../spectra/join.ts";
import { firstDifference, gridText } from "../spectra/same_grid.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";
import { absorbance } from "./absorbance.ts";
import { average } from "./average.ts";
import { channels } from "./channels.ts";
import { refuseQuantity } from "./check_quantity.ts";
import { checkSteps } from "./check_steps.ts";
import { continuumRemoval } from "./continuum_removal.ts";
import { cut } from "./cut.ts";
import { detrend } from "./detrend.ts";
import { applyMsc, fitMsc, type MscFit } from "./msc.ts";
import { resample } from "./resample.ts";
import { savitzkyGolay } from "./savitzky_golay.ts";
import { snv } from "./snv.ts";
import { spliceCorrection } from "./splice.ts";
import {
  applyStandardize,
  fitStandardize,
  type StandardizeFit,
} from "./standardize.ts";

/** What a step was fitted to, and the wavelengths that it is for. */
export type StepFit =
  & { readonly wavelengths: readonly number[] }
  & (
    | ({ readonly step: "msc" } & MscFit)
    | ({ readonly step: "standardize" } & StandardizeFit)
    | {
      readonly step: "channels";
      /** The fitted chain of each channel. */
      readonly chains: readonly FittedChain[];
    }
  );

/** A chain with everything that is needed to apply it. */
export interface FittedChain {
  /** The steps, in their order. */
  readonly steps: readonly PreprocessStep[];
  /** For each step what it was fitted to; null where nothing is fitted. */
  readonly fits: readonly (StepFit | null)[];
  /** Wavelengths of the treated spectra, in nm. */
  readonly wavelengths: readonly number[];
}

/** How a chain is fitted and applied. */
export interface FitChainOptions {
  /** Indices of the samples of the training part. */
  readonly training: readonly number[];
  /** Called after each step with the number of steps done and of all. */
  readonly onProgress?: (done: number, total: number) => void;
}

/** Steps that learn from the training part. */
const FITTED: readonly string[] = ["msc", "standardize"];

/**
 * Tells whether a chain learns anything from the training part.
 *
 * @param steps The steps.
 */
export function isFitted(steps: readonly PreprocessStep[]): boolean {
  return steps.some((step) =>
    step.step === "channels"
      ? step.chains.some(isFitted)
      : FITTED.includes(step.step)
  );
}

/**
 * Fits a chain to the training part and applies it to all spectra.
 *
 * @param spectra Spectra as they were read.
 * @param steps The steps, in their order.
 * @param options Which samples the steps learn from.
 * @returns The treated spectra, and the chain for `applyChain`.
 * @throws {InputError} If the order of steps makes no sense, or a spectrum does
 * not fit a step, or they are absorbance and a step takes reflectance.
 *
 * @example
 * ```ts
 * import { applyChain, fitChain } from "./chain.ts";
 *
 * const spectra = {
 *   samples: ["A", "B"],
 *   replicates: 1,
 *   groups: null,
 *   wavelengths: Float64Array.of(350, 351),
 *   reflectance: Float64Array.of(0.1, 0.2, 0.3, 0.6),
 * };
 * const { chain, treated } = await fitChain(spectra, [{ step: "msc" }], {
 *   training: [0],
 * });
 * const again = await applyChain(spectra, chain);
 * if (again.reflectance.join() !== treated.reflectance.join()) throw chain;
 * ```
 */
export async function fitChain(
  spectra: SpectraSet,
  steps: readonly PreprocessStep[],
  { training, onProgress }: FitChainOptions,
): Promise<{ readonly treated: SpectraSet; readonly chain: FittedChain }> {
  const [issue] = checkSteps(steps);
  if (issue !== undefined) {
    const key = issue.key === null ? "" : `, ${issue.key}`;
    throw new InputError(
      `Pre-treatment ${issue.at + 1}${key} ${issue.message}`,
    );
  }
  refuseQuantity(spectra, steps);
  let treated = spectra;
  const fits: (StepFit | null)[] = [];
  for (const step of steps) {
    await turn();
    const next = step.step === "channels"
      ? await fitChannels(treated, step.chains, training)
      : fitAndApply(treated, step, training);
    treated = next.treated;
    fits.push(next.fit);
    onProgress?.(fits.length, steps.length);
  }
  const wavelengths = [...treated.wavelengths];
  return { treated, chain: { steps, fits, wavelengths } };
}

/**
 * Treats spectra with a chain that was fitted.
 *
 * @param spectra Spectra as they were read.
 * @param chain The chain.
 * @param onProgress Called after each step.
 * @returns The treated spectra.
 * @throws {InputError} If a spectrum does not fit a step, or the wavelengths
 * are not those that the chain was fitted on.
 */
export async function applyChain(
  spectra: SpectraSet,
  chain: FittedChain,
  onProgress?: (done: number, total: number) => void,
): Promise<SpectraSet> {
  let treated = spectra;
  const { steps, fits } = chain;
  refuseQuantity(spectra, steps);
  for (const [at, step] of steps.entries()) {
    await turn();
    const fit = fits[at];
    if (fit) refuseGrid(treated, fit.wavelengths, `step ${step.step}`);
    treated = step.step === "channels"
      ? await applyChannels(treated, fit)
      : applyStep(treated, step, fit);
    onProgress?.(at + 1, steps.length);
  }
  refuseGrid(treated, chain.wavelengths, "the network");
  return treated;
}

interface Fitted {
  readonly treated: SpectraSet;
  readonly fit: StepFit | null;
}

function fitAndApply(
  set: SpectraSet,
  step: ChannelStep,
  training: readonly number[],
): Fitted {
  const fit = fitStep(step, () => selectSamples(set, training));
  return { treated: applyStep(set, step, fit), fit };
}

async function fitChannels(
  set: SpectraSet,
  chains: readonly (readonly ChannelStep[])[],
  training: readonly number[],
): Promise<Fitted> {
  const treated: SpectraSet[] = [];
  const fitted: FittedChain[] = [];
  for (const steps of chains) {
    const one = await fitChain(set, steps, { training });
    treated.push(one.treated);
    fitted.push(one.chain);
  }
  return {
    treated: channels(treated),
    fit: {
      step: "channels",
      wavelengths: [...set.wavelengths],
      chains: fitted,
    },
  };
}

async function applyChannels(
  set: SpectraSet,
  fit: StepFit | null,
): Promise<SpectraSet> {
  if (fit?.step !== "channels") {
    throw new TypeError("Step channels has no fit, must have one");
  }
  const treated: SpectraSet[] = [];
  for (const chain of fit.chains) treated.push(await applyChain(set, chain));
  return channels(treated);
}

function fitStep(
  { step }: PreprocessStep,
  training: () => SpectraSet,
): StepFit | null {
  if (step !== "msc" && step !== "standardize") return null;
  const set = training();
  const wavelengths = [...set.wavelengths];
  return step === "msc"
    ? { step, wavelengths, ...fitMsc(set) }
    : { step, wavelengths, ...fitStandardize(set) };
}

function applyStep(
  set: SpectraSet,
  step: ChannelStep,
  fit: StepFit | null,
): SpectraSet {
  switch (step.step) {
    case "splice":
      return spliceCorrection(set, step);
    case "average":
      return average(set);
    case "resample":
      return resample(set, step);
    case "cut":
      return cut(set, step);
    case "absorbance":
      return absorbance(set);
    case "savitzky_golay":
      return savitzkyGolay(set, step);
    case "snv":
      return snv(set);
    case "detrend":
      return detrend(set, step);
    case "continuum_removal":
      return continuumRemoval(set, step);
    default:
      if (fit?.step !== step.step) {
        throw new TypeError(`Step ${step.step} has no fit, must have one`);
      }
      if (fit.step === "msc") return applyMsc(set, fit);
      if (fit.step === "standardize") return applyStandardize(set, fit);
      throw new TypeError(`Step ${step.step} is fitted by its channels`);
  }
}

function refuseGrid(
  { wavelengths: found }: SpectraSet,
  meant: readonly number[],
  who: string,
): void {
  if (firstDifference(found, meant) < 0) return;
  throw new InputError(
    `The spectra come to ${who} with ${gridText(found)}; expected the ` +
      `${gridText(meant)} of the training (a step resample makes grids equal)`,
  );
}

/** Lets the event loop see Ctrl-C between steps. */
function turn(): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, 0));
}
