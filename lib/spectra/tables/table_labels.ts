// Laboratory values from a table of any format: a column that names the
// sample, and one for each target. Where a sample has several rows, because
// the table also holds the spectra of its replicates, all must say the same.
import { InputError } from "../../errors.ts";
import { nearest } from "../../nearest.ts";
import type { ColumnTable } from "../../formats/shared/column_table.ts";
import type { ReadOptions } from "../read_options.ts";
import { type FoundBound, readBound, refuseBounds } from "../censored.ts";
import type { LabelSet } from "../spectra_set.ts";
import { keyColumns, listed } from "./key_columns.ts";
import { droppedSamples, findGaps, type GapNames } from "./missing_values.ts";
import { rowKeys } from "./row_keys.ts";
import { keyValues, numbersOf, placesOf } from "./table_spectra.ts";

/**
 * Takes laboratory values out of a table.
 *
 * @param table A column that names the samples, and the targets; others are
 * ignored.
 * @param targets Columns to read, each with its unit in the name.
 * @param options Where the table is from; how rows without names are called;
 * what becomes of samples with missing values.
 * @throws {InputError} If a column or a value is missing, a value is no
 * number, or two rows of a sample differ.
 */
export function tableToLabels(
  table: ColumnTable,
  targets: readonly string[],
  { path, ...options }: ReadOptions & { readonly path: string },
): LabelSet {
  const { rows } = table;
  if (rows === 0) {
    throw new InputError(`${path}: has a header but no rows`);
  }
  const columns = targets.map((target) => targetColumn(table, target, path));
  const places = placesOf(table, path);
  const found = keyColumns(table.names, { path, ...options });
  const { keys, numbered, notes } = rowKeys(
    // A group of a table of values is no concern.
    keyValues(table, { ...found, group: undefined }, new Set(columns)),
    places,
    options,
  );
  const width = columns.length;
  const values = new Float64Array(rows * width);
  const bounds: (FoundBound & { readonly row: number })[] = [];
  columns.forEach((at, target) => {
    const take = numbersOf(table, at, path);
    const cells = table.columns[at];
    for (let row = 0; row < rows; row++) {
      const text = cells instanceof Float64Array ? "" : cells[row];
      const bound = text === "" ? null : readBound(
        text,
        table.decimalComma === true,
      );
      values[row * width + target] = bound === null
        ? take(row)
        : bound.side === "below" && bound.limit !== null
        ? bound.limit / 2
        : 0;
      if (bound === null) continue;
      const place = `${places.unit} ${places.placeOf(row)}, column ` +
        targets[target];
      bounds.push({ bound, text, place, row, sample: keys[row].sample });
    }
  });
  const { censored = "refuse" } = options;
  refuseBounds(bounds, censored, path);
  const bounded = censored === "drop" ? bounds : [];
  const names: GapNames = {
    path,
    rowOf: (row) => `${places.unit} ${places.placeOf(row)}`,
    columnOf: (target) => `column ${targets[target]}`,
    sampleOf: (row) => keys[row].sample,
  };
  const gaps = findGaps(values, width, names, options);
  const lost = new Set([...gaps, ...bounded].map(({ row }) => row));
  const first = firstRows(values, lost, names, width);
  if (first.size === 0) {
    throw new InputError(`${path}: has no sample with all values`);
  }
  const missing = droppedSamples(gaps, first.keys(), names);
  const dropped = [...missing];
  for (const { sample, text, place } of bounded) {
    if (first.has(sample)) continue;
    if (dropped.some((one) => one.sample === sample)) continue;
    dropped.push({
      sample,
      reason: `its value is a bound, ${text} (${place})`,
    });
  }
  const said = [...table.notes ?? [], ...found.notes, ...notes];
  return {
    samples: [...first.keys()],
    targets: [...targets],
    values: Float64Array.from(
      [...first.values()].flatMap((row) => [
        ...values.subarray(row * width, (row + 1) * width),
      ]),
    ),
    ...(said.length > 0 && { notes: said }),
    ...(dropped.length > 0 && { dropped }),
    ...(numbered && { numbered }),
  };
}

/** The first row of each sample that lacks no value; others must agree. */
function firstRows(
  values: Float64Array,
  lost: ReadonlySet<number>,
  { path, rowOf, sampleOf, columnOf }: GapNames,
  width: number,
): Map<string, number> {
  const first = new Map<string, number>();
  for (let row = 0; row < values.length / width; row++) {
    if (lost.has(row)) continue;
    const sample = sampleOf(row);
    const before = first.get(sample);
    if (before === undefined) {
      first.set(sample, row);
      continue;
    }
    for (let target = 0; target < width; target++) {
      const here = values[row * width + target];
      const there = values[before * width + target];
      if (Object.is(here, there)) continue;
      throw new InputError(
        `${path}, ${rowOf(row)}, ${columnOf(target)}: sample ${sample} has ` +
          `${here} here and ${there} in ${rowOf(before)}; expected one value ` +
          "for each sample",
      );
    }
  }
  return first;
}

function targetColumn(
  { names }: ColumnTable,
  target: string,
  path: string,
): number {
  const at = names.indexOf(target);
  if (at < 0) {
    const guess = nearest(target, names);
    throw new InputError(
      `${path}: has no column "${target}"` +
        (guess ? `; is "${guess}" meant?` : `; it has ${listed(names)}`),
    );
  }
  const again = names.indexOf(target, at + 1);
  if (again < 0) return at;
  throw new InputError(
    `${path}: column "${target}" stands twice, as column ${at + 1} and ` +
      `${again + 1}`,
  );
}
