// The replicates of a sample become one spectrum, as the article's authors had
// it for their first models.
import type { SpectrumMetadata } from "../formats/shared/metadata.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";

/**
 * Replaces the spectra of each sample by their arithmetic mean.
 *
 * @param set Spectra.
 * @returns A new set with one replicate. What the files said is kept where all
 * files of a sample said the same.
 *
 * Reference: `numpy.mean` over the replicates; `prospectr`'s users do the same
 * with `aggregate`.
 */
export function average(set: SpectraSet): SpectraSet {
  const { samples, replicates, wavelengths, metadata } = set;
  const bands = wavelengths.length;
  const reflectance = new Float64Array(samples.length * bands);
  for (let sample = 0; sample < samples.length; sample++) {
    for (let band = 0; band < bands; band++) {
      let sum = 0;
      for (let replicate = 0; replicate < replicates; replicate++) {
        const row = sample * replicates + replicate;
        sum += set.reflectance[row * bands + band];
      }
      reflectance[sample * bands + band] = sum / replicates;
    }
  }
  const { metadata: _, ...rest } = set;
  return {
    ...rest,
    replicates: 1,
    reflectance,
    ...(metadata && {
      metadata: samples.map((_, sample) =>
        common(metadata.slice(sample * replicates, (sample + 1) * replicates))
      ),
    }),
  };
}

/** What all of them say; unknown where they differ. */
function common(all: readonly SpectrumMetadata[]): SpectrumMetadata {
  const [first] = all;
  const same = <K extends keyof SpectrumMetadata>(key: K) =>
    all.every((one) => String(one[key]) === String(first[key]));
  const orNull = <K extends keyof SpectrumMetadata>(key: K) =>
    same(key) ? first[key] : null;
  return {
    file: same("file") ? first.file : all.map(({ file }) => file).join(", "),
    format: same("format") ? first.format : "several",
    instrument: orNull("instrument"),
    serial: orNull("serial"),
    date: orNull("date"),
    latitude: orNull("latitude"),
    longitude: orNull("longitude"),
    description: orNull("description"),
    splices: same("splices") ? first.splices : [],
    quantity: same("quantity") ? first.quantity : "several",
    scans: orNull("scans"),
  };
}
