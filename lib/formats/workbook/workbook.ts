// Workbooks: sheets of cells, in a zip archive of XML. Every part of the
// archive is checked by its checksum as it is read.
import { readZipEntries, type ZipEntry } from "../../artifacts/zip_entries.ts";
import { InputError } from "../../errors.ts";
import { withSource } from "../containers/content.ts";
import { odsSheets } from "./ods.ts";
import type { Sheet } from "./sheet.ts";
import { xlsxSheets } from "./xlsx.ts";

/** A kind of workbook. */
export type WorkbookKind = "xlsx" | "ods";

const PROGRAM: Readonly<Record<WorkbookKind, string>> = {
  xlsx: "workbook of Excel",
  ods: "workbook in OpenDocument",
};

/**
 * Opens a workbook for as long as it is used.
 *
 * @param path The file.
 * @param kind What it is.
 * @param use What to do with its sheets.
 * @throws {InputError} If it is damaged, or protected by a password.
 */
export async function withWorkbook<T>(
  path: string,
  kind: WorkbookKind,
  use: (sheets: readonly Sheet[]) => Promise<T>,
): Promise<T> {
  const told = async <R>(ask: () => Promise<R>): Promise<R> => {
    try {
      return await ask();
    } catch (error) {
      if (error instanceof InputError) throw error;
      throw new InputError(
        `${path}: cannot be read; expected a whole and undamaged ` +
          PROGRAM[kind],
      );
    }
  };
  return await withSource(path, async (source) => {
    const entries = await readZipEntries(source, path);
    if (kind === "ods") await refuseLocked(entries, path);
    const open = kind === "ods" ? odsSheets : xlsxSheets;
    const sheets = await told(() => open(entries, path));
    return await use(
      sheets.map((sheet) => ({ ...sheet, rows: () => told(sheet.rows) })),
    );
  });
}

/** Parts behind a password are listed as such, all together or each. */
async function refuseLocked(
  entries: readonly ZipEntry[],
  path: string,
): Promise<void> {
  const found = (wanted: string) => entries.find(({ name }) => name === wanted);
  const manifest = found("META-INF/manifest.xml");
  let text = "";
  const decoder = new TextDecoder();
  for await (const piece of manifest?.pieces() ?? []) {
    text += decoder.decode(piece, { stream: true });
    if (text.length > 1 << 24) break;
  }
  if (!found("encrypted-package") && !text.includes("encryption-data")) return;
  throw new InputError(
    `${path}: is protected by a password; expected the workbook saved without ` +
      "one, or the table as CSV",
  );
}
