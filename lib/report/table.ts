// A table that people and screen readers can read: a caption, headers with a
// scope, numbers to the right, wide ones scrolled by keyboard, too.
import { type Content, Html, html } from "./html.ts";

/** A column. */
export interface Column {
  readonly title: string;
  /** Whether numbers stand in it. */
  readonly number?: boolean;
}

/** A row: cells, the first of which names it; and attributes of this package. */
export interface Row {
  readonly cells: readonly Content[];
  readonly attributes?: Html;
}

/**
 * Writes a table.
 *
 * @param caption What it shows; also the name of the place that scrolls.
 * @param columns Its columns.
 * @param rows Its rows.
 * @param tall Whether it may be long, and scrolls.
 */
export function table(
  caption: string,
  columns: readonly Column[],
  { rows, tall = false }: { readonly rows: readonly Row[]; tall?: boolean },
): Html {
  const number = columns.map(({ number }) => number ? NUMBER : NOTHING);
  return html`
    <div class="scroll${tall ? " tall" : ""}" role="region" tabindex="0"
      aria-label="${caption}">
      <table>
        <caption>${caption}</caption>
        <thead>
          <tr>${columns.map(({ title }, at) =>
            html`
              <th scope="col" ${number[at]}>${title}</th>
            `
          )}</tr>
        </thead>
        <tbody>
    ${rows.map(({ cells: [first, ...cells], attributes }) =>
      html`
        <tr${attributes}><th scope="row"${number[0]}>${first}</th>${cells.map((
          cell,
          at,
        ) => html`<td${number[at + 1]}>${cell}</td>`)}</tr>
      `
    )}</tbody>
      </table>
    </div>
  `;
}

const NUMBER = new Html(' class="n"');
const NOTHING = new Html("");
