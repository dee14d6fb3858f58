// Whether the tables of a run agree with its config and with each other. Pure:
// the report checks them in the browser by the same functions.
import { InputError } from "../errors.ts";
import type { Archive } from "../pipeline/archive.ts";
import { type Part, splitSamples } from "../training/split.ts";
import type { Finding } from "./finding.ts";

/** The tables of a run, and its config. */
export type Tables = Pick<
  Archive,
  "config" | "samples" | "history" | "predictions"
>;

/** The split follows from the config, the samples and their groups. */
export function checkSplit({ config, samples }: Tables): Finding {
  const subject = "samples.csv";
  const grouped = samples.some(({ group }) => group !== "");
  let parts: Map<number, Part>;
  try {
    const split = splitSamples({
      samples: samples.length,
      groups: grouped ? samples.map(({ group }) => group) : null,
    }, config.split);
    parts = new Map(
      (["train", "validation", "test"] as const).flatMap((part) =>
        split[part].map((row): [number, Part] => [row, part])
      ),
    );
  } catch (error) {
    if (!(error instanceof InputError)) throw error;
    return { subject, holds: false, finding: error.message };
  }
  const at = samples.findIndex(({ part }, row) => parts.get(row) !== part);
  return {
    subject,
    holds: at < 0,
    finding: at < 0
      ? "the split that the config gives"
      : `row ${at + 2}: sample ${samples[at].sample} is in the ` +
        `${samples[at].part} part; the config's split has it in the ` +
        `${parts.get(at)} part`,
  };
}

/** No more epochs than the config allows, counted from 1. */
export function checkHistory({ config, history }: Tables): Finding {
  const { epochs } = config.training;
  const at = history.findIndex(({ epoch }, row) => epoch !== row + 1);
  const problem = at >= 0
    ? `row ${at + 2} has epoch ${history[at].epoch}; expected ${at + 1}`
    : history.length === 0
    ? "has no epochs"
    : history.length > epochs
    ? `has ${history.length} epochs; the config allows ${epochs}`
    : undefined;
  return {
    subject: "history.csv",
    holds: problem === undefined,
    finding: problem ?? `${history.length} of at most ${epochs} epochs`,
  };
}

/** Predictions must be of the samples, parts and values in samples.csv. */
export function checkPredictions(
  { config, samples, predictions }: Tables,
): Finding {
  const expected = samples.flatMap(({ sample, part, values }) =>
    config.targets.map((target, at) =>
      [sample, part, target, values[at]].join("\t")
    )
  );
  const found = predictions.map(({ sample, part, target, measured }) =>
    [sample, part, target, measured].join("\t")
  );
  const at = expected.findIndex((row, index) => row !== found[index]);
  const holds = at < 0 && expected.length === found.length;
  return {
    subject: "predictions.csv",
    holds,
    finding: holds
      ? "one row for each sample of samples.csv, with its part and value"
      : `row ${(at < 0 ? expected.length : at) + 2} is not that of samples.csv`,
  };
}
