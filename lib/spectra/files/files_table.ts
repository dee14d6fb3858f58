// The table that says which file of an instrument is of which sample: columns
// `file` and `sample`, and perhaps `replicate`, `group` and `spectrum` (which
// one of a file that holds several). It lies beside the files or above them.
import { InputError } from "../../errors.ts";
import { checkWidth, nameCell } from "../../formats/csv/cells.ts";
import { isThere } from "../../formats/shared/open_file.ts";
import { decimal } from "../../formats/shared/number.ts";
import { type CsvRecord, readRecords } from "../../formats/csv/records.ts";
import { isGlob, matchFiles } from "./glob.ts";

/** One spectrum that a source names. */
export interface Entry {
  /** Path below the source's folder. */
  readonly file: string;
  /** Which one of its spectra, counted from 1 or by its name in the file; null
   * if it has only one. */
  readonly spectrum: number | string | null;
  /** Name of the sample. */
  readonly sample: string;
  /** Name of the replicate; "" if the table has no such column. */
  readonly replicate: string;
  /** Group of the sample; "" if the table has no such column. */
  readonly group: string;
  /** Line of the table, or number of the file in its folder, from 1. */
  readonly place: number;
}

/** What a table says. */
export interface FilesTable {
  readonly entries: readonly Entry[];
  /** Whether it has a column `replicate`. */
  readonly hasReplicates: boolean;
  /** Whether it has a column `group`. */
  readonly hasGroups: boolean;
}

/**
 * Reads a table of files.
 *
 * @param path CSV file with commas, semicolons or tabs. In `file`, a name, a
 * path below the table's folder, or a pattern (`RS001_*.asd`) whose files, by
 * name, are the sample's replicates.
 * @param folder The table's folder.
 * @throws {InputError} If a column or cell is not as it should be, a file
 * stands twice, or nothing fits a pattern.
 */
export async function readFilesTable(
  path: string,
  folder: string,
): Promise<FilesTable> {
  let names: readonly string[] | undefined;
  const entries: Entry[] = [];
  const lines = new Map<string, number>();
  for await (const record of readRecords(path)) {
    if (!names) {
      names = readHeader(record, path);
      continue;
    }
    checkWidth(record, names.length, path);
    for (const entry of await readRow(record, { names, path, folder })) {
      const { file, spectrum, place } = entry;
      const key = JSON.stringify([file, spectrum ?? 1]);
      const before = lines.get(key);
      if (before !== undefined) {
        throw new InputError(
          `${path}, line ${place}: file ${file} stands twice, first in line ` +
            `${before}`,
        );
      }
      lines.set(key, place);
      entries.push(entry);
    }
  }
  if (entries.length === 0) {
    throw new InputError(`${path}: names no files; expected a row for each`);
  }
  return {
    entries,
    hasReplicates: names!.includes("replicate"),
    hasGroups: names!.includes("group"),
  };
}

function readHeader({ cells, line }: CsvRecord, path: string): string[] {
  const names = cells.map((cell) => cell.trim());
  for (const column of ["file", "sample"]) {
    if (names.includes(column)) continue;
    throw new InputError(
      `${path}, line ${line}: has no column "${column}"; it has ` +
        names.join(", "),
    );
  }
  return names;
}

async function readRow(
  { cells, line }: CsvRecord,
  { names, path, folder }: {
    readonly names: readonly string[];
    readonly path: string;
    readonly folder: string;
  },
): Promise<Entry[]> {
  const cell = (column: string) => {
    const at = names.indexOf(column);
    return at < 0 ? "" : nameCell(cells[at], { path, line, column });
  };
  const refuse = (column: string, expected: string): never => {
    throw new InputError(
      `${path}, line ${line}, column ${column}: is "${cell(column)}"; ` +
        `expected ${expected}`,
    );
  };
  const file = cell("file").replaceAll("\\", "/");
  if (/^\/|^[A-Za-z]:|(^|\/)\.\.(\/|$)/.test(file)) {
    refuse("file", "a file in the table's folder or below it");
  }
  const which = cell("spectrum");
  const number = decimal(which);
  const spectrum = which === "" ? null : number ?? which;
  if (number !== undefined && !(Number.isInteger(number) && number >= 1)) {
    refuse("spectrum", "a whole number, counted from 1, or a name");
  }
  const entry = {
    spectrum,
    sample: cell("sample"),
    replicate: cell("replicate"),
    group: cell("group"),
    place: line,
  };
  const isPattern = isGlob(file) && !await isThere(`${folder}/${file}`);
  if (!isPattern) return [{ ...entry, file }];
  const found = await matchFiles(folder, file);
  if (found.length === 0) refuse("file", "a pattern that some file fits");
  if (found.length > 1 && entry.replicate !== "") {
    refuse("file", `one file for a replicate, ${found.length} fit`);
  }
  return found.map((file) => ({ ...entry, file }));
}
