// A table out of a grid of cells, such as a workbook's sheet: where its header
// is, and what its columns hold. All rules of tables follow from there.
import { InputError } from "../../errors.ts";
import type { HeaderTest } from "../../formats/csv/find_head.ts";
import type { Cell, CellRows } from "../../formats/shared/cell_rows.ts";
import type { ColumnTable } from "../../formats/shared/column_table.ts";
import { spectraHeader } from "./find_header.ts";

/** Rows among which the header is looked for. */
const HEAD_ROWS = 40;

/**
 * Makes a table of a grid of cells.
 *
 * @param cells The grid; rows above the header and blank rows are passed over.
 * @param path Where it is from, for messages.
 * @param isHeader Knows the header: {@linkcode spectraHeader} unless said, or
 * `labelsHeader(targets)`.
 * @returns Columns of numbers, or of texts where a column has one, for
 * `tableToSpectra` or `tableToLabels`.
 * @throws {InputError} If there is no header with rows below it.
 *
 * @example
 * ```ts
 * import { cellTable } from "./cell_table.ts";
 *
 * const { names, rows } = cellTable({
 *   rows: [["Soils of 2021"], ["sample", 350, 351], ["RS001", 0.11, 0.12]],
 * }, "a.xlsx, sheet 1");
 * console.log(names, rows); // [ "sample", "350", "351" ] 1
 * ```
 */
export function cellTable(
  { rows, firstRow = 1 }: CellRows,
  path: string,
  isHeader: HeaderTest = spectraHeader,
): ColumnTable {
  const filled = rows.flatMap((row, at) =>
    row.some((cell) => textOf(cell) !== "") ? [at] : []
  );
  if (filled.length === 0) throw new InputError(`${path}: is empty`);
  const texts = (at: number) => rows[at].map(textOf);
  const width = (at: number) => texts(at).findLastIndex((text) => text) + 1;
  const cells = (at: number) => texts(at).filter((text) => text).length;
  const found = filled.slice(0, HEAD_ROWS).findIndex((at, titles) =>
    isHeader(texts(at), false) > 0 &&
    // A row above the header that is as full is no title, nor are headings of
    // several columns.
    filled.slice(0, titles).every((above) => cells(above) * 2 <= width(at))
  );
  const titles = Math.max(0, found);
  const header = filled[titles];
  const names = texts(header).slice(0, width(header));
  const body = filled.slice(titles + 1);
  body.forEach((at) => {
    if (width(at) <= names.length) return;
    throw new InputError(
      `${path}, row ${at + firstRow}: has ${width(at)} cells; expected ` +
        `${names.length}, as in the header`,
    );
  });
  return {
    names,
    columns: names.map((_, column) =>
      columnOf(body.map((at) => rows[at][column] ?? null))
    ),
    rows: body.length,
    places: body.map((at) => at + firstRow),
    unit: "row",
    ...(titles > 0 && {
      notes: [
        `${titles === 1 ? "a row" : `${titles} rows`} above the header ` +
        "passed over",
      ],
    }),
  };
}

function textOf(cell: Cell): string {
  return cell === null || cell === undefined ? "" : String(cell).trim();
}

function columnOf(cells: readonly Cell[]): Float64Array | readonly string[] {
  return cells.some((cell) => typeof cell === "string" && cell !== "")
    ? cells.map((cell) => cell === null ? "" : String(cell))
    : Float64Array.from(cells, (cell) => typeof cell === "number" ? cell : NaN);
}
