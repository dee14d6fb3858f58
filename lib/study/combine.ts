// From members to models: a network with several seeds has the mean of them as
// a model of its own, a stack the mean of other models.
import { decodeTable, tableNumber } from "../artifacts/csv_table.ts";
import type { EvaluatedPart } from "../evaluation/evaluate.ts";
import type { MemberName } from "./job.ts";
import { PREDICTION_COLUMNS, PREDICTIONS } from "./run_job.ts";
import type { MemberFiles } from "./store.ts";
import type { StudyConfig } from "./types.ts";

/** A sample's prediction. */
export interface MemberRow {
  readonly sample: string;
  readonly part: EvaluatedPart;
  readonly measured: number;
  readonly predicted: number;
}

/** Predictions of one model for one split. */
export interface ModelResult {
  /** Model as tables call it: `network`, `network-ensemble`, `plsr@0.5`, … */
  readonly model: string;
  readonly target: string;
  readonly scheme: string;
  readonly split: string;
  /** Seed, or null where several are averaged. */
  readonly seed: number | null;
  readonly rows: readonly MemberRow[];
}

/** A member with its files. */
export interface Member {
  readonly name: MemberName;
  readonly files: MemberFiles;
}

/** What the mean over the seeds of a network is called. */
export function ensembleName(model: string): string {
  return `${model}-ensemble`;
}

/**
 * Makes the results of all models of a study.
 *
 * @param config The study.
 * @param members All members, in the order of the plan.
 * @returns First the members themselves in their order, then ensembles and
 * stacks by target, scheme and split.
 */
export function combineMembers(
  config: StudyConfig,
  members: readonly Member[],
): ModelResult[] {
  const single = members.map(({ name, files }): ModelResult => ({
    model: variantName(name),
    target: name.target,
    scheme: name.scheme,
    split: name.split,
    seed: name.seed,
    rows: readRows(files),
  }));
  const plain = single.filter((_, at) =>
    members[at].name.variant.kind === "plain"
  );
  const places = new Map<string, ModelResult[]>();
  for (const result of plain) {
    const key = JSON.stringify([result.target, result.scheme, result.split]);
    const there = places.get(key);
    if (there) there.push(result);
    else places.set(key, [result]);
  }
  const means = [...places.values()].flatMap((there) => meansOf(config, there));
  return [...single, ...means];
}

function variantName({ model, variant }: MemberName): string {
  if (variant.kind === "share") return `${model}@${variant.share}`;
  return variant.kind === "permuted" ? `${model}-permuted` : model;
}

function meansOf(
  config: StudyConfig,
  there: readonly ModelResult[],
): ModelResult[] {
  const made: ModelResult[] = [];
  const byName = new Map<string, ModelResult>();
  for (const model of config.models) {
    if (model.kind === "stack") {
      const parts = model.of.map((name) => byName.get(name)!);
      const mean = meanOf(parts, model.name);
      byName.set(model.name, mean);
      made.push(mean);
      continue;
    }
    const own = there.filter((result) => result.model === model.name);
    if (own.length === 1) byName.set(model.name, own[0]);
    else {
      const mean = meanOf(own, ensembleName(model.name));
      byName.set(model.name, mean);
      made.push(mean);
    }
  }
  return made;
}

/** The mean of predictions. */
function meanOf(parts: readonly ModelResult[], model: string): ModelResult {
  const [first, ...others] = parts;
  const lookups = others.map(({ rows }) =>
    new Map(rows.map((row) => [row.sample, row]))
  );
  return {
    ...first,
    model,
    seed: null,
    rows: first.rows.map((row) => {
      const same = lookups.map((lookup) => lookup.get(row.sample)!);
      let sum = row.predicted;
      for (const { predicted } of same) sum += predicted;
      // What one of them has learnt from, the mean has learnt from.
      const learnt = same.some(({ part }) => part === "train");
      return {
        ...row,
        part: learnt ? "train" : row.part,
        predicted: sum / parts.length,
      };
    }),
  };
}

function readRows(files: MemberFiles): MemberRow[] {
  return decodeTable(files[PREDICTIONS], PREDICTION_COLUMNS, PREDICTIONS)
    .map((row) => ({
      sample: row.sample,
      part: row.part as EvaluatedPart,
      measured: tableNumber(row, "measured", PREDICTIONS),
      predicted: tableNumber(row, "predicted", PREDICTIONS),
    }));
}
