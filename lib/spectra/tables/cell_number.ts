// What a cell of a table is: a number, nothing, or something else. The words
// and codes for nothing are those of R, pandas, Excel, GIS and spectral
// libraries; "nd" is none of them, as it may say "not detected", a result.
import { decimal } from "../../formats/shared/number.ts";

const MISSING_WORDS: ReadonlySet<string> = new Set([
  ...["", "na", "n/a", "#n/a", "#n/a n/a", "<na>", "nan", "-nan", "null"],
  ...["none", "nil", "nat", "missing", "-", "--", "---", "\u2013", "\u2014"],
  ...[".", "..", "...", "?"],
]);

/** Numbers that stand for no value, as no reflectance or target is so low. */
const MISSING_NUMBERS: ReadonlySet<number> = new Set(
  [-999, -9999, -99999, -999999, -32768],
);

/** ENVI and USGS write −1.23e34; GIS the ends of float32, ±3.4e38. */
const MISSING_FROM = 1e30;

/** Digits in threes behind commas, which may be thousands. */
const THOUSANDS = /^\s*[+-]?[1-9]\d{0,2}(?:,\d{3})+\s*$/;

/**
 * Reads a cell.
 *
 * @param cell A number, or a text; blanks around it are ignored.
 * @param decimalComma Whether a text may have a comma for its point.
 * @returns The number, NaN where there is none, or undefined if the cell holds
 * anything else. Codes for no value are numbers here: see {@linkcode isMissing}.
 */
export function cellNumber(
  cell: number | string | null,
  decimalComma: boolean | "unless thousands",
): number | undefined {
  if (cell === null) return NaN;
  if (typeof cell === "number") return cell;
  const value = decimal(cell);
  if (value !== undefined) return value;
  if (MISSING_WORDS.has(cell.trim().toLowerCase())) return NaN;
  if (!decimalComma || cell.includes(".")) return undefined;
  if (decimalComma !== true && THOUSANDS.test(cell)) return undefined;
  return decimal(cell.replace(",", "."));
}

/** Whether a number stands for no value. */
export function isMissing(value: number): boolean {
  return Number.isNaN(value) || MISSING_NUMBERS.has(value) ||
    (Math.abs(value) >= MISSING_FROM && Number.isFinite(value));
}

/** What a message says of a cell that is no number. */
export function describeCell(cell: number | string | undefined): string {
  const missing = cell === undefined || Number.isNaN(cell) ||
    (typeof cell === "string" && MISSING_WORDS.has(cell.trim().toLowerCase()));
  if (typeof cell === "string" && cell.trim() !== "") return `is "${cell}"`;
  return missing ? "is missing" : `is ${cell}`;
}
