// Values that are missing: where they are, in sentences that name all of them
// as far as a person reads, whichever table they are of.
import { InputError } from "../../errors.ts";
import type { ReadOptions } from "../read_options.ts";
import type { Dropped } from "../spectra_set.ts";
import { isMissing } from "./cell_number.ts";

/** A row that lacks values. */
export interface Gap {
  /** Its row, from 0. */
  readonly row: number;
  /** The first column that lacks one: of bands or of targets. */
  readonly column: number;
  /** How many do. */
  readonly count: number;
  /** What stands in the first: NaN or a code. */
  readonly value: number;
}

/** Rows that a sentence names. */
const NAMED = 20;

/** No reflectance, no target and no code in use is between these. */
const PLAIN_FROM = -900;
const PLAIN_TO = 1e30;

/** How a table's rows and columns are called. */
export interface GapNames {
  /** The file. */
  readonly path: string;
  /** Where a row stands, such as `line 4`. */
  readonly rowOf: (row: number) => string;
  /** What a column is called, such as `column 1300`. */
  readonly columnOf: (column: number) => string;
  /** The sample of a row. */
  readonly sampleOf: (row: number) => string;
}

/**
 * Finds the rows of a matrix that lack values.
 *
 * @param values Matrix in C order, `width` values a row.
 * @param names How its rows and columns are called.
 * @param options Whether rows that lack values are to be dropped.
 * @throws {InputError} If a value is infinite; or missing, unless such rows are
 * to be dropped: up to twenty are named.
 */
export function findGaps(
  values: Float64Array,
  width: number,
  names: GapNames,
  { missing }: Pick<ReadOptions, "missing">,
): Gap[] {
  const gaps: { row: number; column: number; count: number; value: number }[] =
    [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value > PLAIN_FROM && value < PLAIN_TO) continue;
    const [row, column] = [Math.floor(i / width), i % width];
    if (!isMissing(value)) {
      if (Number.isFinite(value)) continue;
      throw new InputError(
        `${names.path}, ${names.rowOf(row)}, ${names.columnOf(column)}: is ` +
          `${value}; expected a finite number`,
      );
    }
    const last = gaps.at(-1);
    if (last?.row === row) last.count++;
    else gaps.push({ row, column, count: 1, value });
  }
  if (missing !== "drop") refuseGaps(gaps, names);
  return gaps;
}

/**
 * Says of which samples nothing is left, and why.
 *
 * @param gaps Rows that were dropped.
 * @param kept Samples that are still there.
 */
export function droppedSamples(
  gaps: readonly Gap[],
  kept: Iterable<string>,
  { rowOf, columnOf, sampleOf }: GapNames,
): Dropped[] {
  const seen = new Set(kept);
  return gaps.flatMap(({ row, column, count }) => {
    const sample = sampleOf(row);
    if (seen.has(sample)) return [];
    seen.add(sample);
    const reason = `${count === 1 ? "a value is" : `${count} values are`} ` +
      `missing (${rowOf(row)}, ${columnOf(column)}${count > 1 ? " …" : ""})`;
    return [{ sample, reason }];
  });
}

function refuseGaps(gaps: readonly Gap[], names: GapNames): void {
  if (gaps.length === 0) return;
  const { path, rowOf, columnOf, sampleOf } = names;
  const expected = "expected a number, or data.missing: drop to leave such " +
    "samples out";
  const found = ({ count, value }: Gap) =>
    (Number.isNaN(value) ? "" : ` (${value})`) +
    (count > 1 ? `, and ${count - 1} more in this ${rowWord(names)}` : "");
  if (gaps.length === 1) {
    const [gap] = gaps;
    throw new InputError(
      `${path}, ${rowOf(gap.row)}, ${columnOf(gap.column)}: is missing` +
        `${found(gap)}, of sample ${sampleOf(gap.row)}; ${expected}`,
    );
  }
  const named = gaps.slice(0, NAMED).map((gap) =>
    `${sampleOf(gap.row)} (${rowOf(gap.row)}, ${columnOf(gap.column)}` +
    `${gap.count > 1 ? ` and ${gap.count - 1} more` : ""})`
  );
  const more = gaps.length - named.length;
  throw new InputError(
    `${path}: values are missing in ${gaps.length} rows: ` +
      named.join(", ") + (more > 0 ? ` and ${more} more` : "") +
      `; ${expected}`,
  );
}

function rowWord({ rowOf }: GapNames): string {
  return rowOf(0).split(" ")[0];
}
