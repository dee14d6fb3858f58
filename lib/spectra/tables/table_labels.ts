// Laboratory values from a table of any format: a column `sample` and one for
// each target. Where a sample has several rows, because the table also holds
// the spectra of its replicates, all must say the same.
import { InputError } from "../../errors.ts";
import { nearest } from "../../nearest.ts";
import type { LabelSet } from "../spectra_set.ts";
import type { ColumnTable } from "../../formats/shared/column_table.ts";
import { findColumn, rowKeys, type RowNameOptions } from "./row_keys.ts";
import { refuseValue } from "./table_spectra.ts";

/**
 * Takes laboratory values out of a table.
 *
 * @param table Columns `sample` and the targets; others are ignored. Without
 * a column `sample` each row is one.
 * @param targets Columns to read, each with its unit in the name.
 * @param options Where the table is from, and how rows without names are
 * called.
 * @throws {InputError} If a column is missing, a value is no number, or two
 * rows of a sample differ.
 */
export function tableToLabels(
  table: ColumnTable,
  targets: readonly string[],
  { path, ...options }: RowNameOptions & { readonly path: string },
): LabelSet {
  const { names, columns, rows, rowNames } = table;
  const column = (name: string) => {
    const at = findColumn(names, name, path);
    return at === undefined ? undefined : columns[at];
  };
  const wanted = targets.map((target) => targetColumn(table, target, path));
  const keys = rowKeys(
    {
      rows,
      rowNames,
      sample: column("sample"),
      // Only asked for so that rows of replicates are not taken for samples.
      replicate: names.includes("replicate") ? column("replicate") : undefined,
    },
    path,
    options,
  );
  const found = new Map<string, { row: number; values: number[] }>();
  keys.forEach(({ sample }, row) => {
    const values = wanted.map((cells, i) => {
      const value = cells[row];
      return typeof value === "number" && Number.isFinite(value)
        ? value
        : refuseValue(value, { path, row, column: targets[i] });
    });
    const before = found.get(sample);
    if (!before) {
      found.set(sample, { row, values });
      return;
    }
    values.forEach((value, i) => {
      if (Object.is(value, before.values[i])) return;
      throw new InputError(
        `${path}, row ${row + 1}, column ${targets[i]}: sample ${sample} has ` +
          `${value} here and ${before.values[i]} in row ${before.row + 1}; ` +
          "expected one value for each sample",
      );
    });
  });
  if (found.size === 0) throw new InputError(`${path}: has no rows`);
  return {
    samples: [...found.keys()],
    targets: [...targets],
    values: Float64Array.from(
      [...found.values()].flatMap(({ values }) => values),
    ),
  };
}

function targetColumn(
  { names, columns }: ColumnTable,
  target: string,
  path: string,
): Float64Array | readonly string[] {
  const at = names.indexOf(target);
  if (at >= 0) return columns[at];
  const guess = nearest(target, names);
  const shown = names.slice(0, 10).join(", ");
  throw new InputError(
    `${path}: has no column "${target}"` +
      (guess
        ? `; is "${guess}" meant?`
        : `; it has ${shown}${names.length > 10 ? ", …" : ""}`),
  );
}
