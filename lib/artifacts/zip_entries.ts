// The files in a zip archive, found by the list at its end and read one at a
// time, so that an archive of any size needs no more memory than what is
// asked of it. Checksums are checked.
// https://pkware.cachefly.net/webdocs/casestudies/APPNOTE.TXT
import { InputError } from "../errors.ts";
import { crc32 } from "./crc32.ts";

/** Something with bytes at places: a file, or bytes in memory. */
export interface ByteSource {
  /** Bytes in all. */
  readonly size: number;
  /** Reads from a place; fewer bytes come only at the end. */
  readonly read: (
    at: number,
    count: number,
  ) => Promise<Uint8Array<ArrayBuffer>>;
}

/** A file in an archive. */
export interface ZipEntry {
  /** Its name. */
  readonly name: string;
  /** Bytes when unpacked. */
  readonly size: number;
  /** Its bytes, in pieces. */
  readonly pieces: () => AsyncGenerator<Uint8Array>;
}

/** Bytes read at once. */
const PIECE = 1 << 20;

/** Deflate packs no tighter than this. */
const TIGHTEST = 1040;

const END = 0x06054b50;
const END_64 = 0x06064b50;
const LOCATOR_64 = 0x07064b50;
const LISTED = 0x02014b50;
const LOCAL = 0x04034b50;

/** Reads bytes in memory as a file is read. */
export function bytesSource(bytes: Uint8Array<ArrayBuffer>): ByteSource {
  return {
    size: bytes.length,
    read: (at, count) => Promise.resolve(bytes.subarray(at, at + count)),
  };
}

/** Reads an open file. */
export function fileSource(file: Deno.FsFile, size: number): ByteSource {
  return {
    size,
    async read(at, count) {
      const bytes = new Uint8Array(Math.max(0, Math.min(count, size - at)));
      await file.seek(at, Deno.SeekMode.Start);
      let done = 0;
      while (done < bytes.length) {
        const read = await file.read(bytes.subarray(done));
        if (read === null) break;
        done += read;
      }
      return bytes.subarray(0, done);
    },
  };
}

/**
 * Lists the files of a zip archive.
 *
 * @param source The archive.
 * @param path Its name, for messages.
 * @throws {InputError} If it is cut short, damaged, locked by a password, or
 * packed by anything but deflate.
 */
export async function readZipEntries(
  source: ByteSource,
  path: string,
): Promise<ZipEntry[]> {
  const fail: (found: string) => never = (found) => {
    throw new InputError(`${path}: ${found}; expected a whole zip archive`);
  };
  const { start, size, count } = await findList(source, fail);
  if (!(start + size <= source.size && count * 46 <= size)) {
    fail("has a list of files that does not fit into it");
  }
  const list = await source.read(start, size);
  const view = viewOf(list);
  const entries: ZipEntry[] = [];
  let at = 0;
  for (let i = 0; i < count; i++) {
    if (at + 46 > list.length || view.getUint32(at, true) !== LISTED) {
      fail("has a damaged list of files");
    }
    const extra = at + 46 + view.getUint16(at + 28, true);
    const next = extra + view.getUint16(at + 30, true) +
      view.getUint16(at + 32, true);
    if (next > list.length) fail("has a damaged list of files");
    const name = new TextDecoder().decode(list.subarray(at + 46, extra));
    const sizes = wideSizes(view, { at, extra, next });
    const method = view.getUint16(at + 10, true);
    const crc = view.getUint32(at + 16, true);
    if (view.getUint16(at + 8, true) & 1) {
      throw new InputError(
        `${path}: ${shown(name)} in it is behind a password; expected a zip ` +
          "archive without one",
      );
    }
    if (method !== 0 && method !== 8) {
      fail(
        `${shown(name)} in it is packed by method ${method}, not by deflate`,
      );
    }
    if (
      sizes.packed > source.size ||
      (method === 0
        ? sizes.unpacked !== sizes.packed
        : sizes.unpacked > sizes.packed * TIGHTEST)
    ) fail(`${shown(name)} in it has an impossible size`);
    const body = await findBody(source, sizes.start, name);
    if (body === undefined) {
      fail(`${shown(name)} in it is not where the list says`);
    }
    entries.push({
      name,
      size: sizes.unpacked,
      pieces: () =>
        readEntry(source, {
          ...sizes,
          start: body,
          packs: method === 8,
          crc,
          fail: (found) => fail(`${shown(name)} in it ${found}`),
        }),
    });
    at = next;
  }
  if (at !== list.length) fail("has a list of files that is too long");
  return entries;
}

/** A name of a damaged archive may be anything. */
function shown(name: string): string {
  return name.replace(/\p{Cc}/gu, "�").slice(0, 60);
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

/** The list's place stands at the end, before a comment. */
async function findList(
  source: ByteSource,
  fail: (found: string) => never,
): Promise<{ start: number; size: number; count: number }> {
  const from = Math.max(0, source.size - 22 - 0xffff);
  const tail = await source.read(from, source.size - from);
  const view = viewOf(tail);
  let at = tail.length - 22;
  while (at >= 0 && view.getUint32(at, true) !== END) at--;
  if (at < 0) fail("has no list of files at its end");
  const short = {
    start: view.getUint32(at + 16, true),
    size: view.getUint32(at + 12, true),
    count: view.getUint16(at + 10, true),
  };
  const wide = at >= 20 && view.getUint32(at - 20, true) === LOCATOR_64;
  if (!wide) return short;
  const place = Number(view.getBigUint64(at - 12, true));
  const record = place < source.size
    ? await source.read(place, 56)
    : new Uint8Array();
  if (record.length < 56 || viewOf(record).getUint32(0, true) !== END_64) {
    fail("has a damaged end");
  }
  return {
    start: Number(viewOf(record).getBigUint64(48, true)),
    size: Number(viewOf(record).getBigUint64(40, true)),
    count: Number(viewOf(record).getBigUint64(32, true)),
  };
}

interface Sizes {
  readonly packed: number;
  readonly unpacked: number;
  readonly start: number;
}

/** Sizes of 4 GiB and more stand in an extra field, in a fixed order. */
function wideSizes(
  view: DataView,
  { at, extra, next }: { at: number; extra: number; next: number },
): Sizes {
  let unpacked = view.getUint32(at + 24, true);
  let packed = view.getUint32(at + 20, true);
  let start = view.getUint32(at + 42, true);
  for (let field = extra; field + 4 <= next;) {
    const end = field + 4 + view.getUint16(field + 2, true);
    let value = field + 4;
    const wide = (short: number) => {
      if (short !== 0xffffffff || value + 8 > Math.min(end, next)) return short;
      value += 8;
      return Number(view.getBigUint64(value - 8, true));
    };
    if (view.getUint16(field, true) === 1) {
      unpacked = wide(unpacked);
      packed = wide(packed);
      start = wide(start);
    }
    field = end;
  }
  return { unpacked, packed, start };
}

/** Where a file's bytes begin: after a second header with its name again. */
async function findBody(
  source: ByteSource,
  start: number,
  name: string,
): Promise<number | undefined> {
  const header = await source.read(start, 30);
  if (header.length < 30 || viewOf(header).getUint32(0, true) !== LOCAL) {
    return undefined;
  }
  const length = viewOf(header).getUint16(26, true);
  const again = await source.read(start + 30, length);
  return new TextDecoder().decode(again) === name
    ? start + 30 + length + viewOf(header).getUint16(28, true)
    : undefined;
}

async function* readEntry(
  source: ByteSource,
  { start, packed, unpacked, packs, crc, fail }: Sizes & {
    readonly packs: boolean;
    readonly crc: number;
    readonly fail: (found: string) => never;
  },
): AsyncGenerator<Uint8Array> {
  if (start + packed > source.size) fail("is cut short");
  const raw = rawPieces(source, start, packed);
  const pieces = packs ? inflate(raw) : raw;
  let size = 0;
  let sum = 0;
  try {
    for await (const piece of pieces) {
      size += piece.length;
      if (size > unpacked) break;
      sum = crc32(piece, sum);
      yield piece;
    }
  } catch (error) {
    // Both are what the stream says of damaged data.
    if (!(error instanceof TypeError || error instanceof RangeError)) {
      throw error;
    }
    fail("cannot be unpacked");
  }
  if (size !== unpacked || sum !== crc) {
    fail("is damaged: its checksum does not fit");
  }
}

async function* rawPieces(
  source: ByteSource,
  start: number,
  count: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  for (let done = 0; done < count;) {
    const piece = await source.read(
      start + done,
      Math.min(PIECE, count - done),
    );
    if (piece.length === 0) return;
    done += piece.length;
    yield piece;
  }
}

function inflate(
  pieces: AsyncGenerator<Uint8Array<ArrayBuffer>>,
): ReadableStream<Uint8Array> {
  return ReadableStream.from(pieces)
    .pipeThrough(new DecompressionStream("deflate-raw"));
}
