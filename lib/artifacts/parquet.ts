// A table as an Apache Parquet file, for pandas, R and DuckDB: float64 and
// UTF-8 columns, Snappy, no clock and no version in it.
import type { ColumnTable } from "../formats/shared/column_table.ts";
import { parquetWriteBuffer } from "../third_party/hyparquet_writer.ts";

/** Values of a row group, so that a reader needs little memory at once. */
const GROUP_VALUES = 4_000_000;

/**
 * Writes a table as a Parquet file.
 *
 * @param table Columns of numbers (`DOUBLE`) and texts (`STRING`); NaN stays
 * NaN. Names of rows are not written.
 * @returns The file; the same table gives the same bytes everywhere.
 *
 * @example
 * ```ts
 * import { encodeParquet } from "./parquet.ts";
 *
 * const bytes = encodeParquet({
 *   names: ["sample", "350"],
 *   columns: [["RS001"], Float64Array.of(0.11)],
 *   rows: 1,
 * });
 * console.log(new TextDecoder().decode(bytes.subarray(0, 4))); // PAR1
 * ```
 */
export function encodeParquet(table: ColumnTable): Uint8Array<ArrayBuffer> {
  const { names, columns } = table;
  const columnData = columns.map((data, at) => {
    const numbers = data instanceof Float64Array;
    return {
      name: names[at],
      data: numbers ? data : [...data],
      type: numbers ? "DOUBLE" as const : "STRING" as const,
      nullable: false,
      offsetIndex: false,
    };
  });
  const rows = Math.floor(GROUP_VALUES / Math.max(1, names.length));
  return new Uint8Array(parquetWriteBuffer({
    columnData,
    createdBy: "stibnite",
    rowGroupSize: Math.max(100, rows),
  }));
}
