// ENVI spectral libraries: a header (`.hdr`, text) and a file of numbers beside
// it (`.sli`). Either names both.
//
// Sources: NV5 Geospatial, "ENVI Header Files" and "Spectral Libraries"; how
// files in use look: those that SPy (`spectral`), EnMAP-Box and USGS write.
import { InputError } from "../../errors.ts";
import type { Companion } from "../companions.ts";
import { isQuantity, toReflectance } from "../shared/axes.ts";
import { notedAbsorbance } from "../shared/noted_absorbance.ts";
import { isMissing } from "../shared/missing_value.ts";
import type { InstrumentSpectrum } from "../shared/metadata.ts";
import { orderBands } from "../shared/ordered_bands.ts";
import {
  type EnviHeader,
  enviList,
  enviNumber,
  enviNumbers,
  enviText,
  readEnviHeader,
} from "./envi_header.ts";
import { enviMetadata } from "./envi_metadata.ts";
import { enviShape, enviValues } from "./envi_values.ts";
import { isEnviHeader } from "./looks_like_envi.ts";

/** How the header calls units that we call otherwise. */
const UNITS: ReadonlyMap<string, string> = new Map([
  ["wavenumber", "1/cm"],
  ["wavenumbers", "1/cm"],
]);

/** Titles of the axis of values that say it is not reflectance. */
const OTHER = /radian|emiss|transmi|temperature|counts|\bdn\b|raw/i;

/** What libraries of the USGS hold between their spectra. */
const NO_SPECTRUM =
  /^(wavelengths?|wavenumbers?|resolution|bandpass|bandwidths?|error bars)\b|\sTRAN$/i;

/**
 * Reads an ENVI spectral library.
 *
 * @param bytes Either of its two files.
 * @param path Its name, for messages.
 * @param companion The other one.
 * @returns Its spectra, with their names. Values are divided by the header's
 * `reflectance scale factor`, and NaN where there is none. Bands that the
 * header calls bad (`bbl`) stay, and a warning names them; so does one for what
 * a library of the USGS holds between its spectra (error bars, wavelengths),
 * which is left out.
 * @throws {InputError} If the other file is not there, the header is that of
 * an image or lacks wavelengths or their unit, or the numbers are not as many
 * as it says.
 */
export async function readEnvi(
  bytes: Uint8Array,
  path: string,
  companion: Companion | null = null,
): Promise<InstrumentSpectrum[]> {
  const first = isEnviHeader(bytes);
  const other = first ? "its numbers, such as .sli" : "its header, .hdr";
  if (!first && !companion) {
    throw new InputError(`${path}: has no file beside it with ${other}`);
  }
  const headerPath = first ? path : companion!.path;
  const text = first ? bytes : await companion!.read();
  if (!isEnviHeader(text)) {
    throw new InputError(
      `${headerPath}: does not begin with a line "ENVI"; expected ${other}`,
    );
  }
  const header = readEnviHeader(text, headerPath);
  // An image is refused before its numbers are read: they may be many.
  const shape = enviShape(header, headerPath);
  const bands = readBands(header, shape.bands, headerPath);
  if (first && !companion) {
    throw new InputError(`${path}: has no file beside it with ${other}`);
  }
  const values = first
    ? enviValues(await companion!.read(), shape, companion!.path)
    : enviValues(bytes, shape, path);
  return spectra(header, { values, bands, path, headerPath });
}

type Bands = ReturnType<typeof orderBands>;

function readBands(header: EnviHeader, count: number, path: string): Bands {
  const x = enviNumbers(header, "wavelength", { path, count });
  const unit = enviText(header, "wavelength units");
  if (!x) {
    throw new InputError(`${path}: has no list "wavelength"; expected one`);
  }
  if (/^(unknown|index)?$/i.test(unit)) {
    throw new InputError(
      `${path}: has ${
        unit === ""
          ? 'no line "wavelength units"'
          : `wavelength units = ${unit}`
      }; expected Nanometers, Micrometers or Wavenumber, added to this file`,
    );
  }
  const xUnit = UNITS.get(unit.toLowerCase()) ?? unit;
  return orderBands({ x, xUnit, path });
}

/** What a file holds. */
interface Library {
  readonly values: readonly Float64Array[];
  readonly bands: Bands;
  readonly path: string;
  readonly headerPath: string;
}

function spectra(
  header: EnviHeader,
  { values, bands: { order, wavelengths, ...bands }, path, headerPath }:
    Library,
): InstrumentSpectrum[] {
  const isNothing = ignoredValue(header, headerPath);
  const scale = enviNumber(header, "reflectance scale factor", {
    path: headerPath,
    without: 1,
    expected: "a number above 0",
    fits: (value) => value > 0,
  });
  const yUnit = valueTitle(header, headerPath);
  const names = spectraNames(header, values.length);
  const others = names?.filter((name) => NO_SPECTRUM.test(name)) ?? [];
  const made = values.flatMap((row, i) => {
    if (names && NO_SPECTRUM.test(names[i])) return [];
    const { reflectance, quantity, absorbance } = toReflectance({
      x: wavelengths,
      xUnit: "nm",
      y: order.map((band) => isNothing(row[band]) ? NaN : row[band] / scale),
      yUnit,
      wayOut: `a line "reflectance scale factor" in ${headerPath}`,
      hasHoles: true,
    }, `${path}, spectrum ${i + 1}`);
    const metadata = enviMetadata(header, {
      path,
      name: names?.[i],
      splices: bands.splices,
      quantity: quantity + bands.note,
      bands: row.length,
      others,
    });
    const name = names ? { name: names[i] } : {};
    const own = notedAbsorbance(absorbance, bands.note);
    return [{ wavelengths, reflectance, ...own, metadata, ...name }];
  });
  if (made.length > 0) return made;
  throw new InputError(
    `${path}: holds ${others.slice(0, 3).join(", ")}; expected spectra`,
  );
}

/** Tells which values say that there is none. */
function ignoredValue(
  header: EnviHeader,
  path: string,
): (value: number) => boolean {
  // Such as "nan": what is no number is missing anyway.
  if (/^[-+]?(nan|inf(inity)?)$/i.test(enviText(header, "data ignore value"))) {
    return isMissing;
  }
  const ignored = enviNumber(header, "data ignore value", {
    path,
    without: NaN,
    expected: "a number",
    fits: () => true,
  });
  // Written with nine digits, a float of 32 bits is another of 64.
  const short = Math.fround(ignored);
  return (value) => value === ignored || value === short || isMissing(value);
}

/** Names, if there is one for each spectrum. */
function spectraNames(header: EnviHeader, count: number): string[] | null {
  const names = enviList(header, "spectra names");
  return names?.length === count ? names : null;
}

/** What the values are, by the title that ENVI draws beside them. */
function valueTitle(header: EnviHeader, path: string): string {
  const title = enviList(header, "z plot titles")?.[1] ?? "";
  if (OTHER.test(title)) {
    throw new InputError(
      `${path}, line ${header.get("z plot titles")!.line}: has values called ` +
        `"${title.slice(0, 40)}"; expected reflectance`,
    );
  }
  // Mostly the title is only "Value".
  return isQuantity(title) ? title : "Reflectance";
}
