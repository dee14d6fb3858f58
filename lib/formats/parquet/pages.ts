// The pages of a column in a Parquet file: each a header in Thrift, then its
// bytes. hyparquet is shown headers that are written here, with what was
// checked and nothing else.
// https://github.com/apache/parquet-format/blob/master/src/main/thrift/parquet.thrift
import { crc32 } from "../../artifacts/crc32.ts";
import { type ThriftStruct, ThriftWalk } from "./thrift.ts";

/** What a page holds: values, values of version 2, or a dictionary of them. */
export type PageKind = "data" | "dataV2" | "dictionary";

/** What a page of version 2 says besides; its levels are not packed. */
export interface PageV2 {
  /** Values that are missing. */
  readonly nulls: number;
  /** Rows that begin in it. */
  readonly rows: number;
  /** Bytes of the levels of lists. */
  readonly repetitionBytes: number;
  /** Bytes of the levels of what is there. */
  readonly definitionBytes: number;
  /** Whether the values are packed. */
  readonly packed: boolean;
}

/** A page as it stands in the file. */
export interface Page {
  /** What it holds. */
  readonly kind: PageKind;
  /** Its bytes, still packed. */
  readonly body: Uint8Array;
  /** How many bytes it has when unpacked. */
  readonly size: number;
  /** Values, nulls among them. */
  readonly values: number;
  /** How values are written: a number of Thrift's. */
  readonly encoding: number;
  /** What only pages of version 2 have. */
  readonly v2: PageV2 | null;
}

const KINDS: Readonly<Record<number, PageKind>> = {
  0: "data",
  2: "dictionary",
  3: "dataV2",
};
const CODES = { data: 0, dictionary: 2, dataV2: 3 } as const;
/** Where a header keeps what only pages of this kind have. */
const FIELDS = { data: 5, dictionary: 7, dataV2: 8 } as const;
/** Pages of an index: nobody reads them. */
const INDEX = 1;
/** Writers make pages of about a megabyte. */
const LARGEST_PAGE = 1 << 28;

/**
 * Goes through the pages of a column.
 *
 * @param bytes The column's bytes.
 * @returns Its pages, in the file's order.
 * @throws {RangeError} If a header is damaged, or a page differs from its
 * checksum.
 */
export function readPages(bytes: Uint8Array): Page[] {
  const pages: Page[] = [];
  const walk = new ThriftWalk(bytes, 0, "a page of it");
  while (walk.at < bytes.length) {
    const header = walk.struct();
    const size = count(header, 3, "bytes");
    const body = bytes.subarray(walk.at, walk.at + size);
    if (body.length < size) throw new RangeError("a page of it is cut short");
    walk.at += size;
    const sum = header.get(4);
    if (typeof sum === "number" && crc32(body) !== sum >>> 0) {
      throw new RangeError("a page of it is damaged: its checksum differs");
    }
    if (header.get(1) !== INDEX) pages.push(pageOf(header, body));
  }
  return pages;
}

function pageOf(header: ThriftStruct, body: Uint8Array): Page {
  const kind = KINDS[count(header, 1, "kind")];
  const fields = kind && header.get(FIELDS[kind]);
  if (fields === undefined || typeof fields === "number") {
    throw new RangeError("a page of it is of no known kind");
  }
  const size = count(header, 2, "bytes");
  if (size > LARGEST_PAGE) {
    throw new RangeError(`a page of it has ${size} bytes`);
  }
  const page = {
    kind,
    body,
    size,
    values: count(fields, 1, "values"),
    encoding: count(fields, kind === "dataV2" ? 4 : 2, "encoding"),
  };
  if (kind !== "dataV2") return { ...page, v2: null };
  const v2 = {
    nulls: count(fields, 2, "nulls"),
    rows: count(fields, 3, "rows"),
    definitionBytes: count(fields, 5, "bytes of levels"),
    repetitionBytes: count(fields, 6, "bytes of levels"),
    packed: fields.get(7) !== 0,
  };
  const levels = v2.definitionBytes + v2.repetitionBytes;
  if (levels > Math.min(body.length, size) || v2.nulls > page.values) {
    throw new RangeError("a page of it is damaged");
  }
  return { ...page, v2 };
}

function count(fields: ThriftStruct, field: number, of: string): number {
  const value = fields.get(field);
  if (typeof value === "number" && value >= 0) return value;
  const found = typeof value === "number" ? value : "no number of";
  throw new RangeError(`a page of it has ${found} ${of}`);
}

/**
 * Writes a page whose bytes are not packed.
 *
 * @param page What it holds.
 * @param body Its bytes, unpacked.
 * @returns Header and bytes.
 */
export function writePage(
  { kind, values, encoding, v2 }: Page,
  body: Uint8Array,
): Uint8Array[] {
  const fields: Fields = v2
    ? [
      [1, values],
      [2, v2.nulls],
      [3, v2.rows],
      [4, encoding],
      [5, v2.definitionBytes],
      [6, v2.repetitionBytes],
      [7, false],
    ]
    : [[1, values], [2, encoding], [3, RLE], [4, RLE]];
  const header = write([
    [1, CODES[kind]],
    [2, body.length],
    [3, body.length],
    [FIELDS[kind], kind === "dictionary" ? fields.slice(0, 2) : fields],
  ]);
  return [Uint8Array.from(header), body];
}

/** How levels are written. */
const RLE = 3;

type Fields = readonly (readonly [number, number | false | Fields])[];

/** Fields are numbered by their distance; numbers are zigzag. */
function write(fields: Fields): number[] {
  let last = 0;
  const bytes = fields.flatMap(([field, value]) => {
    const distance = (field - last) << 4;
    last = field;
    if (value === false) return [distance | 2];
    if (typeof value !== "number") return [distance | 12, ...write(value)];
    return [distance | 5, ...varint(value * 2)];
  });
  return [...bytes, 0];
}

function varint(value: number): number[] {
  const bytes: number[] = [];
  for (; value > 127; value = Math.floor(value / 128)) {
    bytes.push((value % 128) | 128);
  }
  return [...bytes, value];
}
