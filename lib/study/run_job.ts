// One member of a study, from spectra to its files.
import { encodeTable } from "../artifacts/csv_table.ts";
import { canonicalJson } from "../artifacts/canonical_json.ts";
import type { OpenBackend } from "../backend/open.ts";
import { BASELINES } from "../baselines/baselines.ts";
import { chooseAndFit } from "../baselines/choose.ts";
import { Pcg32 } from "../pcg32.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";
import type { Split } from "../training/split.ts";
import { shuffle } from "../validation/shuffle.ts";
import type { Job, Learner, Variant } from "./job.ts";
import { runNetwork } from "./run_network.ts";

/** What a job works on. */
export interface JobData {
  readonly spectra: SpectraSet;
  /** Values of the job's target, one for each sample. */
  readonly values: Float64Array;
}

/** Name of the table that every member has. */
export const PREDICTIONS = "predictions.csv";

/** Columns of that table. */
export const PREDICTION_COLUMNS = ["sample", "part", "measured", "predicted"];

/**
 * Does a job.
 *
 * @param job The member.
 * @param data Spectra and values.
 * @param backend Where networks learn; baselines need none.
 * @returns Files by path inside the member's folder.
 * @throws {InputError} If training fails.
 */
export async function runJob(
  { name, learner, split: whole }: Job,
  data: JobData,
  backend: () => Promise<OpenBackend>,
): Promise<Record<string, Uint8Array>> {
  const values = permuted(data.values, name.variant);
  const split = reduced(whole, name.variant);
  const { predicted, files } = learner.kind === "network"
    ? await runNetwork(learner, {
      spectra: data.spectra,
      values,
      split,
      seed: name.seed,
      backend: await backend(),
    })
    : await runBaseline(learner, {
      spectra: data.spectra,
      values,
      split,
      seed: name.seed,
    });
  // What was learnt from is no validation part.
  const learnt = learner.kind === "baseline" || learner.refit;
  const rows = (["train", "validation", "test"] as const).flatMap((part) =>
    split[part].map((sample) => [
      data.spectra.samples[sample],
      learnt && part === "validation" ? "train" : part,
      values[sample],
      predicted[sample],
    ])
  );
  return { ...files, [PREDICTIONS]: encodeTable(PREDICTION_COLUMNS, rows) };
}

/** Values that belong to other samples, if the variant is of that kind. */
function permuted(values: Float64Array, variant: Variant): Float64Array {
  if (variant.kind !== "permuted") return values;
  return Float64Array.from(shuffle([...values], new Pcg32(variant.seed, 11)));
}

/** The first of the samples to learn from, if the variant is of that kind. */
function reduced(split: Split, variant: Variant): Split {
  if (variant.kind !== "share") return split;
  const cut = (part: readonly number[]) =>
    part.slice(0, Math.ceil(part.length * variant.share));
  return {
    ...split,
    train: cut(split.train),
    validation: cut(split.validation),
  };
}

async function runBaseline(
  learner: Extract<Learner, { kind: "baseline" }>,
  { spectra, values, split, seed }: JobData & {
    readonly split: Split;
    readonly seed: number;
  },
) {
  const seen = [...split.train, ...split.validation];
  const chosen = await chooseAndFit({
    baseline: BASELINES[learner.baseline],
    spectra,
    values,
    seen,
    pretreatments: learner.pretreatments,
    transforms: learner.transforms,
    folds: learner.folds,
    repeats: learner.repeats,
    seed,
  });
  const { pretreatment, transform, settings, rmse, tried } = chosen;
  const choice = {
    pretreatment: learner.pretreatments[pretreatment],
    transform,
    settings,
    inner_rmse: rmse,
    tried,
  };
  return {
    predicted: chosen.predicted,
    files: {
      "choice.json": new TextEncoder().encode(
        canonicalJson(JSON.parse(JSON.stringify(choice))),
      ),
      "inner.csv": encodeTable(
        ["sample", "measured", "predicted"],
        seen.map((sample, i) => [
          spectra.samples[sample],
          values[sample],
          chosen.crossValidated[i],
        ]),
      ),
    },
  };
}
