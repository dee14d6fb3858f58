// Picks the reader of a file or folder by what is in it. Every format is one
// file beside this one and one row of the table below.
import { InputError } from "../errors.ts";
import { openFile, statPath } from "./open_file.ts";
import type { RecordOptions } from "./records.ts";
import { readSampleTables } from "./sample_tables.ts";
import type { SpectraSet } from "./spectra_set.ts";
import { readWideCsv } from "./wide_csv.ts";

/** What is known of a path before a reader is chosen. */
interface Glimpse {
  readonly isDirectory: boolean;
  /** The first bytes of a file. */
  readonly head: Uint8Array;
}

interface Reader {
  readonly name: string;
  readonly fits: (glimpse: Glimpse) => boolean;
  readonly read: (path: string, options: RecordOptions) => Promise<SpectraSet>;
}

const READERS: readonly Reader[] = [
  {
    name: "a folder with one CSV table for each sample",
    fits: ({ isDirectory }) => isDirectory,
    read: readSampleTables,
  },
  {
    name: "a CSV file with one row for each spectrum",
    fits: ({ head }) => isText(head),
    read: readWideCsv,
  },
];

/** Bytes that are looked at to tell a format. */
const HEAD_BYTES = 4096;

/**
 * Reads spectra.
 *
 * @param path A wide CSV file, or a folder of tables as Code S1 has them.
 * @param options Progress in bytes.
 * @returns Reflectance by sample, replicate and wavelength.
 * @throws {InputError} If the path cannot be read or its content is not as it
 * should be; file, line and column are named.
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
  options: RecordOptions = {},
): Promise<SpectraSet> {
  const glimpse = await look(path);
  const reader = READERS.find(({ fits }) => fits(glimpse));
  if (!reader) {
    throw new InputError(
      `${path}: is of no known format; expected ` +
        READERS.map(({ name }) => name).join(" or "),
    );
  }
  return await reader.read(path, options);
}

async function look(path: string): Promise<Glimpse> {
  const { isDirectory } = await statPath(path);
  if (isDirectory) return { isDirectory, head: new Uint8Array() };
  const file = await openFile(path);
  try {
    const head = new Uint8Array(HEAD_BYTES);
    const read = await file.read(head) ?? 0;
    return { isDirectory, head: head.subarray(0, read) };
  } finally {
    file.close();
  }
}

/** UTF-16 is text, too: the reader of text says what is wrong with it. */
function isText(head: Uint8Array): boolean {
  const mark = (head[0] << 8) | head[1];
  return mark === 0xfffe || mark === 0xfeff || !head.includes(0);
}
