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
import { InputError } from "../../errors.ts";
import type {
  InstrumentSpectrum,
  SpectrumMetadata,
} from "../shared/metadata.ts";
import { refuseSpectra } from "../shared/check_values.ts";
import { joinDetectors } from "../shared/detector_joins.ts";
import { fieldDate, fieldDegrees } from "../shared/field_header.ts";
import { fieldLines, fieldTable, overReference } from "../shared/field_text.ts";
import { sedColumns } from "./sed_columns.ts";

/** Lines that such a file begins with; some may be missing. */
const KEYS =
  /^(Comment|Version|File Name|Instrument|Detectors|Measurement|Date|Averages|Integration|Dark Mode|Foreoptic|Radiometric Calibration|Wavelength Range|Channels|Columns|Data)\b[^:]*:/;

/** So many of them are no accident. */
const ENOUGH_KEYS = 3;

/** Whether the first bytes are those of a Spectral Evolution file. */
export function looksLikeSed(head: Uint8Array): boolean {
  const lines = fieldLines(head).filter((line) => line.trim() !== "");
  return KEYS.test(lines[0] ?? "") &&
    lines.filter((line) => KEYS.test(line)).length >= ENOUGH_KEYS;
}

/**
 * Reads a Spectral Evolution file.
 *
 * @param bytes The file.
 * @param path Its name, for messages.
 * @returns Reflectance: the file's own (`Reflect. %`, `Reflect. [1.0]`,
 * `Tgt./Ref. %`), else target over reference. Files on the detectors' own
 * wavelengths may have one twice in a row; the first is kept, and the quantity
 * says so. The header does not say where detectors meet.
 * @throws {InputError} If there is no reflectance in it, lines are missing, or
 * a number does not make sense.
 */
export function readSed(bytes: Uint8Array, path: string): InstrumentSpectrum {
  const lines = fieldLines(bytes);
  const data = lines.findIndex((line) => /^\s*Data\s*:\s*$/i.test(line));
  if (data < 0) {
    throw new InputError(`${path}: has no line "Data:"; expected one`);
  }
  const header = readHeader(lines.slice(0, data));
  const below = lines.slice(data + 1).findIndex((line) => line.trim() !== "");
  const at = data + 1 + Math.max(0, below);
  const columns = sedColumns(lines[at] ?? "", {
    measurement: header.get("measurement") ?? "",
    integration: header.get("integration") ?? "",
    count: Number(/\[(\d+)\]/.exec(columnsLine(lines, data))?.[1]),
    path,
    line: at + 1,
  });
  const table = fieldTable(lines, { path, start: at + 1, ...columns });
  checkChannels(table.lines.length, header.get("channels"), path);
  const joined = joinDetectors({
    path,
    wavelengths: table.columns[0],
    reflectance: columns.pair
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
      quantity: columns.quantity + joined.note,
    },
  };
}

/** The line `Columns [4]:`, which stands shortly before the data. */
function columnsLine(lines: readonly string[], data: number): string {
  return lines.slice(0, data).findLast((line) => /^Columns\b/.test(line)) ?? "";
}

/** Values by key in small letters; `Integration [AUTO,AUTO]` loses brackets. */
function readHeader(lines: readonly string[]): Map<string, string> {
  const header = new Map<string, string>();
  const { comment, end } = readComment(lines);
  for (const line of lines.slice(end)) {
    const [, key, value] = /^([^:]+):(.*)$/.exec(line) ?? [];
    if (key === undefined) continue;
    const name = key.replace(/\s*\[.*\]\s*$/, "").trim().toLowerCase();
    if (!header.has(name)) header.set(name, value.trim());
  }
  return header.set("comment", comment);
}

/** The operator's comment may go on below its line, and hold colons. */
function readComment(
  lines: readonly string[],
): { comment: string; end: number } {
  const start = lines.findIndex((line) => /^Comment\s*:/.test(line));
  if (start < 0) return { comment: "", end: 0 };
  const version = lines.findIndex((line) => /^Version\s*:/.test(line));
  const next = lines.findIndex((line, at) => at > start && KEYS.test(line));
  const end = version > start ? version : next < 0 ? lines.length : next;
  const comment = [
    lines[start].replace(/^Comment\s*:/, ""),
    ...lines.slice(start + 1, end),
  ].map((line) => line.trim()).filter((line) => line !== "").join(" ");
  // What stands above the comment is header, too.
  return { comment, end: start > 0 ? 0 : end };
}

function checkChannels(
  rows: number,
  channels: string | undefined,
  path: string,
): void {
  if (channels === undefined || Number(channels) === rows) return;
  throw new InputError(
    `${path}: has ${rows} wavelengths; expected ${channels}, as its line ` +
      '"Channels" says',
  );
}

/** Of the pair "reference,target", the target's. */
function ofTarget(value: string | undefined): string {
  return (value ?? "").split(",").at(-1)!.trim();
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
    file: path.split(/[\\/]/).at(-1) ?? path,
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
