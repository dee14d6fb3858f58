// Tells a Parquet file from others without the library that reads it.

/** Whether a file begins as a Parquet file. */
export function looksLikeParquet(head: Uint8Array): boolean {
  return String.fromCharCode(...head.subarray(0, 4)) === "PAR1";
}
