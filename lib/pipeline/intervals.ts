// What follows from the members of an ensemble: intervals of the samples that
// none has learnt from, and how many values lie inside of theirs.
import { canonicalJson } from "../artifacts/canonical_json.ts";
import { encodeTable } from "../artifacts/csv_table.ts";
import type { Config } from "../config.ts";
import { cvPlus, type HeldOut, type Interval } from "../doubt/cv_plus.ts";
import type { MembersRow } from "./members_table.ts";

/** Shares of values that intervals are measured at. */
const LEVELS = [0.5, 0.6, 0.7, 0.8, 0.9, 0.95];

/** How many values intervals of a level hold. */
export interface Covered {
  readonly part: "validation" | "test";
  readonly target: string;
  /** Share of values that intervals should hold. */
  readonly level: number;
  readonly n: number;
  /** Share of values inside of theirs; null where there are no intervals. */
  readonly coverage: number | null;
  /** Mean width in the target's unit; null where there are no intervals. */
  readonly mean_width: number | null;
}

/**
 * Makes intervals of samples by the members of a run.
 *
 * @param rows Those of one target, the training part among them.
 * @param values For each sample the values of all members.
 * @param level Share of values that intervals should hold.
 */
export function intervalsOf(
  rows: readonly MembersRow[],
  values: readonly (readonly number[])[],
  level: number,
): Interval[] {
  const heldOut = rows.flatMap(({ fold, measured, values }): HeldOut[] =>
    fold === null ? [] : [{ fold, measured, predicted: values[fold] }]
  );
  return cvPlus(heldOut, values, level);
}

/** Measures the intervals of all parts but the training part, at all levels. */
export function coverageOf(
  { targets, doubt }: Pick<Config, "targets" | "doubt">,
  rows: readonly MembersRow[],
): Covered[] {
  const levels = [...new Set([...LEVELS, doubt!.coverage])]
    .sort((a, b) => a - b);
  return targets.flatMap((target) => {
    const own = rows.filter((row) => row.target === target);
    return (["validation", "test"] as const).flatMap((part) => {
      const asked = own.filter((row) => row.part === part);
      if (asked.length === 0) return [];
      return levels.map((level): Covered => {
        const found = intervalsOf(
          own,
          asked.map(({ values }) => values),
          level,
        );
        return { part, target, level, ...measure(asked, found) };
      });
    });
  });
}

function measure(
  rows: readonly MembersRow[],
  intervals: readonly Interval[],
): Pick<Covered, "n" | "coverage" | "mean_width"> {
  const n = rows.length;
  if (intervals.some(({ low }) => Number.isNaN(low))) {
    return { n, coverage: null, mean_width: null };
  }
  let [inside, width] = [0, 0];
  intervals.forEach(({ low, high }, i) => {
    if (low <= rows[i].measured && rows[i].measured <= high) inside++;
    width += high - low;
  });
  return { n, coverage: inside / n, mean_width: width / n };
}

/**
 * The files `intervals.csv` and `coverage.json`.
 *
 * @param config Its targets and its `doubt`.
 * @param rows What the members predict.
 * @returns Nothing where members left no folds out, or nobody doubts them.
 */
export function intervalFiles(
  config: Config,
  rows: readonly MembersRow[] | undefined,
): Record<string, Uint8Array<ArrayBuffer>> {
  const { targets, doubt, training: { ensemble } } = config;
  if (!doubt || !rows || ensemble?.sample !== "folds") return {};
  const asked = rows.filter(({ part }) => part !== "train");
  const found = new Map<MembersRow, Interval>();
  for (const target of targets) {
    const own = asked.filter((row) => row.target === target);
    intervalsOf(
      rows.filter((row) => row.target === target),
      own.map(({ values }) => values),
      doubt.coverage,
    ).forEach((interval, i) => found.set(own[i], interval));
  }
  const several = targets.length > 1;
  return {
    "intervals.csv": encodeTable(
      [
        ...["sample", "part"],
        ...(several ? ["target"] : []),
        ...["measured", "low", "high"],
      ],
      asked.map((row) => [
        ...[row.sample, row.part],
        ...(several ? [row.target] : []),
        ...[row.measured, found.get(row)!.low, found.get(row)!.high],
      ]),
    ),
    "coverage.json": new TextEncoder().encode(
      canonicalJson({ intervals: coverageOf(config, rows) }),
    ),
  };
}
