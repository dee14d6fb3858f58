// The table of metrics, and of intervals where the run has some.
import { METRIC_NAMES } from "../../evaluation/metric_names.ts";
import type { Section } from "../frame.ts";
import { html } from "../html.ts";
import { numberText } from "../number.ts";
import type { RunReport } from "../run_report.ts";
import { table } from "../table.ts";

/** Shows how good the predictions of every part are. */
export function metricsSection({ evaluation, coverage, config }: RunReport) {
  const several = config.targets.length > 1;
  const rows = Object.entries(evaluation).flatMap(([part, targets]) =>
    Object.entries(targets).map(([target, metrics]) => ({
      cells: [
        several ? `${part}, ${target}` : part,
        ...METRIC_NAMES.map(([key]) => numberText(metrics[key])),
      ],
    }))
  );
  const section: Section = {
    id: "metrics",
    title: "Metrics",
    content: html`${
      table(
        `Metrics of each part; RMSE, MAE and bias in the unit of ${
          config.targets.join(", ")
        }`,
        [
          { title: "part" },
          ...METRIC_NAMES.map(([, title]) => ({ title, number: true })),
        ],
        { rows },
      )
    }<p>R² is the coefficient of determination, not a squared correlation: it is
negative for predictions worse than the mean. RPD is the standard deviation,
RPIQ the interquartile distance of measured values over RMSE; CCC is Lin's
concordance correlation.</p>${
      coverage.length > 0 &&
      html`<h3>Intervals</h3>${
        table("What share of values the intervals hold", [
          { title: "part" },
          { title: "target" },
          { title: "asked for", number: true },
          { title: "held", number: true },
          { title: "n", number: true },
          { title: "mean width", number: true },
        ], {
          rows: coverage.map((row) => ({
            cells: [
              row.part,
              row.target,
              String(row.level),
              numberText(row.coverage),
              numberText(row.n),
              numberText(row.mean_width),
            ],
          })),
        })
      }`
    }`,
  };
  return section;
}
