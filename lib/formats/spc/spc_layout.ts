// Where the spectra of an SPC file lie in it: each a subfile header, perhaps its
// own abscissae, and its ordinates. All of it is checked against the length of
// the file before anything is read.
import { InputError } from "../../errors.ts";
import { FLOAT, type SpcHeader, SUBHEADER } from "./spc_header.ts";

/** One spectrum of a file. */
export interface Subfile {
  /** Byte of its header. */
  readonly at: number;
  /** How many points it has. */
  readonly points: number;
  /** Byte of its listed abscissae, 32-bit floats; null for even ones. */
  readonly abscissae: number | null;
  /** Byte of its ordinates. */
  readonly ordinates: number;
  /** Power of two of the ordinates; FLOAT if they are floating point. */
  readonly exponent: number;
  /** Bytes of an ordinate. */
  readonly width: 2 | 4;
  /** Byte after it. */
  readonly end: number;
}

/** Bytes of an entry of the directory. */
const ENTRY = 12;

/** Points of all spectra of a file. */
const MOST_POINTS = 10_000_000;

const MOST_SPECTRA = 100_000;

/** Zeros, or the end of a text. */
const PADDING = [0, 0x1a];

/**
 * Finds all spectra of a file.
 *
 * @returns They in order.
 * @throws {InputError} If one reaches beyond the file's end, or its header
 * contradicts the file's.
 */
export function findSubfiles(header: SpcHeader): Subfile[] {
  const { path, flags, size, subfiles } = header;
  const shared = flags.abscissae && !flags.ownAbscissae ? size : null;
  const content = subfiles === null ? contentEnd(header) : Infinity;
  const most = subfiles ?? (flags.multiple ? Infinity : 1);
  const found: Subfile[] = [];
  let at = firstSubfile(header, shared);
  let taken = at;
  let total = 0;
  // The old header holds that of the first spectrum, which hence is there.
  while (found.length < most && at < Math.max(content, size)) {
    const place = header.directory === 0 ? at : entry(header, found.length);
    const subfile = readSubfile(header, place, shared);
    if (subfiles === null) checkIndex(header, place, found.length);
    found.push(subfile);
    at = subfile.end;
    total += subfile.points;
    taken += subfile.end - subfile.at;
    if (taken > header.view.byteLength) {
      throw new InputError(
        `${path}, byte ${place}: found a spectrum within another; expected ` +
          "each in a place of its own",
      );
    }
    if (total > MOST_POINTS || found.length > MOST_SPECTRA) {
      throw new InputError(
        `${path}, byte ${place}: has ${found.length} spectra of ${total} ` +
          `points up to here; expected at most ${MOST_SPECTRA} of ` +
          `${MOST_POINTS}`,
      );
    }
  }
  return found;
}

function firstSubfile(
  { version, size, points }: SpcHeader,
  shared: number | null,
): number {
  if (version === 0x4d) return size - SUBHEADER;
  return shared === null ? size : shared + 4 * points;
}

/** The old format has no count of spectra, and disks padded files. */
function contentEnd({ view }: SpcHeader): number {
  let end = view.byteLength;
  while (end > 0 && PADDING.includes(view.getUint8(end - 1))) end--;
  return end;
}

/** The byte at which an entry of the directory has a subfile. */
function entry(header: SpcHeader, index: number): number {
  const { view, littleEndian, directory, size, path } = header;
  const at = directory + index * ENTRY;
  need(header, at + ENTRY, `entry ${index + 1} of the directory`);
  const place = view.getUint32(at, littleEndian);
  if (place >= size) return place;
  throw new InputError(
    `${path}, byte ${at}: found a spectrum at byte ${place}; expected it after ` +
      `the header of ${size}`,
  );
}

function readSubfile(
  header: SpcHeader,
  at: number,
  shared: number | null,
): Subfile {
  const { view, littleEndian, flags, path } = header;
  need(header, at + SUBHEADER, "the header of a spectrum");
  const points = flags.ownAbscissae
    ? view.getUint32(at + 16, littleEndian)
    : header.points;
  if (points < 2) {
    throw new InputError(
      `${path}, byte ${at + 16}: found ${points}; expected 2 points at least`,
    );
  }
  const own = at + SUBHEADER;
  const ordinates = flags.ownAbscissae ? own + 4 * points : own;
  // SPC.H: the subfile's exponent counts only if there are several.
  const exponent = flags.multiple ? view.getInt8(at + 1) : header.exponent;
  if (flags.multiple && header.exponent === FLOAT && exponent !== FLOAT) {
    throw new InputError(
      `${path}, byte ${at + 1}: found the exponent ${exponent}; expected ` +
        "-128, for floating point, as the file's header has it",
    );
  }
  if (header.version === 0x4d && exponent === FLOAT) {
    throw new InputError(
      `${path}, byte ${at + 1}: found ordinates in floating point; expected ` +
        "integers, as the old format defines them",
    );
  }
  const width = flags.short && exponent !== FLOAT ? 2 : 4;
  const end = ordinates + width * points;
  need(header, end, `${points} points`);
  return {
    at,
    points,
    abscissae: flags.ownAbscissae ? own : shared,
    ordinates,
    exponent,
    width,
    end,
  };
}

/** What follows the last spectrum might pass for one. */
function checkIndex(
  { view, path }: SpcHeader,
  at: number,
  index: number,
): void {
  const found = view.getUint16(at + 2, true);
  if (index === 0 || found === index || found === index + 1) return;
  throw new InputError(
    `${path}, byte ${at + 2}: found the number ${found}; expected ${index} ` +
      "for the next spectrum",
  );
}

function need({ view, path }: SpcHeader, end: number, what: string): void {
  if (end <= view.byteLength) return;
  throw new InputError(
    `${path}: is cut short after ${view.byteLength} bytes; expected ${what} ` +
      `up to byte ${end}`,
  );
}
