// Text of a figure on a canvas: glyph by glyph at the advances that the layout
// was made with, without a shaper.
import { fontCut } from "./font.ts";
import { fillPaint, strokePaint, type Style } from "./paint.ts";
import type { Drawing } from "./drawing.ts";
import type { SvgNode } from "./svg_tree.ts";

/**
 * Draws a `text` element and its `tspan`s, from the current origin.
 *
 * @param node The element.
 * @param style Its style.
 * @param drawing Where it is drawn.
 */
export function drawText(node: SvgNode, style: Style, drawing: Drawing) {
  const { kit, canvas, defined, typeface } = drawing;
  const { attributes } = style;
  const context = { kit, gradients: defined, box: [0, 0, 1, 1] };
  const paints = [fillPaint(style, context), strokePaint(style, context)]
    .filter((paint) => paint !== null);
  const cut = fontCut(attributes["font-weight"]);
  const size = parseFloat(attributes["font-size"] ?? "11");
  const font = new kit.Font(typeface(cut.weight), size);
  font.setSubpixel(true);
  font.setHinting(kit.FontHinting.None);
  font.setEdging(kit.FontEdging.AntiAlias);
  let y = 0;
  for (const line of lines(node)) {
    y += line.dy;
    const glyphs = [...line.text].map((char) =>
      cut.glyph(char.codePointAt(0)!)
    );
    const positions: number[] = [];
    let width = 0;
    for (const { advance } of glyphs) {
      positions.push(width, 0);
      width += advance * size;
    }
    const x = -width * (ANCHORS[attributes["text-anchor"] ?? "start"] ?? 0);
    const ids = glyphs.map(({ id }) => id);
    if (ids.length === 0) continue;
    for (const paint of paints) {
      canvas.drawGlyphs(ids, positions, x, y, font, paint);
    }
  }
  font.delete();
  for (const paint of paints) paint.delete();
}

/** Which part of a line lies left of its origin. */
const ANCHORS: Readonly<Record<string, number>> = {
  start: 0,
  middle: 0.5,
  end: 1,
};

function lines({ children }: SvgNode): { text: string; dy: number }[] {
  const spans = children.filter(({ name }) => name === "tspan");
  if (spans.length === 0) return [{ text: textOf(children), dy: 0 }];
  return spans.map((span) => ({
    text: textOf(span.children),
    dy: Number(span.attributes.dy ?? 0),
  }));
}

function textOf(children: readonly SvgNode[]): string {
  return children.map(({ text }) => text).join("");
}
