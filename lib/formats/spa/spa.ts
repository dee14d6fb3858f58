// Thermo (Nicolet) OMNIC files: one spectrum (`.spa`) or a group (`.spg`).
import type { InstrumentSpectrum } from "../shared/metadata.ts";
import { toReflectance } from "../shared/axes.ts";
import { spaMetadata } from "./spa_metadata.ts";
import { readSpaSections } from "./spa_sections.ts";
import { readSpaSpectrum } from "./spa_spectrum.ts";

const MAGIC = "Spectral Data File";

/** Whether the first bytes are those of an OMNIC file. */
export function looksLikeSpa(head: Uint8Array): boolean {
  // A text could begin so; the header holds zeros.
  return head.includes(0) &&
    String.fromCharCode(...head.subarray(0, MAGIC.length)) === MAGIC;
}

/**
 * Reads an OMNIC file.
 *
 * @param bytes The file.
 * @param path Its name, for messages.
 * @returns Its spectra in order. Reflectance is as the file has it, or made of
 * absorbance, log(1/R) or Kubelka-Munk; wavelengths are in nm.
 * @throws {InputError} If the file is cut short, a header makes no sense, or no
 * reflectance can be made of what it holds.
 */
export function readSpa(bytes: Uint8Array, path: string): InstrumentSpectrum[] {
  const spectra = readSpaSections(bytes, path);
  return spectra.map((sections, i) => {
    const place = spectra.length === 1 ? path : `${path}, spectrum ${i + 1}`;
    const { scans, ...raw } = readSpaSpectrum(bytes, sections, place);
    const { quantity, ...spectrum } = toReflectance(raw, place);
    const about = { sections, path, scans, quantity };
    return { ...spectrum, metadata: spaMetadata(bytes, about) };
  });
}
