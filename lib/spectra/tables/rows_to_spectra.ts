// The last step of every reader of tables: rows of values over wavelengths,
// and what names them, become a set of spectra. Here wavelengths that fall are
// turned round, values that are missing are found, and rows become samples.
import { InputError } from "../../errors.ts";
import { createArrangement } from "../arrange.ts";
import type { ReadOptions } from "../read_options.ts";
import type { SpectraSet } from "../spectra_set.ts";
import { checkAxis, turnRound } from "./check_axis.ts";
import { furtherColumns } from "./further_columns.ts";
import { droppedSamples, type GapNames } from "./missing_values.ts";
import { type KeyColumns, rowKeys, type RowPlaces } from "./row_keys.ts";
import { toldByWords } from "../taken/told_by_words.ts";
import { wholeRows } from "./whole_rows.ts";

/** A table of spectra, a row for each. */
export interface SpectraRows extends RowPlaces {
  /** What names the rows. */
  readonly columns: KeyColumns;
  /** Numbers of the axis, in any unit, that rise or fall; may be changed. */
  readonly wavelengths: Float64Array;
  /** Where a wavelength stands, such as `column 3`. */
  readonly bandPlace: (band: number) => string;
  /** Values in C order `[row, band]`, NaN where none is; is changed in place. */
  readonly reflectance: Float64Array<ArrayBuffer>;
  /** What was found on the way, for people. */
  readonly notes?: readonly string[];
  /** What the headings say of the numbers; see `toldByWords`. */
  readonly words?: string;
}

/**
 * Makes a set of spectra of a table's rows.
 *
 * @param rows The table.
 * @param options How rows without names are called; what becomes of samples
 * with missing values.
 * @returns Samples in the order of their first row.
 * @throws {InputError} If a name or a value is missing, wavelengths neither
 * rise nor fall, or samples have different numbers of spectra.
 */
export function rowsToSpectra(
  rows: SpectraRows,
  options: ReadOptions = {},
): SpectraSet {
  const { path, columns, wavelengths, reflectance, bandPlace } = rows;
  if (columns.rows === 0) throw new InputError(`${path}: has no rows`);
  const falls = checkAxis(wavelengths, path, bandPlace);
  const notes = [...rows.notes ?? []];
  if (falls) {
    notes.push(
      `wavelengths turned round, they fell from ${wavelengths[0]} to ` +
        wavelengths.at(-1),
    );
    turnRound(wavelengths, reflectance);
  }
  const { keys, numbered, notes: named } = rowKeys(columns, rows, options);
  const names: GapNames = {
    path,
    rowOf: (row) => `${rows.unit} ${rows.placeOf(row)}`,
    columnOf: (band) => `column ${wavelengths[band]}`,
    sampleOf: (row) => keys[row].sample,
  };
  const { lost, kept, gaps } = wholeRows(reflectance, keys, names, options);
  const arrangement = createArrangement({
    path,
    unit: rows.unit,
    hasReplicates: columns.replicate !== undefined,
    hasGroups: columns.group !== undefined,
    replicates: options.replicates,
  });
  keys.forEach((key, row) => {
    if (!lost.has(row)) arrangement.add(key);
  });
  const set = arrangement.finish(kept, wavelengths);
  const others = columns.others ?? [];
  const further = others.length === 0 ? [] : furtherColumns(others, {
    order: keptRows(keys.length, lost, arrangement.order()),
    counts: arrangement.counts(),
    bands: wavelengths.length,
  });
  const dropped = droppedSamples(gaps, set.samples, names);
  notes.push(...named);
  return {
    ...set,
    ...(further.length > 0 && { columns: further }),
    ...(notes.length > 0 && { notes }),
    ...(dropped.length > 0 && { dropped }),
    ...(numbered && { numbered }),
    told: toldByWords(rows.words ?? ""),
    falls,
  };
}

/** Rows of the table in an order of those that are not lost. */
function keptRows(
  rows: number,
  lost: { has(row: number): boolean },
  order: readonly number[],
): number[] {
  const left: number[] = [];
  for (let row = 0; row < rows; row++) if (!lost.has(row)) left.push(row);
  return order.map((at) => left[at]);
}
