// The axes of a spectrum as files of instruments name them, and what they are
// turned into: nanometres, and reflectance from 0 to 1. A unit that is not in
// these tables is refused by name; none is guessed from the values.
import { InputError } from "../../errors.ts";
import type { FileAbsorbance } from "./metadata.ts";

/** A unit of the abscissa. */
interface WavelengthUnit {
  readonly names: readonly string[];
  readonly toNanometres: (x: number) => number;
}

/** Names in small letters, without blanks, brackets, dots and underscores. */
const WAVELENGTHS: readonly WavelengthUnit[] = [
  {
    names: ["nm", "nanometer", "nanometers", "nanometre", "nanometres"],
    toNanometres: (x) => x,
  },
  {
    names: [
      "um",
      "micrometer",
      "micrometers",
      "micrometre",
      "micrometres",
      "micron",
      "microns",
    ],
    toNanometres: (x) => x * 1000,
  },
  {
    names: ["1/cm", "cm-1", "cm^-1", "cm**-1"],
    toNanometres: (x) => 1e7 / x,
  },
];

/** A quantity of the ordinate. */
interface Quantity {
  readonly names: readonly string[];
  /** What metadata say of it. */
  readonly quantity: string;
  readonly toReflectance: (y: number) => number;
  /** Its name, if it is absorbance, log10(1/R). */
  readonly absorbance?: string;
}

const QUANTITIES: readonly Quantity[] = [
  {
    names: [
      "reflectance",
      "r",
      "diffusereflectance",
      "relativereflectance",
      "absolutereflectance",
      "reflectancefactor",
    ],
    quantity: "reflectance",
    toReflectance: (y) => y,
  },
  {
    names: [
      "%reflectance",
      "reflectance%",
      "percentreflectance",
      "reflectancepercent",
      "reflectanceinpercent",
      "reflectancepercentage",
      "%r",
      "r%",
      "%diffusereflectance",
    ],
    quantity: "% reflectance / 100",
    toReflectance: (y) => y / 100,
  },
  {
    names: ["absorbance", "a", "apparentabsorbance", "pseudoabsorbance"],
    quantity: "10^-A of absorbance A",
    toReflectance: (y) => 10 ** -y,
    absorbance: "absorbance",
  },
  {
    names: ["opticaldensity", "od"],
    quantity: "10^-A of optical density A",
    toReflectance: (y) => 10 ** -y,
    absorbance: "optical density",
  },
  {
    names: ["log1/r", "log101/r", "-logr", "-log10r", "log1/reflectance"],
    quantity: "10^-A of A = log(1/R)",
    toReflectance: (y) => 10 ** -y,
    absorbance: "log(1/R)",
  },
  {
    names: ["kubelka-munk", "kubelkamunk", "kubelka-munkunits", "k-m", "fr"],
    quantity: "1 + k - sqrt(k^2 + 2k) of Kubelka-Munk k",
    // (1 - R)^2 / 2R = k, solved for the R below 1; written so that nothing
    // cancels where k is large. There is none for a k below 0.
    toReflectance: (k) => k < 0 ? NaN : 1 / (1 + k + Math.sqrt(k * (k + 2))),
  },
];

/** Half of the values of a spectrum may lie above this, but not more. */
const HIGHEST_MEDIAN = 1.5;

/** What is wrong, most often, with values that are too high. */
const USUAL_WAY_OUT = "the name of the quantity, such as % reflectance";

/** Points of a file in the order and the units that it has them in. */
export interface RawSpectrum {
  /** Abscissae. */
  readonly x: ArrayLike<number>;
  /** Name of the unit of `x`. */
  readonly xUnit: string;
  /** Ordinates, one for each abscissa. */
  readonly y: ArrayLike<number>;
  /** Name of the quantity `y`. */
  readonly yUnit: string;
  /** What is expected in place of values too high for reflectance. */
  readonly wayOut?: string;
  /** Whether NaN says that there is no value, and stays. */
  readonly hasHoles?: boolean;
}

/** Points in nm and reflectance. */
export interface ReflectanceSpectrum {
  /** Strictly increasing, in nm. */
  readonly wavelengths: Float64Array;
  /** One for each wavelength. */
  readonly reflectance: Float64Array;
  /** What reflectance was made from. */
  readonly quantity: string;
  /** The file's own values where that was absorbance. */
  readonly absorbance?: FileAbsorbance;
}

/**
 * Checks the names of a spectrum's axes.
 *
 * @param axes Names of the unit of x and of the quantity y.
 * @param place File and place in it, for messages.
 * @throws {InputError} If a unit is another than wavelength or wavenumber, or
 * reflectance or what it can be made from exactly. Transmittance is not.
 */
export function checkAxes(
  axes: Pick<RawSpectrum, "xUnit" | "yUnit">,
  place: string,
): void {
  findAxes(axes, place);
}

/** Whether a name is that of reflectance, or of what it can be made from. */
export function isQuantity(name: string): boolean {
  return findQuantity(name) !== undefined;
}

function findAxes(
  { xUnit, yUnit }: Pick<RawSpectrum, "xUnit" | "yUnit">,
  place: string,
): { readonly unit: WavelengthUnit; readonly quantity: Quantity } {
  const unit = unitOf(xUnit, place);
  const quantity = findQuantity(yUnit);
  if (!quantity) {
    throw new InputError(
      `${place}: has "${shown(yUnit)}" as y; expected reflectance, % ` +
        "reflectance, absorbance, log(1/R) or Kubelka-Munk",
    );
  }
  return { unit, quantity };
}

/**
 * Turns abscissae into nm.
 *
 * @param x Abscissae.
 * @param xUnit Name of their unit.
 * @param place File and place in it, for messages.
 * @returns Wavelengths in the order of `x`.
 * @throws {InputError} If the unit is another than wavelength or wavenumber, or
 * a value makes no sense in it.
 */
export function toNanometres(
  x: ArrayLike<number>,
  xUnit: string,
  place: string,
): Float64Array {
  const wavelengths = Float64Array.from(x, unitOf(xUnit, place).toNanometres);
  const bad = wavelengths.findIndex((nm) => !(nm > 0 && nm < Infinity));
  if (bad < 0) return wavelengths;
  throw new InputError(
    `${place}: has a point at ${x[bad]} ${shown(xUnit)}; ` +
      "expected a wavelength above 0",
  );
}

/**
 * Turns a spectrum into reflectance over wavelengths, in increasing order.
 *
 * @param raw The spectrum as a file has it.
 * @param place File and place in it, for messages.
 * @returns Absorbance A and log(1/R) as R = 10^-A, and as they are, too;
 * Kubelka-Munk as its inverse.
 * @throws {InputError} If an axis is of another kind, a value makes no sense in
 * its unit, or abscissae do not run one way.
 */
export function toReflectance(
  raw: RawSpectrum,
  place: string,
): ReflectanceSpectrum {
  const { quantity } = findAxes(raw, place);
  const wavelengths = toNanometres(raw.x, raw.xUnit, place);
  const reflectance = Float64Array.from(raw.y, quantity.toReflectance);
  const wrong = reflectance.findIndex((value, i) =>
    !Number.isFinite(value) && !(raw.hasHoles && Number.isNaN(raw.y[i]))
  );
  if (wrong >= 0) {
    throw new InputError(
      `${place}: has ${raw.y[wrong]} at ${wavelengths[wrong]} nm, which is ` +
        `no ${shown(raw.yUnit).toLowerCase()}`,
    );
  }
  const values = Float64Array.from(raw.y);
  if (wavelengths[0] > wavelengths[wavelengths.length - 1]) {
    for (const axis of [wavelengths, reflectance, values]) axis.reverse();
  }
  checkOrder(wavelengths, place);
  checkLevel(reflectance, { place, ...raw });
  const { absorbance: name } = quantity;
  return {
    wavelengths,
    reflectance,
    quantity: quantity.quantity,
    ...(name !== undefined && { absorbance: { values, quantity: name } }),
  };
}

function unitOf(name: string, place: string): WavelengthUnit {
  const unit = findUnit(name);
  if (unit) return unit;
  throw new InputError(
    `${place}: has "${shown(name)}" as the unit of x; expected nm, ` +
      "micrometres or 1/cm",
  );
}

function findUnit(name: string): WavelengthUnit | undefined {
  return WAVELENGTHS.find(({ names }) => names.includes(bareUnit(name)));
}

function findQuantity(name: string): Quantity | undefined {
  return QUANTITIES.find(({ names }) => names.includes(bare(name)));
}

/** "Wavelength (nm)", "wavelength/nm" and "wavelength in nm" are the unit "nm". */
function bareUnit(name: string): string {
  return bare(name).replace(/^wave(length|number)s?(in|\/)?(?=.)/, "");
}

/** A name for a message: one line, not endless. */
function shown(name: string): string {
  return name.replace(/[\s\p{Cc}]+/gu, " ").trim().slice(0, 60);
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[\u00b5\u03bc]/g, "u")
    .replace(/[\u2010-\u2015\u2212\u207b]/g, "-").replace("\u00b9", "1")
    .replace(/[\s()[\]{}._,:;"']/g, "");
}

function checkOrder(wavelengths: Float64Array, place: string): void {
  for (let i = 1; i < wavelengths.length; i++) {
    if (wavelengths[i] > wavelengths[i - 1]) continue;
    throw new InputError(
      `${place}: has ${wavelengths[i]} nm next to ${wavelengths[i - 1]} nm; ` +
        "expected wavelengths that run one way",
    );
  }
}

/** Writers put percent where they say reflectance; no soil reflects that much. */
function checkLevel(
  reflectance: Float64Array,
  { place, yUnit, wayOut = USUAL_WAY_OUT }:
    & Pick<RawSpectrum, "yUnit" | "wayOut">
    & { readonly place: string },
): void {
  const values = reflectance.filter((value) => !Number.isNaN(value)).sort();
  const median = values[values.length >> 1];
  if (!(median > HIGHEST_MEDIAN)) return;
  throw new InputError(
    `${place}: has "${shown(yUnit)}" as y, and half of it is a reflectance ` +
      `above ${Number(median.toPrecision(3))}; expected 0 to 1, or ${wayOut}`,
  );
}
