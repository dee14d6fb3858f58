// Spectra of the ECOSTRESS library and of the ASTER library before it (Johns
// Hopkins, JPL, USGS Reston): lines `Name: …`, then pairs of wavelength and
// reflectance between blanks. ASTER's header has 26 lines, because origin,
// description and additional information go on over several.
//
// Sources: Meerdink et al. 2019, Remote Sensing of Environment 230, 111196;
// Baldridge et al. 2009, Remote Sensing of Environment 113, 711; public files of
// both, which misspell reflectance and leave records of the header empty.
import { InputError } from "../../errors.ts";
import { toReflectance } from "../shared/axes.ts";
import { notedAbsorbance } from "../shared/noted_absorbance.ts";
import { fieldDate } from "../shared/field_header.ts";
import { fieldLines, fieldTable } from "../shared/field_text.ts";
import type { InstrumentSpectrum } from "../shared/metadata.ts";
import { decimal } from "../shared/number.ts";
import { orderBands } from "../shared/ordered_bands.ts";

const KEYS =
  /^\s*(Name|Type|Class|Sub-?class|Particle Size|Genus|Species|Sample No\.?|Owner|Wavelength Range|Origin|Collected by|Collection Date|Description|Measurement|First Column|Second Column|X Units|Y Units|First X Value|Last X Value|Number of X Values|Additional Information)\s*:(.*)$/i;

/** So many of them are no accident. */
const ENOUGH_KEYS = 4;

/** A line of the table. */
const PAIR = /^\s*[-+.\d]\S*\s+[-+.\d]\S*\s*$/;

/** The last line of a text by a program of DOS. */
const DOS_END = "\u001a";

/** Part of the largest wavelength that two may differ by when written. */
const ROUNDING = 1e-3;

/** What goes into the description, behind the name. */
const DESCRIBING = [
  "type",
  "class",
  "subclass",
  "genus",
  "species",
  "particle size",
  "sample no",
  "owner",
  "origin",
  "measurement",
  "description",
];

/** Whether the first bytes are those of such a spectrum. */
export function looksLikeEcostress(head: Uint8Array): boolean {
  const lines = fieldLines(head).filter((line) => line.trim() !== "");
  return /^\s*Name\s*:/i.test(lines[0] ?? "") &&
    lines.filter((line) => KEYS.test(line)).length >= ENOUGH_KEYS;
}

/**
 * Reads a spectrum of the ECOSTRESS or ASTER library.
 *
 * @param bytes The file.
 * @param path Its name, for messages.
 * @returns Reflectance, by increasing wavelength. First and last wavelength of
 * the header are redundant: where they are wrong, a warning says so.
 * @throws {InputError} If units are missing or others than wavelength or
 * wavenumber and reflectance, the points are not as many as the header says, or
 * a line is no pair of numbers.
 */
export function readEcostress(
  bytes: Uint8Array,
  path: string,
): InstrumentSpectrum {
  const lines = fieldLines(bytes)
    .map((line) => line === DOS_END ? "" : line);
  const units = lines.findIndex((line) => /^\s*Y Units\s*:/i.test(line));
  const below = lines.slice(units + 1).findIndex((line) => PAIR.test(line));
  if (units < 0 || below < 0) {
    const missing = units < 0 ? 'line "Y Units:"' : 'table below "Y Units:"';
    throw new InputError(`${path}: has no ${missing}; expected one`);
  }
  const start = units + 1 + below;
  const header = readHeader(lines.slice(0, start));
  const table = fieldTable(lines, {
    path,
    start,
    headings: ["X", "Y"],
    wanted: [0, 1],
  });
  const [x, y] = table.columns;
  checkCount(x.length, header, path);
  const xUnit = header.get("x units") ?? "";
  const bands = orderBands({ x, xUnit, path, lines: table.lines });
  const { quantity, absorbance, ...spectrum } = toReflectance({
    x: bands.wavelengths,
    xUnit: "nm",
    y: bands.order.map((at) => y[at]),
    yUnit: spelled(header.get("y units") ?? ""),
  }, path);
  const warnings = wrongEnds(x, header);
  return {
    ...spectrum,
    ...notedAbsorbance(absorbance, bands.note),
    metadata: {
      ...metadata(header, path),
      splices: bands.splices,
      quantity: quantity + bands.note,
      ...(warnings.length > 0 ? { warnings } : {}),
    },
  };
}

type Header = ReadonlyMap<string, string>;

/** Values by key in small letters; lines without a key go on with the last. */
function readHeader(lines: readonly string[]): Header {
  const header = new Map<string, string>();
  let last = "";
  for (const line of lines) {
    const [, key, value] = KEYS.exec(line) ?? [];
    if (key === undefined) {
      const text = `${header.get(last) ?? ""} ${line.trim()}`.trim();
      if (last !== "") header.set(last, text);
      continue;
    }
    last = key.toLowerCase().replace(/\.$/, "").replace("sub-", "sub");
    header.set(last, value.trim());
  }
  return header;
}

/** "Reflectence (percent)" is reflectance. */
function spelled(unit: string): string {
  return unit.replace(/^ref[a-z]+(?=\W|$)/i, "Reflectance");
}

function checkCount(count: number, header: Header, path: string): void {
  const said = header.get("number of x values") ?? "";
  if (said === "" || decimal(said) === count) return;
  throw new InputError(
    `${path}: has ${count} points; expected ${
      said.slice(0, 20)
    }, as its line ` +
      '"Number of X Values" says',
  );
}

/** What the header says of the first and last wavelength, if it is wrong. */
function wrongEnds(x: Float64Array, header: Header): string[] {
  const ends = [x[0], x[x.length - 1]];
  const slack = ROUNDING * Math.max(...ends);
  return ["first x value", "last x value"].flatMap((key, i) => {
    const text = header.get(key) ?? "";
    const said = decimal(text);
    // Some name the lower one first, whichever stands first in the table.
    const found = said === undefined ||
      ends.some((end) => Math.abs(end - said) <= slack);
    return found ? [] : [`${key} ${text}, where the table has ${ends[i]}`];
  });
}

function metadata(header: Header, path: string) {
  const said = (key: string) => {
    const text = (header.get(key) ?? "").replace(/\s+/g, " ").trim();
    return /^(none|n\/a|unknown)?\.?$/i.test(text) ? null : text;
  };
  const description = [
    said("name"),
    ...DESCRIBING.map((key) => said(key) && `${key}: ${said(key)}`),
  ];
  return {
    file: path.split(/[\\/]/).at(-1) ?? path,
    format: "ECOSTRESS library",
    instrument: null,
    serial: null,
    date: fieldDate(said("collection date") ?? "", null),
    latitude: null,
    longitude: null,
    description: description.filter(Boolean).join("; ") || null,
    scans: null,
  };
}
