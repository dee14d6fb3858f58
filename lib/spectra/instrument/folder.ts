// Files of an instrument as a set of spectra: one file alone, or a folder of
// them, in which `files.csv` says which file is of which sample.
import { InputError } from "../../errors.ts";
import { checkWidth, nameCell } from "../cells.ts";
import { listFolder, openFile, statPath } from "../open_file.ts";
import type { InstrumentSpectrum } from "../metadata.ts";
import { readRecords, type RecordOptions } from "../records.ts";
import type { SpectraSet } from "../spectra_set.ts";
import { instrumentFormat } from "./formats.ts";

/** The table of a folder: columns `file`, `sample`, maybe `replicate`, `group`. */
const TABLE = "files.csv";

/** No file of an instrument is larger. */
const LARGEST = 1 << 26;

const HEAD_BYTES = 4096;

/** Which file is of which sample. */
interface Entry {
  readonly file: string;
  readonly sample: string;
  readonly group: string | null;
  /** Line of the table, for messages; 0 without one. */
  readonly line: number;
}

/**
 * Tells whether a folder holds files of an instrument.
 *
 * @param folder The folder.
 * @returns Whether it has a `files.csv`, or a file in an instrument's format.
 */
export async function holdsInstrumentFiles(folder: string): Promise<boolean> {
  const names = (await listFolder(folder)).sort();
  if (names.includes(TABLE)) return true;
  for (const name of names) {
    if (name.startsWith(".") || /\.csv$/i.test(name)) continue;
    const { isFile } = await statPath(`${folder}/${name}`);
    if (isFile && instrumentFormat(await head(`${folder}/${name}`))) {
      return true;
    }
  }
  return false;
}

/**
 * Reads one file of an instrument: one sample with one replicate, named as the
 * file without its ending.
 *
 * @throws {InputError} If the file is not as its format has it.
 */
export async function readInstrumentFile(path: string): Promise<SpectraSet> {
  const spectrum = await readSpectrum(path);
  return {
    samples: [stem(path)],
    replicates: 1,
    groups: null,
    wavelengths: spectrum.wavelengths,
    reflectance: spectrum.reflectance,
    metadata: [spectrum.metadata],
  };
}

/**
 * Reads a folder of files of an instrument.
 *
 * @param folder With a table `files.csv` (columns `file` and `sample`, and
 * perhaps `replicate` and `group`; rows of one sample are its replicates, in
 * the order of `replicate`, else of the table) only the files in it; without
 * one, every file in an instrument's format is a sample of its own.
 * @returns Samples in the order of the table, or of their names.
 * @throws {InputError} If a file is missing or not sound, two files are not on
 * one grid of wavelengths, or samples have different numbers of replicates.
 */
export async function readInstrumentFolder(
  folder: string,
  { onProgress }: RecordOptions = {},
): Promise<SpectraSet> {
  const names = (await listFolder(folder)).sort();
  const entries = names.includes(TABLE)
    ? await readTable(`${folder}/${TABLE}`)
    : await listFiles(folder, names);
  const samples = new Map<string, Entry[]>();
  for (const entry of entries) {
    samples.set(entry.sample, [...samples.get(entry.sample) ?? [], entry]);
  }
  const groups = [...samples.values()];
  const replicates = groups[0].length;
  for (const [sample, files] of samples) {
    if (files.length !== replicates) {
      throw new InputError(
        `${folder}: sample ${sample} has ${files.length} files, sample ` +
          `${
            groups[0][0].sample
          } has ${replicates}; expected the same number ` +
          "for all",
      );
    }
  }
  const read: InstrumentSpectrum[] = [];
  for (const { file } of groups.flat()) {
    const spectrum = await readSpectrum(`${folder}/${file}`);
    if (read.length > 0) checkGrid(folder, read[0], spectrum);
    read.push(spectrum);
    onProgress?.(read.length, entries.length);
  }
  const bands = read[0].wavelengths.length;
  const reflectance = new Float64Array(read.length * bands);
  read.forEach((spectrum, i) =>
    reflectance.set(spectrum.reflectance, i * bands)
  );
  const grouped = entries.some(({ group }) => group !== null);
  return {
    samples: [...samples.keys()],
    replicates,
    groups: grouped ? groups.map(([{ group }]) => group ?? "") : null,
    wavelengths: read[0].wavelengths,
    reflectance,
    metadata: read.map(({ metadata }) => metadata),
  };
}

async function readTable(path: string): Promise<Entry[]> {
  let header: readonly string[] | undefined;
  const entries: (Entry & { readonly replicate: number })[] = [];
  for await (const record of readRecords(path)) {
    const { line, cells } = record;
    if (!header) {
      header = cells.map((cell) => cell.trim());
      for (const column of ["file", "sample"]) {
        if (header.includes(column)) continue;
        throw new InputError(
          `${path}, line ${line}: has no column "${column}"; it has ` +
            header.join(", "),
        );
      }
      continue;
    }
    checkWidth(record, header.length, path);
    const cell = (column: string) => {
      const at = header!.indexOf(column);
      return at < 0 ? null : nameCell(cells[at], { path, line, column });
    };
    const file = cell("file")!;
    if (/[\\/]/.test(file) || file === "..") {
      throw new InputError(
        `${path}, line ${line}, column file: found "${file}"; expected the ` +
          "name of a file in the same folder",
      );
    }
    const twin = entries.find((entry) => entry.file === file);
    if (twin) {
      throw new InputError(
        `${path}, line ${line}: file ${file} stands twice, first in line ` +
          `${twin.line}`,
      );
    }
    const order = cell("replicate");
    const replicate = order === null ? entries.length : Number(order);
    if (!Number.isFinite(replicate)) {
      throw new InputError(
        `${path}, line ${line}, column replicate: found "${order}"; expected ` +
          "a number",
      );
    }
    const sample = cell("sample")!;
    const same = entries.find((entry) => entry.sample === sample);
    const group = cell("group");
    if (same && same.group !== group) {
      throw new InputError(
        `${path}, line ${line}: sample ${sample} is of group ${group}, in ` +
          `line ${same.line} of group ${same.group}; expected one group`,
      );
    }
    entries.push({ file, sample, group, line, replicate });
  }
  if (entries.length === 0) {
    throw new InputError(`${path}: names no files; expected a row for each`);
  }
  // Samples stay in the table's order; within one, replicates are sorted.
  const first = new Map<string, number>();
  entries.forEach(({ sample }, at) =>
    first.get(sample) ?? first.set(sample, at)
  );
  return entries.sort((a, b) =>
    first.get(a.sample)! - first.get(b.sample)! || a.replicate - b.replicate ||
    a.line - b.line
  );
}

async function listFiles(
  folder: string,
  names: readonly string[],
): Promise<Entry[]> {
  const entries: Entry[] = [];
  for (const file of names) {
    if (file.startsWith(".")) continue;
    const path = `${folder}/${file}`;
    const { isFile } = await statPath(path);
    if (!isFile || !instrumentFormat(await head(path))) continue;
    const sample = stem(file);
    const twin = entries.find((entry) => entry.sample === sample);
    if (twin) {
      throw new InputError(
        `${folder}: holds ${twin.file} and ${file}, which are both sample ` +
          `${sample}; expected a ${TABLE} that tells them apart`,
      );
    }
    entries.push({ file, sample, group: null, line: 0 });
  }
  return entries;
}

async function head(path: string): Promise<Uint8Array> {
  const file = await openFile(path);
  try {
    const bytes = new Uint8Array(HEAD_BYTES);
    return bytes.subarray(0, await file.read(bytes) ?? 0);
  } finally {
    file.close();
  }
}

async function readSpectrum(path: string): Promise<InstrumentSpectrum> {
  const { size } = await statPath(path);
  if (size > LARGEST) {
    throw new InputError(
      `${path}: has ${size} bytes; expected a file of one spectrum`,
    );
  }
  const file = await openFile(path);
  let bytes: Uint8Array;
  try {
    bytes = new Uint8Array(
      await new Response(file.readable).arrayBuffer(),
    );
  } catch (error) {
    throw new InputError(
      `${path}: cannot be read (${(error as Error).message})`,
    );
  }
  const format = instrumentFormat(bytes.subarray(0, HEAD_BYTES));
  if (!format) {
    throw new InputError(`${path}: is in no instrument's format that is known`);
  }
  return format.read(bytes, path);
}

function checkGrid(
  folder: string,
  first: InstrumentSpectrum,
  other: InstrumentSpectrum,
): void {
  const [a, b] = [first, other].map(({ wavelengths }) => wavelengths);
  const at = a.findIndex((nm, band) => nm !== b[band]);
  if (at < 0 && a.length === b.length) return;
  const [one, two] = [first, other].map(({ metadata, wavelengths }) =>
    `${metadata.file} (${wavelengths.length} bands, ${wavelengths[0]} to ` +
    `${wavelengths.at(-1)} nm)`
  );
  throw new InputError(
    `${folder}: ${one} and ${two} differ in their wavelengths; expected one ` +
      "grid for all files",
  );
}

function stem(path: string): string {
  const name = path.split(/[\\/]/).at(-1) ?? path;
  return name.replace(/\.[^.]+$/, "") || name;
}
