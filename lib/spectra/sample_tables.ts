// Code S1's own shape: one table per sample (the file's name is the
// sample's), a column `wavelength`, then a column per replicate.
import { nameAll } from "./name_all.ts";
import { InputError } from "../errors.ts";
import { listFolder, statPath } from "../formats/shared/open_file.ts";
import type { ReadOptions } from "./read_options.ts";
import type { SpectraSet } from "./spectra_set.ts";
import { type ColumnSpectra, readCsvColumns } from "./tables/csv_spectra.ts";
import { reserveSpectra } from "./tables/reserve_spectra.ts";
import { areFileNames } from "./tables/transposed.ts";
import { rowsToSpectra } from "./tables/rows_to_spectra.ts";

interface TableFile {
  readonly sample: string;
  readonly file: string;
  readonly size: number;
}

/** Endings of tables; the first that a folder has counts. */
const ENDINGS = [/\.csv$/i, /\.(?:txt|tsv)$/i];

/**
 * Reads a folder of tables, one for each sample.
 *
 * @param folder Folder whose `.csv` files are the samples, or, if it has none,
 * its `.txt` and `.tsv` files; others and those whose names begin with a point
 * are left alone.
 * @param options Progress, in bytes of all files; what becomes of samples with
 * missing values.
 * @returns Samples in the order of their names (UTF-16 code units).
 * @throws {InputError} If a table is not as it should be, or does not agree
 * with the first in wavelengths or number of replicates.
 */
export async function readSampleTables(
  folder: string,
  options: ReadOptions = {},
): Promise<SpectraSet> {
  const { onProgress, ...each } = options;
  const files = await listTables(folder);
  const total = files.reduce((sum, { size }) => sum + size, 0);
  let done = 0;
  const tables: ColumnSpectra[] = [];
  for (const { file, size } of files) {
    const table = await readCsvColumns(`${folder}/${file}`, each);
    refuseSamples(table, `${folder}/${file}`);
    checkSame([tables[0] ?? table, files[0].file], [table, file], folder);
    tables.push(table);
    done += size;
    onProgress?.(done, total);
  }
  const { wavelengths, lines } = tables[0];
  const spectra = tables.flatMap(({ names }, sample) =>
    names.map((_, at) => ({ sample, replicate: at + 1 }))
  );
  const reflectance = reserveSpectra(
    spectra.length,
    wavelengths.length,
    folder,
  );
  let at = 0;
  for (const table of tables) {
    reflectance.set(table.reflectance, at);
    at += table.reflectance.length;
  }
  return rowsToSpectra({
    path: folder,
    unit: "table",
    placeOf: (row) => spectra[row].sample + 1,
    columns: {
      rows: spectra.length,
      sample: {
        name: "file",
        values: spectra.map(({ sample }) => files[sample].sample),
      },
      replicate: {
        name: "replicate",
        values: Float64Array.from(spectra, ({ replicate }) => replicate),
      },
    },
    wavelengths,
    bandPlace: (band) => `${files[0].file}, line ${lines[band]}`,
    reflectance,
    words: tables[0].words,
  }, options);
}

async function listTables(folder: string): Promise<TableFile[]> {
  const files = new Map<string, TableFile>();
  const names = (await listFolder(folder)).sort()
    .filter((name) => !name.startsWith("."));
  const ending = ENDINGS.find((end) => names.some((name) => end.test(name))) ??
    ENDINGS[0];
  for (const file of names.filter((name) => ending.test(name))) {
    const { isFile, size } = await statPath(`${folder}/${file}`);
    if (!isFile) continue;
    const sample = file.replace(ending, "");
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
    const inside = [];
    for (const name of names) {
      if ((await statPath(`${folder}/${name}`)).isDirectory) inside.push(name);
    }
    throw new InputError(
      inside.length === 0
        ? `${folder}: holds no .csv or .txt file; expected one table for each ` +
          "sample, or files of an instrument"
        : `${folder}: holds no file but the folders ${nameAll(inside)}; ` +
          `expected one of them, or a pattern such as "${folder}/**/*.asd"`,
    );
  }
  return [...files.values()].sort((a, b) => a.sample < b.sample ? -1 : 1);
}

/** An export of many samples is no table of one. */
function refuseSamples({ names }: ColumnSpectra, path: string): void {
  const stem = path.replace(/^.*\//, "").replace(/\.[^.]*$/, "");
  const ofOne = names.every((name) => name.startsWith(stem));
  if (ofOne || !areFileNames(names)) return;
  throw new InputError(
    `${path}: its columns are called ${names[0]} and so on, as files of ` +
      "several samples; expected the replicates of one sample, or this file " +
      "itself in place of its folder",
  );
}

function checkSame(
  [first, firstFile]: readonly [ColumnSpectra, string],
  [table, file]: readonly [ColumnSpectra, string],
  folder: string,
): void {
  const bands = Math.max(table.wavelengths.length, first.wavelengths.length);
  for (let i = 0; i < bands; i++) {
    if (table.wavelengths[i] === first.wavelengths[i]) continue;
    const line = table.lines[i] ?? table.lines.at(-1)! + 1;
    throw new InputError(
      `${folder}/${file}, line ${line}: wavelength ` +
        `${table.wavelengths[i] ?? "is missing"} where ${firstFile} has ` +
        `${first.wavelengths[i] ?? "none"}; expected the same for all`,
    );
  }
}
