// The brushes of an SVG element: fill and stroke, with the colours, gradients,
// widths and opacities that it has or inherits.
import type { CanvasKit, Paint } from "../third_party/canvaskit.ts";
import type { SvgNode } from "./svg_tree.ts";

/** Attributes that an element passes on to what is in it. */
const INHERITED = [
  "fill",
  "fill-opacity",
  "font-family",
  "font-size",
  "font-style",
  "font-weight",
  "shape-rendering",
  "stroke",
  "stroke-dasharray",
  "stroke-dashoffset",
  "stroke-linecap",
  "stroke-linejoin",
  "stroke-miterlimit",
  "stroke-opacity",
  "stroke-width",
  "text-anchor",
] as const;

/** Attributes in force at an element, and its opacity with its parents'. */
export interface Style {
  /** Inherited and own attributes. */
  readonly attributes: Readonly<Record<string, string>>;
  /** Own opacity times that of what is around. */
  readonly opacity: number;
}

/** Style of an element inside one with the style `outer`. */
export function styleOf(node: SvgNode, outer: Style): Style {
  const attributes: Record<string, string> = { ...outer.attributes };
  for (const name of INHERITED) {
    const value = node.attributes[name];
    if (value !== undefined) attributes[name] = value;
  }
  const opacity = outer.opacity * Number(node.attributes.opacity ?? 1);
  return { attributes, opacity };
}

/** What paints are made with. */
export interface PaintContext {
  /** The CanvasKit in use. */
  readonly kit: CanvasKit;
  /** Gradients by id. */
  readonly gradients: ReadonlyMap<string, SvgNode>;
  /** Left, top, right and bottom of what is painted. */
  readonly box: readonly number[];
}

/** The paint that fills an element, or null; the caller deletes it. */
export function fillPaint(style: Style, context: PaintContext): Paint | null {
  return brush("fill", "black", style, context);
}

/** The paint that strokes an element, or null; the caller deletes it. */
export function strokePaint(
  style: Style,
  context: PaintContext,
): Paint | null {
  const { attributes } = style;
  const width = Number(attributes["stroke-width"] ?? 1);
  const paint = width > 0 ? brush("stroke", "none", style, context) : null;
  if (paint === null) return null;
  const { kit } = context;
  paint.setStyle(kit.PaintStyle.Stroke);
  paint.setStrokeWidth(width);
  paint.setStrokeMiter(Number(attributes["stroke-miterlimit"] ?? 4));
  paint.setStrokeCap(CAPS(kit)[attributes["stroke-linecap"] ?? "butt"]);
  paint.setStrokeJoin(JOINS(kit)[attributes["stroke-linejoin"] ?? "miter"]);
  const dashes = (attributes["stroke-dasharray"] ?? "").split(/[\s,]+/)
    .filter((part) => part !== "" && part !== "none").map(Number);
  if (dashes.length > 0) {
    const even = dashes.length % 2 === 0 ? dashes : [...dashes, ...dashes];
    const phase = Number(attributes["stroke-dashoffset"] ?? 0);
    const effect = kit.PathEffect.MakeDash(even, phase);
    paint.setPathEffect(effect);
    effect.delete();
  }
  return paint;
}

const CAPS = ({ StrokeCap }: CanvasKit) => ({
  butt: StrokeCap.Butt,
  round: StrokeCap.Round,
  square: StrokeCap.Square,
} as Readonly<Record<string, CanvasKit["StrokeCap"]["Butt"]>>);

const JOINS = ({ StrokeJoin }: CanvasKit) => ({
  miter: StrokeJoin.Miter,
  round: StrokeJoin.Round,
  bevel: StrokeJoin.Bevel,
} as Readonly<Record<string, CanvasKit["StrokeJoin"]["Miter"]>>);

function brush(
  kind: "fill" | "stroke",
  absent: string,
  { attributes, opacity }: Style,
  context: PaintContext,
): Paint | null {
  const value = attributes[kind] ?? absent;
  if (value === "none" || value === "transparent") return null;
  const { kit } = context;
  const paint = new kit.Paint();
  paint.setAntiAlias(attributes["shape-rendering"] !== "crispEdges");
  const alpha = opacity * Number(attributes[`${kind}-opacity`] ?? 1);
  const id = /^url\(#(.*)\)$/.exec(value)?.[1];
  if (id === undefined) paint.setColor(color(kit, value, alpha));
  else gradientPaint(paint, id, alpha, context);
  return paint;
}

function color(kit: CanvasKit, value: string, alpha: number): Float32Array {
  if (!/^(#[\da-f]{3,8}|rgba?\([\d\s.,%]+\)|[a-z]+)$/i.test(value)) {
    throw new SyntaxError(`SVG has the colour ${value}, cannot be drawn`);
  }
  const [red, green, blue, own] = kit.parseColorString(value);
  return kit.Color4f(red, green, blue, own * alpha);
}

function gradientPaint(
  paint: Paint,
  id: string,
  alpha: number,
  { kit, gradients, box }: PaintContext,
) {
  const gradient = gradients.get(id);
  if (gradient === undefined) {
    throw new SyntaxError(`SVG has no gradient ${id}, but uses it`);
  }
  const [left, top, right, bottom] = box;
  const place = (x: string, y: string) => [
    left + Number(gradient.attributes[x]) * (right - left),
    top + Number(gradient.attributes[y]) * (bottom - top),
  ];
  const stops = gradient.children.filter(({ name }) => name === "stop")
    .map(({ attributes }) => attributes);
  const shader = kit.Shader.MakeLinearGradient(
    place("x1", "y1"),
    place("x2", "y2"),
    stops.map((stop) => color(kit, stop["stop-color"], 1)),
    stops.map(({ offset }) => Number(offset)),
    kit.TileMode.Clamp,
  );
  paint.setShader(shader);
  paint.setAlphaf(alpha);
  shader.delete();
}
