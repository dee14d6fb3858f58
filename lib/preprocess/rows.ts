// A set of spectra as rows of a matrix: row `sample × replicates + replicate`.
// Most steps work on one row at a time; errors name the row as people do.
import { InputError } from "../errors.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";

/**
 * Names a spectrum as messages do.
 *
 * @param set The set that it is in.
 * @param row Its row.
 * @returns Such as `sample RS001, replicate 2`; a single replicate goes
 * without its number.
 */
export function spectrumName(
  { samples, replicates }: Pick<SpectraSet, "samples" | "replicates">,
  row: number,
): string {
  const sample = `sample ${samples[Math.floor(row / replicates)]}`;
  return replicates === 1
    ? sample
    : `${sample}, replicate ${row % replicates + 1}`;
}

/** Number of spectra in a set. */
export function countRows(set: SpectraSet): number {
  return set.samples.length * set.replicates;
}

/**
 * Treats each spectrum on its own.
 *
 * @param set Spectra; they stay as they are.
 * @param treat Reads a spectrum and writes what becomes of it.
 * @returns A new set on the same wavelengths.
 * @throws {InputError} If a value that comes out is not finite.
 */
export function mapRows(
  set: SpectraSet,
  treat: (from: Float64Array, to: Float64Array, row: number) => void,
): SpectraSet {
  const bands = set.wavelengths.length;
  const reflectance = new Float64Array(set.reflectance.length);
  for (let row = 0; row < countRows(set); row++) {
    const [start, end] = [row * bands, (row + 1) * bands];
    const to = reflectance.subarray(start, end);
    treat(set.reflectance.subarray(start, end), to, row);
    const band = to.findIndex((value) => !Number.isFinite(value));
    if (band < 0) continue;
    throw new InputError(
      `${capital(spectrumName(set, row))}: comes out as ${to[band]} at ` +
        `${set.wavelengths[band]} nm; expected a finite number`,
    );
  }
  return { ...set, reflectance };
}

/**
 * Refuses a spectrum.
 *
 * @param set The set that it is in.
 * @param row Its row.
 * @param what What is wrong, and what was expected.
 * @throws {InputError} Always.
 */
export function refuseRow(set: SpectraSet, row: number, what: string): never {
  throw new InputError(`${capital(spectrumName(set, row))}: ${what}`);
}

/** Mean of a spectrum's values. */
export function meanOf(values: Float64Array): number {
  let sum = 0;
  for (const value of values) sum += value;
  return sum / values.length;
}

function capital(text: string): string {
  return text[0].toUpperCase() + text.slice(1);
}
