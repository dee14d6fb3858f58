// intervals.csv: how wide the intervals of each model are, and what share of
// tested values they hold.
import { encodeTable } from "../artifacts/csv_table.ts";
import { type Coverage, measureCoverage } from "../doubt/cross_conformal.ts";
import type { ModelResult } from "./combine.ts";

/** Shares of values that intervals should hold. */
const LEVELS = [0.8, 0.9, 0.95];

/** Intervals of a model at one level. */
export interface IntervalRow extends Coverage {
  readonly target: string;
  readonly scheme: string;
  readonly model: string;
  readonly level: number;
}

/**
 * Measures the intervals of all models that were tested on several splits.
 *
 * @param results Results of all models.
 */
export function measureIntervals(
  results: readonly ModelResult[],
): IntervalRow[] {
  const groups = new Map<string, ModelResult[]>();
  for (const result of results) {
    const { target, scheme, model, seed } = result;
    const key = JSON.stringify([target, scheme, model, seed]);
    const group = groups.get(key);
    if (group) group.push(result);
    else groups.set(key, [result]);
  }
  const seen = new Set<string>();
  return [...groups.values()].flatMap((group) => {
    const [{ target, scheme, model }] = group;
    // Of a network with several seeds the first stands for all.
    const name = JSON.stringify([target, scheme, model]);
    if (seen.has(name)) return [];
    seen.add(name);
    const splits = group.map(({ rows }) => ({
      rows: rows.filter(({ part }) => part === "test"),
    }));
    return LEVELS.flatMap((level) => {
      const coverage = measureCoverage(splits, level);
      return coverage ? [{ target, scheme, model, level, ...coverage }] : [];
    });
  });
}

/** Writes intervals.csv. */
export function intervalTable(rows: readonly IntervalRow[]): Uint8Array {
  return encodeTable(
    ["target", "scheme", "model", "level", "n", "coverage", "median_width"],
    rows.map((row) => [
      row.target,
      row.scheme,
      row.model,
      row.level,
      row.n,
      row.coverage,
      row.width,
    ]),
  );
}
