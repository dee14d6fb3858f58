// Values that are missing: where they are, in sentences that name all of them
// as far as a person reads, whichever table they are of.
import { InputError } from "../../errors.ts";
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

/**
 * Finds the rows of a matrix that lack values.
 *
 * @param values Matrix in C order, `width` values a row.
 * @param refuse Is called for a value that is infinite.
 */
export function findGaps(
  values: Float64Array,
  width: number,
  refuse: (row: number, column: number, value: number) => never,
): Gap[] {
  const gaps: { row: number; column: number; count: number; value: number }[] =
    [];
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value > PLAIN_FROM && value < PLAIN_TO) continue;
    const row = Math.floor(i / width);
    if (!isMissing(value)) {
      if (!Number.isFinite(value)) refuse(row, i % width, value);
      continue;
    }
    const last = gaps.at(-1);
    if (last?.row === row) last.count++;
    else gaps.push({ row, column: i % width, count: 1, value });
  }
  return gaps;
}

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
 * Refuses rows that lack values.
 *
 * @throws {InputError} If there are any: up to twenty are named.
 */
export function refuseGaps(gaps: readonly Gap[], names: GapNames): void {
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

/** Why a row with a gap was left out. */
export function gapReason(
  { row, column, count }: Gap,
  { rowOf, columnOf }: GapNames,
): string {
  return `${count === 1 ? "a value is" : `${count} values are`} missing ` +
    `(${rowOf(row)}, ${columnOf(column)}${count > 1 ? " …" : ""})`;
}
