// `preprocess.json`: a fitted chain as canonical JSON. ECMAScript writes the
// shortest text that reads back as the same float64, so nothing is lost.
import { canonicalJson } from "../artifacts/canonical_json.ts";
import type { PreprocessStep } from "../config/preprocess_types.ts";
import { InputError } from "../errors.ts";
import type { FittedChain, StepFit } from "./chain.ts";

/** Name of the artifact in a run. */
export const CHAIN_FILE = "preprocess.json";

const FORMAT = "stibnite-preprocess";
const VERSION = 1;

/**
 * Writes a fitted chain.
 *
 * @param chain The chain.
 * @returns UTF-8 bytes: format, version, wavelengths of the treated spectra,
 * and for each step its parameters and what it was fitted to, or null.
 */
export function encodeChain(chain: FittedChain): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(canonicalJson({
    format: FORMAT,
    version: VERSION,
    wavelengths: chain.wavelengths,
    steps: stepsOf(chain),
  }));
}

/** Steps with their fits; the chains of channels likewise, one level down. */
function stepsOf({ steps, fits }: FittedChain): unknown[] {
  return steps.map((parameters, at) => {
    const fit = fits[at];
    return {
      parameters,
      fit: fit?.step !== "channels" ? fit : {
        ...fit,
        chains: fit.chains.map((chain) => ({
          wavelengths: chain.wavelengths,
          steps: stepsOf(chain),
        })),
      },
    };
  });
}

/**
 * Reads a fitted chain.
 *
 * @param bytes What `encodeChain` made.
 * @param steps The steps of the run's config, which it must be of.
 * @param source What messages call it.
 * @throws {InputError} If it is not such a file, or of other steps.
 */
export function decodeChain(
  bytes: Uint8Array,
  steps: readonly PreprocessStep[],
  source: string,
): FittedChain {
  const refuse = (found: string, expected: string): never => {
    throw new InputError(`${source}: ${found}; expected ${expected}`);
  };
  let file: unknown;
  try {
    file = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch {
    return refuse("is not JSON", "the pre-treatments of a run");
  }
  if (get(file, "format") !== FORMAT || get(file, "version") !== VERSION) {
    refuse(
      `has format ${show(get(file, "format"))} and version ` +
        show(get(file, "version")),
      `${FORMAT} and ${VERSION}`,
    );
  }
  return decodeSteps(file, steps, { at: "", refuse });
}

interface Place {
  /** Where in the file, as messages say it. */
  readonly at: string;
  readonly refuse: (found: string, expected: string) => never;
}

function decodeSteps(
  file: unknown,
  steps: readonly PreprocessStep[],
  { at: place, refuse }: Place,
): FittedChain {
  const listed = get(file, "steps");
  const parameters = Array.isArray(listed)
    ? listed.map((item) => get(item, "parameters"))
    : null;
  const same = parameters?.length === steps.length &&
    steps.every((step, at) => {
      const one = parameters[at];
      return isJson(one) && canonicalJson(one) === canonicalJson(step);
    });
  if (!same) refuse("is of other steps", "those of the run's config");
  const wavelengths = get(file, "wavelengths");
  if (!isNumbers(wavelengths)) {
    return refuse(`${place}wavelengths is no list of numbers`, "one");
  }
  const fits = (listed as unknown[]).map((item, at): StepFit | null => {
    const fit = get(item, "fit");
    const step = steps[at];
    const here = `${place}steps[${at}].fit`;
    if (step.step === "channels") {
      return decodeChannels(fit, step.chains, { at: here, refuse });
    }
    const keys = FIT_KEYS[step.step];
    if (keys === undefined) return null;
    const length = (get(fit, "wavelengths") as unknown[] | undefined)?.length;
    for (const key of keys) {
      const values = get(fit, key);
      if (isNumbers(values) && values.length === length) continue;
      refuse(
        `${here}.${key} is no list of numbers for each wavelength`,
        "what the step was fitted to",
      );
    }
    return fit as StepFit;
  });
  return { steps, fits, wavelengths };
}

function decodeChannels(
  fit: unknown,
  chains: readonly (readonly PreprocessStep[])[],
  { at, refuse }: Place,
): StepFit {
  const wavelengths = get(fit, "wavelengths");
  const listed = get(fit, "chains");
  if (
    !isNumbers(wavelengths) || !Array.isArray(listed) ||
    listed.length !== chains.length
  ) {
    return refuse(
      `${at} is not of ${chains.length} channels`,
      "what the step was fitted to",
    );
  }
  return {
    step: "channels",
    wavelengths,
    chains: chains.map((steps, channel) =>
      decodeSteps(listed[channel], steps, {
        at: `${at}.chains[${channel}].`,
        refuse,
      })
    ),
  };
}

const FIT_KEYS: Readonly<Record<string, readonly string[]>> = {
  msc: ["wavelengths", "reference"],
  standardize: ["wavelengths", "mean", "scale"],
};

function get(value: unknown, key: string): unknown {
  if (value === null || typeof value !== "object") return undefined;
  return Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined;
}

function isJson(value: unknown): boolean {
  return value !== undefined;
}

function isNumbers(value: unknown): value is number[] {
  return Array.isArray(value) &&
    value.every((item) => typeof item === "number" && Number.isFinite(item));
}

function show(value: unknown): string {
  return JSON.stringify(value) ?? "missing";
}
