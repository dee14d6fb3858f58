// SVC files (`.sig`; Spectra Vista Corporation HR-1024, HR-768, XHR-1024, with
// and without i): a first line that names the company, header lines such as
// `time= 7/29/2017 1:54:23 AM, 7/29/2017 1:56:04 AM` (of the reference, of the
// target), a line `data=`, then wavelength, reference, target and reflectance in
// percent, between blanks.
//
// Sources: public files (spectrolab, R-FieldSpectra, EnMAP-Box), and what
// svcread has from the "SVC HR-1024i / SVC HR-768i User Manual" 1.6. SVC's
// program writes numbers and dates as the computer's language has them: EnMAP-Box
// has one measurement twice, in German (`338,5`, `27.05.2025 09:39:32`) and in
// English (`338.5`, `5/27/2025 9:39:32 AM`).
import { InputError } from "../../errors.ts";
import type {
  InstrumentSpectrum,
  SpectrumMetadata,
} from "../shared/metadata.ts";
import { refuseSpectra } from "../shared/check_values.ts";
import { joinDetectors } from "../shared/detector_joins.ts";
import {
  type DateOrder,
  dateOrder,
  fieldDate,
  fieldDegrees,
} from "../shared/field_header.ts";
import {
  fieldLines,
  fieldTable,
  hasDecimalCommas,
} from "../shared/field_text.ts";

/** `Spectra Vista SIG Data`, or the model: `Spectra Vista HR-1024`. */
const FIRST_LINE = /^\s*\/\*+\s*Spectra Vista\b(.*?)\*+\/\s*$/i;

const HEADINGS = ["wavelength", "reference", "target", "reflectance"];

/** Whether the first bytes are those of an SVC file. */
export function looksLikeSig(head: Uint8Array): boolean {
  return FIRST_LINE.test(fieldLines(head.subarray(0, 200))[0]);
}

/**
 * Reads an SVC file.
 *
 * @param bytes The file.
 * @param path Its name, for messages.
 * @returns The reflectance of the file, over 100. Where detectors overlap, each
 * wavelength has the value of one of them (see `joinDetectors`), and the
 * quantity says how many bands were left out; splices are the joins, of the
 * file's own (`Overlap: Remove @ 990,1900`) or made here.
 * @throws {InputError} If the data are missing, a line has not four numbers, or
 * wavelengths do not make sense.
 */
export function readSig(bytes: Uint8Array, path: string): InstrumentSpectrum {
  const lines = fieldLines(bytes);
  const data = lines.findIndex((line) => /^\s*data\s*=\s*$/i.test(line));
  if (data < 0) {
    throw new InputError(`${path}: has no line "data="; expected one`);
  }
  const header = readHeader(lines.slice(0, data));
  const start = data + 1;
  const table = fieldTable(lines, {
    path,
    start,
    headings: HEADINGS,
    wanted: [0, 3],
  });
  const [wavelengths, percent] = table.columns;
  const joined = joinDetectors({
    path,
    wavelengths,
    reflectance: percent.map((value) => value / 100),
    lines: table.lines,
    stated: statedJoins(header.get("factors") ?? ""),
  });
  refuseSpectra({ ...joined, path });
  return {
    wavelengths: joined.wavelengths,
    reflectance: joined.reflectance,
    metadata: {
      ...readMetadata(header, hasDecimalCommas(lines, start), path),
      splices: joined.splices,
      quantity: `target / reference${joined.note}`,
    },
  };
}

function readHeader(lines: readonly string[]): Map<string, string> {
  const header = new Map<string, string>();
  for (const line of lines) {
    const [, key, value] = /^([^=]+)=(.*)$/.exec(line) ?? [];
    if (key === undefined) continue;
    const name = key.trim().toLowerCase();
    if (!header.has(name)) header.set(name, value.trim());
  }
  const title = FIRST_LINE.exec(lines[0] ?? "")?.[1].trim() ?? "";
  return header.set("title", /^SIG Data$/i.test(title) ? "" : title);
}

/**
 * A file that was treated again has a record for each time, the last first:
 * `[Overlap: Remove @ 990,1900, Matching …]1.025, … [Overlap: Preserve, …]`.
 */
function statedJoins(factors: string): number[] {
  const record = /\[Overlap:([^\]]*)\]/i.exec(factors)?.[1] ?? "";
  const joins = /^\s*Remove\s*@\s*([\d.]+(?:\s*,\s*[\d.]+)*)/i.exec(record);
  return (joins?.[1] ?? "").split(",").map(Number).filter((nm) => nm > 0);
}

/** Of the pair "reference, target", each; decimal commas are no separators. */
function pair(value: string | undefined): string[] {
  return (value ?? "").split(/(?<!\d),|,(?!\d)/).map((text) => text.trim());
}

function readMetadata(
  header: ReadonlyMap<string, string>,
  comma: boolean,
  path: string,
): Omit<SpectrumMetadata, "splices" | "quantity"> {
  const ofTarget = (key: string) => pair(header.get(key)).at(-1)!;
  // Such as `HI: 6142041 (HR-1024i)`.
  const [, serial, named] = /(?:^|:)\s*([A-Z]?\d+)\s*\(([^)]+)\)/
    .exec(header.get("instrument") ?? "") ?? [];
  const model = named?.trim() || header.get("title");
  return {
    file: path.split(/[\\/]/).at(-1) ?? path,
    format: "SVC SIG",
    instrument: model ? `SVC ${model}` : null,
    serial: serial ?? null,
    date: readDate(header, comma),
    latitude: fieldDegrees(ofTarget("latitude"), "NS"),
    longitude: fieldDegrees(ofTarget("longitude"), "EW"),
    description: header.get("comm") || null,
    scans: readScans(header.get("scan coadds")),
    ...errorWarnings(header.get("error")),
  };
}

/**
 * The flags of the reference and of the target, 0 for none. SVC documents no
 * meaning of their bits, so they are shown as they are.
 */
function errorWarnings(
  flags: string | undefined,
): { readonly warnings?: readonly string[] } {
  const warnings = ["reference", "target"].flatMap((which, at) => {
    const flag = pair(flags)[at] ?? "";
    return flag === "" || Number(flag) === 0
      ? []
      : [`error flags ${flag} for the ${which}`];
  });
  return warnings.length > 0 ? { warnings } : {};
}

/** Scans of the target, if they are the same for all detectors. */
function readScans(coadds: string | undefined): number | null {
  const all = (coadds ?? "").split(",").map((text) => Number(text));
  const target = all.slice(all.length / 2);
  const one = target[0];
  return all.length % 2 === 0 && Number.isInteger(one) && one > 0 &&
      target.every((scans) => scans === one)
    ? one
    : null;
}

function readDate(
  header: ReadonlyMap<string, string>,
  comma: boolean,
): string | null {
  const times = pair(header.get("time"));
  const target = times.at(-1)!;
  // Where numbers have a comma, no language writes the month first.
  const order = dateOrder(times) ?? (comma ? "day first" : null);
  if (order !== null) return fieldDate(target, order);
  const named = dateInName(header.get("name") ?? "");
  const orders: DateOrder[] = ["month first", "day first"];
  return fieldDate(target, null) ??
    orders.map((order) => fieldDate(target, order))
      .find((date) => named !== null && date?.startsWith(named)) ??
    null;
}

/**
 * The date in a name that SVC's program or instrument made, or that begins with
 * the year: `250527_0942_R001_T002.sig`, `HR.020824.0000.sig` (month, day, year:
 * its GPS clock shows it to be of the winter), `ACSA_20160630_000.sig`.
 */
function dateInName(name: string): string | null {
  const [, yy, mm, dd] = /^(\d\d)(\d\d)(\d\d)_\d{4}_R\d+_T\d+/.exec(name) ?? [];
  if (yy !== undefined) return `20${yy}-${mm}-${dd}`;
  const [, m, d, y] = /^HR(?:PDA)?\.(\d\d)(\d\d)(\d\d)\.\d+/.exec(name) ?? [];
  if (y !== undefined) return `20${y}-${m}-${d}`;
  const [, year, month, day] = /(?:^|\D)(20\d\d)(\d\d)(\d\d)(?:\D|$)/
    .exec(name) ?? [];
  return year === undefined ? null : `${year}-${month}-${day}`;
}
