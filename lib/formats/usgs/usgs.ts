// Text files of the USGS Spectral Library. Version 7 (splib07a, splib07b and
// those convolved to other instruments): a title, then a value a line; the
// wavelengths stand in another file, one for each spectrometer. Version 6:
// sixteen lines of header, then wavelength, reflectance, standard deviation.
//
// Sources: Kokaly et al. 2017, "USGS Spectral Library Version 7", Data Series
// 1035; Clark et al. 2007, "USGS digital spectral library splib06a", Data Series
// 231, whose files describe themselves.
import { InputError } from "../../errors.ts";
import { refuseNumber } from "../csv/cells.ts";
import type { Companion } from "../companions.ts";
import { toReflectance } from "../shared/axes.ts";
import { fieldLines, fieldTable } from "../shared/field_text.ts";
import { isMissing } from "../shared/missing_value.ts";
import type { InstrumentSpectrum } from "../shared/metadata.ts";
import { decimal } from "../shared/number.ts";
import { orderBands } from "../shared/ordered_bands.ts";
import { measurement, usgsTitle } from "./looks_like_usgs.ts";

/** What a measurement is called. Transmittance is another thing. */
const KINDS: ReadonlyMap<string, string> = new Map([
  ["AREF", "absolute reflectance"],
  ["RREF", "relative reflectance"],
  ["RTGC", "reflectance of the ground, by radiative transfer"],
]);

/** Spectrometers by the letters in front of their codes. */
const SPECTROMETERS: readonly (readonly [RegExp, string])[] = [
  [/^ASD/i, "ASD FieldSpec"],
  [/^BECK|^W\dR\dB/i, "Beckman 5270"],
  [/^NIC|^W\dR\dN/i, "Nicolet"],
  [/^AVIRIS/i, "AVIRIS"],
];

/** What is in a file of either version. */
interface Found {
  readonly x: ArrayLike<number>;
  readonly xUnit: string;
  readonly y: Float64Array;
  readonly path: string;
  readonly format: string;
  readonly title: ReturnType<typeof measurement>;
  /** Where each value stands, if it stands beside its wavelength. */
  readonly lines?: readonly number[];
}

/**
 * Reads a spectrum of version 7.
 *
 * @param bytes The file.
 * @param path Its name, for messages.
 * @param companion The file of its wavelengths.
 * @returns Reflectance, NaN in channels that were deleted (-1.23e34).
 * @throws {InputError} If there is no file of wavelengths, it has more or fewer
 * than the spectrum has values, or these are not reflectance.
 */
export async function readUsgs(
  bytes: Uint8Array,
  path: string,
  companion: Companion | null = null,
): Promise<InstrumentSpectrum> {
  const lines = fieldLines(bytes);
  const title = usgsTitle(lines[0])!;
  if (!companion) {
    throw new InputError(
      `${path}: has no file of its wavelengths beside it or in the folder ` +
        `above; expected one such as ${title.library}_Wavelengths_` +
        `${title.spectrometer.slice(0, 3)}….txt`,
    );
  }
  const y = column(lines, path);
  const channels = fieldLines(await companion.read());
  const x = column(channels, companion.path);
  if (x.length !== y.length) {
    throw new InputError(
      `${path}: has ${y.length} values, and ${companion.path} has ${x.length} ` +
        "wavelengths; expected as many",
    );
  }
  const xUnit = wavelengthUnit(channels[0], companion.path);
  const format = `USGS ${title.library}`;
  return spectrum({ x, xUnit, y, path, format, title });
}

/**
 * Reads a spectrum of version 6.
 *
 * @param bytes The file.
 * @param path Its name, for messages.
 * @returns As `readUsgs`.
 * @throws {InputError} If a line has not three numbers, or these are not of
 * reflectance.
 */
export function readOlderUsgs(
  bytes: Uint8Array,
  path: string,
): InstrumentSpectrum {
  const lines = fieldLines(bytes);
  // The header says "line 15 title", "line 17 to end:  3-columns of data:".
  const said = (what: RegExp, usual: number) =>
    Number(lines.map((line) => what.exec(line)?.[1]).find(Boolean) ?? usual);
  const start = said(/^\s*line\s+(\d+)\s+to\s+end/i, 17) - 1;
  const title = lines[said(/^\s*line\s+(\d+)\s+title/i, 15) - 1] ?? "";
  const table = fieldTable(lines, {
    path,
    start,
    headings: ["wavelength", "reflectance", "standard deviation"],
    wanted: [0, 1],
  });
  const [x, y] = table.columns;
  const library = /splib0\w+/i.exec(lines.find((line) => line !== "")!)![0];
  return spectrum({
    x,
    xUnit: "micrometres",
    y,
    path,
    format: `USGS ${library}`,
    title: measurement(title),
    lines: table.lines,
  });
}

function spectrum(
  { x, xUnit, y, path, format, title, lines }: Found,
): InstrumentSpectrum {
  const kind = KINDS.get(title.kind);
  if (kind === undefined) {
    throw new InputError(
      `${path}: its title says "${title.kind.slice(0, 20)}" of what was ` +
        `measured; expected ${[...KINDS.keys()].join(", ")}`,
    );
  }
  const bands = orderBands({ x, xUnit, path, lines });
  const { wavelengths, reflectance } = toReflectance({
    x: bands.wavelengths,
    xUnit: "nm",
    y: bands.order.map((at) => isMissing(y[at]) ? NaN : y[at]),
    yUnit: "Reflectance",
    hasHoles: true,
  }, path);
  const instrument = SPECTROMETERS.find(([letters]) =>
    letters.test(title.spectrometer)
  );
  return {
    wavelengths,
    reflectance,
    metadata: {
      file: path.split(/[\\/]/).at(-1) ?? path,
      format,
      instrument: instrument?.[1] ?? null,
      serial: null,
      date: null,
      latitude: null,
      longitude: null,
      description: `${title.sample}; ${title.spectrometer}`,
      splices: bands.splices,
      quantity: kind + bands.note,
      scans: null,
    },
  };
}

/** The numbers below the first line. */
function column(lines: readonly string[], path: string): Float64Array {
  const values: number[] = [];
  for (let at = 1; at < lines.length; at++) {
    const text = lines[at].trim();
    if (text === "") continue;
    values.push(
      decimal(text) ??
        refuseNumber(text.slice(0, 40), { path, line: at + 1, column: "1" }),
    );
  }
  return Float64Array.from(values);
}

/** The unit that the title of a file of wavelengths names. */
function wavelengthUnit(title: string, path: string): string {
  if (/wavenumber/i.test(title)) return "1/cm";
  if (/(\b|\d)(nm\b|nanomet)/i.test(title)) return "nm";
  if (/(\b|\d)(microns?|um|\u00b5m)\b|micromet/i.test(title)) return "um";
  throw new InputError(
    `${path}, line 1: names no unit; expected microns, um or nm`,
  );
}
