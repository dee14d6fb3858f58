// R² of the test parts by model: a box for each model, and every test part as a
// point, so that nobody has to take a mean's word for it.
import { COLORS, type FigureSpec, NUMBER_FORMAT, THEME } from "./theme.ts";

/** One test part of one model. */
export interface ComparisonPoint {
  /** What tables call the model. */
  readonly model: string;
  /** R² of the test part. */
  readonly r2: number;
}

/** What the figure is drawn from. */
export interface ModelComparisonFigure {
  /** Title of the study. */
  readonly title: string;
  /** The target, with its unit in the name. */
  readonly target: string;
  /** The validation scheme. */
  readonly scheme: string;
  /** All test parts; models in the order in which they are to stand. */
  readonly points: readonly ComparisonPoint[];
  /** Whether the data were made up by this package. */
  readonly synthetic: boolean;
}

/** Values below are drawn at this one: a failed model would hide the others. */
const LEAST = -0.5;

/**
 * Draws R² by model.
 *
 * @param figure Test parts and what the study was.
 * @returns A Vega-Lite specification.
 * @throws {RangeError} If there is no point.
 */
export function modelComparisonFigure(
  { title, target, scheme, points, synthetic }: ModelComparisonFigure,
): FigureSpec {
  if (points.length === 0) {
    throw new RangeError("Figure has no test part, must have one");
  }
  const models = [...new Set(points.map(({ model }) => model))];
  const drawn = points.map(({ model, r2 }) => ({
    model,
    r2: Math.max(r2, LEAST),
  }));
  const least = Math.min(0, ...drawn.map(({ r2 }) => r2));
  const subtitle = [
    title,
    `Every point is a test part of ${scheme}; box: quartiles and median`,
    ...(points.some(({ r2 }) => r2 < LEAST)
      ? [`Values below ${LEAST} are drawn at ${LEAST}`]
      : []),
    ...(synthetic ? ["Synthetic data, not measurements"] : []),
  ];
  const y = {
    field: "model",
    type: "nominal" as const,
    title: null,
    sort: models,
    axis: { labelLimit: 240, labelPadding: 8, grid: false, ticks: false },
  };
  const x = {
    field: "r2",
    type: "quantitative" as const,
    title: "R² of the test part",
    scale: { domain: [least, 1], nice: false },
    axis: { format: NUMBER_FORMAT, tickCount: 8 },
  };
  return {
    config: THEME,
    title: { text: `${target} by model`, subtitle },
    width: 480,
    height: { step: 26 },
    data: { values: drawn },
    layer: [
      {
        mark: {
          type: "boxplot",
          extent: "min-max",
          size: 14,
          box: { color: "#cfe3f1" },
          median: { color: COLORS.ink },
          rule: { color: COLORS.faint },
          ticks: false,
        },
        encoding: { x, y },
      },
      {
        mark: {
          type: "point",
          filled: true,
          size: 26,
          opacity: 0.8,
          color: COLORS.test,
        },
        encoding: { x, y },
      },
    ],
  };
}
