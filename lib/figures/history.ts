// The course of training, as Code S2's `plot_history` draws it: RMSE of the
// training and of the validation samples by epoch. The axis is logarithmic
// where the values span decades, and the best epoch is marked.
import { logTicks, wantsLogAxis } from "./log_axis.ts";
import { niceRange } from "./nice_range.ts";
import { numberText } from "./number_text.ts";
import { splitTarget } from "./target_label.ts";
import {
  COLORS,
  type FigureLabel,
  type FigureSpec,
  figureTitle,
  type LayerSpec,
  NUMBER_FORMAT,
  THEME,
} from "./theme.ts";
import { thin } from "./thin.ts";

/** One epoch, as in history.csv. */
export interface HistoryPoint {
  /** Epoch, from 1. */
  readonly epoch: number;
  /** Root mean squared error of the training samples. */
  readonly rmse: number;
  /** Root mean squared error of the validation samples. */
  readonly val_rmse: number;
  /** That of the training samples as the network predicts them, if known. */
  readonly eval_rmse?: number;
}

/** What the figure is drawn from. */
export interface HistoryFigure extends FigureLabel {
  /** All epochs, in order. */
  readonly history: readonly HistoryPoint[];
  /** Targets; one unit that all share goes to the axis. */
  readonly targets: readonly string[];
  /**
   * Epoch whose weights were kept; by default the first one with the least
   * `val_rmse`.
   */
  readonly bestEpoch?: number;
}

/** Points of a line beyond which it is thinned. */
const MOST_POINTS = 1500;
const WIDTH = 600;
const HEIGHT = 320;

/**
 * Draws RMSE by epoch.
 *
 * @param figure Epochs, targets and what the run was.
 * @returns A Vega-Lite specification.
 * @throws {RangeError} If there is no epoch.
 */
export function historyFigure(figure: HistoryFigure): FigureSpec {
  const { history, targets, protocol } = figure;
  if (history.length === 0) {
    throw new RangeError("History has no epochs, must have one at least");
  }
  const series = [
    { name: "Training", color: COLORS.train, key: "rmse" },
    ...(history.every(({ eval_rmse }) => eval_rmse !== undefined)
      ? [
        {
          name: "Training, as predicted",
          color: COLORS.faint,
          key: "eval_rmse",
        } as const,
      ]
      : []),
    {
      name: protocol === "published" ? "Validation (= test)" : "Validation",
      color: protocol === "published" ? COLORS.test : COLORS.validation,
      key: "val_rmse",
    },
  ] as const;
  const lines = series.flatMap(({ name, key }) =>
    thin(history, (point) => point[key]!, MOST_POINTS)
      .map((point) => ({ series: name, epoch: point.epoch, rmse: point[key]! }))
  ).filter(({ rmse }) => Number.isFinite(rmse));
  const values = lines.map(({ rmse }) => rmse);
  if (values.length === 0) {
    throw new RangeError("History has no finite RMSE, must have one at least");
  }
  const log = wantsLogAxis(values);
  const range = niceRange(values, log);
  const last = history[history.length - 1].epoch;
  return {
    config: THEME,
    title: figureTitle("Training history", figure),
    width: WIDTH,
    height: HEIGHT,
    layer: [
      {
        data: { values: lines },
        mark: {
          type: "line",
          strokeWidth: history.length > 500 ? 0.8 : 1.5,
          strokeJoin: "round",
          point: last === 1,
        },
        encoding: {
          x: {
            field: "epoch",
            type: "quantitative",
            title: "Epoch",
            scale: { domain: [Math.min(1, last - 1), last], nice: false },
            axis: {
              grid: false,
              format: ",d",
              tickMinStep: 1,
              tickCount: 8,
            },
          },
          y: {
            field: "rmse",
            type: "quantitative",
            title: rmseTitle(targets),
            scale: log
              ? { type: "log", domain: [...range], nice: false }
              : { domain: [...range], nice: false, zero: false },
            axis: {
              format: NUMBER_FORMAT,
              ...(log ? { values: logTicks(range) } : { tickCount: 6 }),
            },
          },
          color: {
            field: "series",
            type: "nominal",
            title: null,
            scale: {
              domain: series.map(({ name }) => name),
              range: series.map(({ color }) => color),
            },
            legend: { orient: "top", direction: "horizontal", offset: 6 },
          },
        },
      },
      ...bestMark(figure, last),
    ],
  };
}

function bestMark(
  { history, bestEpoch }: HistoryFigure,
  last: number,
): LayerSpec[] {
  const finite = history.filter(({ val_rmse }) => Number.isFinite(val_rmse));
  if (finite.length === 0) return [];
  const best = history.find(({ epoch }) => epoch === bestEpoch) ??
    finite.reduce((a, b) => b.val_rmse < a.val_rmse ? b : a);
  const right = best.epoch > last / 2;
  const data = {
    values: [{
      epoch: best.epoch,
      rmse: best.val_rmse,
      label: `Best epoch ${numberText(best.epoch, 0)}`,
    }],
  };
  const x = { field: "epoch", type: "quantitative" } as const;
  return [
    {
      data,
      mark: { type: "rule", color: COLORS.faint, strokeDash: [4, 3] },
      encoding: { x },
    },
    {
      data,
      mark: {
        type: "point",
        filled: true,
        fill: "#ffffff",
        stroke: COLORS.ink,
        strokeWidth: 1.5,
        opacity: 1,
        size: 55,
      },
      encoding: { x, y: { field: "rmse", type: "quantitative" } },
    },
    // Once as a white rim, so that no grid line runs through the words.
    ...[{ stroke: "#ffffff", strokeWidth: 4 }, {}].map((rim): LayerSpec => ({
      data,
      mark: {
        type: "text",
        align: right ? "right" : "left",
        dx: right ? -6 : 6,
        baseline: "top",
        dy: 5,
        color: COLORS.ink,
        fontSize: 11,
        ...rim,
      },
      encoding: { x, y: { value: 0 }, text: { field: "label" } },
    })),
  ];
}

function rmseTitle(targets: readonly string[]): string {
  const units = new Set(targets.map((target) => splitTarget(target).unit));
  const [unit] = units;
  return units.size === 1 && unit !== null ? `RMSE (${unit})` : "RMSE";
}
