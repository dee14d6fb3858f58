// ASD FieldSpec, AgriSpec and LabSpec files (`.asd`): a header of 484 bytes,
// the spectrum, and from version 2 on the white reference. What follows in later
// versions (classifier, dependent variables, calibrations, audit log, signature)
// is of no use here and not read.
//
// Source: "ASD File Format: Version 8" and "Indico Version 8 File Format" of
// Analytical Spectral Devices, Inc.; "asd" for "ASD" as SpecDAL and EnMAP-Box
// have it.
import type { InstrumentSpectrum } from "../shared/metadata.ts";
import type { WhiteReference } from "../white_reference.ts";
import { readAsdReference } from "./asd_reference.ts";
import { ASD_HEADER, readAsdHeader } from "./asd_header.ts";
import { lacksReference, toReflectance } from "./asd_reflectance.ts";
import { readAsdValues } from "./asd_values.ts";
import { readAsdWhite } from "./asd_white.ts";

export { looksLikeAsd } from "./looks_like_asd.ts";

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
  const { reference, description } = readAsdReference(view, { header, path });
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
