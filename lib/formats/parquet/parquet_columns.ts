// The values of a Parquet file's columns: some neighbouring columns of a row
// group at a time, their bytes read at once. The library is shown a file of
// only these, because what it does for each call grows with all columns.
import {
  type AsyncBuffer,
  type ColumnChunk,
  type DecodedArray,
  type FileMetaData,
  parquetRead,
  type RowGroup,
} from "../../third_party/hyparquet.ts";
import { columnKinds, type FindColumn } from "./column_kind.ts";
import { unpackPages } from "./unpack_pages.ts";

/** Is given a run of values of a column and the row of its first. */
export type TakeValues = (
  name: string,
  values: DecodedArray,
  row: number,
) => void;

/** What is read at once: more takes more memory and no less time. */
const VALUES_AT_ONCE = 1 << 16;
const BYTES_AT_ONCE = 1 << 22;

/** Bytes between two chunks that are read rather than sought over. */
const GAP = 1 << 13;

/** Some neighbouring columns of a row group. */
interface Batch {
  readonly chunks: ColumnChunk[];
  readonly start: number;
  end: number;
}

/**
 * Reads columns, a row group after the other.
 *
 * @param file The file, and its metadata when they were checked.
 * @param columns Names of top columns.
 * @param options Takes the values; progress in bytes of these columns.
 * @throws {RangeError} If a column is damaged or too short.
 */
export async function readColumns(
  { file, metadata }: {
    readonly file: AsyncBuffer;
    readonly metadata: FileMetaData;
  },
  columns: readonly string[],
  { take, onProgress }: {
    readonly take: TakeValues;
    readonly onProgress?: (done: number, total: number) => void;
  },
): Promise<void> {
  const wanted = new Set(columns);
  const batches = metadata.row_groups.map((group) => batchesOf(group, wanted));
  const kindOf = columnKinds(metadata.schema);
  const total = batches.flat().reduce(
    (sum, { start, end }) => sum + end - start,
    0,
  );
  let done = 0;
  let row = 0;
  for (const [at, group] of metadata.row_groups.entries()) {
    const rows = Number(group.num_rows);
    const filled = new Map(columns.map((name) => [name, 0]));
    for (const batch of rows === 0 ? [] : batches[at]) {
      const bytes = await file.slice(batch.start, batch.end);
      await readBatch(batch, {
        bytes,
        kindOf,
        metadata,
        group,
        take: (name, values, from) => {
          filled.set(name, filled.get(name)! + values.length);
          take(name, values, row + from);
        },
      });
      done += batch.end - batch.start;
      onProgress?.(done, total);
    }
    for (const [name, count] of filled) {
      if (count === rows) continue;
      throw new RangeError(`column ${name} has ${count} values of ${rows}`);
    }
    row += rows;
  }
}

async function readBatch(
  batch: Batch,
  { bytes, kindOf, metadata, group, take }: {
    readonly bytes: ArrayBuffer;
    readonly kindOf: FindColumn;
    readonly metadata: FileMetaData;
    readonly group: RowGroup;
    readonly take: TakeValues;
  },
): Promise<void> {
  const { unpacked, chunks } = unpackBatch(batch, bytes, kindOf);
  let failed: unknown;
  await parquetRead({
    file: {
      byteLength: unpacked.byteLength,
      slice: (from, to) => unpacked.slice(from, to),
    },
    metadata: partOf(metadata, group, chunks),
    // Its errors would be lost in the library's promises.
    onChunk: ({ columnName, columnData, rowStart }) => {
      if (failed !== undefined) return;
      try {
        take(columnName, columnData, rowStart);
      } catch (error) {
        failed = error;
      }
    },
  });
  if (failed !== undefined) throw failed;
}

/** The library is shown pages that are unpacked, and where they are now. */
function unpackBatch(
  { chunks, start }: Batch,
  bytes: ArrayBuffer,
  kindOf: FindColumn,
): { unpacked: ArrayBuffer; chunks: ColumnChunk[] } {
  const pieces: Uint8Array[] = [];
  let size = 0;
  const moved = chunks.map((chunk) => {
    const [from, to] = rangeOf(chunk);
    const meta = chunk.meta_data!;
    const packed = new Uint8Array(bytes, from - start, to - from);
    const at = size;
    for (const piece of unpackPages(packed, kindOf(meta))) {
      pieces.push(piece);
      size += piece.length;
    }
    const meta_data = {
      ...meta,
      codec: "UNCOMPRESSED" as const,
      data_page_offset: BigInt(at),
      dictionary_page_offset: undefined,
      total_compressed_size: BigInt(size - at),
    };
    return { ...chunk, meta_data };
  });
  const unpacked = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    unpacked.set(piece, at);
    at += piece.length;
  }
  return { unpacked: unpacked.buffer, chunks: moved };
}

function batchesOf(group: RowGroup, wanted: ReadonlySet<string>): Batch[] {
  const batches: Batch[] = [];
  const rows = Number(group.num_rows);
  for (const chunk of group.columns) {
    if (!wanted.has(chunk.meta_data!.path_in_schema[0])) continue;
    const [start, end] = rangeOf(chunk);
    const last = batches.at(-1);
    const fits = last && start >= last.end && start <= last.end + GAP &&
      end <= last.start + BYTES_AT_ONCE &&
      (last.chunks.length + 1) * rows <= VALUES_AT_ONCE;
    // Leaves of one column, such as a list's, are put together again.
    const related = last && last.chunks.at(-1)!.meta_data!.path_in_schema[0] ===
        chunk.meta_data!.path_in_schema[0];
    if (related && start < last.end) {
      throw new RangeError("a column of it lies over another");
    }
    if (fits || related) {
      last.chunks.push(chunk);
      last.end = end;
    } else batches.push({ chunks: [chunk], start, end });
  }
  return batches;
}

/** First byte of a column in a row group, and the one after its last. */
function rangeOf({ meta_data }: ColumnChunk): [number, number] {
  const { data_page_offset, dictionary_page_offset, total_compressed_size } =
    meta_data!;
  const start = dictionary_page_offset &&
      dictionary_page_offset < data_page_offset
    ? dictionary_page_offset
    : data_page_offset;
  return [Number(start), Number(start + total_compressed_size)];
}

/** Metadata of a file that has these columns of this row group alone. */
function partOf(
  metadata: FileMetaData,
  group: RowGroup,
  chunks: readonly ColumnChunk[],
): FileMetaData {
  const names = new Set(
    chunks.map(({ meta_data }) => meta_data!.path_in_schema[0]),
  );
  const [root, ...rest] = metadata.schema;
  const schema: typeof rest = [];
  for (let at = 0; at < rest.length;) {
    const end = subtreeEnd(rest, at);
    if (names.has(rest[at].name)) schema.push(...rest.slice(at, end));
    at = end;
  }
  return {
    ...metadata,
    schema: [{ ...root, num_children: names.size }, ...schema],
    num_rows: group.num_rows,
    row_groups: [{ ...group, columns: [...chunks] }],
  };
}

/** The element after the last one below an element; parents come first. */
function subtreeEnd(
  elements: FileMetaData["schema"],
  at: number,
): number {
  let open = 1;
  let end = at;
  while (open > 0 && end < elements.length) {
    open += (elements[end++].num_children ?? 0) - 1;
  }
  return end;
}
