// Picks the reader of a file or folder by what is in it, whatever it is packed
// in. Every format is one row of the table below; what only some of them need is
// loaded when one of those comes.
import { InputError } from "../errors.ts";
import { readInstrumentFile, readInstrumentFiles } from "./files/folder.ts";
import { instrumentFormat } from "../formats/formats.ts";
import { holdsInstrumentFiles, sourceKind } from "./files/source.ts";
import type { ArchiveKind } from "../formats/containers/archive.ts";
import { glanceAt } from "../formats/containers/content.ts";
import { isForeign, refuseForeign } from "../formats/foreign.ts";
import { listFolder } from "../formats/shared/open_file.ts";
import { looksLikePickle } from "../formats/pickle/looks_like_pickle.ts";
import { isRData } from "../formats/r_data/read_r_objects.ts";
import { readSampleTables } from "./sample_tables.ts";
import type { SpectraSet } from "./spectra_set.ts";
import { holdsNpySpectra } from "./tables/npy_folder.ts";
import { looksLikeNpy, refuseNpy } from "./tables/npz_arrays.ts";
import { looksLikeParquet } from "../formats/parquet/looks_like_parquet.ts";
import { refuseUnusedWhite } from "./files/white_file.ts";
import type { ReadOptions } from "./read_options.ts";
import { readCsvSpectra } from "./tables/csv_spectra.ts";
import { takeAs } from "./taken/take_as.ts";

/** What is known of a path before a reader is chosen. */
interface Glimpse {
  readonly path: string;
  readonly isDirectory: boolean;
  /** Whether it stands for files of an instrument, and is none itself. */
  readonly instrument: boolean;
  /** Names of a folder's files. */
  readonly names: readonly string[];
  /** The first bytes of a file, unpacked. */
  readonly head: Uint8Array;
  /** Of what kind an archive is. */
  readonly archive?: ArchiveKind;
  /** What a file is packed in. */
  readonly around: readonly string[];
}

interface Reader {
  readonly name: string;
  readonly fits: (glimpse: Glimpse) => boolean;
  readonly read: (
    path: string,
    options: ReadOptions,
    glimpse: Glimpse,
  ) => Promise<SpectraSet>;
}

const READERS: readonly Reader[] = [
  {
    name: "files of an instrument, in a folder or named by a pattern or table",
    fits: ({ instrument }) => instrument,
    read: readInstrumentFiles,
  },
  {
    name: "a folder with NumPy arrays: wavelengths.npy and reflectance.npy",
    fits: ({ names }) => holdsNpySpectra(names),
    read: async (path, options) =>
      (await import("./tables/npz_spectra.ts")).readNpzSpectra(path, options),
  },
  {
    name: "a folder with one CSV table for each sample",
    fits: ({ isDirectory }) => isDirectory,
    read: readSampleTables,
  },
  {
    name:
      "a file of an instrument (.asd, .sed, .sig, .jdx, .spc, .spa, OPUS .0) " +
      "or of a spectral library (ENVI, ECOSTRESS, USGS)",
    fits: ({ head, path }) => instrumentFormat(head, path) !== undefined,
    read: readInstrumentFile,
  },
  {
    name: "a pickled dict of sample to pandas DataFrame",
    fits: ({ head }) => looksLikePickle(head),
    read: async (path, options) =>
      (await import("./sample_matched.ts")).readSampleMatched(path, options),
  },
  {
    name: "a Parquet file with one row for each spectrum",
    fits: ({ head }) => looksLikeParquet(head),
    read: async (path, options) =>
      (await import("./tables/parquet_spectra.ts")).readParquetSpectra(
        path,
        options,
      ),
  },
  {
    name: "a NumPy archive (.npz) with wavelengths and reflectance",
    fits: ({ archive }) => archive === "npz",
    read: async (path, options) =>
      (await import("./tables/npz_spectra.ts")).readNpzSpectra(path, options),
  },
  {
    name: "a NumPy archive (.npz), and not a single array",
    fits: ({ head }) => looksLikeNpy(head),
    read: refuseNpy,
  },
  {
    name: "R data (.rda, .rds) with a table or matrix of spectra",
    fits: ({ head }) => isRData(head),
    read: async (path, options) =>
      (await import("./tables/r_spectra.ts")).readRSpectra(path, options),
  },
  {
    name:
      "a workbook of Excel (.xlsx) with one row or column for each spectrum",
    fits: ({ archive }) => archive === "xlsx",
    read: async (path, options) =>
      (await import("./tables/workbook_tables.ts"))
        .readWorkbookSpectra(path, "xlsx", options),
  },
  {
    name: "a workbook (.ods) with one row or column for each spectrum",
    fits: ({ archive }) => archive === "ods",
    read: async (path, options) =>
      (await import("./tables/workbook_tables.ts"))
        .readWorkbookSpectra(path, "ods", options),
  },
  {
    name: "a file of a kind that is not read",
    fits: isForeign,
    read: (path, _, glimpse) => refuseForeign(path, glimpse),
  },
  {
    name: "a CSV file with one row or column for each spectrum",
    fits: ({ head }) => isText(head),
    read: readCsvSpectra,
  },
];

/**
 * Reads spectra.
 *
 * @param path A file or folder of any format that is read, told by what is in
 * it, and packed or not: a table as text, a workbook, R data, Parquet, a NumPy
 * archive and others; a folder of tables as Code S1 has them; files of an
 * instrument, as a folder, a pattern
 * (`field/*.asd`) or a table with columns `file` and `sample`.
 * @param options Progress in bytes; how a table is read; what values and
 * wavelengths are.
 * @returns Reflectance (or absorbance, if it is said to be) by sample, replicate
 * and wavelength in nm, with what the numbers were taken as.
 * @throws {InputError} If the path cannot be read, its content is not as it
 * should be (file, line and column are named), or cannot be what it is taken
 * for.
 *
 * @example
 * ```ts
 * import { openSpectra } from "./open.ts";
 *
 * const path = await Deno.makeTempFile({ suffix: ".csv" });
 * await Deno.writeTextFile(path, "sample,350,351\nRS001,0.11,0.12\n");
 * const { samples, wavelengths } = await openSpectra(path);
 * console.log(samples, wavelengths.length); // [ "RS001" ] 2
 * ```
 */
export async function openSpectra(
  path: string,
  options: ReadOptions = {},
): Promise<SpectraSet> {
  const { reader, glimpse } = await pickReader(path);
  const set = await reader.read(path, options, glimpse);
  if (!set.metadata) refuseUnusedWhite(path, options.whiteReference);
  return takeAs(set, path, options);
}

/**
 * Says in words what kind of file or folder a path is.
 *
 * @param path A file or folder.
 * @returns Such as `a CSV file with one row or column for each spectrum`, and
 * what it is packed in.
 * @throws {InputError} If it cannot be read or is of no known format.
 */
export async function spectraFormat(path: string): Promise<string> {
  const { reader: { name }, glimpse: { around } } = await pickReader(path);
  return around.length === 0 ? name : `${name}, in ${around.join(", in ")}`;
}

async function pickReader(
  path: string,
): Promise<{ readonly reader: Reader; readonly glimpse: Glimpse }> {
  const glimpse = await look(path);
  const reader = READERS.find(({ fits }) => fits(glimpse));
  if (reader) return { reader, glimpse };
  const { around } = glimpse;
  throw new InputError(
    `${path}: ${
      around.length === 0 ? "is" : `holds, in ${around.join(", in ")}, a file`
    } of no known format; expected a table (CSV, Excel, Parquet or R data), a ` +
      "NumPy archive (.npz), a pickle of DataFrames, or a file of an " +
      "instrument (.asd, .sed, .sig, .jdx, .spc, .spa or OPUS .0) or of a " +
      "spectral library (ENVI's header with its .sli, ECOSTRESS, USGS)",
  );
}

async function look(path: string): Promise<Glimpse> {
  const kind = await sourceKind(path);
  const isDirectory = kind === "folder";
  const glance = kind === "file"
    ? await glanceAt(path)
    : { head: new Uint8Array(), around: [] };
  return {
    path,
    ...glance,
    isDirectory,
    instrument: isDirectory
      ? await holdsInstrumentFiles(path)
      : kind !== "file",
    names: isDirectory ? await listFolder(path) : [],
  };
}

/** UTF-16 is text, too: the reader of text says what is wrong with it. */
function isText(head: Uint8Array): boolean {
  const mark = (head[0] << 8) | head[1];
  return mark === 0xfffe || mark === 0xfeff || !head.includes(0);
}
