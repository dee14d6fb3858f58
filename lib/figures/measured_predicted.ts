// Measured against predicted, one panel per part, all with the same range on
// both axes, the 1:1 line, and the part's R², RMSE and n above: inside they would hide
// samples.
import { logTicks, wantsLogAxis } from "./log_axis.ts";
import { niceRange } from "./nice_range.ts";
import { numberText } from "./number_text.ts";
import { splitTarget, targetTitle } from "./target_label.ts";
import {
  COLORS,
  type FigureLabel,
  type FigureSpec,
  figureTitle,
  NUMBER_FORMAT,
  type PanelSpec,
  THEME,
} from "./theme.ts";

const PARTS = ["train", "validation", "test"] as const;
const NAMES = { train: "Training", validation: "Validation", test: "Test" };
const SIZE = 250;

/** A part that a panel shows. */
export type PanelPart = "train" | "validation" | "test";

/** One sample, as in predictions.csv. */
export interface PredictionPoint {
  /** What the sample was for. */
  readonly part: PanelPart;
  /** Laboratory value. */
  readonly measured: number;
  /** Predicted value. */
  readonly predicted: number;
}

/** The numbers printed over a panel, as in metrics.json. */
export interface PanelMetrics {
  /** Samples. */
  readonly n: number;
  /** Coefficient of determination, or null where it is not defined. */
  readonly r2: number | null;
  /** Root mean squared error in the unit of the target. */
  readonly rmse: number | null;
}

/** What the figure is drawn from. */
export interface MeasuredPredictedFigure extends FigureLabel {
  /** The target, with its unit in the name. */
  readonly target: string;
  /** Predictions of that target. */
  readonly predictions: readonly PredictionPoint[];
  /** Metrics of that target by part; each part drawn must be there. */
  readonly metrics: { readonly [part in PanelPart]?: PanelMetrics };
}

/**
 * Draws measured against predicted values.
 *
 * @param figure Predictions, metrics and what the run was.
 * @returns A Vega-Lite specification; a part without samples has no panel.
 * @throws {RangeError} If there is no prediction, or none that is finite.
 */
export function measuredPredictedFigure(
  figure: MeasuredPredictedFigure,
): FigureSpec {
  const points = figure.predictions.filter(({ measured, predicted }) =>
    Number.isFinite(measured) && Number.isFinite(predicted)
  );
  if (points.length === 0) {
    throw new RangeError("Figure has no finite prediction, must have one");
  }
  const values = points.flatMap(({ measured, predicted }) => [
    measured,
    predicted,
  ]);
  const log = wantsLogAxis(values);
  const range = niceRange(values, log);
  const { target } = figure;
  return {
    config: THEME,
    title: figureTitle(
      `Measured and predicted ${splitTarget(target).quantity}`,
      figure,
    ),
    spacing: 24,
    hconcat: PARTS.filter((part) => points.some((row) => row.part === part))
      .map((part, at) => panel(figure, part, { points, log, range, at })),
  };
}

interface PanelOptions {
  readonly points: readonly PredictionPoint[];
  readonly log: boolean;
  readonly range: readonly [number, number];
  readonly at: number;
}

function panel(
  { target, metrics }: MeasuredPredictedFigure,
  part: PanelPart,
  { points, log, range, at }: PanelOptions,
): PanelSpec {
  const scale = {
    type: log ? "log" as const : "linear" as const,
    domain: [...range],
    nice: false,
    ...(log ? {} : { zero: false }),
  };
  const axis = {
    format: NUMBER_FORMAT,
    ...(log ? { values: logTicks(range) } : { tickCount: 4 }),
  };
  const x = {
    field: "measured",
    type: "quantitative" as const,
    title: targetTitle("Measured", target),
    scale,
    axis,
  };
  const y = {
    field: "predicted",
    type: "quantitative" as const,
    title: at === 0 ? targetTitle("Predicted", target) : null,
    scale,
    axis,
  };
  const own = points.filter((row) => row.part === part);
  const [low, high] = range;
  return {
    width: SIZE,
    height: SIZE,
    title: {
      text: NAMES[part],
      subtitle: note(metrics[part], target, own.length),
      frame: "group",
      anchor: "middle",
      fontSize: 12.5,
      subtitlePadding: 4,
      offset: 6,
    },
    layer: [
      {
        data: {
          values: [low, high].map((value) => ({
            measured: value,
            predicted: value,
          })),
        },
        mark: { type: "line", color: COLORS.faint, strokeDash: [5, 3] },
        encoding: { x, y },
      },
      {
        data: {
          values: own.map(({ measured, predicted }) => ({
            measured,
            predicted,
          })),
        },
        mark: {
          type: "point",
          filled: true,
          color: COLORS[part],
          opacity: 0.65,
          size: 30,
        },
        encoding: { x, y },
      },
      {
        data: { values: [{ text: "1:1" }] },
        mark: {
          type: "text",
          align: "right",
          baseline: "middle",
          fontSize: 11,
          color: COLORS.faint,
        },
        encoding: {
          x: { value: SIZE - 24 },
          y: { value: 11 },
          text: { field: "text" },
        },
      },
    ],
  };
}

function note(
  metrics: PanelMetrics | undefined,
  target: string,
  samples: number,
): string {
  const { unit } = splitTarget(target);
  const rmse = metrics?.rmse == null
    ? "not defined"
    : `${numberText(metrics.rmse, decimals(metrics.rmse))}${
      unit === null ? "" : ` ${unit}`
    }`;
  const r2 = metrics?.r2 == null ? "not defined" : numberText(metrics.r2, 3);
  return `R² = ${r2} · RMSE = ${rmse} · n = ${metrics?.n ?? samples}`;
}

/** Three digits, or all of those before the point; at most six after it. */
function decimals(value: number): number {
  if (!(value > 0)) return 0;
  return Math.min(Math.max(2 - Math.floor(Math.log10(value)), 0), 6);
}
