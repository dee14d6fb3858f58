// A data frame as R's saveRDS writes it, uncompressed and big-endian. What R
// itself saved is in tests/goldens/r_data; this writes tables that tests make.
// https://cran.r-project.org/doc/manuals/r-release/R-ints.html#Serialization-Formats
import type { ColumnTable } from "../../lib/formats/shared/column_table.ts";

const VERSION = [2, 0x040202, 0x020300];
const [REAL, TEXTS, LIST, INTEGERS, NULL] = [14, 16, 0x313, 13, 254];
const [PAIR, SYMBOL, UTF8] = [0x402, 1, 0x8009];
const NA = -2147483648;

/** Writes a table without names of rows. */
export function encodeRds(
  { names, columns, rows }: ColumnTable,
): Uint8Array<ArrayBuffer> {
  const bytes: number[] = [0x58, 0x0a];
  const int = (...values: readonly number[]) =>
    values.forEach((value) => {
      bytes.push(...new Uint8Array(new Int32Array([value]).buffer).reverse());
    });
  const text = (value: string) => {
    const encoded = new TextEncoder().encode(value);
    int(UTF8, encoded.length);
    bytes.push(...encoded);
  };
  const texts = (values: readonly string[]) => {
    int(TEXTS, values.length);
    values.forEach(text);
  };
  const attribute = (name: string, value: () => void) => {
    int(PAIR, SYMBOL);
    text(name);
    value();
  };
  int(...VERSION, LIST, columns.length);
  for (const column of columns) {
    if (!(column instanceof Float64Array)) {
      texts(column);
      continue;
    }
    int(REAL, column.length);
    for (const value of column) {
      bytes.push(...new Uint8Array(Float64Array.of(value).buffer).reverse());
    }
  }
  attribute("names", () => texts(names));
  attribute("row.names", () => int(INTEGERS, 2, NA, -rows));
  attribute("class", () => texts(["data.frame"]));
  int(NULL);
  return Uint8Array.from(bytes);
}
