// Sets of spectra as texts that are the same for the same bytes.
import { sha256 } from "../../lib/artifacts/sha256.ts";
import type { SpectraSet } from "../../lib/spectra/spectra_set.ts";

/** Names and checksums of a set of spectra. */
export async function digest(
  { samples, replicates, groups, wavelengths, reflectance }: SpectraSet,
): Promise<string> {
  const names = JSON.stringify([samples, replicates, groups]);
  return [
    names,
    await sha256(new Uint8Array(wavelengths.slice().buffer)),
    await sha256(new Uint8Array(reflectance.slice().buffer)),
  ].join(" ");
}
