// How much better models get with more samples to learn from.
import { type FigureSpec, NUMBER_FORMAT, THEME } from "./theme.ts";

/** A model with so many samples. */
export interface LearningPoint {
  readonly model: string;
  /** Samples that it has learnt from. */
  readonly samples: number;
  /** R² of the test part. */
  readonly r2: number;
}

/** Okabe and Ito's colours in an order that prints well. */
const LINES = [
  "#0072B2",
  "#D55E00",
  "#009E73",
  "#CC79A7",
  "#E69F00",
  "#56B4E9",
];

/**
 * Draws R² by the number of samples.
 *
 * @param figure Points, and what the study was.
 * @returns A Vega-Lite specification.
 * @throws {RangeError} If there is no point.
 */
export function learningCurveFigure(
  { title, target, points, synthetic }: {
    readonly title: string;
    readonly target: string;
    readonly points: readonly LearningPoint[];
    readonly synthetic: boolean;
  },
): FigureSpec {
  if (points.length === 0) {
    throw new RangeError("Figure has no point, must have one");
  }
  const models = [...new Set(points.map(({ model }) => model))];
  return {
    config: THEME,
    title: {
      text: `${target} by samples learnt from`,
      subtitle: [
        title,
        ...(synthetic ? ["Synthetic data, not measurements"] : []),
      ],
    },
    width: 480,
    height: 300,
    data: { values: points.map((point) => ({ ...point })) },
    mark: { type: "line", point: { size: 40 }, strokeWidth: 1.5 },
    encoding: {
      x: {
        field: "samples",
        type: "quantitative",
        title: "Samples learnt from",
        scale: { zero: false },
        axis: { grid: false, format: ",d", tickCount: 6 },
      },
      y: {
        field: "r2",
        aggregate: "mean",
        type: "quantitative",
        title: "Mean R² of test parts",
        scale: { zero: false },
        axis: { format: NUMBER_FORMAT, tickCount: 6 },
      },
      color: {
        field: "model",
        type: "nominal",
        title: null,
        sort: models,
        scale: { domain: models, range: LINES },
        legend: { orient: "top", direction: "horizontal", offset: 6 },
      },
    },
  };
}
