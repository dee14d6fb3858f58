// The typeface of the figures. It lies in the package, so that no machine's own
// fonts have a say; widths come from its tables, so that a layout is the same
// wherever it is made. It has no kerning: a width is a sum of advances.
import { ROBOTO_REGULAR } from "./font/roboto_regular.ts";
import { ROBOTO_SEMI_BOLD } from "./font/roboto_semi_bold.ts";
import { readGlyphs } from "./truetype.ts";

/** Weight of the regular cut and of the bold one, as in CSS. */
export type FontWeight = 400 | 600;

/** One cut of the typeface. */
export interface FontCut {
  /** Weight as in CSS. */
  readonly weight: FontWeight;
  /** The TrueType file in base64. */
  readonly base64: string;
  /** The TrueType file. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The glyph of a code point (0 where there is none) and its advance in em. */
  readonly glyph: (codePoint: number) => { id: number; advance: number };
}

/** Name of the typeface. */
export const FONT_FAMILY = "Roboto";

const cuts = new Map<FontWeight, FontCut>();

/**
 * The cut for a weight as CSS or Vega writes it.
 *
 * @param weight Such as `"bold"`, 700 or nothing; from 600 on it is bold.
 */
export function fontCut(weight?: string | number | null): FontCut {
  const bold = weight === "bold" || Number(weight) >= 600;
  const key = bold ? 600 : 400;
  const made = cuts.get(key);
  if (made) return made;
  const base64 = bold ? ROBOTO_SEMI_BOLD : ROBOTO_REGULAR;
  const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
  const cut = { weight: key, base64, bytes, glyph: readGlyphs(bytes) } as const;
  cuts.set(key, cut);
  return cut;
}

/**
 * Width of a text in the unit of its size.
 *
 * @param text One line.
 * @param size Font size.
 * @param weight As for `fontCut`.
 */
export function textWidth(
  text: string,
  size: number,
  weight?: string | number | null,
): number {
  const { glyph } = fontCut(weight);
  let em = 0;
  for (const char of text) em += glyph(char.codePointAt(0)!).advance;
  return em * size;
}
