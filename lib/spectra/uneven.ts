// Samples with different numbers of spectra: a network needs as many channels
// for each, so what becomes of the surplus must be said.
import { InputError } from "../errors.ts";
import type { FilesDataConfig } from "../config/types.ts";
import { nameAll } from "./name_all.ts";

/** How many spectra each sample has, in the order of the samples. */
export interface SpectraCounts {
  readonly path: string;
  /** Number of spectra, and where the first of them stands. */
  readonly counts: ReadonlyMap<
    string,
    { readonly count: number; readonly place: string }
  >;
}

/**
 * Refuses samples with different numbers of spectra.
 *
 * @param found Counts by sample.
 * @throws {InputError} If they differ: those that have another number than most
 * are named, up to twenty.
 */
export function refuseUneven({ path, counts }: SpectraCounts): void {
  const frequency = new Map<number, number>();
  for (const { count } of counts.values()) {
    frequency.set(count, (frequency.get(count) ?? 0) + 1);
  }
  if (frequency.size <= 1) return;
  let usual = 0;
  for (const [count, times] of frequency) {
    const best = frequency.get(usual) ?? 0;
    if (times > best || (times === best && count > usual)) usual = count;
  }
  const others = [...counts].filter(([, { count }]) => count !== usual)
    .map(([sample, { count, place }]) =>
      `${sample} has ${spectra(count)} (${place})`
    );
  const most = frequency.get(usual)!;
  throw new InputError(
    `${path}: ${most === 1 ? "one sample has" : `${most} samples have`} ` +
      `${spectra(usual)}, but ${
        nameAll(others)
      }; expected the same number for all, ` +
      "or data.replicates: average for their mean, first for as many as all have",
  );
}

function spectra(count: number): string {
  return count === 1 ? "1 spectrum" : `${count} spectra`;
}

/**
 * Makes the numbers of spectra even.
 *
 * @param reflectance Spectra `[row, band]`, samples one after the other.
 * @param bands Values of a spectrum.
 * @param options Rows of each sample in order, and what becomes of them.
 * @returns `average`: the mean of each sample's spectra; `first`: of each the
 * first ones, as many as the sample with the fewest has.
 */
export function evenOut(
  reflectance: Float64Array,
  bands: number,
  { counts, policy }: {
    readonly counts: readonly number[];
    readonly policy: Exclude<FilesDataConfig["replicates"], "refuse">;
  },
): { readonly reflectance: Float64Array; readonly replicates: number } {
  const replicates = policy === "average" ? 1 : Math.min(...counts);
  const even = new Float64Array(counts.length * replicates * bands);
  let row = 0;
  counts.forEach((count, sample) => {
    const start = sample * replicates * bands;
    const own = reflectance.subarray(row * bands, (row + count) * bands);
    if (policy === "first") {
      even.set(own.subarray(0, replicates * bands), start);
    } else {
      for (let i = 0; i < own.length; i++) even[start + i % bands] += own[i];
      for (let band = 0; band < bands; band++) even[start + band] /= count;
    }
    row += count;
  });
  return { reflectance: even, replicates };
}
