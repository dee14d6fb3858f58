// The closing words of a run: what came out, in one small table.
import { METRIC_NAMES } from "../evaluation/metric_names.ts";
import type { Metrics } from "../evaluation/metrics.ts";
import { nameAll } from "../spectra/name_all.ts";
import type { RunFiles } from "./assemble.ts";

/**
 * Writes the summary of a run.
 *
 * @param run A finished run.
 * @returns Several lines, the last without a line end.
 */
export function summarize(run: RunFiles): string {
  const { manifest, evaluation, epochs, keptEpoch } = run;
  const { run: facts, taken_as: takenAs } = manifest;
  const rows = [["", ...METRIC_NAMES.map(([, name]) => name)]];
  for (const [part, targets] of Object.entries(evaluation)) {
    for (const [target, metrics] of Object.entries(targets)) {
      rows.push([`${part} ${target}`, ...numbers(metrics)]);
    }
  }
  const widths = rows[0].map((_, column) =>
    Math.max(...rows.map((row) => row[column].length))
  );
  const table = rows.map((row) =>
    row.map((cell, at) =>
      at === 0 ? cell.padEnd(widths[at]) : cell.padStart(widths[at])
    ).join("  ")
  );
  const kind = facts.synthetic ? "synthetic data" : "measured data";
  const watched = facts.protocol === "published"
    ? "early stopping watched the test part"
    : "nothing looked at the test part";
  return [
    `${facts.name}: ${facts.protocol} protocol (${watched}), ${kind}`,
    ...(takenAs === undefined ? [] : [`taken as: ${takenAs}`]),
    ...leftOut(run.dropped),
    `${epochs} epochs, weights of epoch ${keptEpoch}`,
    "",
    ...table,
  ].join("\n");
}

function leftOut(dropped: RunFiles["dropped"]): string[] {
  if (dropped.length === 0) return [];
  const count = dropped.length === 1 ? "1 sample" : `${dropped.length} samples`;
  const all = dropped.map(({ sample, reason }) => `${sample}: ${reason}`);
  return [`left out: ${count} (${nameAll(all)})`];
}

function numbers(metrics: Metrics): string[] {
  return METRIC_NAMES.map(([name]) => {
    const value = metrics[name];
    if (value === null) return "-";
    return name === "n" ? String(value) : value.toFixed(2);
  });
}
