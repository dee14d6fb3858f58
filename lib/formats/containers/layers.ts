// The layers of a file: the file on disk, what is unpacked from it, and what
// stands in a zip archive. Each can be read from its beginning again and again.
import {
  type ByteSource,
  bytesSource,
  readZipEntries,
} from "../../artifacts/zip_entries.ts";
import { InputError } from "../../errors.ts";
import { openFile } from "../shared/open_file.ts";
import { LARGEST_UNPACKED, type Packing, unpacked } from "./packings.ts";
import { collect, inChunks, joinPieces, TooMany } from "./pieces.ts";

/** How pieces are read. */
export interface PieceOptions {
  /** Called with bytes read and bytes in all. */
  readonly onProgress?: (done: number, total: number) => void;
  /** Bytes read at once. */
  readonly chunkBytes?: number;
  /** Bytes after which no more are needed. */
  readonly enough?: number;
}

/** Bytes at places, to be closed after use. */
export interface OpenSource {
  readonly source: ByteSource;
  readonly close: () => void;
}

/** Something that can be read from its beginning. */
export interface Layer {
  /** What is around it, from the outside. */
  readonly around: readonly string[];
  /** Reads it. */
  readonly pieces: (
    options?: PieceOptions,
  ) => AsyncGenerator<Uint8Array<ArrayBuffer>>;
  /** Opens it for reading at places. */
  readonly open: () => Promise<OpenSource>;
}

const CHUNK_BYTES = 1 << 20;
/** What unpacks to less is unpacked whole before any of it is used. */
const HELD_BYTES = 1 << 26;
/** Most bytes that are unpacked into memory. */
const LARGEST_IN_MEMORY = 2 ** 31;

/** The file itself. */
export function fileLayer(path: string): Layer {
  return {
    around: [],
    async *pieces({ onProgress, chunkBytes = CHUNK_BYTES, enough } = {}) {
      const file = await openFile(path);
      const { size: total } = file;
      try {
        for (let done = 0;;) {
          // Engines read ahead, so that no piece may be overwritten. Of a small
          // file, no more is reserved than it has: that takes longer than it.
          const left = Math.max(1, total - done);
          const size = Math.min(chunkBytes, enough ?? Infinity, left);
          const buffer = new Uint8Array(size);
          const read = await file.read(buffer);
          if (read === null) break;
          done += read;
          onProgress?.(done, total);
          yield buffer.subarray(0, read);
        }
      } finally {
        file.close();
      }
    },
    async open() {
      return await openFile(path);
    },
  };
}

/** What a layer unpacks to. */
export function packedLayer(
  outer: Layer,
  packing: Packing,
  path: string,
): Layer {
  return unpackedLayer(path, {
    around: [...outer.around, packing.name],
    pieces: ({ enough, onProgress }) =>
      unpacked(packing, outer.pieces({ onProgress }), { path, enough }),
  });
}

/** A file in a zip archive. */
export function entryLayer(outer: Layer, name: string, path: string): Layer {
  return unpackedLayer(path, {
    around: [...outer.around, `zip (${name})`],
    async *pieces({ onProgress }) {
      const { source, close } = await outer.open();
      try {
        const entries = await readZipEntries(source, path);
        const entry = entries.find((entry) => entry.name === name)!;
        if (entry.size > LARGEST_UNPACKED) throw tooLarge(path, entry.size);
        let done = 0;
        for await (const piece of entry.pieces()) {
          done += piece.length;
          onProgress?.(done, entry.size);
          yield piece as Uint8Array<ArrayBuffer>;
        }
      } finally {
        close();
      }
    },
  });
}

/**
 * What comes out of something packed. Its checksum stands at its end: so that
 * a small file's damage is not taken for a fault of the table in it, it is
 * unpacked whole first.
 */
function unpackedLayer(
  path: string,
  { around, pieces }: {
    readonly around: readonly string[];
    readonly pieces: (
      options: PieceOptions,
    ) => AsyncGenerator<Uint8Array<ArrayBuffer>>;
  },
): Layer {
  return {
    around,
    pieces: ({ chunkBytes = CHUNK_BYTES, ...options } = {}) =>
      options.enough === undefined
        ? inChunks(pieces(options), chunkBytes, HELD_BYTES)
        : pieces(options),
    async open() {
      const found = await collect(pieces({}), LARGEST_IN_MEMORY)
        .catch((error) => {
          throw error instanceof TooMany
            ? tooLarge(path, LARGEST_IN_MEMORY)
            : error;
        });
      return { source: bytesSource(joinPieces(found)), close: () => {} };
    },
  };
}

function tooLarge(path: string, size: number): InputError {
  return new InputError(
    `${path}: unpacks to ${size} bytes or more; expected fewer, or a file ` +
      "that is unpacked already",
  );
}
