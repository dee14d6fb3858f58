// From a figure's SVG to PNG: the elements that Vega writes, drawn one by one
// with CanvasKit (Skia as WebAssembly, the same on every machine). An element
// that is not known here is an error, so that SVG and PNG never differ.
import type {
  Canvas,
  CanvasKit,
  Path,
  Typeface,
} from "../third_party/canvaskit.ts";
import { openCanvasKit } from "./canvaskit.ts";
import { fontCut, type FontWeight } from "./font.ts";
import { fillPaint, strokePaint, type Style, styleOf } from "./paint.ts";
import { readSvg, type SvgNode } from "./svg_tree.ts";
import type { Drawing } from "./drawing.ts";
import { drawText } from "./draw_text.ts";

/** How a PNG is drawn. */
export interface RenderPngOptions {
  /** Pixels of the picture per pixel of the SVG; 2 by default. */
  readonly scale?: number;
}

/**
 * Draws an SVG of `renderSvg` as PNG, with the typeface of the figures.
 *
 * @param svg What `renderSvg` returned.
 * @param options Resolution.
 * @returns The PNG file: the same bytes on every machine.
 * @throws {SyntaxError} If the SVG has something that cannot be drawn.
 * @throws {RangeError} If `scale` is not in 0.1..20.
 */
export async function renderPng(
  svg: string,
  { scale = 2 }: RenderPngOptions = {},
): Promise<Uint8Array<ArrayBuffer>> {
  if (!(scale >= 0.1 && scale <= 20)) {
    throw new RangeError(`Scale is ${scale}, must be in 0.1..20`);
  }
  const root = readSvg(svg);
  const kit = await openCanvasKit();
  const width = Math.ceil(Number(root.attributes.width) * scale);
  const height = Math.ceil(Number(root.attributes.height) * scale);
  const surface = kit.MakeSurface(width, height);
  if (!surface) {
    throw new RangeError(`Picture is ${width} x ${height}, cannot be that big`);
  }
  const faces = new Map<FontWeight, Typeface>();
  const typeface = (weight: FontWeight) => {
    const face = faces.get(weight) ?? kit.Typeface
      .MakeTypefaceFromData(fontCut(weight).bytes.buffer)!;
    faces.set(weight, face);
    return face;
  };
  try {
    const canvas = surface.getCanvas();
    canvas.clear(kit.WHITE);
    canvas.scale(scale, scale);
    const drawing = { kit, canvas, defined: definitions(root), typeface };
    const style = { attributes: {}, opacity: 1 };
    for (const child of root.children) draw(child, style, drawing);
    return encode(surface.makeImageSnapshot(), kit);
  } finally {
    for (const face of faces.values()) face.delete();
    surface.dispose();
  }
}

function encode(
  image: ReturnType<
    NonNullable<ReturnType<CanvasKit["MakeSurface"]>>["makeImageSnapshot"]
  >,
  kit: CanvasKit,
): Uint8Array<ArrayBuffer> {
  const bytes = image.encodeToBytes(kit.ImageFormat.PNG, 100);
  image.delete();
  if (!bytes) throw new Error("CanvasKit could not encode the picture as PNG");
  return new Uint8Array(bytes);
}

function definitions(root: SvgNode): Map<string, SvgNode> {
  return new Map(
    root.children.filter(({ name }) => name === "defs")
      .flatMap(({ children }) => children)
      .map((node) => [node.attributes.id, node]),
  );
}

function draw(node: SvgNode, outer: Style, drawing: Drawing) {
  const { canvas } = drawing;
  const { attributes, children } = node;
  if (SILENT.has(node.name) || attributes.display === "none") return;
  const style = styleOf(node, outer);
  canvas.save();
  transform(attributes.transform ?? "", canvas);
  const clip = /^url\(#(.*)\)$/.exec(attributes["clip-path"] ?? "")?.[1];
  if (clip !== undefined) clipTo(clip, drawing);
  if (node.name === "g") {
    for (const child of children) draw(child, style, drawing);
  } else if (node.name === "text") {
    drawText(node, style, drawing);
  } else {
    drawShape(outline(node, drawing.kit), style, drawing);
  }
  canvas.restore();
}

/** Elements that show nothing where they stand; "" is white space. */
const SILENT: ReadonlySet<string> = new Set(["", "defs", "style", "title"]);

function drawShape(
  path: Path,
  style: Style,
  { kit, canvas, defined }: Drawing,
) {
  const context = { kit, gradients: defined, box: [...path.getBounds()] };
  for (
    const paint of [fillPaint(style, context), strokePaint(style, context)]
  ) {
    if (paint === null) continue;
    canvas.drawPath(path, paint);
    paint.delete();
  }
  path.delete();
}

function outline({ name, attributes }: SvgNode, kit: CanvasKit): Path {
  const at = (key: string) => Number(attributes[key] ?? 0);
  const data = name === "path"
    ? attributes.d ?? ""
    : name === "line"
    ? `M${at("x1")},${at("y1")}L${at("x2")},${at("y2")}`
    : name === "rect"
    ? `M${at("x")},${at("y")}h${at("width")}v${at("height")}h${-at("width")}Z`
    : null;
  const path = data === null ? null : kit.Path.MakeFromSVGString(data);
  if (path) return path;
  throw new SyntaxError(`SVG has the element ${name}, cannot be drawn`);
}

function clipTo(id: string, { kit, canvas, defined }: Drawing) {
  for (const shape of defined.get(id)?.children ?? []) {
    if (shape.name === "") continue;
    const path = outline(shape, kit);
    canvas.clipPath(path, kit.ClipOp.Intersect, true);
    path.delete();
  }
}

function transform(text: string, canvas: Canvas) {
  for (const [, name, list] of text.matchAll(/(\w+)\(([^)]*)\)/g)) {
    const [a, b = 0] = list.split(/[\s,]+/).map(Number);
    if (name === "translate") canvas.translate(a, b);
    else if (name === "rotate" && !list.includes(",")) canvas.rotate(a, 0, 0);
    else throw new SyntaxError(`SVG has the transform ${name}(${list})`);
  }
}
