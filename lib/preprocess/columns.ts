// Statistics over the spectra of a set, band by band.
import type { SpectraSet } from "../spectra/spectra_set.ts";
import { countRows } from "./rows.ts";

/** Mean of every band. */
export function columnMeans(set: SpectraSet): Float64Array {
  const rows = countRows(set);
  const means = new Float64Array(set.wavelengths.length);
  eachValue(set, (value, band) => {
    means[band] += value;
  });
  return means.map((sum) => sum / rows);
}

/** Variance of every band about its mean, divided by the number of spectra. */
export function columnVariances(
  set: SpectraSet,
  means: Float64Array,
): Float64Array {
  const rows = countRows(set);
  const sums = new Float64Array(means.length);
  eachValue(set, (value, band) => {
    sums[band] += (value - means[band]) * (value - means[band]);
  });
  return sums.map((sum) => sum / rows);
}

function eachValue(
  { wavelengths, reflectance }: SpectraSet,
  use: (value: number, band: number) => void,
): void {
  const bands = wavelengths.length;
  for (let i = 0; i < reflectance.length; i++) use(reflectance[i], i % bands);
}
