// Where an instrument's files lie: a folder of them, a pattern, or the table
// that names them. Whatever it is, it comes down to a list of entries, and to
// the list of files that are hashed.
import { InputError } from "../../errors.ts";
import { readHead } from "../../formats/containers/content.ts";
import {
  isThere,
  joinPath,
  listFolder,
  parentOf,
  statPath,
} from "../../formats/shared/open_file.ts";
import { type Entry, type FilesTable, readFilesTable } from "./files_table.ts";
import { findCompanion } from "../../formats/companions.ts";
import { instrumentFormat } from "../../formats/formats.ts";
import { isWhiteFile } from "./white_file.ts";
import { expandGlob, splitGlob } from "./glob.ts";
import { looksLikeFilesTable } from "./looks_like_files_table.ts";

/** The table's name in a folder that has one. */
export const TABLE = "files.csv";

/** Files of an instrument and what is said of them. */
export interface Source extends FilesTable {
  /** What the entries' files lie in or below. */
  readonly folder: string;
  /** The table, or the folder without one, for messages. */
  readonly path: string;
  /** Whether a table says which file is of which sample. */
  readonly hasTable: boolean;
}

/** What a path is, as far as files of an instrument go. */
type Kind = "file" | "folder" | "pattern" | "table";

/**
 * Tells what a path is: what is there counts more than how it is written.
 *
 * @throws {InputError} If there is nothing and it is no pattern.
 */
export async function sourceKind(path: string): Promise<Kind> {
  if (splitGlob(path).inside !== "") return "pattern";
  if ((await statPath(path)).isDirectory) return "folder";
  return looksLikeFilesTable(await readHead(path)) ? "table" : "file";
}

/**
 * Tells whether a folder holds files of an instrument.
 *
 * @param folder The folder.
 * @returns Whether it has a `files.csv`, or a file in an instrument's format.
 */
export async function holdsInstrumentFiles(folder: string): Promise<boolean> {
  const names = await visibleFiles(folder);
  if (names.includes(TABLE)) return true;
  for (const name of names) {
    if (/\.csv$/i.test(name)) continue;
    if (instrumentFormat(await readHead(`${folder}/${name}`), name)) {
      return true;
    }
  }
  return false;
}

/**
 * Finds the files of an instrument that a path stands for.
 *
 * @param path A folder, a pattern or a table of files. A folder, and the
 * folder that a pattern begins with, may hold a table `files.csv`.
 * @param white The file of the white panel, which is no sample unless a table
 * says so.
 * @throws {InputError} If the table is not as it should be, a pattern fits a
 * file that the table does not name, or two files are of one name.
 */
export async function openSource(
  path: string,
  white?: string,
): Promise<Source> {
  const kind = await sourceKind(path);
  if (kind === "table") {
    const folder = parentOf(path);
    const table = await readFilesTable(path, folder);
    return { ...table, folder, path, hasTable: true };
  }
  const folder = kind === "pattern" ? splitGlob(path).folder : path;
  const fitting = kind === "pattern"
    ? await withoutWhite(await expandGlob(path), folder, white)
    : null;
  if (await isThere(`${folder}/${TABLE}`)) {
    const tablePath = `${folder}/${TABLE}`;
    const table = await readFilesTable(tablePath, folder);
    const entries = fitting
      ? await chosen(table.entries, fitting, { path, folder, tablePath })
      : table.entries;
    return { ...table, entries, folder, path: tablePath, hasTable: true };
  }
  const all = fitting ??
    await withoutWhite(await instrumentFiles(folder), folder, white);
  if (all.length === 0) {
    throw new InputError(
      `${path}: holds no file but its white reference; expected spectra of ` +
        "samples, too",
    );
  }
  const files = withoutCompanions(
    all,
    await companionsOf(all, folder),
    folder,
  );
  return {
    entries: eachASample(files, path),
    hasReplicates: false,
    hasGroups: false,
    folder,
    path,
    hasTable: false,
  };
}

/**
 * Lists the files that a path of spectra stands for, of whatever format.
 *
 * @param path A file, a folder, a pattern or a table of files.
 * @param white The file of the white panel, which is not among them.
 * @returns The file itself; a folder's files but hidden ones, and those below
 * it that its table names; a pattern's or table's files and the table; and what
 * is read with any of them. Sorted.
 * @throws {InputError} As `openSource`.
 */
export async function sourceFiles(
  path: string,
  white?: string,
): Promise<string[]> {
  const files = await namedFiles(path, white);
  const paths = new Set(files);
  for (const file of files) {
    const companion = await findCompanion(file, await readHead(file));
    if (companion !== null) paths.add(companion);
  }
  return await withoutWhite([...paths].sort(), ".", white);
}

async function namedFiles(
  path: string,
  white: string | undefined,
): Promise<string[]> {
  const kind = await sourceKind(path);
  if (kind === "file") return [path];
  const names = new Set<string>();
  if (kind === "folder") {
    for (const name of await visibleFiles(path)) names.add(name);
    if (!names.has(TABLE)) {
      return [...names].map((name) => joinPath(path, name));
    }
  }
  const { entries, folder, path: table, hasTable } = await openSource(
    path,
    white,
  );
  for (const { file } of entries) names.add(file);
  if (hasTable) names.add(table.split(/[\\/]/).at(-1)!);
  return [...names].map((name) => joinPath(folder, name));
}

/** What is read with each of a folder's files, by the file, both as paths. */
async function companionsOf(
  files: readonly string[],
  folder: string,
): Promise<Map<string, string>> {
  const companions = new Map<string, string>();
  for (const file of files) {
    const path = joinPath(folder, file);
    const companion = await findCompanion(path, await readHead(path));
    if (companion !== null) companions.set(path, companion);
  }
  return companions;
}

/**
 * The table that would name the files of a folder or pattern, where it is
 * looked for and there is none.
 *
 * @param path As for `openSource`.
 * @returns Its path, or null if there is one, or none is looked for.
 */
export async function absentTable(path: string): Promise<string | null> {
  const kind = await sourceKind(path);
  if (kind !== "folder" && kind !== "pattern") return null;
  const folder = kind === "pattern" ? splitGlob(path).folder : path;
  const table = joinPath(folder, TABLE);
  return await isThere(table) ? null : table;
}

async function withoutWhite(
  files: readonly string[],
  folder: string,
  white: string | undefined,
): Promise<string[]> {
  const samples: string[] = [];
  for (const file of files) {
    if (!await isWhiteFile(joinPath(folder, file), white)) samples.push(file);
  }
  return samples;
}

async function chosen(
  entries: readonly Entry[],
  fitting: readonly string[],
  { path, folder, tablePath }: {
    readonly path: string;
    readonly folder: string;
    readonly tablePath: string;
  },
): Promise<Entry[]> {
  const files = entries.map(({ file }) => file);
  const named = new Set(files);
  const strangers = fitting.filter((file) => !named.has(file));
  // The pattern may fit the table itself, and what is read with a file.
  const companions = strangers.length > 0
    ? new Set((await companionsOf(files, folder)).values())
    : new Set<string>();
  const stranger = strangers.find((file) =>
    file !== TABLE && !companions.has(joinPath(folder, file))
  );
  if (stranger !== undefined) {
    throw new InputError(
      `${tablePath}: does not name ${stranger}, which the pattern ${path} ` +
        "fits; expected a row for it",
    );
  }
  return entries.filter(({ file }) => fitting.includes(file));
}

async function instrumentFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of await visibleFiles(folder)) {
    const head = await readHead(`${folder}/${name}`);
    if (instrumentFormat(head, name)) found.push(name);
  }
  return found;
}

/** Of two files that are read with each other the first by name stays. */
function withoutCompanions(
  files: readonly string[],
  companions: ReadonlyMap<string, string>,
  folder: string,
): string[] {
  const read = new Set<string>();
  for (const [path, companion] of companions) {
    const isMutual = companions.get(companion) === path;
    if (!isMutual || path < companion) read.add(companion);
  }
  return files.filter((file) => !read.has(joinPath(folder, file)));
}

/** Without a table each file is a sample, named as the file. */
function eachASample(files: readonly string[], path: string): Entry[] {
  const before = new Map<string, string>();
  return files.map((file, at) => {
    const sample = stem(file);
    const twin = before.get(sample);
    if (twin !== undefined) {
      throw new InputError(
        `${path}: holds ${twin} and ${file}, which are both sample ` +
          `${sample}; expected a ${TABLE} that tells them apart`,
      );
    }
    before.set(sample, file);
    const unnamed = { spectrum: null, replicate: "", group: "" };
    return { ...unnamed, file, sample, place: at + 1 };
  });
}

/** Name of a file without its folder and endings: `RS001.asd.gz` is RS001. */
export function stem(path: string): string {
  const name = path.split(/[\\/]/).at(-1) ?? path;
  // soil.000, soil.001: instruments count in the ending.
  return name.replace(/\.(gz|bz2|xz|zst|zip)$/i, "")
    .replace(/\.(?!\d{3}$)[^.]+$/, "") || name;
}

/** Files of a folder, sorted; hidden ones are left out. */
async function visibleFiles(folder: string): Promise<string[]> {
  const found: string[] = [];
  for (const name of (await listFolder(folder)).sort()) {
    if (name.startsWith(".")) continue;
    if ((await statPath(joinPath(folder, name))).isFile) found.push(name);
  }
  return found;
}
