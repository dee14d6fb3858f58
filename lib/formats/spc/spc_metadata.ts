// What an SPC file says of its spectra besides the points.
import type { SpectrumMetadata } from "../shared/metadata.ts";
import { fieldDate } from "../shared/field_header.ts";
import { joinedLines } from "../shared/joined_lines.ts";
import type { SpcHeader } from "./spc_header.ts";
import { fieldOfText } from "../shared/text.ts";

/** Where the headers have texts: first byte, length. */
const NEW_TEXTS = {
  resolution: [36, 9],
  source: [45, 9],
  memo: [88, 130],
  labels: [218, 30],
} as const;
const OLD_TEXTS = {
  resolution: [24, 8],
  source: null,
  memo: [64, 130],
  labels: [194, 30],
} as const;

/** Bytes of the header of the log. */
const LOG_HEADER = 64;

/** Code of the old format's Z axis that says that the axes have labels. */
const LABELLED = 15;

/** Texts of a file. */
export interface SpcTexts {
  /** What the file has as its source. */
  readonly instrument: string | null;
  /** Memo, resolution and log. */
  readonly description: string | null;
  /** Names of the axes x and y, if the file has its own. */
  readonly labels: readonly [x: string | null, y: string | null];
}

/**
 * Reads the texts of a file.
 *
 * @returns Texts; of a long log the beginning.
 */
export function readSpcTexts(header: SpcHeader): SpcTexts {
  const { view, version, flags } = header;
  const old = version === 0x4d;
  const places = old ? OLD_TEXTS : NEW_TEXTS;
  const bytes = (place: readonly [number, number] | null) =>
    place === null
      ? new Uint8Array()
      : new Uint8Array(view.buffer, view.byteOffset + place[0], place[1]);
  const resolution = fieldOfText(bytes(places.resolution));
  const labelled = flags.labels || (old && view.getUint8(19) >> 4 === LABELLED);
  const description = [
    fieldOfText(bytes(places.memo)),
    resolution && `resolution: ${resolution}`,
    old ? null : readLog(header),
  ].filter(Boolean).join("; ");
  return {
    instrument: fieldOfText(bytes(places.source)),
    description: description || null,
    labels: labelled ? readLabels(bytes(places.labels)) : [null, null],
  };
}

/**
 * Puts a spectrum's metadata together.
 *
 * @param header The file's header.
 * @param about The file's texts, the byte of the spectrum's header, and what
 * reflectance was made from.
 * @returns Metadata; a date that is none, or of a year of two or three digits, is
 * left out.
 */
export function spcMetadata(
  header: SpcHeader,
  { texts, at, quantity }: {
    readonly texts: SpcTexts;
    readonly at: number;
    readonly quantity: string;
  },
): SpectrumMetadata {
  const { view, path, version, littleEndian } = header;
  const old = version === 0x4d;
  const scans = view.getUint32(at + 20, littleEndian) ||
    (old ? view.getUint16(34, true) : 0);
  return {
    file: path.split(/[\\/]/).at(-1) ?? path,
    format: `SPC ${version.toString(16).toUpperCase()}`,
    instrument: texts.instrument,
    serial: null,
    date: readDate(header),
    latitude: null,
    longitude: null,
    description: texts.description,
    splices: [],
    quantity,
    scans: scans || null,
  };
}

/** Texts that each end in a zero. */
function readLabels(bytes: Uint8Array): [string | null, string | null] {
  const end = bytes.indexOf(0);
  if (end < 0) return [fieldOfText(bytes), null];
  return [fieldOfText(bytes), fieldOfText(bytes.subarray(end + 1))];
}

/** The log's text ends at a zero; some writers have a wrong place of the log. */
function readLog({ view, littleEndian }: SpcHeader): string | null {
  const at = view.getUint32(248, littleEndian);
  if (at === 0 || at + LOG_HEADER > view.byteLength) return null;
  const size = view.getUint32(at, littleEndian);
  const text = view.getUint32(at + 8, littleEndian);
  const end = Math.min(at + size, view.byteLength);
  if (text < LOG_HEADER || at + text >= end) return null;
  const bytes = new Uint8Array(
    view.buffer,
    view.byteOffset + at + text,
    end - at - text,
  );
  return joinedLines(fieldOfText(bytes));
}

function readDate({ view, version, littleEndian }: SpcHeader): string | null {
  if (version === 0x4d) {
    // The four bits above the year are the Z axis.
    const year = view.getUint16(18, true) & 0xfff;
    return isoDate(year, [20, 21, 22, 23].map((at) => view.getUint8(at)));
  }
  const packed = view.getUint32(32, littleEndian);
  return isoDate(packed >>> 20, [
    (packed >>> 16) & 15,
    (packed >>> 11) & 31,
    (packed >>> 6) & 31,
    packed & 63,
  ]);
}

/** Some programs count years from 1900, some from the last hundred. */
function isoDate(
  year: number,
  [month, day, hour, minute]: readonly number[],
): string | null {
  const minutes = String(minute).padStart(2, "0");
  return fieldDate(`${year}/${month}/${day} ${hour}:${minutes}`, null);
}
