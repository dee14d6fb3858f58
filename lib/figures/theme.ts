// What all figures have in common: typeface, sizes, colours, and the lines
// under the title that say what one is looking at.
import type { TopLevelSpec } from "../third_party/vega.ts";
import { FONT_FAMILY } from "./font.ts";

/** A figure: a Vega-Lite specification, plain data, nothing to load. */
export type FigureSpec = TopLevelSpec;

/** One panel of a figure of several. */
export type PanelSpec = Extract<
  FigureSpec,
  { hconcat: unknown }
>["hconcat"][number];

/** One layer of a figure or panel. */
export type LayerSpec = Extract<
  FigureSpec,
  { layer: unknown }
>["layer"][number];

/** What every figure says about itself under its title. */
export interface FigureLabel {
  /** What the title starts with, such as the config's title. */
  readonly title: string;
  /** Which protocol the run followed. */
  readonly protocol: "published" | "honest";
  /** Whether the data were made up by this package. */
  readonly synthetic: boolean;
}

/** Format of numbers on axes: 12,000 and 0.05, never 1e+2. */
export const NUMBER_FORMAT = ",.12~g";

/** Okabe and Ito's colours, told apart with every kind of colour vision. */
export const COLORS = {
  train: "#0072B2",
  validation: "#009E73",
  test: "#D55E00",
  ink: "#222222",
  faint: "#767676",
} as const;

const PROTOCOLS = {
  published: "Published protocol: early stopping watched the test samples",
  honest: "Honest protocol: nothing in training has seen the test samples",
} as const;

/**
 * Title and subtitle of a figure.
 *
 * @param subject What the figure shows.
 * @param label Run, protocol and whether the data are synthetic.
 */
export function figureTitle(
  subject: string,
  { title, protocol, synthetic }: FigureLabel,
): { text: string; subtitle: string[] } {
  const lines = [title, PROTOCOLS[protocol]];
  if (synthetic) lines.push("Synthetic data, not measurements");
  return { text: subject, subtitle: lines.filter((line) => line !== "") };
}

/** Settings that every figure has; fonts, weights and colours in one place. */
export const THEME: FigureSpec["config"] = {
  font: `${FONT_FAMILY}, sans-serif`,
  background: "#ffffff",
  padding: 12,
  // Labels on marks would double the size of an SVG; `renderSvg` puts one
  // title on the whole picture instead.
  aria: false,
  // Fixed, so that no machine's or user's locale is asked.
  locale: {
    number: {
      decimal: ".",
      thousands: ",",
      grouping: [3],
      currency: ["", ""],
      minus: "\u2212",
    },
  },
  title: {
    anchor: "start",
    frame: "bounds",
    color: COLORS.ink,
    fontSize: 15,
    fontWeight: 600,
    subtitleColor: "#4d4d4d",
    subtitleFontSize: 11.5,
    subtitleLineHeight: 15,
    subtitlePadding: 5,
    offset: 14,
  },
  axis: {
    labelColor: COLORS.ink,
    titleColor: COLORS.ink,
    labelFontSize: 11,
    titleFontSize: 12,
    titleFontWeight: 600,
    titlePadding: 8,
    domainColor: COLORS.faint,
    tickColor: COLORS.faint,
    gridColor: "#e6e6e6",
    labelOverlap: "greedy",
    labelFlush: false,
  },
  header: {
    labelFontSize: 12,
    labelFontWeight: 600,
    labelColor: COLORS.ink,
  },
  legend: {
    labelColor: COLORS.ink,
    titleColor: COLORS.ink,
    labelFontSize: 11,
    titleFontSize: 11.5,
    titleFontWeight: 600,
    titleLimit: 240,
  },
  view: { stroke: "#b3b3b3" },
};
