// The laboratory's table: a column `sample` and one for each target. Code S2
// reads it with semicolons; commas and tabs are as good.
import { InputError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { checkWidth, nameCell, refuseNumber } from "../formats/csv/cells.ts";
import { decimal } from "../formats/shared/number.ts";
import { readRecords, type RecordOptions } from "../formats/csv/records.ts";
import { separatorName } from "../formats/csv/separator.ts";
import type { LabelSet } from "./spectra_set.ts";

/**
 * Reads laboratory values.
 *
 * @param path CSV file with semicolons, commas or tabs; unless commas separate
 * the cells, numbers may have a decimal comma.
 * @param targets Columns to read, each with its unit in the name, such as
 * `Sb_ppm`; other columns are ignored.
 * @returns Values in the order of the file.
 * @throws {InputError} If a column is missing, a sample stands twice or a
 * value is no number: file, line and column are named.
 */
export async function readLabels(
  path: string,
  targets: readonly string[],
  options: RecordOptions = {},
): Promise<LabelSet> {
  let header: readonly string[] | undefined;
  let columns: readonly number[] = [];
  const lines = new Map<string, number>();
  const values: number[] = [];
  for await (const { line, cells, separator } of readRecords(path, options)) {
    if (!header) {
      header = cells.map((cell) => cell.trim());
      columns = findColumns(header, ["sample", ...targets], {
        path,
        line,
        separator,
      });
      continue;
    }
    checkWidth({ line, cells, separator }, header.length, path);
    const sample = nameCell(cells[columns[0]], {
      path,
      line,
      column: "sample",
    });
    if (lines.has(sample)) {
      throw new InputError(
        `${path}, line ${line}: sample ${sample} stands twice, first in ` +
          `line ${lines.get(sample)}`,
      );
    }
    lines.set(sample, line);
    for (const column of columns.slice(1)) {
      const text = cells[column];
      const value = decimal(separator === "," ? text : text.replace(",", "."));
      values.push(
        value ?? refuseNumber(text, { path, line, column: header[column] }),
      );
    }
  }
  if (!header) throw new InputError(`${path}: is empty`);
  if (lines.size === 0) {
    throw new InputError(`${path}: has a header but no samples`);
  }
  return {
    samples: [...lines.keys()],
    targets: [...targets],
    values: Float64Array.from(values),
  };
}

function findColumns(
  header: readonly string[],
  wanted: readonly string[],
  { path, line, separator }: { path: string; line: number; separator: string },
): number[] {
  header.forEach((name, at) => {
    const first = header.indexOf(name);
    if (first < at && wanted.includes(name)) {
      throw new InputError(
        `${path}, line ${line}: column "${name}" stands twice, as column ` +
          `${first + 1} and ${at + 1}`,
      );
    }
  });
  return wanted.map((name) => {
    const column = header.indexOf(name);
    if (column >= 0) return column;
    const guess = nearest(name, header);
    const read = header.length === 1
      ? `; its one column is "${header[0]}", which no comma, semicolon or ` +
        "tab separates"
      : `; it has ${header.join(", ")} (separated by ` +
        `${separatorName(separator)})`;
    throw new InputError(
      `${path}, line ${line}: has no column "${name}"` +
        (guess ? `; is "${guess}" meant?` : read),
    );
  });
}
