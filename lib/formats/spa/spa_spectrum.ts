// The header and the values of one spectrum in an OMNIC file.
import { InputError } from "../../errors.ts";
import { checkAxes, type RawSpectrum } from "../shared/axes.ts";
import { blockBytes, viewOf } from "../shared/block_bytes.ts";
import { evenly } from "../shared/evenly.ts";
import { SPA, type SpaSection } from "./spa_sections.ts";

/** Units of x, by code. */
const X_NAMES: Readonly<Record<number, string>> = {
  1: "1/cm",
  2: "data points",
  3: "nm",
  4: "um",
  32: "Raman shift (1/cm)",
};

/** Quantities y, by code. */
const Y_NAMES: Readonly<Record<number, string>> = {
  11: "% reflectance",
  12: "log(1/R)",
  15: "single beam",
  16: "% transmittance",
  17: "absorbance",
  20: "Kubelka-Munk",
  21: "reflectance",
  22: "volts of the detector",
  23: "transmittance",
  26: "photoacoustic",
  31: "Raman intensity",
};

/** Bytes of the header that are read. */
const HEADER = 40;

/** More points than any spectrometer records. */
const MOST_POINTS = 1_000_000;

/** Points as the file has them, and how they were measured. */
export interface SpaSpectrum extends RawSpectrum {
  /** Scans that were averaged; 0 if the file does not say. */
  readonly scans: number;
}

/**
 * Reads a spectrum.
 *
 * @param bytes The file.
 * @param sections Those of the spectrum.
 * @param place File and place in it, for messages.
 * @throws {InputError} If a section is missing, twice there or cut short, the
 * header makes no sense, or the values are of another quantity.
 */
export function readSpaSpectrum(
  bytes: Uint8Array,
  sections: readonly SpaSection[],
  place: string,
): SpaSpectrum {
  const at = one(sections, SPA.header, { what: "header", place });
  const head = { ...at, name: "header of a spectrum", length: HEADER };
  const view = viewOf(blockBytes(bytes, head, place));
  const axes = {
    xUnit: name(X_NAMES, view.getUint8(8)),
    yUnit: name(Y_NAMES, view.getUint8(12)),
  };
  checkAxes(axes, place);
  const count = view.getUint32(4, true);
  const values = one(sections, SPA.values, { what: "values", place });
  checkCount(count, values, { at: at.at, place });
  const y = viewOf(blockBytes(bytes, { ...values, name: "values" }, place));
  return {
    ...axes,
    // OMNIC calls the first of the file the last, as it draws it on the left.
    x: evenly(view.getFloat32(16, true), view.getFloat32(20, true), count),
    y: Float64Array.from(
      { length: count },
      (_, i) => y.getFloat32(4 * i, true),
    ),
    scans: view.getUint32(36, true),
  };
}

function checkCount(
  count: number,
  { length, at: valuesAt }: SpaSection,
  { at, place }: { readonly at: number; readonly place: string },
): void {
  if (count < 2 || count > MOST_POINTS) {
    throw new InputError(
      `${place}, byte ${at + 4}: found ${count}; expected 2 to ` +
        `${MOST_POINTS} points`,
    );
  }
  if (length === 4 * count) return;
  throw new InputError(
    `${place}, byte ${at + 4}: found ${count} points, whose values at byte ` +
      `${valuesAt} have ${length} bytes; expected ${4 * count}`,
  );
}

function one(
  sections: readonly SpaSection[],
  key: number,
  { what, place }: { readonly what: string; readonly place: string },
): SpaSection {
  const found = sections.filter((section) => section.key === key);
  if (found.length === 1) return found[0];
  throw new InputError(
    `${place}: has ${found.length} sections of key ${key}; expected one, the ` +
      `${what} of the spectrum`,
  );
}

function name(names: Readonly<Record<number, string>>, code: number): string {
  return names[code] ?? `code ${code}`;
}
