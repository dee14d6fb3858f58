// An SVG file inside of a page: its typeface is the page's, its ids are its own,
// and it is one picture with words for those who do not see it.
import { escapeHtml } from "./html.ts";

/** How an SVG is put into a page. */
export interface EmbedOptions {
  /** Unique in the page. */
  readonly name: string;
  /** What it shows, in words. */
  readonly alternative: string;
  /** Rows of a table that its points stand for, in their order. */
  readonly points?: readonly number[];
}

/**
 * Takes an SVG of this package for a page.
 *
 * @param svg What `renderSvg` wrote.
 * @param options Its name and words.
 */
export function embedSvg(
  svg: string,
  { name, alternative, points = [] }: EmbedOptions,
): string {
  const inline = svg.trim()
    .replace(/<style>[^<]*<\/style>/, "")
    .replace(/<title>[^<]*<\/title>/, "")
    // Vega's roles would make pictures without words of its groups.
    .replace(/ (?:role|aria-roledescription|aria-hidden)="[^"]*"/g, "")
    .replace(/(?<= id=")|(?<=url\(#)|(?<=href="#)/g, `${name}-`)
    .replace(
      /^<svg\b/,
      `<svg role="img" aria-label="${escapeHtml(alternative)}"`,
    );
  return points.length === 0 ? inline : numberPoints(inline, points);
}

/** Gives points their rows; a figure with other points keeps none. */
function numberPoints(svg: string, points: readonly number[]): string {
  let at = 0;
  const numbered = svg.replace(
    /<g class="mark-symbol role-mark[^>]*>.*?<\/g>/gs,
    (group) =>
      group.replace(/<path /g, () => `<path data-row="${points[at++]}" `),
  );
  return at === points.length ? numbered : svg;
}
