// The header of a Galactic (Thermo GRAMS) SPC file: 512 bytes in the new format,
// 256 in the old one of Lab Calc, whose numbers are smaller and whose first
// subfile header is part of them.
//
// Source: SPC.H of 1997 and "A Brief Guide to SPC File Format", Galactic
// Industries Corporation.
import { InputError } from "../../errors.ts";

/** What the header says that the readers of the rest need. */
export interface SpcHeader {
  /** The whole file. */
  readonly view: DataView;
  /** Name of the file, for messages. */
  readonly path: string;
  /** 0x4B, 0x4C (the same, most significant byte first) or 0x4D (old). */
  readonly version: number;
  /** Whether the least significant byte of numbers comes first. */
  readonly littleEndian: boolean;
  /** Bytes before what follows the header. */
  readonly size: number;
  /** What the file has. */
  readonly flags: SpcFlags;
  /** Power of two of the ordinates; FLOAT if they are floating point. */
  readonly exponent: number;
  /** Points of a spectrum, unless every one has a number of its own. */
  readonly points: number;
  /** The first of even abscissae. */
  readonly first: number;
  /** The last of them. */
  readonly last: number;
  /** Subfiles; null in the old format, which does not say. */
  readonly subfiles: number | null;
  /** Where entries tell the place of each subfile; 0 for none. */
  readonly directory: number;
  /** Code of the unit of x. */
  readonly xType: number;
  /** Code of the quantity y. */
  readonly yType: number;
}

/** The bits of the first byte. */
export interface SpcFlags {
  /** Ordinates have 16 bits, not 32. */
  readonly short: boolean;
  /** There are several spectra. */
  readonly multiple: boolean;
  /** The axes are named by text. */
  readonly labels: boolean;
  /** Every spectrum has abscissae of its own. */
  readonly ownAbscissae: boolean;
  /** Abscissae are listed. */
  readonly abscissae: boolean;
}

/** The exponent that stands for ordinates in floating point. */
export const FLOAT: number = -128;

/** Bytes of a subfile's header. */
export const SUBHEADER = 32;

const NEW_HEADER = 512;
const OLD_HEADER = 256;

/** More points than any spectrometer records. */
const MOST_POINTS = 1_000_000;

/**
 * Reads the header.
 *
 * @throws {InputError} If the file is too short for it, its version is another,
 * or a number in it makes no sense.
 */
export function readSpcHeader(bytes: Uint8Array, path: string): SpcHeader {
  const version = bytes[1];
  const old = version === 0x4d;
  const size = old ? OLD_HEADER : NEW_HEADER;
  if (!old && version !== 0x4b && version !== 0x4c) {
    throw new InputError(
      `${path}, byte 1: found ${version}; expected the version of an SPC file`,
    );
  }
  if (bytes.length < size) {
    throw new InputError(
      `${path}: is cut short after ${bytes.length} bytes; expected an SPC ` +
        `header of ${size}`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const flags = readFlags(bytes[0]);
  if (flags.ownAbscissae && !flags.abscissae || old && flags.abscissae) {
    throw new InputError(
      `${path}, byte 0: found flags 0x${
        bytes[0].toString(16)
      }; expected listed abscissae together with those of each spectrum, and ` +
        "neither in the old format",
    );
  }
  const common = { view, path, version, size, flags };
  const header = old ? readOld(common) : readNew(common);
  checkHeader(header);
  return header;
}

function readFlags(byte: number): SpcFlags {
  return {
    short: (byte & 1) !== 0,
    multiple: (byte & 4) !== 0,
    labels: (byte & 32) !== 0,
    ownAbscissae: (byte & 64) !== 0,
    abscissae: (byte & 128) !== 0,
  };
}

type Common = Pick<SpcHeader, "view" | "path" | "version" | "size" | "flags">;

function readNew(common: Common): SpcHeader {
  const { view, version, flags } = common;
  const littleEndian = version === 0x4b;
  const count = view.getUint32(4, littleEndian);
  return {
    ...common,
    littleEndian,
    exponent: view.getInt8(3),
    // The one field is the number of points or the place of the directory.
    points: flags.ownAbscissae ? 0 : count,
    directory: flags.ownAbscissae ? count : 0,
    first: view.getFloat64(8, littleEndian),
    last: view.getFloat64(16, littleEndian),
    subfiles: view.getUint32(24, littleEndian),
    xType: view.getUint8(28),
    yType: view.getUint8(29),
  };
}

function readOld(common: Common): SpcHeader {
  const { view } = common;
  const exponent = view.getInt16(2, true);
  return {
    ...common,
    littleEndian: true,
    exponent: exponent === -FLOAT ? FLOAT : exponent,
    points: view.getFloat32(4, true),
    directory: 0,
    first: view.getFloat32(8, true),
    last: view.getFloat32(12, true),
    subfiles: null,
    xType: view.getUint8(16),
    yType: view.getUint8(17),
  };
}

function checkHeader(header: SpcHeader): void {
  const { path, flags, points, subfiles, exponent, first, last } = header;
  if (
    !flags.ownAbscissae &&
    !(Number.isInteger(points) && points >= 2 && points <= MOST_POINTS)
  ) {
    throw new InputError(
      `${path}, byte 4: found ${points}; expected 2 to ${MOST_POINTS} points`,
    );
  }
  if (subfiles === 0 || (!flags.multiple && (subfiles ?? 1) !== 1)) {
    throw new InputError(
      `${path}, byte 24: found ${subfiles} spectra; expected ${
        flags.multiple ? "one at least" : "1, as the flags say"
      }`,
    );
  }
  if (exponent < FLOAT || exponent > 127) {
    throw new InputError(
      `${path}, byte 2: found the exponent ${exponent}; expected -128 to 127`,
    );
  }
  const even = !flags.abscissae;
  if (even && !(Number.isFinite(first) && Number.isFinite(last))) {
    throw new InputError(
      `${path}, byte 8: found x from ${first} to ${last}; expected finite ` +
        "numbers",
    );
  }
}
