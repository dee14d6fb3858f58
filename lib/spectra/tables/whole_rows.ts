// Rows of values of which those with missing ones are left out, if asked.
import { InputError } from "../../errors.ts";
import type { ReadOptions } from "../read_options.ts";
import { findGaps, type Gap, type GapNames } from "./missing_values.ts";

/** What is left. */
export interface WholeRows {
  /** Rows that were left out, from 0. */
  readonly lost: ReadonlySet<number>;
  /** The values of the others; those that came, unless some were left out. */
  readonly kept: Float64Array<ArrayBuffer>;
  /** The rows that lack values, and where. */
  readonly gaps: readonly Gap[];
}

/**
 * Leaves out rows with missing values.
 *
 * @param values Spectra in C order, one for each key; may be changed in place.
 * @param keys The sample of each.
 * @param names How rows and columns are called.
 * @param options Whether rows that lack values are to be left out, and whether
 * samples may have different numbers of spectra.
 * @throws {InputError} If values are missing and that is not said, or none is
 * left.
 */
export function wholeRows(
  values: Float64Array<ArrayBuffer>,
  keys: readonly { readonly sample: string }[],
  names: GapNames,
  options: ReadOptions,
): WholeRows {
  const width = values.length / keys.length;
  const gaps = findGaps(values, width, names, options);
  const lost = rowsToDrop(gaps, keys, options);
  if (lost.size === keys.length) {
    throw new InputError(
      `${names.path}: has no spectrum without missing values`,
    );
  }
  return { lost, kept: withoutRows(values, width, lost), gaps };
}

/**
 * Where all samples must have as many spectra, one that lost a spectrum is
 * lost; where they may have fewer, only the spectrum is.
 */
function rowsToDrop(
  gaps: readonly Gap[],
  keys: readonly { readonly sample: string }[],
  { replicates = "refuse" }: ReadOptions,
): Set<number> {
  const rows = new Set(gaps.map(({ row }) => row));
  if (replicates !== "refuse" || rows.size === 0) return rows;
  const samples = new Set([...rows].map((row) => keys[row].sample));
  keys.forEach(({ sample }, row) => {
    if (samples.has(sample)) rows.add(row);
  });
  return rows;
}

/** Closes the ranks, in place; what is not used is freed at once. */
function withoutRows(
  values: Float64Array<ArrayBuffer>,
  width: number,
  lost: ReadonlySet<number>,
): Float64Array<ArrayBuffer> {
  if (lost.size === 0) return values;
  let at = 0;
  for (let row = 0; row < values.length / width; row++) {
    if (lost.has(row)) continue;
    values.copyWithin(at * width, row * width, (row + 1) * width);
    at++;
  }
  return new Float64Array(values.buffer.transfer(at * width * 8));
}
