// What every reader of whole arrays asks of wavelengths and reflectance.
import { InputError } from "../../errors.ts";

/**
 * Refuses wavelengths that do not increase and reflectance that is no number.
 *
 * @throws {InputError} If so; row and wavelength are named.
 */
export function refuseSpectra(
  { wavelengths, reflectance, path }: {
    readonly wavelengths: Float64Array;
    readonly reflectance: Float64Array;
    readonly path: string;
  },
): void {
  const bands = wavelengths.length;
  if (bands < 2) {
    throw new InputError(
      `${path}: has ${bands} wavelength${
        bands === 1 ? "" : "s"
      }; expected at ` +
        "least 2",
    );
  }
  wavelengths.forEach((nm, i) => {
    const rises = i === 0 ? nm > 0 : nm > wavelengths[i - 1];
    if (rises && Number.isFinite(nm)) return;
    throw new InputError(
      `${path}: wavelength ${i + 1} is ${nm}` +
        (i > 0 ? ` after ${wavelengths[i - 1]}` : "") +
        "; expected increasing wavelengths in nm, above 0",
    );
  });
  for (let i = 0; i < reflectance.length; i++) {
    if (Number.isFinite(reflectance[i])) continue;
    throw new InputError(
      `${path}: reflectance of spectrum ${Math.floor(i / bands) + 1} at ` +
        `${wavelengths[i % bands]} nm is ${
          reflectance[i]
        }; expected a finite ` +
        "number",
    );
  }
}
