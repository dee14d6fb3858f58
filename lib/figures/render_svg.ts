// From a figure to SVG. Everything that could differ between machines or
// renders is taken out of Vega's hands: text is measured with the embedded
// typeface, the locale is the theme's, and ids are numbered from the top.
import { compileVegaLite, type TextStyle, vega } from "../third_party/vega.ts";
import { FONT_FAMILY, fontCut, textWidth } from "./font.ts";
import type { FigureSpec } from "./theme.ts";

/**
 * Renders a figure as SVG, with its typeface inside.
 *
 * @param spec A figure of this folder, or any Vega-Lite specification whose
 * data are in it.
 * @returns The text of an SVG file: the same on every machine.
 * @throws {Error} If the specification is not valid.
 *
 * @example
 * ```ts
 * import { historyFigure } from "./history.ts";
 * import { renderSvg } from "./render_svg.ts";
 *
 * const svg = await renderSvg(historyFigure({
 *   title: "Example",
 *   protocol: "honest",
 *   synthetic: true,
 *   targets: ["Sb_ppm"],
 *   history: [
 *     { epoch: 1, rmse: 30, val_rmse: 40 },
 *     { epoch: 2, rmse: 20, val_rmse: 35 },
 *   ],
 * }));
 * if (!svg.includes("RMSE (ppm)")) throw new Error();
 * ```
 */
export async function renderSvg(spec: FigureSpec): Promise<string> {
  measureWithOwnFont();
  const { spec: compiled } = compileVegaLite(spec, {
    logger: vega.logger(vega.Error),
  });
  const view = new vega.View(vega.parse(compiled), {
    renderer: "none",
    logLevel: vega.Error,
  });
  try {
    const svg = numberIds(roundCoordinates(await view.toSVG()));
    return complete(svg, titleOf(spec));
  } finally {
    view.finalize();
  }
}

function measureWithOwnFont() {
  vega.textMetrics.width = (item: TextStyle, text: unknown) =>
    text == null
      ? 0
      : textWidth(String(text).trim(), item.fontSize ?? 11, item.fontWeight);
}

/** Vega counts its ids from where the last figure ended. */
function numberIds(svg: string): string {
  const numbers = new Map<string, string>();
  return svg.replace(
    /(?<=id="|url\(#)(clip|gradient_)\d+/g,
    (id, kind: string) => {
      if (!numbers.has(id)) numbers.set(id, `${kind}${numbers.size + 1}`);
      return numbers.get(id)!;
    },
  );
}

/**
 * Thousandths of a pixel are enough, make small files, and hide the last bits
 * of sums.
 */
function roundCoordinates(svg: string): string {
  return svg.replace(
    /(?<= (?:d|transform|x|y|[xy][12]|width|height)=")[^"]+/g,
    (list) => list.replace(/-?\d+(?:\.\d+)?(?:e[-+]?\d+)?/g, rounded),
  );
}

function rounded(text: string): string {
  return String(Math.round(Number(text) * 1000) / 1000 || 0);
}

function complete(svg: string, title: string): string {
  const faces = ([400, 600] as const).map((weight) =>
    `@font-face{font-family:${FONT_FAMILY};font-weight:${weight};` +
    `src:url(data:font/ttf;base64,${fontCut(weight).base64})}`
  );
  const head = `<title>${escaped(title)}</title>` +
    `<style>${faces.join("")}</style>`;
  return svg
    .replace(/^<svg\b[^>]*>/, (tag) => `${tag}${head}`)
    // Cells that touch must not let the ground through between them.
    .replaceAll(
      'class="mark-rect role-mark',
      'shape-rendering="crispEdges" class="mark-rect role-mark',
    ) + "\n";
}

function titleOf({ title }: FigureSpec): string {
  const text = typeof title === "object" && title !== null && "text" in title
    ? title.text
    : title;
  return typeof text === "string" ? text : "Figure";
}

function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
}
