// Residuals by sample, and by group where groups are known.
import { metrics } from "../../evaluation/metrics.ts";
import type { Section } from "../frame.ts";
import { Html, html } from "../html.ts";
import { counted } from "../../counted.ts";
import { numberText } from "../number.ts";
import type { RunReport } from "../run_report.ts";
import { table } from "../table.ts";

/** Rows beyond which only the largest residuals are shown. */
const MOST_ROWS = 2500;

/** Shows what is wrong by how much. */
export function residualsSection(
  { predictions, samples, config }: RunReport,
): Section {
  const several = config.targets.length > 1;
  const groups = new Map(samples.map((row) => [row.sample, row.group]));
  const grouped = samples.some(({ group }) => group !== "");
  const all = predictions.map((row, at) => ({
    ...row,
    at,
    group: groups.get(row.sample) ?? "",
    residual: row.predicted - row.measured,
  }));
  const shown = all.length <= MOST_ROWS ? all : largest(all);
  const rows = shown.map((row) => ({
    attributes: new Html(
      ` id="row-${row.at}" data-row="${row.at}" data-part="${row.part}"`,
    ),
    cells: [
      row.sample,
      ...(grouped ? [row.group] : []),
      row.part,
      ...(several ? [row.target] : []),
      numberText(row.measured),
      numberText(row.predicted),
      numberText(row.residual),
    ],
  }));
  return {
    id: "residuals",
    title: "Residuals",
    content: html`<p>A residual is predicted less measured: above zero where the
prediction is too high.${
      shown.length < all.length &&
      ` The ${shown.length} largest of ${all.length} are shown; all stand in predictions.csv.`
    }</p>${grouped && html`<h3>By group</h3>${byGroup(all, several)}`}
<h3>By sample</h3>${
      table(`Residuals of ${counted(shown.length, "prediction")}`, [
        { title: "sample" },
        ...(grouped ? [{ title: "group" }] : []),
        { title: "part" },
        ...(several ? [{ title: "target" }] : []),
        { title: "measured", number: true },
        { title: "predicted", number: true },
        { title: "residual", number: true },
      ], { rows, tall: rows.length > 20 })
    }`,
  };
}

interface Residual {
  readonly at: number;
  readonly group: string;
  readonly part: string;
  readonly target: string;
  readonly measured: number;
  readonly predicted: number;
  readonly residual: number;
}

function largest<R extends Residual>(all: readonly R[]): R[] {
  const size = ({ residual }: R) =>
    Number.isFinite(residual) ? Math.abs(residual) : -1;
  return [...all].sort((a, b) => size(b) - size(a) || a.at - b.at)
    .slice(0, MOST_ROWS).sort((a, b) => a.at - b.at);
}

function byGroup(all: readonly Residual[], several: boolean): Html {
  const places = new Map<string, Residual[]>();
  for (const row of all) {
    if (!Number.isFinite(row.measured + row.predicted)) continue;
    const key = JSON.stringify([row.group, row.part, row.target]);
    const there = places.get(key);
    if (there) there.push(row);
    else places.set(key, [row]);
  }
  const found = [...places.values()].sort(([a], [b]) =>
    a.group < b.group ? -1 : a.group > b.group ? 1 : a.at - b.at
  );
  return table("Residuals of each group and part", [
    { title: "group" },
    { title: "part" },
    ...(several ? [{ title: "target" }] : []),
    { title: "n", number: true },
    { title: "bias", number: true },
    { title: "RMSE", number: true },
  ], {
    rows: found.map((rows) => {
      const { n, bias, rmse } = metrics(
        rows.map(({ measured }) => measured),
        rows.map(({ predicted }) => predicted),
      );
      return {
        cells: [
          rows[0].group || "(none)",
          rows[0].part,
          ...(several ? [rows[0].target] : []),
          numberText(n),
          numberText(bias),
          numberText(rmse),
        ],
      };
    }),
  });
}
