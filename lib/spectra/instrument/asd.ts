// ASD FieldSpec, AgriSpec and LabSpec files (`.asd`): a header of 484 bytes,
// the spectrum, and in later versions the white reference after it. What the
// instrument counted is divided by what it counted on the white reference.
//
// Source: "Indico Version 8 File Format" of Analytical Spectral Devices, Inc.
import { InputError } from "../../errors.ts";
import type { InstrumentSpectrum } from "../metadata.ts";

const HEADER = 484;

/** More channels than any of these instruments has. */
const MOST_CHANNELS = 65535;

/** First letters of a file, and the version they stand for. */
const MAGIC = /^(ASD|as[2-8])$/;

const DATA_TYPES = [
  "raw",
  "reflectance",
  "radiance",
  "no units",
  "irradiance",
  "quality index",
  "transmittance",
  "unknown",
  "absorbance",
];

const INSTRUMENTS = [
  null,
  "ASD PSII",
  "ASD LSVNIR",
  "ASD FSVNIR",
  "ASD FSFR",
  "ASD FSNIR",
  "ASD CHEM",
  "ASD FSFR unattended",
];

/** Bytes of a value by the header's data format: float, integer, double. */
const SIZES = [4, 4, 8];

/** Whether the first bytes are those of an ASD file. */
export function looksLikeAsd(head: Uint8Array): boolean {
  // A text could begin with these letters; the header holds zeros.
  return MAGIC.test(String.fromCharCode(...head.subarray(0, 3))) &&
    head.length > 204 && head.includes(0);
}

/**
 * Reads an ASD file, versions ASD (1) and as2 to as8.
 *
 * @param bytes The file.
 * @param path Its name, for messages.
 * @returns Reflectance: the spectrum over the white reference where the file
 * has one, or the spectrum itself where the header says it is reflectance.
 * @throws {InputError} If the file is cut short, its header makes no sense, or
 * no reflectance can be made of what it holds.
 */
export function readAsd(bytes: Uint8Array, path: string): InstrumentSpectrum {
  if (bytes.length < HEADER) {
    throw new InputError(
      `${path}: is cut short after ${bytes.length} bytes; expected an ASD ` +
        `header of ${HEADER}`,
    );
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = String.fromCharCode(...bytes.subarray(0, 3));
  const header = readHeader(view, path);
  const spectrum = readValues(view, HEADER, { ...header, path });
  const after = HEADER + header.channels * header.size;
  const { reference, description } = version === "ASD"
    ? { reference: null, description: null }
    : readReference(view, after, { ...header, path });
  return {
    wavelengths: Float64Array.from(
      { length: header.channels },
      (_, band) => header.start + band * header.step,
    ),
    ...toReflectance(spectrum, reference, { ...header, path }),
    metadata: {
      file: path.split(/[\\/]/).at(-1) ?? path,
      format: `ASD ${version === "ASD" ? "as1" : version}`,
      instrument: INSTRUMENTS[bytes[431]] ?? null,
      serial: view.getUint16(400, true) > 0
        ? String(view.getUint16(400, true))
        : null,
      date: readDate(view),
      latitude: null,
      longitude: null,
      description: description || text(bytes.subarray(3, 160)) || null,
      splices: readSplices(view, header),
      quantity: reference
        ? "spectrum / white reference"
        : DATA_TYPES[header.type],
      scans: view.getUint16(429, true) || null,
    },
  };
}

interface Header {
  readonly type: number;
  readonly channels: number;
  readonly start: number;
  readonly step: number;
  /** Bytes of a value. */
  readonly size: number;
  /** 0 float, 1 integer, 2 double. */
  readonly format: number;
}

function readHeader(view: DataView, path: string): Header {
  const type = view.getUint8(186);
  const start = view.getFloat32(191, true);
  const step = view.getFloat32(195, true);
  const format = view.getUint8(199);
  const channels = view.getUint16(204, true);
  const refuse = (offset: number, found: unknown, expected: string) => {
    throw new InputError(
      `${path}, byte ${offset}: found ${found}; expected ${expected}`,
    );
  };
  if (type >= DATA_TYPES.length) refuse(186, type, "a data type of 0 to 8");
  if (!(start > 0 && start < 1e5)) {
    refuse(191, start, "a first wavelength in nm");
  }
  if (!(step > 0 && step < 1e3)) refuse(195, step, "a step in nm");
  if (SIZES[format] === undefined) refuse(199, format, "a format of 0 to 2");
  if (channels < 2 || channels > MOST_CHANNELS) {
    refuse(204, channels, "at least 2 channels");
  }
  return { type, start, step, format, channels, size: SIZES[format] };
}

function readValues(
  view: DataView,
  at: number,
  { channels, format, size, path }: Header & { readonly path: string },
): Float64Array {
  const end = at + channels * size;
  if (end > view.byteLength) {
    throw new InputError(
      `${path}: is cut short after ${view.byteLength} bytes; expected ` +
        `${channels} values up to byte ${end}`,
    );
  }
  const read = [
    (p: number) => view.getFloat32(p, true),
    (p: number) => view.getInt32(p, true),
    (p: number) => view.getFloat64(p, true),
  ][format];
  return Float64Array.from({ length: channels }, (_, i) => read(at + i * size));
}

/** After the spectrum: a flag, two times, a description, the white reference. */
function readReference(
  view: DataView,
  at: number,
  header: Header & { readonly path: string },
): { reference: Float64Array | null; description: string | null } {
  if (at + 20 > view.byteLength) return { reference: null, description: null };
  const taken = view.getInt16(at, true) !== 0;
  const length = view.getInt16(at + 18, true);
  const start = at + 20;
  if (length < 0 || start + length > view.byteLength) {
    throw new InputError(
      `${header.path}, byte ${at + 18}: found a description of ${length} ` +
        `bytes; expected one that ends within ${view.byteLength}`,
    );
  }
  const description = text(
    new Uint8Array(view.buffer, view.byteOffset + start, length),
  );
  if (!taken) return { reference: null, description };
  return { reference: readValues(view, start + length, header), description };
}

function toReflectance(
  spectrum: Float64Array,
  reference: Float64Array | null,
  { type, start, step, path }: Header & { readonly path: string },
): { reflectance: Float64Array } {
  const kind = DATA_TYPES[type];
  const counted = kind === "raw" || kind === "reflectance";
  // Reflectance that was saved as such may stand beside its reference.
  const ready = kind === "reflectance" &&
    (reference === null || spectrum.every((value) => Math.abs(value) < 3));
  if (!counted || (!ready && reference === null)) {
    throw new InputError(
      `${path}: holds ${kind} data${
        counted ? " without a white reference" : ""
      }; expected reflectance, or raw data with a white reference`,
    );
  }
  const reflectance = ready
    ? spectrum
    : spectrum.map((value, band) => value / reference![band]);
  const bad = reflectance.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new InputError(
      `${path}: reflectance at ${start + bad * step} nm is ` +
        `${reflectance[bad]}; expected a finite number`,
    );
  }
  return { reflectance };
}

function readSplices(view: DataView, { start, step, channels }: Header) {
  const end = start + (channels - 1) * step;
  return [444, 448].map((offset) => view.getFloat32(offset, true))
    .filter((nm) => nm > start && nm < end);
}

/** The header's C `struct tm`, without a time zone, as it was set. */
function readDate(view: DataView): string | null {
  const [second, minute, hour, day, month, year] = Array.from(
    { length: 6 },
    (_, i) => view.getInt16(160 + 2 * i, true),
  );
  const sound = year >= 70 && year < 1100 && month >= 0 && month < 12 &&
    day >= 1 && day <= 31 && hour >= 0 && hour < 24 && minute >= 0 &&
    minute < 60 && second >= 0 && second < 62;
  if (!sound) return null;
  const two = (value: number) => String(value).padStart(2, "0");
  return `${1900 + year}-${two(month + 1)}-${two(day)}T${two(hour)}:` +
    `${two(minute)}:${two(second)}`;
}

/** Up to the first zero byte, Latin-1. */
function text(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return String.fromCharCode(...bytes.subarray(0, end < 0 ? undefined : end))
    .trim();
}
