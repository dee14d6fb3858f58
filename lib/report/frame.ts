// The frame of every report: one HTML file that asks nobody for anything. The
// policy in its head makes the browser hold it to that.
import { FONT_FAMILY, fontCut } from "../figures/font.ts";
import { BUNDLE } from "./bundle.ts";
import { type Content, Html, html, scriptJson, scriptText } from "./html.ts";
import type { HeldParts } from "./page/run_parts.ts";
import { STYLE } from "./style.ts";

/**
 * What the page may do. Nothing is fetched from anywhere (`default-src
 * 'none'`); kernels are compiled from bytes in the page.
 */
const POLICY = [
  "default-src 'none'",
  "style-src 'unsafe-inline'",
  "script-src 'unsafe-inline' 'wasm-unsafe-eval'",
  "img-src data:",
  "font-src data:",
  "base-uri 'none'",
  "form-action 'none'",
].join("; ");

/** A part of a report under a heading. */
export interface Section {
  /** Its anchor, and the hook of scripts. */
  readonly id: string;
  readonly title: string;
  readonly content: Content;
  /** Whether it is of use only with scripts, and not on paper. */
  readonly interactive?: boolean;
}

/** A whole page. */
export interface Page {
  readonly title: string;
  /** What stands under the title. */
  readonly lead: Content;
  readonly sections: readonly Section[];
  /** What scripts know of the run. */
  readonly data: unknown;
  /** Files of the run by which scripts predict. */
  readonly network?: HeldParts | null;
}

/**
 * Writes a page.
 *
 * @param page Title, sections and data.
 * @returns HTML text: the same page gives the same text everywhere.
 */
export function pageText(
  { title, lead, sections, data, network = null }: Page,
): string {
  const faces = ([400, 600] as const).map((weight) =>
    `@font-face{font-family:${FONT_FAMILY};font-weight:${weight};` +
    `src:url(data:font/ttf;base64,${fontCut(weight).base64})}`
  ).join("");
  return "<!DOCTYPE html>\n" + html`
    <html lang="en">
      <head>
        <meta charset="utf-8">
        <meta http-equiv="Content-Security-Policy" content="${POLICY}">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="color-scheme" content="light dark">
        <meta name="referrer" content="no-referrer">
        <title>${title}</title>
        <style>${new Html(faces + STYLE)}</style>
      </head>
      <body>
        <a class="skip" href="#main">To the report</a>
        <header>
    <h1>${title}</h1>
    ${lead}
        </header>
        <nav aria-label="Sections">
          <ul>${sections.map(({ id, title, interactive }) =>
            html`<li${
              interactive ? SCRIPTED : ""
            }><a href="#${id}">${title}</a></li>`
          )}</ul>
        </nav>
        <main id="main">
    ${sections.map(({ id, title, content, interactive }) =>
      html`
        <section id="${id}" aria-labelledby="${id}-title" ${interactive
          ? SCRIPTED
          : ""}>
        <h2 id="${id}-title">${title}</h2>
        ${content}
        </section>
      `
    )}</main>
        <script type="application/json" id="report-data">${scriptJson(
          data,
        )}</script>
        ${network && html`
          <script type="application/json" id="report-network">${scriptJson(
            network,
          )}</script>
        `}<script>${scriptText(BUNDLE)}</script>
      </body>
    </html>
  `.markup;
}

/** Shown by the page's scripts: without them there is nothing to use. */
const SCRIPTED = new Html(' hidden data-scripted=""');
