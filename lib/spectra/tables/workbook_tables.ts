// Spectra and laboratory values from a workbook: the sheet is named, or it is
// the only one that can be meant.
import { InputError } from "../../errors.ts";
import type { HeaderTest } from "../../formats/csv/find_head.ts";
import type { Cell } from "../../formats/shared/cell_rows.ts";
import {
  withWorkbook,
  type WorkbookKind,
} from "../../formats/workbook/workbook.ts";
import type { Sheet } from "../../formats/workbook/sheet.ts";
import type { ReadOptions } from "../read_options.ts";
import type { LabelSet, SpectraSet } from "../spectra_set.ts";
import { cellTable } from "./cell_table.ts";
import { labelsHeader, spectraHeader } from "./find_header.ts";
import { tableToLabels } from "./table_labels.ts";
import { tableToSpectra } from "./table_spectra.ts";

/** A sheet with cells. */
interface Filled {
  readonly sheet: Sheet;
  readonly rows: readonly (readonly Cell[])[];
}

/** Rows among which a sheet's header is looked for. */
const HEAD_ROWS = 40;

/**
 * Reads the spectra of a workbook.
 *
 * @param path The file.
 * @param kind What it is.
 * @param options Which sheet; how its table is read.
 * @throws {InputError} If no sheet is named and several have cells, or the
 * table in the sheet is not as it should be.
 */
export async function readWorkbookSpectra(
  path: string,
  kind: WorkbookKind,
  options: ReadOptions = {},
): Promise<SpectraSet> {
  return await withWorkbook(path, kind, async (sheets) => {
    const { sheet, rows } = await pickSheet(sheets, path, options);
    const place = placeOf(path, sheet);
    return tableToSpectra(
      cellTable({ rows }, place, spectraHeader),
      place,
      options,
    );
  });
}

/**
 * Reads laboratory values from a workbook.
 *
 * @param path The file.
 * @param kind What it is.
 * @param targets Columns to read.
 * @param options Which sheet; one without the targets, which may be that of
 * the spectra, gives way to the one that has them.
 * @throws {InputError} As `readWorkbookSpectra`.
 */
export async function readWorkbookLabels(
  path: string,
  kind: WorkbookKind,
  { targets, ...options }: ReadOptions & {
    readonly targets: readonly string[];
  },
): Promise<LabelSet> {
  return await withWorkbook(path, kind, async (sheets) => {
    const isHeader = labelsHeader(targets);
    const having = (await filled(sheets)).filter(({ rows }) =>
      hasHeader(rows, isHeader, targets.length)
    );
    const named = having.find(({ sheet }) => sheet.name === options.sheet);
    const { sheet, rows } = named ??
      (having.length === 1
        ? having[0]
        : await pickSheet(sheets, path, options));
    const place = placeOf(path, sheet);
    return tableToLabels(cellTable({ rows }, place, isHeader), targets, {
      ...options,
      path: place,
    });
  });
}

function placeOf(path: string, { name }: Sheet): string {
  return `${path}, sheet ${name}`;
}

async function filled(sheets: readonly Sheet[]): Promise<Filled[]> {
  const found: Filled[] = [];
  for (const sheet of sheets) {
    const rows = await sheet.rows();
    if (rows.some((row) => row.some(isFilled))) found.push({ sheet, rows });
  }
  return found;
}

function isFilled(cell: Cell): boolean {
  return typeof cell === "string" ? cell.trim() !== "" : cell !== null;
}

function hasHeader(
  rows: Filled["rows"],
  isHeader: HeaderTest,
  wanted: number,
): boolean {
  return rows.filter((row) => row.some(isFilled)).slice(0, HEAD_ROWS)
    .some((row) => {
      const cells = row.map((cell) => String(cell ?? "").trim());
      return isHeader(cells, false) === wanted;
    });
}

async function pickSheet(
  sheets: readonly Sheet[],
  path: string,
  { sheet: name }: ReadOptions,
): Promise<Filled> {
  if (name !== undefined) {
    const sheet = sheets.find((sheet) => sheet.name === name);
    if (sheet) return { sheet, rows: await sheet.rows() };
    throw new InputError(
      `${path}: has no sheet "${name}"; it has ${shown(sheets)}`,
    );
  }
  const found = await filled(sheets);
  // What a person does not see is not what they mean.
  const visible = found.filter(({ sheet }) => !sheet.hidden);
  const [only, second] = visible.length > 0 ? visible : found;
  if (only && !second) return only;
  throw new InputError(
    only
      ? `${path}: has ${visible.length || found.length} sheets with cells: ` +
        `${shown(found.map(({ sheet }) => sheet))}; expected data.sheet or ` +
        "--sheet to name one"
      : `${path}: has no sheet with cells; expected a table`,
  );
}

/** Names that a sentence lists. */
const LISTED = 12;

function shown(sheets: readonly Sheet[]): string {
  const names = sheets.slice(0, LISTED).map(({ name, hidden }) =>
    `"${name.replace(/\p{Cc}/gu, "�")}"${hidden ? " (hidden)" : ""}`
  );
  const more = sheets.length - names.length;
  return names.join(", ") + (more > 0 ? ` and ${more} more` : "");
}
