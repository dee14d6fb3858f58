// Room for all spectra of a file at once.
import { InputError } from "../../errors.ts";

/**
 * Reserves room for spectra.
 *
 * @throws {InputError} If memory has not so much.
 */
export function reserveSpectra(
  rows: number,
  bands: number,
  path: string,
): Float64Array<ArrayBuffer> {
  try {
    return new Float64Array(rows * bands);
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new InputError(
      `${path}: has up to ${rows} spectra of ${bands} bands, more than memory ` +
        "holds; expected fewer, in several files",
    );
  }
}
