// Files of an instrument as a set of spectra: one file alone, or all those of
// a source, on one grid of wavelengths.
import { InputError } from "../../errors.ts";
import { createArrangement } from "../arrange.ts";
import { readWhole } from "../../formats/containers/content.ts";
import { HEAD_BYTES, statPath } from "../../formats/shared/open_file.ts";
import type {
  InstrumentSpectrum,
  SpectrumMetadata,
} from "../../formats/shared/metadata.ts";
import { nameAll } from "../name_all.ts";
import type { ReadOptions } from "../read_options.ts";
import type { SpectraSet } from "../spectra_set.ts";
import type { Entry } from "./files_table.ts";
import { instrumentFormat } from "../../formats/formats.ts";
import { openSource, type Source, stem, TABLE } from "./source.ts";

/** What the same wavelength may differ by after its unit was converted. */
const ROUNDING = 1e-9;

/** No file of an instrument is larger. */
const LARGEST = 1 << 26;

/**
 * Reads one file of an instrument.
 *
 * @param path The file.
 * @returns One sample with one replicate, named as the file without its ending;
 * of a file with several spectra each is a sample: `name-1`, `name-2`, …
 * @throws {InputError} If the file is not as its format has it.
 */
export async function readInstrumentFile(path: string): Promise<SpectraSet> {
  const spectra = await readSpectra(path);
  const stack = createStack(path);
  spectra.forEach(stack.add);
  return {
    samples: namesOf(stem(path), spectra.length),
    replicates: 1,
    groups: null,
    ...stack.finish(),
  };
}

/**
 * Reads files of an instrument.
 *
 * @param path A folder, a pattern, or a table of files. Rows of one sample in
 * the table are its replicates, in the order of the column `replicate`, else
 * of the table; without a table every file is a sample of its own.
 * @param options Progress, in bytes of all files.
 * @returns Samples in the order of the table, or of the files' names.
 * @throws {InputError} If a file is missing or not sound, two files are not on
 * one grid of wavelengths, or samples have different numbers of replicates.
 */
export async function readInstrumentFiles(
  path: string,
  { onProgress, replicates }: ReadOptions = {},
): Promise<SpectraSet> {
  const source = await openSource(path);
  const arrangement = createArrangement({
    path: source.path,
    unit: "line",
    hasReplicates: source.hasReplicates,
    hasGroups: source.hasGroups,
    replicates,
  });
  const bad: string[] = [];
  const stack = createStack(path);
  const seen = new Map<string, string>();
  const sizes: number[] = [];
  for (const { file } of source.entries) {
    sizes.push((await statPath(`${source.folder}/${file}`)).size);
  }
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let done = 0;
  for (const [at, entry] of source.entries.entries()) {
    const file = `${source.folder}/${entry.file}`;
    const found = await readSpectra(file).catch((error) => {
      // All bad files are named, not the first of them alone.
      if (!(error instanceof InputError)) throw error;
      bad.push(error.message);
      return [];
    });
    if (bad.length > 0) continue;
    for (const { sample, spectrum } of spectraOf(entry, found, source)) {
      if (!source.hasTable) checkName(seen, sample, { ...entry, path });
      arrangement.add({ ...entry, sample });
      stack.add(spectrum);
    }
    done += sizes[at];
    onProgress?.(done, total);
  }
  refuseBad(bad, path, source.entries.length);
  const { reflectance, wavelengths, metadata } = stack.finish();
  const set = arrangement.finish(reflectance, wavelengths);
  const ordered = arrangement.order().map((row) => metadata[row]);
  const kept = metadataOf(ordered, arrangement.counts(), set.replicates);
  return { ...set, metadata: kept };
}

/**
 * What is said of the spectra that are left: of a mean, what the first of its
 * spectra says, with the warnings of all.
 */
function metadataOf(
  all: readonly SpectrumMetadata[],
  counts: readonly number[],
  replicates: number,
): SpectrumMetadata[] {
  let row = 0;
  return counts.flatMap((count) => {
    const own = all.slice(row, row += count);
    if (count === replicates) return own;
    const warnings = [...new Set(own.flatMap((one) => one.warnings ?? []))];
    return own.slice(0, replicates).map((one) => ({
      ...one,
      ...(warnings.length > 0 && { warnings }),
    }));
  });
}

/** Names every file that cannot be read, with what is wrong with it. */
function refuseBad(bad: readonly string[], path: string, files: number): void {
  if (bad.length === 0) return;
  if (bad.length === 1) throw new InputError(bad[0]);
  throw new InputError(
    `${path}: ${bad.length} of ${files} files cannot be read: ${nameAll(bad)}`,
  );
}

/** Names that are made of a file's spectra may be another file's. */
function checkName(
  seen: Map<string, string>,
  sample: string,
  { file, path }: { readonly file: string; readonly path: string },
): void {
  const before = seen.get(sample);
  if (before !== undefined) {
    throw new InputError(
      `${path}: ${before} and ${file} both hold a sample ${sample}; expected ` +
        `a ${TABLE} that tells them apart`,
    );
  }
  seen.set(sample, file);
}

/** Which of a file's spectra an entry means. */
function spectraOf(
  { file, spectrum, sample, place }: Entry,
  found: readonly InstrumentSpectrum[],
  { hasTable, path }: Source,
): { readonly sample: string; readonly spectrum: InstrumentSpectrum }[] {
  if (!hasTable) {
    const names = namesOf(sample, found.length);
    return found.map((each, i) => ({ sample: names[i], spectrum: each }));
  }
  if (spectrum === null && found.length > 1) {
    throw new InputError(
      `${path}, line ${place}: ${file} holds ${found.length} spectra; ` +
        "expected a column spectrum that says which one, counted from 1",
    );
  }
  const one = found[(spectrum ?? 1) - 1];
  if (one) return [{ sample, spectrum: one }];
  throw new InputError(
    `${path}, line ${place}, column spectrum: is ${spectrum}; expected at ` +
      `most ${found.length}, as many as ${file} holds`,
  );
}

function namesOf(sample: string, count: number): string[] {
  if (count === 1) return [sample];
  return Array.from({ length: count }, (_, i) => `${sample}-${i + 1}`);
}

async function readSpectra(
  path: string,
): Promise<readonly InstrumentSpectrum[]> {
  const bytes = await readWhole(path, LARGEST, "a file of an instrument");
  const format = instrumentFormat(bytes.subarray(0, HEAD_BYTES));
  if (!format) {
    throw new InputError(`${path}: is in no instrument's format that is known`);
  }
  return [await format.read(bytes, path)].flat();
}

/** Collects spectra that are on one grid. */
function createStack(path: string) {
  let first: InstrumentSpectrum | undefined;
  const rows: Float64Array[] = [];
  const metadata: SpectrumMetadata[] = [];
  return { add, finish };

  function add(spectrum: InstrumentSpectrum) {
    first ??= spectrum;
    checkGrid(first, spectrum, path);
    rows.push(spectrum.reflectance);
    metadata.push(spectrum.metadata);
  }

  function finish() {
    const { wavelengths } = first!;
    const reflectance = new Float64Array(rows.length * wavelengths.length);
    rows.forEach((row, i) => reflectance.set(row, i * wavelengths.length));
    return { wavelengths, reflectance, metadata };
  }
}

function checkGrid(
  first: InstrumentSpectrum,
  other: InstrumentSpectrum,
  path: string,
): void {
  const [a, b] = [first, other].map(({ wavelengths }) => wavelengths);
  const at = a.findIndex((nm, band) =>
    !(Math.abs(nm - b[band]) <= ROUNDING * nm)
  );
  if (at < 0 && a.length === b.length) return;
  const [one, two] = [first, other].map(({ metadata, wavelengths }) =>
    `${metadata.file} (${wavelengths.length} bands, ${wavelengths[0]} to ` +
    `${wavelengths.at(-1)} nm)`
  );
  const where = at >= 0 && at < b.length
    ? `, first in band ${at + 1}, ${a[at]} and ${b[at]} nm`
    : "";
  throw new InputError(
    `${path}: ${one} and ${two} differ in their wavelengths${where}; expected ` +
      "one grid for all files",
  );
}
