// One sheet of a workbook of Excel.
import type { Cell } from "../shared/cell_rows.ts";
import { dateText, shorten } from "./date_text.ts";
import { createGrid } from "./grid.ts";
import { notStored } from "./stored.ts";
import { XLSX } from "./xlsx_parts.ts";
import { unescaped } from "./xlsx_texts.ts";
import { readXml } from "./xml_events.ts";

/** What the cells of all sheets refer to. */
export interface SharedParts {
  readonly texts: readonly string[];
  /** Whether a style shows dates. */
  readonly dateStyles: readonly boolean[];
  /** Whether days count from 1904. */
  readonly from1904: boolean;
}

/** A cell while it is read. */
interface Open {
  readonly kind: string;
  readonly style: number;
  formula: string | undefined;
  value: string | undefined;
}

/**
 * Reads a sheet.
 *
 * @param pieces Its part.
 * @param shared What its cells refer to.
 * @param place The sheet, for messages.
 * @throws {Error} If it is damaged.
 */
export async function readXlsxSheet(
  pieces: AsyncIterable<Uint8Array>,
  shared: SharedParts,
  place: string,
): Promise<readonly (readonly Cell[])[]> {
  const grid = createGrid(place);
  let [row, column] = [-1, -1];
  let cell: Open | undefined;
  let into: "value" | "formula" | undefined;
  let phonetic = 0;
  await readXml(pieces, XLSX, {
    open(name, attributes) {
      if (name === "x:row") {
        const { r } = attributes();
        row = r === undefined ? row + 1 : whole(r) - 1;
        column = -1;
      } else if (name === "x:c") {
        const { r, t = "n", s = "0" } = attributes();
        const at = r === undefined ? undefined : placeOf(r);
        row = at?.row ?? row;
        column = at?.column ?? column + 1;
        cell = {
          kind: t,
          style: Number(s),
          formula: undefined,
          value: undefined,
        };
      } else if (name === "x:rPh") phonetic++;
      else if (cell && (name === "x:v" || name === "x:t")) {
        if (phonetic > 0) return;
        into = "value";
        cell.value ??= "";
      } else if (cell && name === "x:f") {
        into = "formula";
        cell.formula = "";
      } else if (name === "x:mergeCell") {
        const [first, last] = (attributes().ref ?? "").split(":").map(placeOf);
        if (last) grid.merge({ ...first, lastRow: last.row });
      }
    },
    close(name) {
      into = undefined;
      if (name === "x:rPh") phonetic--;
      if (name !== "x:c" || !cell) return;
      grid.set(row, column, valueOf(cell, shared));
      cell = undefined;
    },
    text(text) {
      if (cell && into) cell[into] += text;
    },
  });
  return grid.finish();
}

function valueOf(
  { kind, style, formula, value }: Open,
  { texts, dateStyles, from1904 }: SharedParts,
): Cell {
  if (value === undefined || (value === "" && kind === "n")) {
    return formula === undefined ? null : notStored(formula);
  }
  if (kind === "s") {
    const text = texts[whole(value)];
    if (text === undefined) throw new RangeError("There is no such text");
    return text === "" ? null : text;
  }
  if (kind === "b") return value.trim() === "1" ? "TRUE" : "FALSE";
  if (kind === "e") return value === "#N/A" ? null : value;
  if (kind === "d") return shorten(value);
  if (kind !== "n") return value === "" ? null : unescaped(value);
  const number = Number(value);
  // What is no number is left for those to refuse who want one.
  if (!Number.isFinite(number)) return value;
  return (dateStyles[style] && dateText(number, from1904)) || number;
}

/** `B3` is row 2, column 1, counted from 0. */
function placeOf(reference: string): { row: number; column: number } {
  const [, letters, digits] = /^\$?([A-Za-z]{1,3})\$?(\d{1,7})$/
    .exec(reference) ?? [];
  if (digits === undefined) throw new RangeError("This is no place");
  const column = [...letters.toUpperCase()].reduce(
    (sum, letter) => sum * 26 + letter.charCodeAt(0) - 64,
    0,
  );
  return { row: Number(digits) - 1, column: column - 1 };
}

function whole(text: string): number {
  if (/^\s*\d{1,9}\s*$/.test(text)) return Number(text);
  throw new RangeError("This is no whole number");
}
