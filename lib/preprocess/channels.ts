// Several pre-treatments of one spectrum side by side, each of which becomes a
// channel of the sample's image.
import { InputError } from "../errors.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";

/**
 * Lays differently treated spectra side by side.
 *
 * @param sets The same samples and replicates, treated in different ways.
 * @returns Replicates × ways spectra a sample: all ways of the first replicate,
 * then those of the second.
 * @throws {InputError} If the ways leave different wavelengths.
 */
export function channels(sets: readonly SpectraSet[]): SpectraSet {
  const [first] = sets;
  const bands = first.wavelengths.length;
  sets.forEach(({ wavelengths }, at) => {
    const same = wavelengths.length === bands &&
      wavelengths.every((nm, band) => nm === first.wavelengths[band]);
    if (same) return;
    throw new InputError(
      `Channel ${at + 1} has ${wavelengths.length} wavelengths from ` +
        `${wavelengths[0]} to ${wavelengths.at(-1)} nm and channel 1 has ` +
        `${bands} from ${first.wavelengths[0]} to ` +
        `${first.wavelengths.at(-1)} nm; expected the same for all channels`,
    );
  });
  const ways = sets.length;
  const rows = first.samples.length * first.replicates;
  const reflectance = new Float64Array(rows * ways * bands);
  sets.forEach((set, way) => {
    for (let row = 0; row < rows; row++) {
      const values = set.reflectance.subarray(row * bands, (row + 1) * bands);
      reflectance.set(values, (row * ways + way) * bands);
    }
  });
  return {
    ...first,
    replicates: first.replicates * ways,
    reflectance,
    ...(first.metadata && {
      metadata: first.metadata.flatMap((one) => sets.map(() => one)),
    }),
  };
}
