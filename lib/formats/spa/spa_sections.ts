// The table of sections of an OMNIC file: what each is, its place, its length.
// A `.spa` file has one spectrum, a `.spg` file (a group) a header section and
// what belongs to it for every spectrum.
//
// Thermo publishes no description. The layout is as SpectroChemPy documents it
// ("OMNIC SPA file format") and Orange Spectroscopy reads it.
import { InputError } from "../../errors.ts";
import {
  blockBytes,
  type BlockPlace,
  refuseOverlap,
  viewOf,
} from "../shared/block_bytes.ts";

/** A section of a file. */
export interface SpaSection extends BlockPlace {
  /** What it is, by number. */
  readonly key: number;
}

/** Keys of sections. */
export const SPA = {
  header: 2,
  values: 3,
  comment: 4,
  history: 27,
  library: 83,
  title: 107,
} as const;

const READ: readonly number[] = Object.values(SPA);

/** Where the number of sections stands, and where the table begins. */
const COUNT = 294;
const TABLE = 304;

/** Bytes of an entry. */
const ENTRY = 16;

/**
 * Reads the table.
 *
 * @param bytes The file.
 * @param path Its name, for messages.
 * @returns The sections of each spectrum, in the file's order.
 * @throws {InputError} If the file is cut short, no section is a header, or
 * some lie within others.
 */
export function readSpaSections(
  bytes: Uint8Array,
  path: string,
): SpaSection[][] {
  const start = { name: "header", at: 0, length: TABLE };
  const count = viewOf(blockBytes(bytes, start, path)).getUint16(COUNT, true);
  const table = { name: "table", at: TABLE, length: count * ENTRY };
  const view = viewOf(blockBytes(bytes, table, path));
  const sections = Array.from({ length: count }, (_, i) => ({
    key: view.getUint8(i * ENTRY),
    name: `section ${i + 1}`,
    at: view.getUint32(i * ENTRY + 2, true),
    length: view.getUint32(i * ENTRY + 6, true),
  }));
  const read = sections.filter(({ key }) => READ.includes(key));
  refuseOverlap(read, bytes.length, path);
  const headers = sections.filter(({ key }) => key === SPA.header).length;
  if (headers === 0) {
    throw new InputError(
      `${path}, byte ${TABLE}: found ${count} sections and none of key ` +
        `${SPA.header}; expected the header of a spectrum`,
    );
  }
  return headers === 1 ? [sections] : spectra(sections);
}

/** What stands before the first header is of the file, not of a spectrum. */
function spectra(sections: readonly SpaSection[]): SpaSection[][] {
  const found: SpaSection[][] = [];
  for (const section of sections) {
    if (section.key === SPA.header) found.push([]);
    found.at(-1)?.push(section);
  }
  return found;
}

/**
 * Tells whether a spectrum came out of a library: other numbers stand where
 * such files would have date and scans.
 *
 * @param bytes The file, whose table was read.
 * @param sections Those of the spectrum.
 */
export function isOfLibrary(
  bytes: Uint8Array,
  sections: readonly SpaSection[],
): boolean {
  const end = TABLE + ENTRY * viewOf(bytes).getUint16(COUNT, true);
  return bytes[end] === 1 && sections.some(({ key }) => key === SPA.library);
}
