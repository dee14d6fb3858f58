// Spectra over wavelength: each in its own colour while they can be told
// apart, then as thin lines, then as their median and percentiles. Several
// panels, such as before and after pre-treatment, share the wavelength axis.
import { textWidth } from "./font.ts";
import { heightsOf } from "./spectra_axis.ts";
import { areas, spliceMarks } from "./spectra_marks.ts";
import { type Series, seriesOf } from "./spectra_series.ts";
import {
  COLORS,
  type FigureSpec,
  type LayerSpec,
  NUMBER_FORMAT,
  type PanelSpec,
  THEME,
} from "./theme.ts";

/** Spectra on one grid, such as those of a file. */
export interface SpectraGroup {
  /** What the group is called. */
  readonly name: string;
  /** What each spectrum is called. */
  readonly spectra: readonly string[];
  /** Wavelengths in nm, increasing. */
  readonly wavelengths: Float64Array;
  /** Values in C order `[spectrum, band]`. */
  readonly values: Float64Array;
}

/** One panel. */
export interface SpectraPanel {
  /** What stands above it; nothing for a single panel. */
  readonly title?: string;
  /** What the values are. */
  readonly quantity: string;
  /** The spectra. */
  readonly groups: readonly SpectraGroup[];
}

/** What the figure is drawn from. */
export interface SpectraFigure {
  /** What the figure shows. */
  readonly title: string;
  /** Lines below the title; the number of spectra is added to them. */
  readonly subtitle: readonly string[];
  /** Where detectors meet, in nm. */
  readonly splices: readonly number[];
  /** One panel or several, the same groups in each. */
  readonly panels: readonly SpectraPanel[];
}

/** Spectra that get colours of their own. */
export const MOST_NAMED = 8;

/** Spectra that are drawn as lines; more are their median and percentiles. */
export const MOST_LINES = 60;

const WIDTH = 640;
const HEIGHT = 300;
const HEIGHT_OF_SEVERAL = 220;

/** Okabe and Ito's colours but yellow, which is faint on white. */
const PALETTE = [
  COLORS.train,
  COLORS.test,
  COLORS.validation,
  "#CC79A7",
  "#E69F00",
  "#56B4E9",
  "#000000",
  COLORS.faint,
];

/**
 * Draws spectra.
 *
 * @param figure Spectra by panel and group, splices and titles.
 * @returns A Vega-Lite specification. Up to `MOST_NAMED` spectra have their
 * own colours and names, up to `MOST_LINES` the colour of their group; more are
 * drawn as median, 25th to 75th and 5th to 95th percentile of each group.
 * @throws {RangeError} If there is no spectrum, lengths do not fit each other,
 * or there are more groups than colours.
 */
export function spectraFigure(figure: SpectraFigure): FigureSpec {
  const { title, subtitle, panels } = figure;
  const groups = panels.flatMap((panel) => panel.groups);
  check(figure, groups);
  const count = panels[0].groups.reduce(
    (sum, { spectra }) => sum + spectra.length,
    0,
  );
  const style = count <= MOST_NAMED
    ? "named"
    : count <= MOST_LINES
    ? "lines"
    : "bands";
  const domain: [number, number] = [
    Math.min(...groups.map(({ wavelengths }) => wavelengths[0])),
    Math.max(...groups.map(({ wavelengths }) => wavelengths.at(-1)!)),
  ];
  const series = panels.map((panel) =>
    panel.groups.flatMap((group) => seriesOf(group, style))
  );
  // A panel without a title has no place for its note.
  const notes = panels.flatMap(({ title }, at) =>
    title === undefined ? heightsOf(series[at]).note ?? [] : []
  );
  const drawn = panels.map((panel, at) =>
    panelSpec(panel, {
      figure,
      series: series[at],
      domain,
      style,
      last: at === panels.length - 1,
    })
  );
  const says = style === "bands"
    ? `${count} spectra: median (line), 25th to 75th and 5th to 95th ` +
      "percentile (bands)"
    : `${count} ${count === 1 ? "spectrum" : "spectra"}`;
  return {
    config: THEME,
    title: {
      text: title,
      subtitle: [says, ...subtitle, ...notes].flatMap(wrap),
    },
    spacing: 18,
    vconcat: drawn,
  };
}

function check(
  { panels }: SpectraFigure,
  groups: readonly SpectraGroup[],
): void {
  const most = Math.max(...panels.map((panel) => panel.groups.length));
  if (!(most >= 1 && most <= PALETTE.length)) {
    throw new RangeError(
      `Figure has ${most} groups, must have 1 to ${PALETTE.length}`,
    );
  }
  for (const { spectra, wavelengths, values } of groups) {
    const size = spectra.length * wavelengths.length;
    if (size > 0 && values.length === size) continue;
    throw new RangeError(
      `Group has ${values.length} values, must have those of ` +
        `${spectra.length} spectra of ${wavelengths.length} bands, one at least`,
    );
  }
}

interface PanelContext {
  readonly figure: SpectraFigure;
  readonly series: readonly Series[];
  readonly style: "named" | "lines" | "bands";
  readonly domain: readonly [number, number];
  readonly last: boolean;
}

function panelSpec(
  { title, quantity }: SpectraPanel,
  { figure, series, style, domain, last }: PanelContext,
): PanelSpec {
  const names = [...new Set(series.map(({ name }) => name))];
  const x = {
    field: "nm",
    type: "quantitative" as const,
    title: last ? "Wavelength (nm)" : null,
    scale: { domain: [...domain], nice: false, zero: false },
    axis: { format: "d", grid: false, tickCount: 10 },
  };
  const axis = heightsOf(series);
  const y = {
    type: "quantitative" as const,
    title: quantity,
    scale: {
      ...(axis.domain && { domain: axis.domain }),
      zero: false,
      nice: true,
    },
    axis: { tickCount: 6, format: NUMBER_FORMAT },
  };
  const color = {
    field: "series",
    type: "nominal" as const,
    title: null,
    scale: { domain: names, range: PALETTE.slice(0, names.length) },
    // One group is named in the title already.
    legend: names.length > 1
      ? {
        orient: "top" as const,
        columns: columnsFor(names),
        symbolType: "stroke" as const,
        symbolStrokeWidth: 2,
        symbolOpacity: 1,
        labelLimit: WIDTH,
      }
      : null,
  };
  const detail = { field: "line", type: "nominal" as const };
  const several = figure.panels.length > 1;
  return {
    width: WIDTH,
    height: several ? HEIGHT_OF_SEVERAL : HEIGHT,
    ...(title !== undefined && {
      title: {
        text: title,
        ...(axis.note !== null && {
          subtitle: axis.note,
          subtitleFontSize: 10.5,
          subtitlePadding: 2,
        }),
        anchor: "start" as const,
        frame: "group" as const,
        fontSize: 12.5,
        offset: 6,
      },
    }),
    layer: [
      ...spliceMarks(figure.splices, domain),
      ...areas(series).map(({ values, opacity }): LayerSpec => ({
        data: { values },
        mark: { type: "area", clip: true, opacity, strokeWidth: 0 },
        encoding: {
          x,
          y: { ...y, field: "low" },
          y2: { field: "high" },
          color,
          detail,
        },
      })),
      {
        data: {
          values: series.flatMap(({ name, line, points }) =>
            points.map(([nm, value]) => ({ nm, value, series: name, line }))
          ),
        },
        mark: {
          type: "line",
          clip: true,
          strokeWidth: style === "lines" ? 0.9 : 1.5,
          strokeOpacity: style === "lines" ? 0.5 : 1,
          strokeJoin: "round",
        },
        encoding: { x, y: { ...y, field: "value" }, color, detail },
      },
    ],
  };
}

/** As many columns of a legend as are not wider than the figure. */
function columnsFor(names: readonly string[]): number {
  const widest = Math.max(...names.map((name) => textWidth(name, 11)));
  return Math.max(1, Math.min(names.length, Math.floor(WIDTH / (widest + 40))));
}

/** Lines of a subtitle that are not wider than the figure. */
function wrap(text: string): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`;
    if (lines.length > 0 && textWidth(longer, 11.5) <= WIDTH) {
      lines[lines.length - 1] = longer;
    } else lines.push(word);
  }
  return lines;
}
