// The laboratory's table in text. Code S2 reads it with semicolons; commas and
// tabs are as good, and it may be the table of the spectra.
import { InputError } from "../../errors.ts";
import { checkWidth, isBlankRow } from "../../formats/csv/cells.ts";
import { readRecords } from "../../formats/csv/records.ts";
import type { ReadOptions } from "../read_options.ts";
import type { LabelSet } from "../spectra_set.ts";
import { type CsvHeader, csvHeader, withRowNames } from "./csv_header.ts";
import { labelsHeader } from "./find_header.ts";
import { columnsToKeep, keyColumns } from "./key_columns.ts";
import { tableToLabels } from "./table_labels.ts";
import { createTextColumns, type TextColumns } from "./text_columns.ts";

/**
 * Reads laboratory values.
 *
 * @param path CSV file with semicolons, commas, tabs or blanks; unless commas
 * separate the cells, numbers may have a decimal comma.
 * @param targets Columns to read, each with its unit in the name, such as
 * `Sb_ppm`; other columns are ignored.
 * @returns Values in the order of the file.
 * @throws {InputError} If a column is missing, a sample has two values or a
 * value is no number: file, line and column are named.
 */
export async function readLabels(
  path: string,
  targets: readonly string[],
  options: ReadOptions = {},
): Promise<LabelSet> {
  let header: CsvHeader | undefined;
  let columns: TextColumns | undefined;
  const isHeader = labelsHeader(targets);
  for await (const record of readRecords(path, options, isHeader)) {
    if (!header) {
      header = csvHeader(record, path);
      continue;
    }
    if (isBlankRow(record)) continue;
    if (!columns) {
      const [target] = targets;
      const at = header.names.indexOf(target);
      const number = at < 0 ? undefined : at;
      header = withRowNames(header, record, { path, number });
      columns = textColumns(header, { path, targets, options });
    }
    checkWidth(record, header.names.length, path);
    columns.add(record);
  }
  if (!header) throw new InputError(`${path}: is empty`);
  columns ??= textColumns(header, { path, targets, options });
  return tableToLabels(columns.table(), targets, { ...options, path });
}

/** Targets, and what may name their rows. */
function textColumns(
  header: CsvHeader,
  { path, targets, options }: {
    path: string;
    targets: readonly string[];
    options: ReadOptions;
  },
): TextColumns {
  const { names, decimalComma, notes } = header;
  const taken = new Set(
    names.flatMap((name, at) => targets.includes(name) ? [at] : []),
  );
  const keys = keyColumns(names, { path, ...options });
  const kept = columnsToKeep(names, keys, { ...options, taken });
  return createTextColumns(names, [...kept, ...taken], { decimalComma, notes });
}
