// What no single value of a step shows: parameters that do not fit each other,
// and orders in which the mathematics makes no sense.
import type { PreprocessStep } from "../config/preprocess_types.ts";

/** What is wrong with a list of steps. */
export interface StepIssue {
  /** Index of the step. */
  readonly at: number;
  /** Its key, or null for the step as a whole. */
  readonly key: string | null;
  /** What follows the key in a sentence. */
  readonly message: string;
}

type Name = PreprocessStep["step"];

interface OrderRule {
  /** The step that comes too late. */
  readonly step: Name;
  /** What may not come before it. */
  readonly not: readonly (Name | "derivative")[];
  /** Why, as the end of a sentence. */
  readonly why: string;
}

const SHAPE: readonly Name[] = ["snv", "detrend", "standardize"];

const RULES: readonly OrderRule[] = [
  {
    step: "splice",
    not: [
      "splice",
      "resample",
      "savitzky_golay",
      "msc",
      "continuum_removal",
      ...SHAPE,
    ],
    why: "steps between detectors are matched once, on the instrument's own " +
      "bands, before anything mixes them",
  },
  { step: "average", not: ["average"], why: "one spectrum a sample is left" },
  {
    step: "absorbance",
    not: ["absorbance", "derivative", ...SHAPE],
    why: "log10(1/R) needs a reflectance",
  },
  {
    step: "continuum_removal",
    not: ["continuum_removal", "derivative", ...SHAPE],
    why: "a hull is divided by, which needs values above 0",
  },
  { step: "snv", not: ["snv"], why: "a second time changes nothing" },
  {
    step: "msc",
    not: ["msc", "standardize"],
    why: "the mean of the training part then is itself, or 0",
  },
  { step: "detrend", not: ["detrend"], why: "a second time changes nothing" },
  {
    step: "standardize",
    not: ["standardize"],
    why: "a second time changes nothing",
  },
];

/**
 * Looks for what is wrong with a list of steps.
 *
 * @param steps The list.
 * @returns Every issue, in the order of the steps.
 */
export function checkSteps(steps: readonly PreprocessStep[]): StepIssue[] {
  return steps.flatMap((step, at) => [
    ...parameterIssues(step).map((issue) => ({ at, ...issue })),
    ...orderIssues(steps, at),
    ...channelIssues(steps, at),
  ]);
}

/** Each channel goes on from the steps before, so the same rules hold for it. */
function channelIssues(
  steps: readonly PreprocessStep[],
  at: number,
): StepIssue[] {
  const step = steps[at];
  if (step.step !== "channels") return [];
  const before = steps.slice(0, at);
  const again = before.some((one) => one.step === "channels");
  if (again) {
    const message = 'is "channels" again; expected it once';
    return [{ at, key: "step", message }];
  }
  return step.chains.flatMap((chain, channel) =>
    checkSteps([...before, ...chain]).filter((issue) => issue.at >= at)
      .map((issue) => {
        const inner = issue.at - at;
        const key = issue.key === null ? "" : `.${issue.key}`;
        return {
          at,
          key: "chains",
          message: `has [${channel}][${inner}]${key}, which ${issue.message}`,
        };
      })
  );
}

function orderIssues(
  steps: readonly PreprocessStep[],
  at: number,
): StepIssue[] {
  const { step } = steps[at];
  const before: readonly PreprocessStep[] = steps.slice(0, at).flatMap((one) =>
    one.step === "channels" ? one.chains.flat() : [one]
  );
  const refuse = (message: string) => [{ at, key: "step", message }];
  const rule = RULES.find((rule) => rule.step === step);
  const early = before.find((one) =>
    rule?.not.some((name) => name === one.step || name === nature(one))
  );
  if (early !== undefined && early.step === step) {
    return refuse(`is "${step}" again; expected it once, as ${rule!.why}`);
  }
  if (early !== undefined) {
    const word = nature(early) === "derivative" ? " derivative" : "";
    return refuse(
      `is "${step}" after "${early.step}"${word}; expected it before, as ` +
        rule!.why,
    );
  }
  // What the hull is laid over follows from the step absorbance, if it came.
  const own = steps[at];
  const logged = before.some((one) => one.step === "absorbance");
  if (
    own.step === "continuum_removal" && own.type === "reflectance" && logged
  ) {
    return [{
      at,
      key: "type",
      message: 'is "reflectance" after step absorbance; expected "absorbance"',
    }];
  }
  return [];
}

function nature(step: PreprocessStep): "derivative" | null {
  return step.step === "savitzky_golay" && step.deriv > 0 ? "derivative" : null;
}

function parameterIssues(step: PreprocessStep): Omit<StepIssue, "at">[] {
  switch (step.step) {
    case "savitzky_golay": {
      const { window_length, polyorder } = step;
      if (window_length % 2 === 0) {
        const message = `is ${window_length}; expected an odd number`;
        return [{ key: "window_length", message }];
      }
      if (polyorder >= window_length) {
        const least = `expected less than window_length, ${window_length}`;
        return [{ key: "polyorder", message: `is ${polyorder}; ${least}` }];
      }
      return [];
    }
    case "resample": {
      const { start, stop } = step;
      if (stop > start) return [];
      const message = `is ${stop}; expected more than start, ${start}`;
      return [{ key: "stop", message }];
    }
    case "cut": {
      const wrong = step.ranges.find(([from, to]) => !(to >= from));
      if (wrong === undefined) return [];
      const message = `has ${wrong[0]} to ${wrong[1]}; expected the smaller ` +
        "wavelength first";
      return [{ key: "ranges", message }];
    }
    case "splice": {
      const { splices } = step;
      const wrong = splices?.findIndex((nm, i) =>
        i > 0 && nm <= splices[i - 1]
      );
      if (wrong === undefined || wrong < 0) return [];
      const message = `has ${splices![wrong]} after ${splices![wrong - 1]}; ` +
        "expected increasing wavelengths";
      return [{ key: "splices", message }];
    }
    default:
      return [];
  }
}
