// Workbooks of LibreOffice (.ods): a zip archive with one part for all sheets.
// OpenDocument 1.3, part 3, chapter 9.
import type { ZipEntry } from "../../artifacts/zip_entries.ts";
import type { Cell } from "../shared/cell_rows.ts";
import { createGrid, type Grid } from "./grid.ts";
import { count, type OdsCell, odsCell, odsValue } from "./ods_cell.ts";
import type { Sheet } from "./sheet.ts";
import { readXml } from "./xml_events.ts";

const ODF = "urn:oasis:names:tc:opendocument:xmlns:";
const PREFIXES: Readonly<Record<string, string>> = {
  ...Object.fromEntries(
    ["office", "table", "text", "style"].map((name) => [
      `${ODF}${name}:1.0`,
      name,
    ]),
  ),
  [`${ODF}drawing:1.0`]: "draw",
  "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0":
    "calcext",
};

/** Parts of a cell whose text is not the cell's. */
const BESIDE = /^(office:annotation|draw:.*|table:table)$/;

/**
 * Reads the sheets of a workbook.
 *
 * @param entries The archive.
 * @param path The workbook, for messages.
 * @throws {Error} If it is damaged.
 */
export async function odsSheets(
  entries: readonly ZipEntry[],
  path: string,
): Promise<Sheet[]> {
  const content = entries.find(({ name }) => name === "content.xml");
  if (!content) throw new RangeError("There is no content");
  const sheets: Sheet[] = [];
  const hiddenStyles = new Set<string>();
  const stack: string[] = [];
  let style = "";
  let sheet: ReturnType<typeof createSheet> | undefined;
  let cell: OdsCell | undefined;
  let beside = 0;
  await readXml(content.pieces(), PREFIXES, {
    open(name, attributes) {
      const parent = stack.at(-1);
      stack.push(name);
      if (cell) {
        if (beside > 0 || BESIDE.test(name)) beside++;
        else cell.open(name, attributes);
      } else if (name === "style:style") style = attributes()["style:name"];
      else if (name === "style:table-properties") {
        if (attributes()["table:display"] === "false") hiddenStyles.add(style);
      } else if (name === "table:table" && parent === "office:spreadsheet") {
        sheet = createSheet(attributes(), path);
      } else if (!sheet) return;
      else if (name === "table:table-row") sheet.openRow(attributes());
      else if (/^table:(covered-)?table-cell$/.test(name)) {
        cell = odsCell(attributes());
      }
    },
    close(name) {
      stack.pop();
      if (beside > 0) beside--;
      else if (cell && /^table:(covered-)?table-cell$/.test(name)) {
        sheet?.add(cell);
        cell = undefined;
      } else if (cell) cell.close(name);
      else if (name === "table:table-row") sheet?.closeRow();
      else if (
        name === "table:table" && stack.at(-1) === "office:spreadsheet"
      ) {
        if (sheet) sheets.push(sheet.finish(hiddenStyles));
        sheet = undefined;
      }
    },
    text(text) {
      if (beside === 0) cell?.text(text);
    },
  });
  return sheets;
}

/** A value at a place in its row, and how many rows it is shown in. */
interface Placed {
  readonly column: number;
  readonly value: Cell;
  readonly rows: number;
}

function createSheet(
  attributes: Readonly<Record<string, string>>,
  path: string,
) {
  const name = attributes["table:name"] ?? "";
  const grid: Grid = createGrid(`${path}, sheet ${name}`);
  let [row, column, repeated] = [0, 0, 1];
  let placed: Placed[] = [];
  return {
    openRow(attributes: Readonly<Record<string, string>>) {
      repeated = count(attributes["table:number-rows-repeated"]);
      column = 0;
      placed = [];
    },
    add(cell: OdsCell) {
      const value = odsValue(cell);
      if (value !== null) {
        // The grid refuses what is beyond its last column.
        for (let i = 0; i < Math.min(cell.repeated, 1 << 15); i++) {
          placed.push({ column: column + i, value, rows: cell.rows });
        }
      }
      column += cell.repeated;
    },
    closeRow() {
      if (placed.length > 0) {
        for (let at = row; at < row + repeated; at++) {
          for (const { column, value } of placed) grid.set(at, column, value);
        }
        for (const { column, rows } of placed) {
          if (rows > 1) grid.merge({ row, column, lastRow: row + rows - 1 });
        }
      }
      row += repeated;
    },
    finish(hiddenStyles: ReadonlySet<string>): Sheet {
      const hidden = hiddenStyles.has(attributes["table:style-name"]);
      return { name, hidden, rows: () => Promise.resolve(grid.finish()) };
    },
  };
}
