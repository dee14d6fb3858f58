// Code S1's own shape: one table per sample (the file's name is the
// sample's), a column `wavelength`, then a column per replicate.
import { InputError } from "../errors.ts";
import { checkWidth, refuseNumber } from "../formats/csv/cells.ts";
import { decimal } from "../formats/shared/number.ts";
import { listFolder, statPath } from "../formats/shared/open_file.ts";
import {
  type CsvRecord,
  readRecords,
  type RecordOptions,
} from "../formats/csv/records.ts";
import type { SpectraSet } from "./spectra_set.ts";

interface SampleTable {
  readonly file: string;
  readonly wavelengths: readonly number[];
  /** Line of each wavelength. */
  readonly lines: readonly number[];
  /** By replicate, then band. */
  readonly replicates: readonly (readonly number[])[];
}

interface TableFile {
  readonly sample: string;
  readonly file: string;
  readonly size: number;
}

/**
 * Reads a folder of tables, one for each sample.
 *
 * @param folder Folder whose `.csv` files are the samples; other files and
 * those whose names begin with a point are left alone.
 * @param options Progress, in bytes of all files.
 * @returns Samples in the order of their names (UTF-16 code units).
 * @throws {InputError} If a table is not as it should be, or does not agree
 * with the first in wavelengths or number of replicates.
 */
export async function readSampleTables(
  folder: string,
  { onProgress, chunkBytes }: RecordOptions = {},
): Promise<SpectraSet> {
  const files = await listTables(folder);
  const total = files.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  let first: SampleTable | undefined;
  let reflectance = new Float64Array();
  let at = 0;
  for (const { file, size } of files) {
    const table = await readTable(folder, file, { chunkBytes });
    if (first) {
      checkSame(first, table, folder);
    } else {
      first = table;
      const { length: bands } = table.wavelengths;
      const values = files.length * table.replicates.length * bands;
      reflectance = new Float64Array(values);
    }
    for (const replicate of table.replicates) {
      reflectance.set(replicate, at);
      at += replicate.length;
    }
    done += size;
    onProgress?.(done, total);
  }
  return {
    samples: files.map(({ sample }) => sample),
    replicates: first!.replicates.length,
    groups: null,
    wavelengths: Float64Array.from(first!.wavelengths),
    reflectance,
  };
}

async function listTables(folder: string): Promise<TableFile[]> {
  const files = new Map<string, TableFile>();
  for (const file of (await listFolder(folder)).sort()) {
    if (file.startsWith(".") || !/\.csv$/i.test(file)) continue;
    const { isFile, size } = await statPath(`${folder}/${file}`);
    if (!isFile) continue;
    const sample = file.replace(/\.csv$/i, "");
    const twin = files.get(sample);
    if (twin) {
      throw new InputError(
        `${folder}: holds ${twin.file} and ${file}, which are both sample ` +
          `${sample}; expected one table for each sample`,
      );
    }
    if (sample !== sample.trim()) {
      throw new InputError(
        `${folder}/${file}: its name has blanks around it; expected the name ` +
          "of a sample",
      );
    }
    files.set(sample, { sample, file, size });
  }
  if (files.size === 0) {
    throw new InputError(
      `${folder}: holds no .csv file; expected one table for each sample, or ` +
        "files of an instrument",
    );
  }
  return [...files.values()].sort((a, b) => a.sample < b.sample ? -1 : 1);
}

async function readTable(
  folder: string,
  file: string,
  options: RecordOptions,
): Promise<SampleTable> {
  const path = `${folder}/${file}`;
  let header: readonly string[] | undefined;
  const wavelengths: number[] = [];
  const lines: number[] = [];
  let replicates: number[][] = [];
  for await (const record of readRecords(path, options)) {
    if (!header) {
      header = readHeader(record, path);
      replicates = header.slice(1).map(() => []);
      continue;
    }
    checkWidth(record, header.length, path);
    const { line, cells } = record;
    const [wavelength, ...values] = cells.map((cell, column) =>
      decimal(cell) ??
        refuseNumber(cell, { path, line, column: header![column] })
    );
    const last = wavelengths.at(-1);
    if (!(wavelength > (last ?? 0))) {
      throw new InputError(
        `${path}, line ${line}: wavelength ${wavelength} ` +
          (last === undefined ? "is not above 0" : `follows ${last}`) +
          "; expected increasing wavelengths in nm",
      );
    }
    wavelengths.push(wavelength);
    lines.push(line);
    replicates.forEach((replicate, at) => replicate.push(values[at]));
  }
  if (!header) throw new InputError(`${path}: is empty`);
  if (wavelengths.length < 2) {
    throw new InputError(
      `${path}: has ${wavelengths.length} ` +
        `wavelength${wavelengths.length === 1 ? "" : "s"}; expected at least 2`,
    );
  }
  return { file, wavelengths, lines, replicates };
}

function readHeader({ cells, line }: CsvRecord, path: string): string[] {
  const header = cells.map((cell) => cell.trim());
  if (header[0] !== "wavelength" || header.length < 2) {
    throw new InputError(
      `${path}, line ${line}: begins with "${header[0]}" and has ` +
        `${header.length} column${header.length === 1 ? "" : "s"}; expected ` +
        "wavelength and a column for each replicate",
    );
  }
  header.forEach((name, at) => {
    const first = header.indexOf(name);
    if (first === at) return;
    throw new InputError(
      `${path}, line ${line}: column "${name}" stands twice, as column ` +
        `${first + 1} and ${at + 1}`,
    );
  });
  return header;
}

function checkSame(
  first: SampleTable,
  table: SampleTable,
  folder: string,
): void {
  const path = `${folder}/${table.file}`;
  if (table.replicates.length !== first.replicates.length) {
    throw new InputError(
      `${path}: has ${table.replicates.length} ` +
        `replicate${table.replicates.length === 1 ? "" : "s"} and ` +
        `${first.file} has ${first.replicates.length}; expected the same ` +
        "number for all",
    );
  }
  const rows = Math.max(table.wavelengths.length, first.wavelengths.length);
  for (let i = 0; i < rows; i++) {
    if (table.wavelengths[i] !== first.wavelengths[i]) {
      const line = table.lines[i] ?? table.lines.at(-1)! + 1;
      throw new InputError(
        `${path}, line ${line}: wavelength ` +
          `${table.wavelengths[i] ?? "is missing"} where ${first.file} has ` +
          `${first.wavelengths[i] ?? "none"}; expected the same for all`,
      );
    }
  }
}
