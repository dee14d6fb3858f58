// Where the numbers come from.
import { quantile } from "../../evaluation/quantile.ts";
import type { Section } from "../frame.ts";
import { html } from "../html.ts";
import { counted } from "../../counted.ts";
import { numberText } from "../number.ts";
import type { RunReport } from "../run_report.ts";
import { table } from "../table.ts";

/** Says what was read, and what it was taken as. */
export function dataSection(
  { config, samples, predictions, inputs, takenAs }: RunReport,
): Section {
  const groups = new Set(samples.map(({ group }) => group).filter(Boolean));
  return {
    id: "data",
    title: "Data",
    content: html`<p>${
      config.data.source === "synthetic"
        ? "A synthetic set, made from a seed by this package: these are not " +
          "measurements, and no figure here says anything about a real soil. "
        : ""
    }${counted(samples.length, "sample")}${
      groups.size > 0 && ` of ${counted(groups.size, "group")}`
    }; predicted: ${config.targets.join(", ")}.${
      takenAs && ` The spectra were taken as: ${takenAs}.`
    }</p>${
      table("Measured values", [
        { title: "target" },
        ...["n", "least", "25 %", "median", "75 %", "most"]
          .map((title) => ({ title, number: true })),
      ], {
        rows: config.targets.map((target) => {
          const values = predictions.filter((row) =>
            row.target === target && Number.isFinite(row.measured)
          ).map(({ measured }) => measured);
          return {
            cells: [
              target,
              numberText(values.length),
              ...[0, 0.25, 0.5, 0.75, 1].map((q) =>
                values.length > 0 ? numberText(quantile(values, q)) : "–"
              ),
            ],
          };
        }),
      })
    }${
      inputs.length > 0 &&
      html`<h3>Files that were read</h3>${
        table("Files that were read", [
          { title: "file" },
          { title: "role" },
          { title: "bytes", number: true },
          { title: "SHA-256" },
        ], {
          rows: inputs.map(({ path, role, bytes, sha256 }) => ({
            cells: [
              html`<code>${path}</code>`,
              role,
              numberText(bytes),
              html`<span class="hash">${sha256}</span>`,
            ],
          })),
          tall: inputs.length > 20,
        })
      }`
    }`,
  };
}
