// What this package puts into a `.keras` archive beside the files that Keras
// reads: Keras leaves other files alone.
import { bytesSource, readZipEntries } from "../../artifacts/zip_entries.ts";
import { unpack } from "./decode_keras.ts";

/** Name of the file that says what a network was trained on. */
export const KERAS_GRID = "stibnite_grid.json";

/** A grid of a million wavelengths is smaller. */
const MOST_BYTES = 2 ** 25;

/**
 * Takes a file out of a `.keras` archive.
 *
 * @param bytes The archive; another file has none.
 * @param name The file in it.
 * @param source Its name, for messages.
 * @returns Undefined if it holds no such file.
 * @throws {InputError} If it is damaged.
 */
export async function kerasExtra(
  bytes: Uint8Array,
  name: string,
  source: string,
): Promise<Uint8Array | undefined> {
  if (bytes[0] !== 0x50 || bytes[1] !== 0x4b) return undefined;
  const entries = await readZipEntries(bytesSource(bytes.slice()), source);
  const entry = entries.find((one) => one.name === name);
  if (!entry || entry.size > MOST_BYTES) return undefined;
  return await unpack(entry);
}
