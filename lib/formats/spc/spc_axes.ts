// Names of the axes of an SPC file by the codes in its header, as SPC.H has them.
// Where a file has a label for an axis, it stands instead of the code.
import type { SpcHeader } from "./spc_header.ts";

/** Units of x; a code without a name is none of them. */
const X_NAMES: Readonly<Record<number, string>> = {
  0: "arbitrary",
  1: "Wavenumber (cm-1)",
  2: "micrometers",
  3: "nanometers",
  4: "seconds",
  5: "minutes",
  6: "Hz",
  7: "kHz",
  8: "MHz",
  9: "mass (m/z)",
  10: "ppm",
  11: "days",
  12: "years",
  13: "Raman shift (cm-1)",
  14: "eV",
  15: "arbitrary",
  16: "diode number",
  17: "channel",
  18: "degrees",
  19: "temperature (F)",
  20: "temperature (C)",
  21: "temperature (K)",
  22: "data points",
  23: "milliseconds",
  24: "microseconds",
  25: "nanoseconds",
  26: "GHz",
  27: "cm",
  28: "m",
  29: "mm",
  30: "hours",
  255: "double interferogram",
};

const Y_NAMES: Readonly<Record<number, string>> = {
  0: "arbitrary intensity",
  1: "interferogram",
  2: "absorbance",
  3: "Kubelka-Munk",
  4: "counts",
  5: "volts",
  6: "degrees",
  7: "milliamperes",
  8: "millimeters",
  9: "millivolts",
  10: "log(1/R)",
  11: "percent",
  12: "intensity",
  13: "relative intensity",
  14: "energy",
  16: "decibel",
  19: "temperature (F)",
  20: "temperature (C)",
  21: "temperature (K)",
  22: "index of refraction",
  23: "extinction coefficient",
  24: "real",
  25: "imaginary",
  26: "complex",
  128: "transmission",
  129: "reflectance",
  130: "single beam with valley peaks",
  131: "emission",
};

/** Labels that leave the unit to the code. */
const NO_UNIT = /^\s*wave(length|number)s?\s*$/i;

/**
 * Names the axes.
 *
 * @param header The file's header.
 * @param labels The file's own names of the axes, or null.
 * @returns Names as `toReflectance` takes them, or of what it refuses.
 */
export function spcAxes(
  { xType, yType }: SpcHeader,
  [x, y]: readonly [string | null, string | null],
): { readonly xUnit: string; readonly yUnit: string } {
  const xName = X_NAMES[xType] ?? `code ${xType}`;
  const yName = Y_NAMES[yType] ?? `code ${yType}`;
  return {
    xUnit: x === null || NO_UNIT.test(x) ? xName : x,
    yUnit: y ?? yName,
  };
}
