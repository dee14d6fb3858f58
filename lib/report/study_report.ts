// The report of a study: models on the same splits, with what a reader must know
// of how they were chosen.
import type { Artifact } from "../provenance/manifest_types.ts";
import type { IntervalRow } from "../study/intervals.ts";
import type { Comparison, SummaryRow } from "../study/tables.ts";
import type { StudyConfig } from "../study/types.ts";
import { pageText, type Section } from "./frame.ts";
import { html } from "./html.ts";
import { counted } from "../counted.ts";
import { bytesText, numberText } from "./number.ts";
import { citeSection } from "./sections/cite.ts";
import { environmentSection } from "./sections/provenance.ts";
import { figure, figureNames } from "./sections/figures.ts";
import { proofSection } from "./sections/proof.ts";
import { table } from "./table.ts";

/** What the report of a study is made from. */
export interface StudyReport {
  readonly config: StudyConfig;
  readonly summary: readonly SummaryRow[];
  readonly comparisons: readonly Comparison[];
  readonly intervals: readonly IntervalRow[];
  /** Files of the study, but for members and the report. */
  readonly files: readonly Pick<Artifact, "path" | "sha256" | "bytes">[];
  /** Bytes of the figures by path. */
  readonly figures: Readonly<Record<string, Uint8Array>>;
}

/**
 * Writes the report of a study.
 *
 * @param study What it is made from.
 * @returns The bytes of `report.html`.
 */
export function studyReport(study: StudyReport): Uint8Array<ArrayBuffer> {
  const { config, figures } = study;
  const synthetic = config.data.source === "synthetic";
  const text = pageText({
    title: config.title || config.name,
    lead: html`
      <ul class="facts">
        <li>study <code>${config.name}</code></li>
        <li${synthetic && html`
          class="warn"
        `}>${synthetic
          ? "synthetic data, not measurements"
          : "measured data"}</li>
      <li>backend exact</li>
      </ul>
    `,
    sections: [
      protocolSection(config),
      modelsSection(study),
      ...(study.comparisons.length > 0 ? [comparisonsSection(study)] : []),
      {
        id: "figures",
        title: "Figures",
        content: figureNames(figures).map((name) => figure(name, figures)),
      },
      ...(study.intervals.length > 0 ? [intervalsSection(study)] : []),
      proofSection("study"),
      configSection(config),
      filesSection(study),
      environmentSection("exact"),
      citeSection(),
    ],
    data: { kind: "study", name: config.name },
  });
  return new TextEncoder().encode(text);
}

function protocolSection({ schemes, models, selection }: StudyConfig): Section {
  const { tried, looks, how } = selection;
  return {
    id: "protocol",
    title: "Protocol",
    content: html`<p>${counted(models.length, "model")} on the same splits of ${
      counted(schemes.length, "scheme")
    } (${
      schemes.map(({ name, kind }) => `${name}: ${kind}`).join("; ")
    }). <strong>Honest:</strong> nothing is fitted to a test part or chosen on
it in this study.</p>
<p>Before the study, ${counted(tried, "setting")} had been tried, and its test
parts had been looked at ${
      counted(looks, "time")
    } (${how}). The more of both, the more optimistic its figures are.</p>`,
  };
}

function modelsSection({ config, summary }: StudyReport): Section {
  return {
    id: "models",
    title: "Models",
    content: config.targets.flatMap((target) =>
      config.schemes.map(({ name: scheme }) =>
        table(`${target}, ${scheme}: test parts; RMSE in the target's unit`, [
          { title: "model" },
          ...["test parts", "mean R²", "least", "most", "RMSE", "RPIQ"]
            .map((title) => ({ title, number: true })),
        ], {
          rows: summary.filter((row) =>
            row.target === target && row.scheme === scheme
          ).map((row) => ({
            cells: [
              row.model,
              ...[
                row.parts,
                row.r2,
                row.least,
                row.greatest,
                row.rmse,
                row.rpiq,
              ].map(numberText),
            ],
          })),
        })
      )
    ),
  };
}

function comparisonsSection({ comparisons }: StudyReport): Section {
  return {
    id: "comparisons",
    title: "Comparisons",
    content: html`${
      table("Differences of R², with 95 % bootstrap intervals", [
        { title: "models" },
        { title: "target" },
        { title: "scheme" },
        ...["splits", "difference", "low", "high"]
          .map((title) => ({ title, number: true })),
      ], {
        rows: comparisons.map((row) => ({
          cells: [
            `${row.a} − ${row.b}`,
            row.target,
            row.scheme,
            ...[row.splits, row.difference, row.low, row.high].map(numberText),
          ],
        })),
      })
    }<p>An interval that holds 0 shows no difference. Splits share samples: not
all doubt between splits is in it.</p>`,
  };
}

function intervalsSection({ intervals }: StudyReport): Section {
  return {
    id: "intervals",
    title: "Intervals",
    content: table("What share of tested values the intervals held", [
      { title: "model" },
      { title: "target" },
      { title: "scheme" },
      ...["asked for", "held", "n", "median width"]
        .map((title) => ({ title, number: true })),
    ], {
      rows: intervals.map((row) => ({
        cells: [
          row.model,
          row.target,
          row.scheme,
          String(row.level),
          ...[row.coverage, row.n, row.width].map(numberText),
        ],
      })),
      tall: intervals.length > 20,
    }),
  };
}

function configSection({ models, data }: StudyConfig): Section {
  const row = (name: string, value: unknown) => ({
    cells: [name, html`<code>${JSON.stringify(value)}</code>`],
  });
  return {
    id: "config",
    title: "Config",
    content: table("Models as study.json has them; recipes.json has networks", [
      { title: "name" },
      { title: "settings" },
    ], {
      rows: [
        row("data", data),
        ...models.map(({ name, ...settings }) => row(name, settings)),
      ],
    }),
  };
}

function filesSection({ files }: StudyReport): Section {
  return {
    id: "provenance",
    title: "Provenance",
    content: html`<p>Tables and figures are made from the members' predictions.
Members, files that were read and this page's own digest stand in
<code>manifest.json</code>.</p>${
      table("Files", [
        { title: "file" },
        { title: "size", number: true },
        { title: "SHA-256" },
      ], {
        rows: files.map(({ path, bytes, sha256 }) => ({
          cells: [
            html`<code>${path}</code>`,
            bytesText(bytes),
            html`<span class="hash">${sha256}</span>`,
          ],
        })),
      })
    }`,
  };
}
