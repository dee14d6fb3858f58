// The files that instruments write: each holds one spectrum, and each format is
// one file beside this one and one row of the table.
import type { InstrumentSpectrum } from "../metadata.ts";
import { looksLikeAsd, readAsd } from "./asd.ts";

/** One format. */
export interface InstrumentFormat {
  /** Its name. */
  readonly name: string;
  /** Whether the first bytes of a file are its. */
  readonly fits: (head: Uint8Array) => boolean;
  /** Reads a whole file. */
  readonly read: (bytes: Uint8Array, path: string) => InstrumentSpectrum;
}

/** All formats. */
export const INSTRUMENT_FORMATS: readonly InstrumentFormat[] = [
  { name: "ASD", fits: looksLikeAsd, read: readAsd },
];

/** The format that a file's first bytes are of, if any. */
export function instrumentFormat(
  head: Uint8Array,
): InstrumentFormat | undefined {
  return INSTRUMENT_FORMATS.find(({ fits }) => fits(head));
}
