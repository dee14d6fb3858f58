// The same spectrum twice, value by value: a file that was copied under
// another name. A hash finds candidates, the values decide.
import { plain, whose } from "./say.ts";
import type { SpectraSet } from "../spectra_set.ts";
import type { Oddity } from "./types.ts";

/**
 * Finds spectra that are another one's copy.
 *
 * @param set The spectra.
 * @param skip Tells which rows are of no interest (dead ones are all alike).
 * @returns One for each copy; it names the first spectrum with these values.
 */
export function duplicateOddities(
  set: SpectraSet,
  skip: (row: number) => boolean,
): Oddity[] {
  const { wavelengths, reflectance, replicates } = set;
  const bands = wavelengths.length;
  const rows = reflectance.length / bands;
  const valuesOf = (row: number) =>
    reflectance.subarray(row * bands, (row + 1) * bands);
  const firsts = new Map<number, number[]>();
  const found: Oddity[] = [];
  for (let row = 0; row < rows; row++) {
    if (skip(row)) continue;
    const values = valuesOf(row);
    const key = hashOf(values);
    const alike = firsts.get(key) ?? [];
    const first = alike.find((other) => isSame(values, valuesOf(other)));
    if (first === undefined) {
      firsts.set(key, [...alike, row]);
      continue;
    }
    const { name, ...who } = whose(set, row);
    const other = whose(set, first);
    const within = other.sample === who.sample;
    found.push({
      kind: "duplicate",
      ...who,
      from_nm: null,
      to_nm: null,
      value: null,
      says: `${name}: is value by value the spectrum of ` +
        (within
          ? `replicate ${first % replicates + 1}`
          : plain(other.name).replace(/^S/, "s")) +
        ".",
    });
  }
  return found;
}

/** FNV-1a over the 32-bit words of float64 values. */
function hashOf(values: Float64Array): number {
  const { buffer, byteOffset, length } = values;
  const words = new Uint32Array(buffer, byteOffset, 2 * length);
  let hash = 0x811c9dc5;
  for (let i = 0; i < words.length; i++) {
    hash = Math.imul(hash ^ words[i], 0x01000193);
    // Low words of rounded values are often 0: high bits must come down.
    hash ^= hash >>> 15;
  }
  return hash;
}

function isSame(a: Float64Array, b: Float64Array): boolean {
  for (let i = 0; i < a.length; i++) if (a[i] !== b[i]) return false;
  return true;
}
