// A Parquet file by columns, some of them at a time, so that no more is in
// memory than those and what is made of them.
import { InputError } from "../../errors.ts";
import {
  type AsyncBuffer,
  type DecodedArray,
  type FileMetaData,
  parquetMetadataAsync,
  parquetRead,
  parquetSchema,
} from "../../third_party/hyparquet.ts";
import { checkPageHeaders } from "./page_headers.ts";
import { unpackPages } from "./unpack_pages.ts";
import { openFile } from "../open_file.ts";

/** An open Parquet file. */
export interface ParquetFile {
  /** Names of the top columns. */
  readonly names: readonly string[];
  /** Rows in all. */
  readonly rows: number;
  /** Rows of the longest row group, which is unpacked as a whole. */
  readonly longestGroup: number;
  /**
   * Reads columns, a row group after the other.
   *
   * @param names Which ones.
   * @param take Is given a run of values and the row of its first.
   */
  readonly read: (
    names: readonly string[],
    take: (name: string, values: DecodedArray, row: number) => void,
  ) => Promise<void>;
}

/** Most rows: the numbers of rows that arrays can be asked to hold. */
const MOST_ROWS = 1 << 28;

/** Whether a file begins as a Parquet file. */
export function looksLikeParquet(head: Uint8Array): boolean {
  return String.fromCharCode(...head.subarray(0, 4)) === "PAR1";
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
  const open = await openFile(path);
  try {
    const { size } = await open.stat();
    const file = asyncBuffer(open, size);
    const { metadata, names } = await told(path, async () => {
      const metadata = await parquetMetadataAsync(file);
      checkMetadata(metadata, size);
      const names = parquetSchema(metadata).children.map(({ element }) =>
        element.name
      );
      if (!names.every((name) => typeof name === "string")) {
        throw new RangeError("a column has no name");
      }
      return { metadata, names };
    });
    const rows = Number(metadata.num_rows);
    return await use({
      names,
      rows,
      longestGroup: metadata.row_groups.reduce(
        (most, { num_rows }) => Math.max(most, Number(num_rows)),
        1,
      ),
      read: (columns, take) =>
        told(path, () => readColumns({ file, metadata }, columns, take)),
    });
  } finally {
    open.close();
  }
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

function asyncBuffer(file: Deno.FsFile, size: number): AsyncBuffer {
  // Reads of one file share its position, so that they must take turns.
  let turn: Promise<unknown> = Promise.resolve();
  const read = async (start: number, end: number) => {
    const bytes = new Uint8Array(Math.max(0, Math.min(end, size) - start));
    await file.seek(start, Deno.SeekMode.Start);
    for (let done = 0; done < bytes.length;) {
      const count = await file.read(bytes.subarray(done));
      if (count === null) throw new RangeError("it is cut short");
      done += count;
    }
    return bytes.buffer;
  };
  return {
    byteLength: size,
    slice(start, end = size) {
      const next = turn.then(() => read(start, end));
      turn = next.catch(() => {});
      return next;
    },
  };
}

/** Numbers in a damaged file must not make the library ask for memory. */
function checkMetadata(
  { num_rows, row_groups }: FileMetaData,
  size: number,
): void {
  if (!(num_rows >= 0n && num_rows <= BigInt(MOST_ROWS))) {
    throw new RangeError(`it has ${num_rows} rows`);
  }
  let rows = 0n;
  for (const group of row_groups) {
    rows += group.num_rows;
    for (const { meta_data } of group.columns) {
      if (!meta_data) throw new RangeError("its columns are elsewhere");
      const {
        total_compressed_size: packed,
        data_page_offset: data,
        dictionary_page_offset: dictionary,
        num_values: values,
      } = meta_data;
      const start = dictionary && dictionary < data ? dictionary : data;
      if (!(packed >= 0n && start >= 0n && start + packed <= BigInt(size))) {
        throw new RangeError("a column lies outside of it");
      }
      if (!(values >= 0n && values <= BigInt(MOST_ROWS) * 4n)) {
        throw new RangeError(`a column has ${values} values`);
      }
    }
  }
  if (rows !== num_rows) {
    throw new RangeError(`its groups have ${rows} rows of ${num_rows}`);
  }
}

async function readColumns(
  { file, metadata }: { file: AsyncBuffer; metadata: FileMetaData },
  columns: readonly string[],
  take: (name: string, values: DecodedArray, row: number) => void,
): Promise<void> {
  let rowStart = 0;
  for (const group of metadata.row_groups) {
    const rowEnd = rowStart + Number(group.num_rows);
    if (rowEnd === rowStart) continue;
    for (const { meta_data } of group.columns) {
      if (!meta_data || !columns.includes(meta_data.path_in_schema[0])) {
        continue;
      }
      const { data_page_offset: data, dictionary_page_offset: first } =
        meta_data;
      const start = Number(first && first < data ? first : data);
      const end = start + Number(meta_data.total_compressed_size);
      checkPageHeaders(new Uint8Array(await file.slice(start, end)));
    }
    const filled = new Map(columns.map((name) => [name, 0]));
    let failed: unknown;
    await parquetRead({
      file,
      metadata,
      compressors: unpackPages,
      columns: [...columns],
      rowStart,
      rowEnd,
      // Its errors would be lost in the library's promises.
      onChunk: ({ columnName, columnData, rowStart: row }) => {
        try {
          if (failed !== undefined) return;
          filled.set(columnName, filled.get(columnName)! + columnData.length);
          take(columnName, columnData, row);
        } catch (error) {
          failed = error;
        }
      },
    });
    if (failed !== undefined) throw failed;
    for (const [name, count] of filled) {
      if (count === rowEnd - rowStart) continue;
      throw new RangeError(
        `column ${name} has ${count} values of ${rowEnd - rowStart}`,
      );
    }
    rowStart = rowEnd;
  }
}
