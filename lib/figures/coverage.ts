// How many values lie inside of their intervals, against how many should.
import {
  type FigureLabel,
  type FigureSpec,
  figureTitle,
  NUMBER_FORMAT,
  THEME,
} from "./theme.ts";

/** Intervals of one level, in one part. */
export interface CoveragePoint {
  readonly part: "validation" | "test";
  readonly target: string;
  /** Share of values that intervals should hold. */
  readonly level: number;
  /** Share that they hold, or null. */
  readonly coverage: number | null;
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
 * Draws the coverage of intervals.
 *
 * @param figure Points, and what the run was.
 * @returns A Vega-Lite specification.
 * @throws {RangeError} If there is no point with a coverage.
 */
export function coverageFigure(
  figure: FigureLabel & { readonly points: readonly CoveragePoint[] },
): FigureSpec {
  const values = figure.points.flatMap(({ part, target, level, coverage }) =>
    coverage === null ? [] : [{ name: `${target}, ${part}`, level, coverage }]
  );
  if (values.length === 0) {
    throw new RangeError("Figure has no coverage, must have one");
  }
  const names = [...new Set(values.map(({ name }) => name))];
  const scale = { domain: [0, 1], nice: false };
  const axis = { format: NUMBER_FORMAT, tickCount: 5 };
  const x = {
    field: "level",
    type: "quantitative" as const,
    title: "Share that intervals should hold",
    scale,
    axis,
  };
  const y = {
    field: "coverage",
    type: "quantitative" as const,
    title: "Share that they hold",
    scale,
    axis,
  };
  return {
    config: THEME,
    title: figureTitle("Coverage of prediction intervals", figure),
    width: 300,
    height: 300,
    layer: [
      {
        data: { values: [0, 1].map((at) => ({ level: at, coverage: at })) },
        mark: { type: "line", color: "#999999", strokeDash: [5, 3] },
        encoding: { x, y },
      },
      {
        data: { values },
        mark: { type: "line", point: { size: 40 }, strokeWidth: 1.5 },
        encoding: {
          x,
          y,
          color: {
            field: "name",
            type: "nominal",
            title: null,
            sort: names,
            scale: { domain: names, range: LINES },
            legend: { orient: "top", direction: "horizontal", offset: 6 },
          },
        },
      },
    ],
  };
}
