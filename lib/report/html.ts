// HTML as a value: text that is put into it is escaped, HTML stays HTML. What a
// file says (names of samples, paths, titles) can so never become markup.

/** A piece of HTML. */
export class Html {
  /** Takes markup as it is; only for what this package wrote. */
  constructor(readonly markup: string) {}
}

/** What may stand in a template. */
export type Content =
  | Html
  | string
  | number
  | null
  | undefined
  | false
  | readonly Content[];

/**
 * Makes HTML of a template: strings and numbers are escaped, lists follow each
 * other, nothing is nothing.
 *
 * @example
 * ```ts
 * import { html } from "./html.ts";
 *
 * console.log(html`<b>${"<i>"}</b>`.markup); // <b>&lt;i&gt;</b>
 * ```
 */
export function html(
  parts: TemplateStringsArray,
  ...values: readonly Content[]
): Html {
  return new Html(
    parts.map((part, at) => part + markupOf(values[at])).join(""),
  );
}

function markupOf(value: Content): string {
  if (value === null || value === undefined || value === false) return "";
  if (value instanceof Html) return value.markup;
  if (typeof value === "string") return escapeHtml(value);
  if (typeof value === "number") return String(value);
  return value.map(markupOf).join("");
}

const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "'": "&#39;",
};

/**
 * Escapes text for an element or an attribute in quotes. Control characters,
 * which HTML does not allow, and those that turn the direction of text around,
 * are shown as U+FFFD.
 */
export function escapeHtml(text: string): string {
  return text
    .replace(/[^\P{Cc}\t\n]|[\u202a-\u202e\u2066-\u2069]/gu, "\ufffd")
    .replace(/[&<>"']/g, (character) => ESCAPES[character]);
}

/**
 * JSON for a script element: no `<` in it, so that nothing can end the element.
 */
export function scriptJson(value: unknown): Html {
  return new Html(JSON.stringify(value).replaceAll("<", "\\u003c"));
}

/** A program for a script element: it must not end it, or open a comment. */
export function scriptText(program: string): Html {
  return new Html(
    program.replace(/<(?=\/script|script|!--)/gi, "\\x3c"),
  );
}
