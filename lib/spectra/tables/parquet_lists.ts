// Spectra that stand in a Parquet file as lists.
import { InputError } from "../../errors.ts";
import type { ParquetFile } from "../../formats/parquet/parquet_file.ts";
import { reserveSpectra } from "./reserve_spectra.ts";

/**
 * Reads a column `reflectance` of lists.
 *
 * @param file The file.
 * @param options Its name; the column of wavelengths, the same list in every
 * row; what makes a number of a value.
 * @throws {InputError} If a value is no list, or lists do not fit.
 */
export async function readLists(
  file: ParquetFile,
  { path, grid, numberOf }: {
    readonly path: string;
    readonly grid: string | undefined;
    readonly numberOf: (value: unknown) => number;
  },
): Promise<{
  reflectance: Float64Array<ArrayBuffer>;
  wavelengths: Float64Array;
}> {
  if (grid === undefined) {
    throw new InputError(
      `${path}: has a column "reflectance" but none called "wavelengths"; ` +
        "expected both, each row a list",
    );
  }
  const listAt = (value: unknown, row: number, column: string) => {
    if (Array.isArray(value) || ArrayBuffer.isView(value)) {
      return Float64Array.from(value as Iterable<unknown>, numberOf);
    }
    throw new InputError(
      `${path}, row ${
        row + 1
      }, column ${column}: is no list; expected a list ` +
        "of numbers",
    );
  };
  let wavelengths: Float64Array | undefined;
  await file.read([grid], (_, run, row) => {
    for (let i = 0; i < run.length; i++) {
      const list = listAt(run[i], row + i, grid);
      wavelengths ??= list;
      if (sameNumbers(list, wavelengths)) continue;
      throw new InputError(
        `${path}, row ${row + i + 1}, column ${grid}: differs from row 1; ` +
          "expected the same wavelengths for all spectra",
      );
    }
  });
  const bands = wavelengths!.length;
  const reflectance = reserveSpectra(file.rows, bands, path);
  await file.read(["reflectance"], (column, run, row) => {
    for (let i = 0; i < run.length; i++) {
      const list = listAt(run[i], row + i, column);
      if (list.length !== bands) {
        throw new InputError(
          `${path}, row ${row + i + 1}, column ${column}: has ` +
            `${list.length} values; expected ${bands}, one for each wavelength`,
        );
      }
      reflectance.set(list, (row + i) * bands);
    }
  });
  return { reflectance, wavelengths: wavelengths! };
}

function sameNumbers(a: Float64Array, b: Float64Array): boolean {
  return a.length === b.length && a.every((value, i) => value === b[i]);
}
