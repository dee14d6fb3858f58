// Brings a data set into its folder: from its source, or from a folder that
// has it. Nothing with a wrong digest is ever written.
import { sha256 } from "../artifacts/sha256.ts";
import { writeFile } from "../artifacts/store.ts";
import { InputError } from "../errors.ts";
import { nearest } from "../nearest.ts";
import { type Dataset, type DatasetFile, DATASETS } from "./registry.ts";

/** A file that was brought. */
export interface Brought {
  /** Where it is now. */
  readonly path: string;
  /** Whether it was written, or there already. */
  readonly written: boolean;
}

/**
 * Finds a data set by its name.
 *
 * @param name Such as `geeves`.
 * @throws {InputError} If there is none of that name.
 */
export function findDataset(name: string): Dataset {
  if (Object.hasOwn(DATASETS, name)) return DATASETS[name];
  const names = Object.keys(DATASETS);
  const guess = nearest(name, names);
  throw new InputError(
    `There is no data set ${name}; ` +
      (guess ? `did you mean ${guess}?` : `there are ${names.join(", ")}`),
  );
}

/**
 * Copies a data set from a folder.
 *
 * @param name Which one.
 * @param from Folder that has the source's own file.
 * @param folder Where it goes, such as `data/geeves`.
 * @throws {InputError} If the file is not there or is not the right one.
 */
export async function takeDataset(
  name: string,
  from: string,
  folder: string,
): Promise<Brought> {
  const { source } = findDataset(name);
  const path = `${from}/${source.name}`;
  let bytes: Uint8Array;
  try {
    bytes = await Deno.readFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    throw new InputError(
      error instanceof Deno.errors.NotFound
        ? `${from}: has no ${source.name}; expected that file, and no tables ` +
          "made of it, which a config of your own may name instead"
        : `${path}: cannot be read (${(error as Error).message})`,
    );
  }
  checkDigest(bytes, source, path);
  const to = `${folder}/${source.name}`;
  return { path: to, written: await writeFile(to, bytes) };
}

/**
 * Downloads a data set's own file from its source.
 *
 * @param name Which one.
 * @param folder Where it goes.
 * @param options Another address, for mirrors and tests; progress in bytes.
 * @throws {InputError} If it cannot be had or is not the right one.
 */
export async function fetchDataset(
  name: string,
  folder: string,
  { url, onProgress }: {
    readonly url?: string;
    readonly onProgress?: (done: number, total: number) => void;
  } = {},
): Promise<Brought> {
  const { source } = findDataset(name);
  const address = url ?? source.url;
  const bytes = await download(address, onProgress);
  checkDigest(bytes, source, address);
  const path = `${folder}/${source.name}`;
  return { path, written: await writeFile(path, bytes) };
}

async function download(
  url: string,
  onProgress?: (done: number, total: number) => void,
): Promise<Uint8Array> {
  const chunks: Uint8Array[] = [];
  let done = 0;
  try {
    const response = await fetch(url);
    if (!response.ok || !response.body) {
      throw new Error(`the server answered ${response.status}`);
    }
    const total = Number(response.headers.get("content-length") ?? 0);
    for await (const chunk of response.body) {
      chunks.push(chunk);
      done += chunk.length;
      onProgress?.(done, Math.max(total, done));
    }
  } catch (error) {
    if (error instanceof Deno.errors.NotCapable) throw error;
    throw new InputError(
      `${url}: cannot be fetched (${
        (error as Error).message
      }); --from FOLDER ` +
        "takes it from a folder instead",
    );
  }
  const bytes = new Uint8Array(done);
  let at = 0;
  for (const chunk of chunks) {
    bytes.set(chunk, at);
    at += chunk.length;
  }
  return bytes;
}

function checkDigest(
  bytes: Uint8Array,
  file: DatasetFile,
  source: string,
): void {
  const found = sha256(bytes);
  if (found === file.sha256) return;
  throw new InputError(
    `${source}: has SHA-256 ${found}; expected ${file.sha256}`,
  );
}

/**
 * Says which command brings the data that a config needs.
 *
 * @param name The data set.
 * @param path The file that is missing.
 */
export function missingDataSentence(name: string, path: string): string {
  const { source } = findDataset(name);
  return `${path}: is not here; "deno task data ${name}" fetches ` +
    `${source.name}, and with --from FOLDER takes it from a folder that has it`;
}
