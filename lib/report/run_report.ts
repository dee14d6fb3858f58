// The report of a run: one HTML page that says what was done and how good it
// is. It depends on what artifacts depend on and on nothing else, so that the
// same run gives the same page on every machine; what may differ (processor,
// commit, threads) stands in the manifest, and the page reads it from there.
import type { Config } from "../config.ts";
import type { Evaluation, Prediction } from "../evaluation/evaluate.ts";
import type {
  Artifact,
  InputFile,
  Level,
  Stage,
} from "../provenance/manifest_types.ts";
import type { HistoryRow } from "../training/history.ts";
import { pageText } from "./frame.ts";
import { html } from "./html.ts";
import { citeSection } from "./sections/cite.ts";
import { configSection } from "./sections/config.ts";
import { dataSection } from "./sections/data.ts";
import { figuresSection } from "./sections/figures.ts";
import { metricsSection } from "./sections/metrics.ts";
import { type HeldParts, holdParts } from "./page/run_parts.ts";
import { predictSection } from "./sections/predict.ts";
import { proofSection } from "./sections/proof.ts";
import { protocolSection } from "./sections/protocol.ts";
import {
  claimsSection,
  environmentSection,
  provenanceSection,
} from "./sections/provenance.ts";
import { residualsSection } from "./sections/residuals.ts";

/** Bytes that a page may have; without its network, if that takes more. */
export const LARGEST = 3_000_000;

/** Name of the report inside a run or study. */
export const REPORT = "report.html";

/** How many values the intervals of a part hold. */
export interface ReportCoverage {
  readonly part: string;
  readonly target: string;
  readonly level: number;
  readonly n: number;
  readonly coverage: number | null;
  readonly mean_width: number | null;
}

/** What a report is made from. */
export interface RunReport {
  readonly config: Config;
  readonly samples: readonly {
    readonly sample: string;
    readonly group: string;
    readonly part: string;
  }[];
  readonly history: readonly HistoryRow[];
  readonly predictions: readonly Prediction[];
  readonly evaluation: Evaluation;
  /** Coverage of intervals; empty where there are none. */
  readonly coverage: readonly ReportCoverage[];
  /** What the numbers of the spectra were taken as, if the run says. */
  readonly takenAs?: string;
  readonly backend: "exact" | "webgpu";
  /** Files that the run read. */
  readonly inputs: readonly InputFile[];
  /** Stages and artifacts, but for the report itself. */
  readonly stages: readonly Stage[];
  readonly artifacts: readonly Pick<
    Artifact,
    "path" | "sha256" | "bytes" | "claim"
  >[];
  readonly levels: readonly Level[];
  /** Bytes of the figures by path. */
  readonly figures: Readonly<Record<string, Uint8Array>>;
  /** Bytes of the files that predict, by path. */
  readonly parts: Readonly<Record<string, Uint8Array>>;
}

/**
 * Writes the report of a run.
 *
 * @param run What it is made from.
 * @returns The bytes of `report.html`.
 */
export function runReport(run: RunReport): Uint8Array<ArrayBuffer> {
  const whole = withNetwork(run, holdParts(run.parts));
  return whole.length <= LARGEST ? whole : withNetwork(run, null);
}

function withNetwork(
  run: RunReport,
  network: HeldParts | null,
): Uint8Array<ArrayBuffer> {
  const { config, history } = run;
  const { protocol } = config.split;
  const synthetic = config.data.source === "synthetic";
  const text = pageText({
    title: config.title || config.name,
    lead: html`
      <ul class="facts">
        <li>run <code>${config.name}</code></li>
        <li>${protocol} protocol</li>
        <li${synthetic
          ? html`
            class="warn"
          `
          : ""}>${synthetic
          ? "synthetic data, not measurements"
          : "measured data"}</li>
      <li>backend ${run.backend}</li>
      </ul>
    `,
    sections: [
      protocolSection(run),
      metricsSection(run),
      figuresSection(run),
      residualsSection(run),
      dataSection(run),
      predictSection(network !== null),
      proofSection("run"),
      configSection(config),
      provenanceSection(run),
      claimsSection(run),
      environmentSection(run.backend),
      citeSection(),
    ],
    network,
    data: {
      kind: "run",
      name: config.name,
      history: history.map(({ epoch, rmse, val_rmse }) =>
        [epoch, rmse, val_rmse].map(shortened)
      ),
    },
  });
  return new TextEncoder().encode(text);
}

/** Digits enough for a curve on a screen. */
function shortened(value: number): number {
  return Number(value.toPrecision(6));
}
