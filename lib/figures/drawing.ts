// What the functions that draw one picture hand to each other.
import type { Canvas, CanvasKit, Typeface } from "../third_party/canvaskit.ts";
import type { FontWeight } from "./font.ts";
import type { SvgNode } from "./svg_tree.ts";

/** What the drawing of one picture shares. */
export interface Drawing {
  /** The CanvasKit in use. */
  readonly kit: CanvasKit;
  /** Where the picture is drawn. */
  readonly canvas: Canvas;
  /** Elements of `defs`, by id. */
  readonly defined: ReadonlyMap<string, SvgNode>;
  /** The cut of the typeface for a weight. */
  readonly typeface: (weight: FontWeight) => Typeface;
}
