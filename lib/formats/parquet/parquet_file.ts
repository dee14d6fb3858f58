// A Parquet file by columns, some of them at a time, so that no more is in
// memory than those and what is made of them.
import { InputError } from "../../errors.ts";
import {
  type AsyncBuffer,
  parquetMetadataAsync,
  parquetSchema,
} from "../../third_party/hyparquet.ts";
import type { ByteSource } from "../../artifacts/zip_entries.ts";
import { withSource } from "../containers/content.ts";
import { checkFooter, checkMetadata } from "./footer.ts";
import { readColumns, type TakeValues } from "./parquet_columns.ts";

/** An open Parquet file. */
export interface ParquetFile {
  /** Names of the top columns. */
  readonly names: readonly string[];
  /** Those whose values are lists or have parts. */
  readonly nested: ReadonlySet<string>;
  /** Rows in all. */
  readonly rows: number;
  /**
   * Reads columns, a row group after the other.
   *
   * @param names Which ones.
   * @param take Is given a run of values and the row of its first.
   * @param onProgress Called with bytes of these columns read and in all.
   */
  readonly read: (
    names: readonly string[],
    take: TakeValues,
    onProgress?: (done: number, total: number) => void,
  ) => Promise<void>;
}

/**
 * Opens a Parquet file for as long as it is used.
 *
 * @param path The file.
 * @param use What to do with it.
 * @throws {InputError} If it is damaged, cut short or encrypted.
 */
export async function withParquet<T>(
  path: string,
  use: (file: ParquetFile) => Promise<T>,
): Promise<T> {
  return await withSource(path, async (source) => {
    const file = asyncBuffer(source);
    const { metadata, children } = await told(path, async () => {
      await checkFooter(file);
      const metadata = await parquetMetadataAsync(file, { geoparquet: false });
      checkMetadata(metadata, source.size);
      return { metadata, children: parquetSchema(metadata).children };
    });
    const rows = Number(metadata.num_rows);
    return await use({
      names: children.map(({ element }) => element.name),
      nested: new Set(
        children.flatMap(({ element, children }) =>
          children.length > 0 ? [element.name] : []
        ),
      ),
      rows,
      read: (columns, take, onProgress) =>
        told(
          path,
          () => readColumns({ file, metadata }, columns, { take, onProgress }),
        ),
    });
  });
}

/** Refusals that are meant for people pass; all else is damage. */
async function told<T>(path: string, ask: () => Promise<T>): Promise<T> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof InputError) throw error;
    throw new InputError(
      `${path}: cannot be read${reasonOf(error)}; expected a whole and ` +
        "undamaged Parquet file",
    );
  }
}

/** What the library says on purpose; its accidents tell a reader nothing. */
function reasonOf(error: unknown): string {
  const text = error instanceof Error ? error.message : "";
  const meant = /^(it|its|a|column|parquet) /.test(text) &&
    !text.includes("undefined");
  return meant ? ` (${text.replace(/\s+/g, " ").slice(0, 200)})` : "";
}

function asyncBuffer({ size, read }: ByteSource): AsyncBuffer {
  // Reads of one file share its position, so that they must take turns.
  let turn: Promise<unknown> = Promise.resolve();
  const take = async (start: number, end: number) => {
    const count = Math.max(0, Math.min(end, size) - start);
    const bytes = await read(start, count);
    if (bytes.length < count) throw new RangeError("it is cut short");
    // Of bytes in memory it is a part, of a file its own.
    return bytes.length === bytes.buffer.byteLength
      ? bytes.buffer
      : bytes.slice().buffer;
  };
  return {
    byteLength: size,
    slice(start, end = size) {
      const next = turn.then(() => take(start, end));
      turn = next.catch(() => {});
      return next;
    },
  };
}
