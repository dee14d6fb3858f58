// The tables of a study, from the predictions of its models.
import { encodeTable } from "../artifacts/csv_table.ts";
import { metrics } from "../evaluation/metrics.ts";
import { quantile } from "../evaluation/quantile.ts";
import { Pcg32 } from "../pcg32.ts";
import { ensembleName, type MemberRow, type ModelResult } from "./combine.ts";
import type { StudyConfig } from "./types.ts";

const PARTS = ["train", "validation", "test"] as const;
const FIGURES = ["n", "r2", "rmse", "mae", "bias", "rpiq", "ccc"] as const;

/** Columns of study.csv. */
export const STUDY_COLUMNS = [
  "model",
  "target",
  "scheme",
  "split",
  "seed",
  "part",
  ...FIGURES,
];

/** Writes study.csv: a row for each model, split, seed and part. */
export function studyTable(results: readonly ModelResult[]): Uint8Array {
  return encodeTable(
    STUDY_COLUMNS,
    results.flatMap(({ model, target, scheme, split, seed, rows }) =>
      PARTS.flatMap((part) => {
        const own = rows.filter((row) => row.part === part);
        if (own.length === 0) return [];
        const figures = metrics(
          own.map(({ measured }) => measured),
          own.map(({ predicted }) => predicted),
        );
        return [[
          model,
          target,
          scheme,
          split,
          seed === null ? "" : seed,
          part,
          ...FIGURES.map((name) => figures[name] ?? NaN),
        ]];
      })
    ),
  );
}

/** A model's figures over the test parts of a scheme. */
export interface SummaryRow {
  readonly model: string;
  readonly target: string;
  readonly scheme: string;
  /** Test parts (of several seeds, each counts). */
  readonly parts: number;
  /** Mean of R² over them, or null where it is not defined. */
  readonly r2: number | null;
  /** Least and greatest R². */
  readonly least: number | null;
  readonly greatest: number | null;
  /** Mean of RMSE in the target's unit. */
  readonly rmse: number;
  /** Mean of RPIQ. */
  readonly rpiq: number | null;
}

/**
 * Sums up the test parts.
 *
 * @param results Results of all models.
 * @returns A row for each target, scheme and model, models in the order in
 * which they come first.
 */
export function summarizeTests(results: readonly ModelResult[]): SummaryRow[] {
  const groups = new Map<string, ModelResult[]>();
  for (const result of results) {
    const key = JSON.stringify([result.target, result.scheme, result.model]);
    const group = groups.get(key);
    if (group) group.push(result);
    else groups.set(key, [result]);
  }
  return [...groups.values()].map((group) => {
    const [{ model, target, scheme }] = group;
    const figures = group.map(({ rows }) => testMetrics(rows));
    const r2 = figures.map((each) => each.r2).filter((v) => v !== null);
    const rpiq = figures.map((each) => each.rpiq).filter((v) => v !== null);
    return {
      model,
      target,
      scheme,
      parts: group.length,
      r2: mean(r2),
      least: r2.length > 0 ? Math.min(...r2) : null,
      greatest: r2.length > 0 ? Math.max(...r2) : null,
      rmse: mean(figures.map((each) => each.rmse ?? NaN))!,
      rpiq: mean(rpiq),
    };
  });
}

/** Writes summary.csv. */
export function summaryTable(rows: readonly SummaryRow[]): Uint8Array {
  const columns = [
    "target",
    "scheme",
    "model",
    "parts",
    "r2_mean",
    "r2_min",
    "r2_max",
    "rmse_mean",
    "rpiq_mean",
  ];
  return encodeTable(
    columns,
    rows.map((row) => [
      row.target,
      row.scheme,
      row.model,
      row.parts,
      row.r2 ?? NaN,
      row.least ?? NaN,
      row.greatest ?? NaN,
      row.rmse,
      row.rpiq ?? NaN,
    ]),
  );
}

/** One pair of models on one target and scheme. */
export interface Comparison {
  readonly target: string;
  readonly scheme: string;
  readonly a: string;
  readonly b: string;
  /** Splits compared. */
  readonly splits: number;
  /** Mean over splits of the first's R² less the second's. */
  readonly difference: number;
  /** 95 % interval of that mean, by the bootstrap. */
  readonly low: number;
  readonly high: number;
}

const ROUNDS = 2000;

/**
 * Compares models in pairs on the same test parts.
 *
 * @param config The study's `compare`.
 * @param results Results of all models.
 * @returns Differences of R², with percentile intervals of a bootstrap (Efron
 * 1979) that draws test samples within each split, the same ones for both
 * models. Splits share samples: between-split doubt is not all in it.
 */
export function compareModels(
  { compare, targets, schemes, models }: StudyConfig,
  results: readonly ModelResult[],
): Comparison[] {
  const named = (name: string) => {
    const model = models.find((one) => one.name === name);
    const several = model?.kind === "network" && model.seeds.length > 1;
    return several ? ensembleName(name) : name;
  };
  return targets.flatMap((target) =>
    schemes.flatMap(({ name: scheme }) =>
      compare.map(([first, second]) => {
        const [a, b] = [named(first), named(second)];
        const of = (model: string) =>
          results.filter((one) =>
            one.target === target && one.scheme === scheme &&
            one.model === model
          );
        const others = of(b);
        const pairs = of(a).map((one) => {
          const other = others.find(({ split }) => split === one.split)!;
          return pairRows(one.rows, other.rows);
        });
        const interval = bootstrap(pairs);
        const difference = mean(pairs.map((pair) => differenceOf(pair)))!;
        return {
          target,
          scheme,
          a,
          b,
          splits: pairs.length,
          difference,
          ...interval,
        };
      })
    )
  );
}

/** Writes comparisons.csv. */
export function comparisonTable(rows: readonly Comparison[]): Uint8Array {
  return encodeTable(
    ["target", "scheme", "a", "b", "splits", "r2_difference", "low", "high"],
    rows.map((row) => [
      row.target,
      row.scheme,
      row.a,
      row.b,
      row.splits,
      row.difference,
      row.low,
      row.high,
    ]),
  );
}

/** Measured value, prediction of the first and of the second model. */
type Pair = readonly [measured: number, a: number, b: number];

function pairRows(
  a: readonly MemberRow[],
  b: readonly MemberRow[],
): Pair[] {
  const other = new Map(b.map((row) => [row.sample, row.predicted]));
  return a.filter(({ part }) => part === "test")
    .map((row) => [row.measured, row.predicted, other.get(row.sample)!]);
}

/** R² of the first less that of the second. */
function differenceOf(
  pairs: readonly Pair[],
  drawn: readonly number[] = pairs.map((_, i) => i),
): number {
  let sum = 0;
  for (const i of drawn) sum += pairs[i][0];
  const centre = sum / drawn.length;
  let [spread, first, second] = [0, 0, 0];
  for (const i of drawn) {
    const [measured, a, b] = pairs[i];
    spread += (measured - centre) ** 2;
    first += (measured - a) ** 2;
    second += (measured - b) ** 2;
  }
  return spread > 0 ? (second - first) / spread : 0;
}

function bootstrap(splits: readonly Pair[][]): { low: number; high: number } {
  const random = new Pcg32(1, 29);
  const means = Array.from(
    { length: ROUNDS },
    () =>
      mean(splits.map((pairs) =>
        differenceOf(
          pairs,
          pairs.map(() => Math.floor(random.uniform() * pairs.length)),
        )
      ))!,
  );
  return { low: quantile(means, 0.025), high: quantile(means, 0.975) };
}

function testMetrics(rows: readonly MemberRow[]) {
  const own = rows.filter(({ part }) => part === "test");
  return metrics(
    own.map(({ measured }) => measured),
    own.map(({ predicted }) => predicted),
  );
}

function mean(values: readonly number[]): number | null {
  if (values.length === 0) return null;
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}
