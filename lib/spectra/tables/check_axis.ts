// Wavelengths rise or fall throughout; those that fall are turned round, with
// the spectra. What unit they have is another question.
import { InputError } from "../../errors.ts";

/**
 * Refuses wavelengths that neither rise nor fall.
 *
 * @param wavelengths Two or more, in any unit.
 * @param path The file, for messages.
 * @param placeOf Says where a wavelength stands, such as `column 3`.
 * @returns Whether they fall.
 * @throws {InputError} If one is not above 0, or they do neither.
 */
export function checkAxis(
  wavelengths: Float64Array,
  path: string,
  placeOf: (band: number) => string,
): boolean {
  const { length } = wavelengths;
  if (length < 2) {
    throw new InputError(
      `${path}: has ${length} wavelength${length === 1 ? "" : "s"}; expected ` +
        "at least 2",
    );
  }
  const falls = wavelengths[length - 1] < wavelengths[0];
  wavelengths.forEach((value, band) => {
    if (!(value > 0 && Number.isFinite(value))) {
      throw new InputError(
        `${path}, ${placeOf(band)}: wavelength is ${value}; expected one ` +
          "above 0",
      );
    }
    const before = wavelengths[band - 1];
    if (band === 0 || (falls ? value < before : value > before)) return;
    throw new InputError(
      `${path}, ${placeOf(band)}: wavelength ${value} follows ${before}; ` +
        `expected wavelengths that ${falls ? "fall" : "rise"} throughout`,
    );
  });
  return falls;
}

/** Turns wavelengths and spectra round, in place. */
export function turnRound(
  wavelengths: Float64Array,
  reflectance: Float64Array,
): void {
  const { length } = wavelengths;
  wavelengths.reverse();
  for (let start = 0; start < reflectance.length; start += length) {
    reflectance.subarray(start, start + length).reverse();
  }
}
