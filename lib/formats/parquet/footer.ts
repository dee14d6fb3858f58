// What stands at the end of a Parquet file and says where everything else is,
// checked before hyparquet decodes it.
// https://github.com/apache/parquet-format/blob/master/README.md#file-format
import type { AsyncBuffer, FileMetaData } from "../../third_party/hyparquet.ts";
import { ThriftWalk } from "./thrift.ts";

/** The footer's length and `PAR1`. */
const TAIL = 8;
const MAGIC = 0x31524150;
/** Deepest that columns are nested. */
const DEEPEST = 32;
/** Most rows: the numbers of rows that arrays can be asked to hold. */
const MOST_ROWS = 1 << 28;

/**
 * Refuses a file whose footer is damaged.
 *
 * @param file The file.
 * @throws {RangeError} If its end is another one, or no sound Thrift.
 */
export async function checkFooter(file: AsyncBuffer): Promise<void> {
  const { byteLength: size } = file;
  if (size < 4 + TAIL) throw new RangeError("it is cut short");
  const tail = new DataView(await file.slice(size - TAIL, size));
  if (tail.getUint32(4, true) !== MAGIC) {
    throw new RangeError("it does not end as a Parquet file does");
  }
  const length = tail.getUint32(0, true);
  if (length > size - 4 - TAIL) throw new RangeError("its footer is cut short");
  const bytes = await file.slice(size - TAIL - length, size - TAIL);
  new ThriftWalk(new Uint8Array(bytes), 0, "its footer").skipStruct();
}

/**
 * Refuses numbers that a damaged footer has and a whole one cannot: the library
 * would make room for what they say.
 *
 * @param metadata The footer, decoded.
 * @param size Bytes of the file.
 * @throws {RangeError} If columns lie outside of the file, or counts differ.
 */
export function checkMetadata(
  { num_rows, row_groups, schema }: FileMetaData,
  size: number,
): void {
  checkSchema(schema);
  if (!isCount(num_rows, MOST_ROWS)) {
    throw new RangeError(`it has ${num_rows} rows`);
  }
  let rows = 0n;
  for (const group of row_groups) {
    if (!isCount(group.num_rows, MOST_ROWS)) {
      throw new RangeError(`a part of it has ${group.num_rows} rows`);
    }
    rows += group.num_rows;
    for (const { meta_data } of group.columns) {
      if (!meta_data) throw new RangeError("its columns are elsewhere");
      const {
        total_compressed_size: packed,
        data_page_offset: data,
        dictionary_page_offset: dictionary,
        num_values: values,
        path_in_schema: path,
      } = meta_data;
      if (path.length === 0) throw new RangeError("a column has no name");
      const start = dictionary && dictionary < data ? dictionary : data;
      if (!(isCount(packed, size) && isCount(start, size - Number(packed)))) {
        throw new RangeError("a column lies outside of it");
      }
      if (!isCount(values, MOST_ROWS * 4)) {
        throw new RangeError(`a column has ${values} values`);
      }
    }
  }
  if (rows !== num_rows) {
    throw new RangeError(`its groups have ${rows} rows of ${num_rows}`);
  }
}

function isCount(value: unknown, most: number): value is bigint {
  return typeof value === "bigint" && value >= 0n && value <= BigInt(most);
}

/** Elements come parents first, each with the number of its children. */
function checkSchema(schema: FileMetaData["schema"]): void {
  /** Children that are still to come, of each element that is open. */
  const open: number[] = [1];
  for (const { name, num_children: children = 0 } of schema) {
    if (typeof name !== "string") throw new RangeError("a column has no name");
    while (open.at(-1) === 0) open.pop();
    if (open.length === 0) throw new RangeError("its columns are damaged");
    open[open.length - 1]--;
    if (!(Number.isInteger(children) && children >= 0)) {
      throw new RangeError(`column ${name} has ${children} columns in it`);
    }
    if (children > 0) open.push(children);
    if (open.length > DEEPEST) throw new RangeError("its columns are damaged");
  }
  if (open.some((left) => left > 0)) {
    throw new RangeError("its columns are damaged");
  }
}
