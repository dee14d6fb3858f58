// How much each stretch of wavelengths weighs in predictions, over what is known
// to absorb there.
import {
  COLORS,
  type FigureLabel,
  type FigureSpec,
  figureTitle,
  NUMBER_FORMAT,
  THEME,
} from "./theme.ts";
import { splitTarget, targetTitle } from "./target_label.ts";

/** One stretch of wavelengths. */
export interface OcclusionPoint {
  /** Ends in nm. */
  readonly from: number;
  readonly to: number;
  /** Its weight: the root mean square change of predictions, or another. */
  readonly change: number;
}

/**
 * Features that soils have (Stenberg et al. 2010, "Visible and near infrared
 * spectroscopy in soil science"; Viscarra Rossel and Behrens 2010).
 */
export const SOIL_FEATURES: readonly {
  readonly nm: number;
  readonly label: string;
}[] = [
  { nm: 480, label: "goethite" },
  { nm: 550, label: "hematite" },
  { nm: 880, label: "iron oxides" },
  { nm: 1400, label: "OH, water" },
  { nm: 1730, label: "CH" },
  { nm: 1915, label: "water" },
  { nm: 2205, label: "Al–OH, clay" },
  { nm: 2340, label: "carbonate" },
];

/**
 * Draws the changes of predictions by wavelength.
 *
 * @param figure Stretches in the order of wavelengths, and what the run was.
 * @returns A Vega-Lite specification.
 * @throws {RangeError} If there is no stretch.
 */
export function occlusionFigure(
  figure: FigureLabel & {
    /** The target, with its unit in the name. */
    readonly target: string;
    readonly points: readonly OcclusionPoint[];
    /** What is drawn, ahead of the target; the change if not given. */
    readonly measure?: string;
  },
): FigureSpec {
  const { points, target, measure = "RMS change of" } = figure;
  if (points.length === 0) {
    throw new RangeError("Figure has no stretch, must have one");
  }
  const range = [points[0].from, points[points.length - 1].to];
  const features = SOIL_FEATURES.filter(({ nm }) =>
    nm > range[0] && nm < range[1]
  );
  const x = {
    type: "quantitative" as const,
    title: "Wavelength (nm)",
    scale: { domain: range, nice: false },
    axis: { grid: false, format: ",d", tickCount: 10 },
  };
  return {
    config: THEME,
    title: figureTitle(
      `What the prediction of ${splitTarget(target).quantity} looks at`,
      figure,
    ),
    width: 640,
    height: 280,
    layer: [
      {
        data: { values: points.map((point) => ({ ...point })) },
        mark: { type: "rect", color: COLORS.train, opacity: 0.75 },
        encoding: {
          x: { field: "from", ...x },
          x2: { field: "to" },
          y: {
            field: "change",
            type: "quantitative",
            title: targetTitle(measure, target),
            axis: { format: NUMBER_FORMAT, tickCount: 5 },
            scale: { domainMin: 0 },
          },
          y2: { datum: 0 },
        },
      },
      {
        data: { values: features.map((feature) => ({ ...feature })) },
        mark: { type: "rule", color: COLORS.faint, strokeDash: [3, 3] },
        encoding: { x: { field: "nm", ...x } },
      },
      {
        data: { values: features.map((feature) => ({ ...feature })) },
        mark: {
          type: "text",
          angle: 270,
          align: "right",
          baseline: "bottom",
          dx: -4,
          dy: -3,
          fontSize: 10,
          color: COLORS.ink,
        },
        encoding: {
          x: { field: "nm", ...x },
          y: { value: 0 },
          text: { field: "label" },
        },
      },
    ],
  };
}
