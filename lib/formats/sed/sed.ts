// Spectral Evolution files (`.sed`; PSR, SR, RS, NaturaSpec, OreXplorer): header
// lines such as `Date: 06/24/2016,06/24/2016` (of the reference, of the target),
// a line `Data:`, headings between tabs, a line for each wavelength. Which
// columns there are is the operator's choice; reflectance is one of them or the
// quotient of two.
//
// Sources: public files of versions 2.0 to 2.5 (spectrolab, R-FieldSpectra,
// EnMAP-Box, SpectralEvolutionFileReader, freeIR) and the columns that SpecDAL
// knows. Dates are month first in all of them, whatever the country: one from
// South Africa says 03/13/2019, one from Colombia is named 230804 and says
// 08/04/2023, one lies in a folder 2026_Jul_10 and says 07/10/2026.
import type {
  InstrumentSpectrum,
  SpectrumMetadata,
} from "../shared/metadata.ts";
import { refuseSpectra } from "../shared/check_values.ts";
import { joinDetectors } from "../shared/detector_joins.ts";
import { fieldDate, fieldDegrees } from "../shared/field_header.ts";
import { overReference } from "../shared/field_text.ts";
import type { WhiteReference } from "../white_reference.ts";
import { ofTarget, readSedTable } from "./sed_table.ts";
import { besideWhite } from "./sed_white.ts";

export { looksLikeSed } from "./sed_table.ts";

/**
 * Reads a Spectral Evolution file.
 *
 * @param bytes The file.
 * @param path Its name, for messages.
 * @param white A file of the white panel, for a file with a target alone.
 * @returns Reflectance: the file's own (`Reflect. %`, `Reflect. [1.0]`,
 * `Tgt./Ref. %`), else target over reference. Files on the detectors' own
 * wavelengths may have one twice in a row; the first is kept, and the quantity
 * says so. The header does not say where detectors meet.
 * @throws {InputError} If there is no reflectance in it, lines are missing, or
 * a number does not make sense.
 */
export function readSed(
  bytes: Uint8Array,
  path: string,
  white: WhiteReference | null = null,
): InstrumentSpectrum {
  const read = readSedTable(bytes, path, white !== null);
  const { header, columns } = read;
  const other = white && columns.alone !== null ? white : null;
  const table = other ? besideWhite(read, other) : read.table;
  const joined = joinDetectors({
    path,
    wavelengths: table.columns[0],
    reflectance: columns.pair || other
      ? overReference(table, path)
      : table.columns[1].map((value) => value / columns.scale),
    lines: table.lines,
    stated: [],
  });
  refuseSpectra({ ...joined, path });
  return {
    wavelengths: joined.wavelengths,
    reflectance: joined.reflectance,
    metadata: {
      ...readMetadata(header, path),
      splices: joined.splices,
      quantity: columns.quantity + (other ? ` in ${nameOf(other.path)}` : "") +
        joined.note,
    },
    ...(other && { whiteReference: other.path }),
  };
}

function readMetadata(
  header: ReadonlyMap<string, string>,
  path: string,
): Omit<SpectrumMetadata, "splices" | "quantity"> {
  const version = /^\d+(?:\.\d+)*/.exec(header.get("version") ?? "")?.[0];
  // Such as `PSR+3500_SN1566058 [3]`: model, number, detectors.
  const [, model, serial] = /^(.+?)(?:_(?:SN)?([0-9A-Za-z]+))?\s*(?:\[\d+\])?$/
    .exec(header.get("instrument") ?? "") ?? [];
  const scans = Number(ofTarget(header.get("averages")));
  return {
    file: nameOf(path),
    format: `Spectral Evolution SED${version ? ` ${version}` : ""}`,
    instrument: model ? `Spectral Evolution ${model}` : null,
    serial: serial ?? null,
    date: fieldDate(
      `${ofTarget(header.get("date"))} ${ofTarget(header.get("time"))}`,
      "month first",
    ),
    latitude: fieldDegrees(header.get("latitude") ?? "", "NS"),
    longitude: fieldDegrees(header.get("longitude") ?? "", "EW"),
    description: header.get("comment") || null,
    scans: Number.isInteger(scans) && scans > 0 ? scans : null,
  };
}

function nameOf(path: string): string {
  return path.split(/[\\/]/).at(-1)!;
}
