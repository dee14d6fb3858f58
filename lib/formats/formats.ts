// Formats of files that instruments write: bytes in, spectra out, and no word
// about soil, samples or tables. Every format has a folder beside this file.
//
// To add one:
// 1. Make a folder here, named after the format, with one public function that
//    reads a whole file and one that tells from the first bytes whether a file
//    is of that format. asd/asd.ts is the example to follow: it checks every
//    offset and count before it uses them, converts wavelengths to nm, and
//    refuses in one sentence that names the file, what was found and what was
//    expected. What several formats need is in shared/.
//    A file whose meaning stands in another one beside it gets that as its
//    companion, which companions.ts finds; one that lacks its white reference is
//    given that of the option, and says so by `whiteReference`.
// 2. Add a row to the table below. Everything else follows from it: single
//    files, folders, patterns and tables of files, `deno task spectra`.
// 3. Add a way to make a small file to tests/support/readers_to_fuzz.ts, so
//    that damaged copies are tried, and a golden from an independent reader to
//    tests/reference/.
//
// Tables (csv/, parquet/, r_data/, pickle/, workbook/) are decoded here too, but
// what their columns mean is decided in lib/spectra/tables/. What a file is
// packed in (containers/) no reader sees.
import type { InstrumentSpectrum } from "./shared/metadata.ts";
import type { Companion } from "./companions.ts";
import type { WhiteReference } from "./white_reference.ts";
import { looksLikeAsd, readAsd } from "./asd/asd.ts";
import { looksLikeEcostress, readEcostress } from "./ecostress/ecostress.ts";
import { readEnvi } from "./envi/envi.ts";
import { looksLikeEnvi } from "./envi/looks_like_envi.ts";
import { looksLikeJcamp, readJcamp } from "./jcamp/jcamp.ts";
import { looksLikeOpus, readOpus } from "./opus/opus.ts";
import { looksLikeSed, readSed } from "./sed/sed.ts";
import { looksLikeSig, readSig } from "./sig/sig.ts";
import { looksLikeSpa, readSpa } from "./spa/spa.ts";
import { looksLikeSpc, readSpc } from "./spc/spc.ts";
import { looksLikeOlderUsgs, looksLikeUsgs } from "./usgs/looks_like_usgs.ts";
import { readOlderUsgs, readUsgs } from "./usgs/usgs.ts";

/** What is in a file. */
type Read = InstrumentSpectrum | readonly InstrumentSpectrum[];

/** One format. */
export interface InstrumentFormat {
  /** Its name. */
  readonly name: string;
  /** Whether a file is its, by its first bytes; numbers alone by its name. */
  readonly fits: (head: Uint8Array, path: string) => boolean;
  /** Reads a whole file: its spectrum, or its spectra in the file's order. */
  readonly read: (
    bytes: Uint8Array<ArrayBuffer>,
    path: string,
    companion?: Companion | null,
    white?: WhiteReference | null,
  ) => Read | Promise<Read>;
}

/** All formats. */
export const INSTRUMENT_FORMATS: readonly InstrumentFormat[] = [
  {
    name: "ASD",
    fits: looksLikeAsd,
    read: (bytes, path, _, white) => readAsd(bytes, path, white),
  },
  {
    name: "Spectral Evolution SED",
    fits: looksLikeSed,
    read: (bytes, path, _, white) => readSed(bytes, path, white),
  },
  { name: "SVC SIG", fits: looksLikeSig, read: readSig },
  { name: "JCAMP-DX", fits: looksLikeJcamp, read: readJcamp },
  { name: "Galactic SPC", fits: looksLikeSpc, read: readSpc },
  { name: "ECOSTRESS", fits: looksLikeEcostress, read: readEcostress },
  { name: "USGS", fits: looksLikeUsgs, read: readUsgs },
  { name: "USGS splib06", fits: looksLikeOlderUsgs, read: readOlderUsgs },
  { name: "ENVI spectral library", fits: looksLikeEnvi, read: readEnvi },
  { name: "Bruker OPUS", fits: looksLikeOpus, read: readOpus },
  { name: "Thermo OMNIC", fits: looksLikeSpa, read: readSpa },
];

/** The format that a file is of, by its first bytes and its name, if any. */
export function instrumentFormat(
  head: Uint8Array,
  path = "",
): InstrumentFormat | undefined {
  return INSTRUMENT_FORMATS.find(({ fits }) => fits(head, path));
}
