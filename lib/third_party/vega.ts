// The grammar of graphics that the figures are written in.
import * as vegaModule from "npm:vega@6.4.0";
export {
  compile as compileVegaLite,
  type TopLevelSpec,
} from "npm:vega-lite@6.5.0";

/** How Vega measures text; it is there to be replaced, and has no type. */
interface TextMetrics {
  /** Width of a line in the style of a text mark. */
  width: (item: TextStyle, text: unknown) => number;
}

/** What a text mark says about its style. */
export interface TextStyle {
  /** Size in pixels; 11 if left out. */
  readonly fontSize?: number;
  /** Weight as in CSS. */
  readonly fontWeight?: string | number;
}

export const vega = vegaModule as typeof vegaModule & {
  readonly textMetrics: TextMetrics;
};
