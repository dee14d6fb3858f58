// How to cite, in the words of CITATION.cff.
import { ARTICLE, PACKAGE } from "../../version.ts";
import type { Section } from "../frame.ts";
import { html } from "../html.ts";

/** Says what to cite. */
export function citeSection(): Section {
  return {
    id: "cite",
    title: "How to cite",
    content: html`
      <p>If you use this software, please cite it and the article
      that it re-implements.</p>
      <ul>
        <li>Stibnite contributors: Stibnite (${PACKAGE.name}), version ${PACKAGE
          .version},
      ${PACKAGE.date}. MIT licence.</li>
        <li>Carvalho, M.; Cardoso-Fernandes, J.; Lima, A.; Teodoro, A. C.:
      ${ARTICLE.title}. Remote Sensing 16 (11), 1964, ${ARTICLE.date.slice(
        0,
        4,
      )}.
      <a href="${ARTICLE.id}" rel="noreferrer">${ARTICLE.id}</a></li>
      </ul>
      <p>Whether this run itself may be cited, and by which commit, stands in
      <code>manifest.json</code>.</p>
    `,
  };
}
