// A set of spectra in, what is in it and what is odd about it out. One pass
// over the spectra for what concerns each alone, then what concerns several.
import { duplicateOddities } from "./duplicates.ts";
import { exactMedian } from "./exact_median.ts";
import { replicateOddities } from "./far_replicates.ts";
import { describeGrid, gridOddities } from "./grid.ts";
import { describeHeaders } from "./header.ts";
import { endOddities } from "./noisy_ends.ts";
import { plateauOddities } from "./plateaus.ts";
import {
  fileUnit,
  isDead,
  rangeOddities,
  rowRange,
  type Unit,
  unitOf,
} from "./row_range.ts";
import { commonSteps, stepOddities } from "./steps.ts";
import { warningOddities } from "./warnings.ts";
import type { SpectraSet } from "../spectra_set.ts";
import { quantityOf, takenText } from "../taken/taken.ts";
import { KINDS } from "./kinds.ts";
import type { Oddity, SpectraReport } from "./types.ts";

/** Where spectra come from, and who wants to know how far it is. */
export interface InspectOptions {
  /** The path as it was given. */
  readonly path: string;
  /** What kind of file or folder it is. */
  readonly format: string;
  /** Called now and then with the spectra done and all. */
  readonly onProgress?: (done: number, total: number) => void;
}

const PROGRESS_EVERY = 500;

/**
 * Says what is in a set of spectra and what is odd about it.
 *
 * @param set Reflectance over wavelengths in nm.
 * @param options Path and format, which the report repeats.
 * @returns The report; when something counts as odd stands in `limits.ts`.
 *
 * @example
 * ```ts
 * import { inspectSpectra } from "./inspect.ts";
 *
 * const { oddities } = inspectSpectra({
 *   samples: ["A"],
 *   replicates: 1,
 *   groups: null,
 *   wavelengths: Float64Array.of(350, 351, 352),
 *   reflectance: Float64Array.of(0.1, -0.01, 0.2),
 * }, { path: "a.csv", format: "CSV" });
 * console.log(oddities[0].says);
 * // Sample A: reflectance is negative in 1 band at 351 nm, −0.01 at 351 nm.
 * ```
 */
export function inspectSpectra(
  set: SpectraSet,
  { path, format, onProgress }: InspectOptions,
): SpectraReport {
  const { samples, replicates, wavelengths, reflectance, metadata } = set;
  const bands = wavelengths.length;
  const rows = samples.length * replicates;
  const valuesOf = (row: number) =>
    reflectance.subarray(row * bands, (row + 1) * bands);
  const ranges = Array.from({ length: rows }, (_, row) => {
    const values = valuesOf(row);
    const range = rowRange(values);
    return { ...range, low: values[range.least], high: values[range.greatest] };
  });
  const median = exactMedian(reflectance);
  const least = ranges.reduce((low, row) => Math.min(low, row.low), Infinity);
  const greatest = ranges.reduce(
    (high, row) => Math.max(high, row.high),
    -Infinity,
  );
  const quantity = quantityOf(set);
  const unit: Unit = quantity === "absorbance"
    ? { name: "fraction", one: 1 }
    : unitOf(median, greatest);
  const grid = describeGrid(wavelengths);
  const dead = (row: number) =>
    isDead(ranges[row].high - ranges[row].low, unit);

  const oddities: Oddity[] = [
    ...gridOddities(wavelengths, grid),
    ...fileUnit(unit, { least, greatest }),
  ];
  const named = metadata?.some(({ splices }) => splices.length > 0) ?? false;
  if (!named) oddities.push(...commonSteps(set, grid, unit.one));
  for (let row = 0; row < rows; row++) {
    if (row % PROGRESS_EVERY === 0) onProgress?.(row, rows);
    const values = valuesOf(row);
    const range = ranges[row];
    oddities.push(...warningOddities(set, row));
    oddities.push(...rangeOddities({ set, row, values, unit }, range));
    if (dead(row)) continue;
    const context = { values, one: unit.one, greatest: range.high };
    oddities.push(
      ...plateauOddities(set, row, context),
      ...stepOddities(set, row, context),
      ...endOddities(set, row, context),
    );
  }
  for (const odd of duplicateOddities(set, dead)) oddities.push(odd);
  for (const odd of replicateOddities(set, unit.one)) oddities.push(odd);
  onProgress?.(rows, rows);
  const order = Object.keys(KINDS);
  oddities.sort((a, b) => order.indexOf(a.kind) - order.indexOf(b.kind));
  return {
    path,
    format,
    notes: set.notes ?? [],
    dropped: set.dropped ?? [],
    samples,
    replicates,
    groups: set.groups && countGroups(set.groups),
    columns: (set.columns ?? []).map(({ name }) => name),
    wavelengths: grid,
    header: metadata ? describeHeaders(metadata) : null,
    taken_as: set.taken ? takenText(set.taken) : null,
    quantity,
    unit: unit.name,
    reflectance: { least, median, greatest },
    oddities,
  };
}

function countGroups(groups: readonly string[]) {
  const found = new Map<string, number>();
  for (const group of groups) found.set(group, (found.get(group) ?? 0) + 1);
  return [...found].map(([group, samples]) => ({ group, samples }));
}
