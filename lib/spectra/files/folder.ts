// Files of an instrument as a set of spectra: one file alone, or all those of
// a source, on one grid of wavelengths.
import { InputError } from "../../errors.ts";
import { readWhole } from "../../formats/containers/content.ts";
import {
  HEAD_BYTES,
  joinPath,
  statPath,
} from "../../formats/shared/open_file.ts";
import type { WhiteReference } from "../../formats/white_reference.ts";
import type { InstrumentSpectrum } from "../../formats/shared/metadata.ts";
import type { ReadOptions } from "../read_options.ts";
import type { SpectraSet } from "../spectra_set.ts";
import type { Entry } from "./files_table.ts";
import { findCompanion } from "../../formats/companions.ts";
import { instrumentFormat } from "../../formats/formats.ts";
import { openSource, type Source, stem, TABLE } from "./source.ts";
import { createStack } from "./stack.ts";
import { type BadFile, refuseBad } from "./refuse_bad.ts";
import { refuseUnusedWhite } from "./white_file.ts";

/** No file of an instrument is larger. */
const LARGEST = 1 << 26;

/**
 * Reads one file of an instrument.
 *
 * @param path The file.
 * @param options What becomes of samples with missing values.
 * @returns One sample with one replicate, named as the file without its ending;
 * of a file with several spectra each is a sample: by the names that the file
 * gives them if these differ, else `name-1`, `name-2`, …
 * @throws {InputError} If the file is not as its format has it, or values are
 * missing.
 */
export async function readInstrumentFile(
  path: string,
  options: ReadOptions = {},
): Promise<SpectraSet> {
  const { whiteReference } = options;
  const spectra = await readSpectra(path, await readWhite(options));
  refuseUnusedWhite(path, whiteReference, spectra.some(hasOtherWhite));
  const names = namesOf(stem(path), spectra);
  const stack = createStack(path);
  spectra.forEach((spectrum, at) =>
    stack.add(spectrum, {
      sample: names[at],
      replicate: "",
      group: "",
      place: at + 1,
    })
  );
  const about = { path, unit: "spectrum", hasReplicates: false };
  return stack.finish({ ...about, hasGroups: false }, options);
}

/**
 * Reads files of an instrument.
 *
 * @param path A folder, a pattern, or a table of files. Rows of one sample in
 * the table are its replicates, in the order of the column `replicate`, else
 * of the table; without a table every file is a sample of its own.
 * @param options Progress, in bytes of all files; what becomes of samples with
 * missing values, or with different numbers of spectra.
 * @returns Samples in the order of the table, or of the files' names.
 * @throws {InputError} If a file is missing or not sound, two files are not on
 * one grid of wavelengths, or samples have different numbers of replicates.
 */
export async function readInstrumentFiles(
  path: string,
  options: ReadOptions = {},
): Promise<SpectraSet> {
  const { whiteReference } = options;
  const source = await openSource(path, whiteReference);
  const white = await readWhite(options);
  let used = false;
  const bad: BadFile[] = [];
  const stack = createStack(path);
  const seen = new Map<string, string>();
  const sizes: number[] = [];
  for (const { file } of source.entries) {
    sizes.push((await statPath(joinPath(source.folder, file))).size);
  }
  const total = sizes.reduce((sum, size) => sum + size, 0);
  let done = 0;
  for (const [at, entry] of source.entries.entries()) {
    const file = joinPath(source.folder, entry.file);
    const found = await readSpectra(file, white).catch((error) => {
      // All bad files are named, not the first of them alone.
      if (!(error instanceof InputError)) throw error;
      bad.push({ file, message: error.message });
      return [];
    });
    if (bad.length > 0) continue;
    used ||= found.some(hasOtherWhite);
    for (const { sample, spectrum } of spectraOf(entry, found, source)) {
      if (!source.hasTable) checkName(seen, sample, { ...entry, path });
      stack.add(spectrum, { ...entry, sample });
    }
    done += sizes[at];
    options.onProgress?.(done, total);
  }
  refuseBad(bad, path, source.entries.length);
  refuseUnusedWhite(path, whiteReference, used);
  const { hasReplicates, hasGroups } = source;
  const about = { path: source.path, unit: source.hasTable ? "line" : "file" };
  return stack.finish({ ...about, hasReplicates, hasGroups }, options);
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
    const names = namesOf(sample, found);
    return found.map((each, i) => ({ sample: names[i], spectrum: each }));
  }
  if (spectrum === null && found.length > 1) {
    throw new InputError(
      `${path}, line ${place}: ${file} holds ${found.length} spectra; ` +
        "expected a column spectrum that says which one, counted from 1 or " +
        "by its name",
    );
  }
  const named = found.findIndex(({ name }) => name === `${spectrum}`);
  const one = found[named >= 0 ? named : Number(spectrum ?? 1) - 1];
  if (one) return [{ sample, spectrum: one }];
  const most = found.length === 1 ? "1 spectrum" : `${found.length} spectra`;
  throw new InputError(
    `${path}, line ${place}, column spectrum: is ${spectrum}; expected the ` +
      `number or name of one in ${file}, which holds ${most}`,
  );
}

/** The names that a file gives its spectra, if they tell them apart. */
function namesOf(
  sample: string,
  found: readonly InstrumentSpectrum[],
): string[] {
  const names = new Set(found.flatMap(({ name }) => name || []));
  if (names.size === found.length) return [...names];
  if (found.length === 1) return [sample];
  return found.map((_, i) => `${sample}-${i + 1}`);
}

function hasOtherWhite({ whiteReference }: InstrumentSpectrum): boolean {
  return whiteReference !== undefined;
}

/** The white panel's file, if one is named. */
async function readWhite(
  { whiteReference: path }: ReadOptions,
): Promise<WhiteReference | null> {
  return path === undefined ? null : { path, bytes: await readFile(path) };
}

async function readSpectra(
  path: string,
  white: WhiteReference | null,
): Promise<readonly InstrumentSpectrum[]> {
  const bytes = await readFile(path);
  const head = bytes.subarray(0, HEAD_BYTES);
  const format = instrumentFormat(head, path);
  if (!format) {
    throw new InputError(`${path}: is in no instrument's format that is known`);
  }
  const beside = await findCompanion(path, head);
  const companion = beside === null
    ? null
    : { path: beside, read: () => readFile(beside) };
  return [await format.read(bytes, path, companion, white)].flat();
}

function readFile(path: string): Promise<Uint8Array<ArrayBuffer>> {
  return readWhole(path, LARGEST, "a file of an instrument");
}
