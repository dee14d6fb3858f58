// How the pages of Parquet files are unpacked: what a damaged page claims to
// hold is bounded before room is made for it.
import type { Compressors } from "../../third_party/hyparquet.ts";
import { compressors } from "../../third_party/hyparquet_compressors.ts";

/** Writers make pages of about a megabyte. */
const LARGEST_PAGE = 1 << 28;

/** Unpacks every codec of Parquet. */
export const unpackPages: Compressors = Object.fromEntries(
  Object.entries(compressors).map(([codec, unpack]) => [
    codec,
    (input: Uint8Array, size: number) => {
      if (!(size >= 0 && size <= LARGEST_PAGE)) {
        throw new RangeError(`a page of it has ${size} bytes`);
      }
      return unpack(input, size);
    },
  ]),
);
