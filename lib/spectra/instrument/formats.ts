// The files that instruments write, most with one spectrum: each format is one
// file beside this one and one row of the table.
import type { InstrumentSpectrum } from "../metadata.ts";
import { looksLikeAsd, readAsd } from "./asd.ts";
import { looksLikeJcamp, readJcamp } from "./jcamp.ts";
import { looksLikeSed, readSed } from "./sed.ts";
import { looksLikeSig, readSig } from "./sig.ts";
import { looksLikeSpc, readSpc } from "./spc.ts";

/** What is in a file. */
type Read = InstrumentSpectrum | readonly InstrumentSpectrum[];

/** One format. */
export interface InstrumentFormat {
  /** Its name. */
  readonly name: string;
  /** Whether the first bytes of a file are its. */
  readonly fits: (head: Uint8Array) => boolean;
  /** Reads a whole file: its spectrum, or its spectra in the file's order. */
  readonly read: (
    bytes: Uint8Array<ArrayBuffer>,
    path: string,
  ) => Read | Promise<Read>;
}

/** All formats. */
export const INSTRUMENT_FORMATS: readonly InstrumentFormat[] = [
  { name: "ASD", fits: looksLikeAsd, read: readAsd },
  { name: "Spectral Evolution SED", fits: looksLikeSed, read: readSed },
  { name: "SVC SIG", fits: looksLikeSig, read: readSig },
  { name: "JCAMP-DX", fits: looksLikeJcamp, read: readJcamp },
  { name: "Galactic SPC", fits: looksLikeSpc, read: readSpc },
];

/** The format that a file's first bytes are of, if any. */
export function instrumentFormat(
  head: Uint8Array,
): InstrumentFormat | undefined {
  return INSTRUMENT_FORMATS.find(({ fits }) => fits(head));
}
