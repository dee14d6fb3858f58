// Code S1's own shape: one table per sample (the file's name is the
// sample's), a column `wavelength`, then a column per replicate.
import { InputError } from "../errors.ts";
import { decimal } from "./number.ts";
import { readRecords, type RecordOptions } from "./records.ts";
import type { SpectraSet } from "./spectra_set.ts";

interface SampleTable {
  readonly wavelengths: readonly number[];
  /** By replicate, then band. */
  readonly replicates: readonly (readonly number[])[];
}

/**
 * Reads a folder of tables, one for each sample.
 *
 * @param folder Folder whose `.csv` files are the samples.
 * @param options Progress, counted in files.
 * @returns Samples in the order of their names (UTF-16 code units).
 * @throws {InputError} If a table is not as it should be, or does not agree
 * with the first in wavelengths or number of replicates.
 */
export async function readSampleTables(
  folder: string,
  { onProgress, chunkBytes }: RecordOptions = {},
): Promise<SpectraSet> {
  const files: string[] = [];
  for await (const { name, isFile } of Deno.readDir(folder)) {
    if (isFile && /\.csv$/i.test(name)) files.push(name);
  }
  files.sort();
  if (files.length === 0) {
    throw new InputError(
      `${folder}: holds no .csv file; expected one table for each sample`,
    );
  }
  const tables: SampleTable[] = [];
  for (const file of files) {
    tables.push(await readTable(`${folder}/${file}`, { chunkBytes }));
    checkSame(tables[0], tables.at(-1)!, { folder, files, at: tables.length });
    onProgress?.(tables.length, files.length);
  }
  return {
    samples: files.map((file) => file.replace(/\.csv$/i, "")),
    replicates: tables[0].replicates.length,
    groups: null,
    wavelengths: Float64Array.from(tables[0].wavelengths),
    reflectance: Float64Array.from(
      tables.flatMap(({ replicates }) => replicates.flat()),
    ),
  };
}

async function readTable(
  path: string,
  options: RecordOptions,
): Promise<SampleTable> {
  let header: readonly string[] | undefined;
  const wavelengths: number[] = [];
  let replicates: number[][] = [];
  for await (const { line, cells } of readRecords(path, options)) {
    if (!header) {
      header = cells.map((cell) => cell.trim());
      if (header[0] !== "wavelength" || header.length < 2) {
        throw new InputError(
          `${path}, line 1: begins with "${header[0]}" and has ` +
            `${header.length} columns; expected wavelength and a column for ` +
            "each replicate",
        );
      }
      replicates = header.slice(1).map(() => []);
      continue;
    }
    if (cells.length !== header.length) {
      throw new InputError(
        `${path}, line ${line}: has ${cells.length} cells; expected ` +
          `${header.length}, as in the header`,
      );
    }
    const numbers = cells.map((cell, column) => {
      const value = decimal(cell);
      if (value !== undefined) return value;
      throw new InputError(
        `${path}, line ${line}, column ${header![column]}: ` +
          `${cell.trim() === "" ? "is blank" : `is "${cell}"`}; expected a ` +
          "finite number",
      );
    });
    const last = wavelengths.at(-1);
    if (last !== undefined && !(numbers[0] > last)) {
      throw new InputError(
        `${path}, line ${line}: wavelength ${numbers[0]} follows ${last}; ` +
          "expected increasing wavelengths",
      );
    }
    wavelengths.push(numbers[0]);
    replicates.forEach((values, at) => values.push(numbers[at + 1]));
  }
  if (!header) throw new InputError(`${path}: is empty`);
  if (wavelengths.length < 2) {
    throw new InputError(
      `${path}: has ${wavelengths.length} wavelengths; expected at least 2`,
    );
  }
  return { wavelengths, replicates };
}

function checkSame(
  first: SampleTable,
  table: SampleTable,
  { folder, files, at }: { folder: string; files: string[]; at: number },
): void {
  const path = `${folder}/${files[at - 1]}`;
  if (table.replicates.length !== first.replicates.length) {
    throw new InputError(
      `${path}: has ${table.replicates.length} replicates and ${files[0]} ` +
        `has ${first.replicates.length}; expected the same number for all`,
    );
  }
  const row = Math.max(table.wavelengths.length, first.wavelengths.length);
  for (let i = 0; i < row; i++) {
    if (table.wavelengths[i] !== first.wavelengths[i]) {
      throw new InputError(
        `${path}, line ${i + 2}: wavelength ` +
          `${table.wavelengths[i] ?? "is missing"} where ${files[0]} has ` +
          `${first.wavelengths[i] ?? "none"}; expected the same for all`,
      );
    }
  }
}
