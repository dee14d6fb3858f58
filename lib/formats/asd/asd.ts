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
import type { WhiteReference } from "../white_reference.ts";
import { ASD_HEADER, readAsdHeader } from "./asd_header.ts";
import { lacksReference, toReflectance } from "./asd_reflectance.ts";
import { type AsdSource, readAsdValues } from "./asd_values.ts";
import { readAsdWhite } from "./asd_white.ts";
import { fieldOfText } from "../shared/text.ts";

export { looksLikeAsd } from "./looks_like_asd.ts";

/** Bytes before the description: a flag, two times, the description's length. */
const REFERENCE_HEADER = 20;

/** Bytes to which old programs filled their files up. */
const PADDING = 128;

/**
 * Reads an ASD file, versions ASD (1) and as2 to as8.
 *
 * @param bytes The file.
 * @param path Its name, for messages.
 * @param white A file of the white panel, for a file without a white reference.
 * @returns Reflectance relative to the white reference: counts over counts
 * where the file has both, 10 to the minus absorbance, or reflectance that was
 * saved as such.
 * @throws {InputError} If the file is cut short, its header makes no sense, or
 * no reflectance can be made of what it holds.
 */
export function readAsd(
  bytes: Uint8Array,
  path: string,
  white: WhiteReference | null = null,
): InstrumentSpectrum {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = readAsdHeader(view, path);
  const spectrum = readAsdValues(view, ASD_HEADER, { header, path });
  const { reference, description } = readReference(view, { header, path });
  const own = { spectrum, reference };
  const other = white && lacksReference(own, header)
    ? readAsdWhite(white, { header, path })
    : null;
  const { quantity, ...values } = toReflectance(
    { ...own, ...other },
    header,
    path,
  );
  return {
    wavelengths: Float64Array.from(
      { length: header.channels },
      (_, band) => header.start + band * header.step,
    ),
    ...values,
    ...(other && { whiteReference: white!.path }),
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

/** The white reference and its description, from version 2 on. */
function readReference(view: DataView, source: AsdSource): {
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
    reference: taken ? readAsdValues(view, start + length, source) : null,
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
