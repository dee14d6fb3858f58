// One cell of a workbook of LibreOffice.
import type { Cell } from "../shared/cell_rows.ts";
import { shorten } from "./date_text.ts";
import { notStored } from "./stored.ts";

type Attributes = Readonly<Record<string, string>>;

/** A cell while it is read. */
export interface OdsCell {
  /** How often it stands there, side by side. */
  readonly repeated: number;
  /** Rows that it is shown in. */
  readonly rows: number;
  readonly attributes: Attributes;
  readonly open: (name: string, attributes: () => Attributes) => void;
  readonly close: (name: string) => void;
  readonly text: (text: string) => void;
  /** What stands in it, as a person sees it. */
  readonly shown: () => string;
}

/** Blanks that are written by their number. */
const MOST_BLANKS = 10_000;

/** Begins a cell. */
export function odsCell(attributes: Attributes): OdsCell {
  const paragraphs: string[] = [];
  let depth = 0;
  const add = (text: string) => {
    if (depth > 0) paragraphs[paragraphs.length - 1] += text;
  };
  return {
    repeated: count(attributes["table:number-columns-repeated"]),
    rows: count(attributes["table:number-rows-spanned"]),
    attributes,
    open(name, attributesOf) {
      if (name === "text:p") {
        if (depth === 0) paragraphs.push("");
        depth++;
      } else if (name === "text:s") {
        const blanks = count(attributesOf()["text:c"]);
        add(" ".repeat(Math.min(blanks, MOST_BLANKS)));
      } else if (name === "text:tab") add("\t");
      else if (name === "text:line-break") add("\n");
    },
    close(name) {
      if (name === "text:p") depth--;
    },
    text: (text) => add(text.replace(/[ \t\r\n]+/g, " ")),
    shown: () => paragraphs.join("\n"),
  };
}

/** How often something stands there. */
export function count(text: string | undefined): number {
  if (text === undefined) return 1;
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new RangeError("This is no whole number");
}

/** A cell's value, when it is read. */
export function odsValue({ attributes, shown }: OdsCell): Cell {
  const stored = (name: string) => attributes[`office:${name}`];
  const kind = attributes["calcext:value-type"] ?? stored("value-type");
  const text = shown();
  switch (kind) {
    case "float":
    case "percentage":
    case "currency": {
      const value = stored("value") ?? text;
      const number = value.trim() === "" ? NaN : Number(value);
      return Number.isFinite(number) ? number : value || null;
    }
    case "boolean":
      return stored("boolean-value") === "true" ? "TRUE" : "FALSE";
    case "date":
      return shorten(stored("date-value") ?? text);
    case "time":
      return timeText(stored("time-value") ?? text);
    case "error":
      return text === "#N/A" || text === "" ? null : text;
    default: {
      const found = stored("string-value") ?? text;
      if (found !== "" || kind !== undefined) return found || null;
      const formula = attributes["table:formula"];
      return formula === undefined ? null : notStored(formula);
    }
  }
}

/** `PT12H30M00S` is 12:30:00; what is longer than a day stays as it is. */
function timeText(text: string): string {
  const [, hours, minutes, seconds] =
    /^PT(\d+)H(\d+)M(\d+(?:[.,]\d+)?)S$/.exec(text) ?? [];
  if (hours === undefined || Number(hours) > 23) return text;
  const parts = [hours, minutes].map((part) => part.padStart(2, "0"));
  const [whole, fraction = ""] = seconds.split(/[.,]/);
  return shorten(
    `${parts.join(":")}:${whole.padStart(2, "0")}` +
      (fraction ? `.${fraction}` : ""),
  );
}
