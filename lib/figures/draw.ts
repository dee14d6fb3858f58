// All figures of a run, as SVG and as PNG, from its archived numbers.
import { coverageFigure, type CoveragePoint } from "./coverage.ts";
import { historyFigure, type HistoryPoint } from "./history.ts";
import {
  measuredPredictedFigure,
  type PanelMetrics,
  type PanelPart,
  type PredictionPoint,
} from "./measured_predicted.ts";
import { renderPng } from "./render_png.ts";
import { renderSvg } from "./render_svg.ts";
import type { FigureLabel } from "./theme.ts";
import {
  type WaveformSpectrogramFigure,
  waveformSpectrogramFigure,
} from "./waveform_spectrogram.ts";

/** What the figures of a run are drawn from. */
export interface RunFigures {
  /** What every figure says of the run. */
  readonly label: FigureLabel;
  /** Targets, each with its unit in the name. */
  readonly targets: readonly string[];
  /** All epochs. */
  readonly history: readonly HistoryPoint[];
  /** Predictions of every sample and target. */
  readonly predictions: readonly (PredictionPoint & {
    readonly target: string;
  })[];
  /** Metrics by part, then target. */
  readonly metrics: {
    readonly [part in PanelPart]?: Readonly<Record<string, PanelMetrics>>;
  };
  /** One spectrum and its spectrogram. */
  readonly waveform: Omit<WaveformSpectrogramFigure, keyof FigureLabel>;
  /** How many values intervals hold; empty if there are none. */
  readonly coverage?: readonly CoveragePoint[];
}

/**
 * Draws the figures of a run.
 *
 * @param run Its numbers.
 * @param onProgress Called after each figure.
 * @returns Bytes by path: `figures/waveform_spectrogram`, `figures/history`,
 * and `figures/measured_predicted` (with the target's name behind it where
 * there are several), `figures/coverage` where there are intervals, each as `.svg` and `.png`.
 */
export async function drawFigures(
  run: RunFigures,
  onProgress?: (done: number, total: number) => void,
): Promise<Record<string, Uint8Array>> {
  const { label, targets, history, predictions, metrics, waveform } = run;
  const { coverage = [] } = run;
  const covered = coverage.some(({ coverage }) => coverage !== null);
  const specs = {
    waveform_spectrogram: () =>
      waveformSpectrogramFigure({ ...label, ...waveform }),
    history: () => historyFigure({ ...label, history, targets }),
    ...Object.fromEntries(targets.map((target) => [
      targets.length > 1
        ? `measured_predicted_${fileName(target)}`
        : "measured_predicted",
      () =>
        measuredPredictedFigure({
          ...label,
          target,
          predictions: predictions.filter((row) => row.target === target),
          metrics: Object.fromEntries(
            Object.entries(metrics).map((
              [part, figures],
            ) => [part, figures[target]]),
          ),
        }),
    ])),
    ...(covered && {
      coverage: () => coverageFigure({ ...label, points: coverage }),
    }),
  };
  const names = Object.keys(specs);
  const files: Record<string, Uint8Array> = {};
  for (const [at, [name, spec]] of Object.entries(specs).entries()) {
    const svg = await renderSvg(spec());
    files[`figures/${name}.svg`] = new TextEncoder().encode(svg);
    files[`figures/${name}.png`] = await renderPng(svg);
    onProgress?.(at + 1, names.length);
  }
  return files;
}

/** A target's name with nothing in it that a file system minds. */
function fileName(target: string): string {
  return target.replace(/[^\w.-]/g, "_");
}
