// The header of an ASD file: 484 bytes, little-endian, at the same places in
// every version, as1 to as8. Only what a reader of spectra needs is taken out.
//
// Source: "ASD File Format: Version 8" and "Indico Version 8 File Format" of
// Analytical Spectral Devices, Inc.
import { InputError } from "../../errors.ts";
import { type AsdPosition, readAsdPosition } from "./asd_gps.ts";
import { fieldOfText } from "../shared/text.ts";

/** Bytes of the header; the spectrum follows. */
export const ASD_HEADER = 484;

/** What the header calls its data, by number. */
export const ASD_DATA_TYPES = [
  "raw",
  "reflectance",
  "radiance",
  "no units",
  "irradiance",
  "quality index",
  "transmittance",
  "unknown",
  "absorbance",
] as const;

/**
 * Types of instrument: LS a LabSpec, FS a FieldSpec, FR with all three
 * detectors. 10 is not in the specification but in ASD's own reader, whose
 * numbers pyASDReader has.
 */
const INSTRUMENTS: Readonly<Record<number, string>> = {
  1: "ASD PSII",
  2: "ASD LSVNIR",
  3: "ASD FSVNIR",
  4: "ASD FSFR",
  5: "ASD FSNIR",
  6: "ASD CHEM",
  7: "ASD FSFR unattended",
  10: "ASD HandHeld",
};

/** They have one detector, so a splice in their header means nothing. */
const VNIR_ALONE = [1, 2, 3, 10];

/** Its header's first splice would be that of the VNIR detector it lacks. */
const FSNIR = 5;

/** No instrument of ASD measures outside, in nm; they begin at 325 or later. */
const SHORTEST = 200;
const LONGEST = 3000;

/** Nor are channels of any nearer to each other, in nm. */
const SMALLEST_STEP = 0.01;

/** Bytes of a value by the header's data format: float, integer, double. */
const SIZES = [4, 4, 8];

/** The instrument's own flags, bit by bit from the lowest. */
const WARNINGS = [
  "VNIR saturated",
  "SWIR 1 saturated",
  "SWIR 2 saturated",
  "SWIR 1 cooling alarm",
  "SWIR 2 cooling alarm",
];

/** What the header says. */
export interface AsdHeader extends AsdPosition {
  /** 1 to 8. */
  readonly version: number;
  /** What it calls its data. */
  readonly type: typeof ASD_DATA_TYPES[number];
  /** 0 float32, 1 int32, 2 float64. */
  readonly format: number;
  /** Bytes of a value. */
  readonly size: number;
  /** Values of the spectrum. */
  readonly channels: number;
  /** In nm. */
  readonly start: number;
  /** In nm. */
  readonly step: number;
  /** Within the spectrum, in nm. */
  readonly splices: readonly number[];
  /** Whether the VNIR detector's dark signal was subtracted, or it has none. */
  readonly darkSubtracted: boolean;
  /** What counts depend on besides light, in words, by its name. */
  readonly settings: Readonly<Record<string, string>>;
  /** What the operator wrote. */
  readonly comments: string | null;
  /** As the instrument's clock had it: `2012-02-11T10:14:17`. */
  readonly date: string | null;
  /** Type of the instrument. */
  readonly instrument: string | null;
  /** Its number. */
  readonly serial: string | null;
  /** Scans that were averaged. */
  readonly scans: number | null;
  /** What the instrument warned of while it measured. */
  readonly warnings: readonly string[];
}

/**
 * Reads the header.
 *
 * @param view The file.
 * @param path Its name, for messages.
 * @throws {InputError} If the file is shorter or the numbers that place its
 * spectrum make no sense.
 */
export function readAsdHeader(view: DataView, path: string): AsdHeader {
  if (view.byteLength < ASD_HEADER) {
    throw new InputError(
      `${path}: is cut short after ${view.byteLength} bytes; expected an ASD ` +
        `header of ${ASD_HEADER}`,
    );
  }
  const bytes = new Uint8Array(view.buffer, view.byteOffset, ASD_HEADER);
  const layout = readLayout(view, path);
  const kind = bytes[431];
  const serial = view.getUint16(400, true);
  return {
    ...layout,
    ...readAsdPosition(view),
    // "ASD" (or "asd") is the first version, "as2" the second.
    version: Number(String.fromCharCode(bytes[2])) || 1,
    splices: readSplices(view, layout, kind),
    darkSubtracted: bytes[181] !== 0 || kind === FSNIR,
    settings: {
      "integration time": `${view.getUint32(390, true)} ms`,
      "gain of SWIR 1": `${view.getUint16(436, true)}`,
      "gain of SWIR 2": `${view.getUint16(438, true)}`,
      "offset of SWIR 1": `${view.getUint16(440, true)}`,
      "offset of SWIR 2": `${view.getUint16(442, true)}`,
    },
    comments: fieldOfText(bytes.subarray(3, 160)),
    date: readDate(view),
    instrument: INSTRUMENTS[kind] ?? null,
    serial: serial > 0 ? String(serial) : null,
    // Older programs counted in the byte at 202.
    scans: view.getUint16(429, true) || bytes[202] || null,
    warnings: WARNINGS.filter((_, bit) => bytes[422] & (1 << bit)),
  };
}

type Layout = Pick<
  AsdHeader,
  "type" | "format" | "size" | "channels" | "start" | "step"
>;

function readLayout(view: DataView, path: string): Layout {
  const refuse = (offset: number, found: string, expected: string) => {
    throw new InputError(
      `${path}, byte ${offset}: found ${found}; expected ${expected}`,
    );
  };
  const type = view.getUint8(186);
  if (type >= ASD_DATA_TYPES.length) {
    refuse(186, `a data type of ${type}`, "0 to 8");
  }
  const format = view.getUint8(199);
  if (SIZES[format] === undefined) {
    refuse(199, `a data format of ${format}`, "0 to 2");
  }
  const channels = view.getUint16(204, true);
  if (channels < 2) refuse(204, `${channels} channels`, "at least 2");
  const start = view.getFloat32(191, true);
  const step = view.getFloat32(195, true);
  const end = start + (channels - 1) * step;
  if (!(start >= SHORTEST && start <= LONGEST)) {
    const range = `${SHORTEST} to ${LONGEST} nm`;
    refuse(191, `a first wavelength of ${start}`, `one from ${range}`);
  }
  if (!(step >= SMALLEST_STEP)) {
    refuse(195, `a step of ${step} nm`, `${SMALLEST_STEP} or more`);
  }
  if (end > LONGEST) {
    refuse(
      195,
      `a step of ${step} nm, with which ${channels} channels end at ${end}`,
      `them to end at ${LONGEST} nm or before`,
    );
  }
  return {
    type: ASD_DATA_TYPES[type],
    format,
    size: SIZES[format],
    channels,
    start,
    step,
  };
}

function readSplices(
  view: DataView,
  { start, step, channels }: Layout,
  kind: number,
): readonly number[] {
  if (VNIR_ALONE.includes(kind)) return [];
  const end = start + (channels - 1) * step;
  return (kind === FSNIR ? [448] : [444, 448])
    .map((offset) => view.getFloat32(offset, true))
    .filter((nm) => nm > start && nm < end);
}

/** A C `struct tm` of 16-bit numbers, without a time zone. */
function readDate(view: DataView): string | null {
  const [second, minute, hour, day, month, year] = Array.from(
    { length: 6 },
    (_, i) => view.getInt16(160 + 2 * i, true),
  );
  const sound = year >= 70 && year < 1100 && month >= 0 && month < 12 &&
    day >= 1 && day <= daysOf(year, month) && hour >= 0 && hour < 24 &&
    minute >= 0 && minute < 60 && second >= 0 && second < 62;
  if (!sound) return null;
  const two = (value: number) => String(value).padStart(2, "0");
  return `${1900 + year}-${two(month + 1)}-${two(day)}T${two(hour)}:` +
    `${two(minute)}:${two(second)}`;
}

/** Days of a month; both as in `struct tm`, from 1900 and from January. */
function daysOf(year: number, month: number): number {
  return new Date(Date.UTC(1900 + year, month + 1, 0)).getUTCDate();
}
