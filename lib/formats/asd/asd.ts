// ASD FieldSpec, AgriSpec and LabSpec files (`.asd`): a header of 484 bytes,
// the spectrum, and from version 2 on the white reference. What follows in later
// versions (classifier, dependent variables, calibrations, audit log, signature)
// is of no use here and not read.
//
// Source: "ASD File Format: Version 8" and "Indico Version 8 File Format" of
// Analytical Spectral Devices, Inc.; "asd" for "ASD" as SpecDAL and EnMAP-Box
// have it.
import { InputError } from "../../errors.ts";
import type { InstrumentSpectrum } from "../shared/metadata.ts";
import { ASD_HEADER, type AsdHeader, readAsdHeader } from "./asd_header.ts";
import { toReflectance } from "./asd_reflectance.ts";
import { fieldOfText } from "../shared/text.ts";

/** First letters of a file: its version. */
const MAGIC = /^(ASD|asd|as[2-8])$/;

/** Bytes before the description: a flag, two times, the description's length. */
const REFERENCE_HEADER = 20;

/** Bytes to which old programs filled their files up. */
const PADDING = 128;

/** The digitiser has 16 bits; larger numbers are no counts. */
const LARGEST = 1e9;

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
 * @returns Reflectance relative to the white reference: counts over counts
 * where the file has both, 10 to the minus absorbance, or reflectance that was
 * saved as such.
 * @throws {InputError} If the file is cut short, its header makes no sense, or
 * no reflectance can be made of what it holds.
 */
export function readAsd(bytes: Uint8Array, path: string): InstrumentSpectrum {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = readAsdHeader(view, path);
  const spectrum = readValues(view, ASD_HEADER, { header, path });
  const { reference, description } = readReference(view, { header, path });
  const { quantity, ...values } = toReflectance(
    { spectrum, reference },
    header,
    path,
  );
  return {
    wavelengths: Float64Array.from(
      { length: header.channels },
      (_, band) => header.start + band * header.step,
    ),
    ...values,
    metadata: {
      file: path.split(/[\\/]/).at(-1) ?? path,
      format: `ASD as${header.version}`,
      instrument: header.instrument,
      serial: header.serial,
      date: header.date,
      latitude: header.latitude,
      longitude: header.longitude,
      description: description ?? header.comments,
      splices: header.splices,
      quantity,
      scans: header.scans,
      warnings: header.warnings,
    },
  };
}

/** The file's header and name. */
interface Source {
  readonly header: AsdHeader;
  readonly path: string;
}

/** One value for each channel. */
function readValues(
  view: DataView,
  at: number,
  { header: { channels, format, size }, path }: Source,
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
  const values = new Float64Array(channels);
  for (let i = 0; i < channels; i++) {
    values[i] = read(at + i * size);
    if (Math.abs(values[i]) <= LARGEST) continue;
    throw new InputError(
      `${path}, byte ${at + i * size}: found ${values[i]}; expected a count ` +
        "or a reflectance",
    );
  }
  return values;
}

/** The white reference and its description, from version 2 on. */
function readReference(view: DataView, source: Source): {
  reference: Float64Array | null;
  description: string | null;
} {
  const { header: { version, channels, size }, path } = source;
  const at = ASD_HEADER + channels * size;
  const left = view.byteLength - at;
  if (version === 1 && left >= PADDING) {
    throw new InputError(
      `${path}, byte 204: found ${channels} channels, after which the file ` +
        `goes on for ${left} bytes; expected it to end with its spectrum`,
    );
  }
  if (version === 1 || left === 0) {
    return { reference: null, description: null };
  }
  const start = at + REFERENCE_HEADER;
  if (start > view.byteLength) {
    throw new InputError(
      `${path}: is cut short after ${view.byteLength} bytes; expected the ` +
        `header of a white reference up to byte ${start}`,
    );
  }
  const taken = readFlag(view, at, path);
  const length = view.getUint16(at + 18, true);
  if (start + length > view.byteLength) {
    throw new InputError(
      `${path}, byte ${at + 18}: found a description of ${length} bytes; ` +
        `expected one that ends within ${view.byteLength}`,
    );
  }
  const text = new Uint8Array(view.buffer, view.byteOffset + start, length);
  return {
    reference: taken ? readValues(view, start + length, source) : null,
    description: fieldOfText(text),
  };
}

/**
 * Visual Basic's true is -1. Anything else than true and false means that the
 * spectrum does not end here: the number of channels or the format is wrong.
 */
function readFlag(view: DataView, at: number, path: string): boolean {
  const flag = view.getInt16(at, true);
  if (flag !== 0 && flag !== 1 && flag !== -1) {
    throw new InputError(
      `${path}, byte ${at}: found ${flag}; expected -1 or 0, whether a white ` +
        "reference was taken",
    );
  }
  return flag !== 0;
}
