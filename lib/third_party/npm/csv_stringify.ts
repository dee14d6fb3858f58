// Stands in for `jsr:@std/csv@1.0.6/stringify` where JSR cannot be reached:
// rows of cells only, over csv-stringify.
import { stringify as stringifyCsv } from "npm:csv-stringify@6.9.0/sync";

/**
 * Writes rows of cells as CSV text with CRLF line ends, as `@std/csv` does
 * for arrays of arrays.
 */
export function stringify(
  data: readonly (readonly (string | number)[])[],
  options: { separator?: string } = {},
): string {
  return stringifyCsv(data.map((row) => row.map(String)), {
    delimiter: options.separator ?? ",",
    record_delimiter: "\r\n",
  });
}
