// What follows from the members of a study: tables and figures. The study and
// `verify` make them here, from the same numbers to the same bytes.
import { canonicalJson } from "../artifacts/canonical_json.ts";
import { combineMembers, type Member, type ModelResult } from "./combine.ts";
import { studyFigures } from "./figures.ts";
import { intervalTable, measureIntervals } from "./intervals.ts";
import {
  compareModels,
  comparisonTable,
  studyTable,
  summarizeTests,
  summaryTable,
} from "./tables.ts";
import { REPORT } from "../report/run_report.ts";
import { studyReport } from "../report/study_report.ts";
import type { Study } from "./load_study.ts";
import { describeFiles } from "./store.ts";

/** The resolved config of a study, as it stands in its folder. */
export const STUDY_CONFIG = "study.json";

/** Recipes of the networks, so that a study needs no other file to be made again. */
export const RECIPES = "recipes.json";

/**
 * Makes every file of a study but its members and its manifest.
 *
 * @param study Config and recipes.
 * @param members All members, in the order of the plan.
 * @returns Bytes by path, and the results that tables are made of.
 */
export async function deriveStudy(
  { config, recipes }: Pick<Study, "config" | "recipes">,
  members: readonly Member[],
): Promise<{
  readonly files: Record<string, Uint8Array>;
  readonly results: readonly ModelResult[];
}> {
  const results = combineMembers(config, members);
  const comparisons = compareModels(config, results);
  const intervals = measureIntervals(results);
  const figures = await studyFigures(config, results);
  const files: Record<string, Uint8Array> = {
    [STUDY_CONFIG]: jsonFile(config),
    [RECIPES]: jsonFile(Object.fromEntries(recipes)),
    "study.csv": studyTable(results),
    "summary.csv": summaryTable(summarizeTests(results)),
    "intervals.csv": intervalTable(intervals),
    ...(comparisons.length > 0 && {
      "comparisons.csv": comparisonTable(comparisons),
    }),
    ...figures,
  };
  const report = studyReport({
    config,
    summary: summarizeTests(results),
    comparisons,
    intervals,
    files: describeFiles(files),
    figures,
  });
  return { results, files: { ...files, [REPORT]: report } };
}

function jsonFile(value: unknown): Uint8Array<ArrayBuffer> {
  const plain = JSON.parse(JSON.stringify(value)); // nothing undefined in it
  return new TextEncoder().encode(canonicalJson(plain));
}
