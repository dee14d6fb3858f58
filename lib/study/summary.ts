// What a person reads when a study is done.
import type { ModelResult } from "./combine.ts";
import { compareModels, summarizeTests } from "./tables.ts";
import type { StudyConfig } from "./types.ts";

/**
 * Sums a study up as text.
 *
 * @param config The study.
 * @param results Results of all models.
 */
export function summarizeStudy(
  config: StudyConfig,
  results: readonly ModelResult[],
): string {
  const rows = summarizeTests(results);
  const width = Math.max(...rows.map(({ model }) => model.length), 5);
  const lines: string[] = [];
  for (const target of config.targets) {
    for (const { name: scheme } of config.schemes) {
      lines.push(
        "",
        `${target}, ${scheme}: test parts`,
        `${"model".padEnd(width)}  parts   mean R²   least    most      RMSE`,
      );
      for (const row of rows) {
        if (row.target !== target || row.scheme !== scheme) continue;
        const cells = [row.r2, row.least, row.greatest].map((value) =>
          (value === null ? "–" : value.toFixed(3)).padStart(7)
        );
        lines.push(
          `${row.model.padEnd(width)}  ${String(row.parts).padStart(5)}   ` +
            `${cells.join("  ")}  ${row.rmse.toPrecision(4).padStart(8)}`,
        );
      }
    }
  }
  const pairs = compareModels(config, results);
  if (pairs.length > 0) lines.push("", "Differences of R², 95 % bootstrap:");
  for (const { target, scheme, a, b, difference, low, high } of pairs) {
    lines.push(
      `${target}, ${scheme}: ${a} − ${b} = ${difference.toFixed(3)} ` +
        `(${low.toFixed(3)} to ${high.toFixed(3)})`,
    );
  }
  const { tried, looks, how } = config.selection;
  lines.push(
    "",
    `Settings tried before this study: ${tried}; looks at its test parts: ` +
      `${looks} (${how}).`,
  );
  return lines.join("\n").replace(/^\n/, "");
}
