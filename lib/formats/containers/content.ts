// What is in a file when everything around it is taken off: gzip, bzip2, xz,
// zstd, or a zip archive with one table. Readers ask here for a file's first
// bytes, its pieces, its whole, or for bytes at places, and need not know what
// it is packed in. The file on disk is what a manifest hashes.
import {
  type ByteSource,
  readZipEntries,
} from "../../artifacts/zip_entries.ts";
import { InputError } from "../../errors.ts";
import { HEAD_BYTES } from "../shared/open_file.ts";
import { type ArchiveKind, archiveKind, isZip, onlyTable } from "./archive.ts";
import {
  entryLayer,
  fileLayer,
  type Layer,
  packedLayer,
  type PieceOptions,
} from "./layers.ts";
import { packingOf } from "./packings.ts";
import { collect, firstBytes, joinPieces, TooMany } from "./pieces.ts";

/** A file's content at a glance. */
export interface Glance {
  /** Its first bytes, up to `HEAD_BYTES`. */
  readonly head: Uint8Array;
  /** If it is a zip archive that is a format of its own: which one. */
  readonly archive?: ArchiveKind;
  /** What is around it, from the outside, such as `gzip`. */
  readonly around: readonly string[];
}

/** Wrappings within wrappings: a `soil.csv.gz` in a zip archive, and no more. */
const DEEPEST = 3;

/**
 * Looks at a file's content.
 *
 * @throws {InputError} If it cannot be opened or unpacked, or is a zip archive
 * with none or several files that may be meant.
 */
export async function glanceAt(path: string): Promise<Glance> {
  const { layer, head, archive } = await innermost(path);
  return { head, archive, around: layer.around };
}

/**
 * Reads the first bytes of a file's content.
 *
 * @returns Up to `HEAD_BYTES`; of a zip archive that holds no one table, the
 * archive's own.
 * @throws {InputError} If it cannot be opened or unpacked.
 */
export async function readHead(path: string): Promise<Uint8Array> {
  const head = await headOf(fileLayer(path));
  if (!isZip(head) && !packingOf(head)) return head;
  try {
    return (await innermost(path)).head;
  } catch (error) {
    if (isZip(head) && error instanceof InputError) return head;
    throw error;
  }
}

/**
 * Reads a file's content piece by piece.
 *
 * @param path The file.
 * @param options Progress; bytes read at once.
 * @throws {InputError} If it cannot be opened or unpacked.
 */
export async function* readPieces(
  path: string,
  options: Omit<PieceOptions, "enough"> = {},
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const { layer } = await innermost(path);
  yield* layer.pieces(options);
}

/**
 * Reads a file's whole content.
 *
 * @param path The file.
 * @param most Bytes that it may have.
 * @param what What was expected, for the refusal of more.
 * @throws {InputError} If it cannot be opened or unpacked, or is larger.
 */
export async function readWhole(
  path: string,
  most: number,
  what: string,
): Promise<Uint8Array<ArrayBuffer>> {
  const { layer } = await innermost(path);
  try {
    return joinPieces(await collect(layer.pieces(), most));
  } catch (error) {
    if (!(error instanceof TooMany)) throw error;
    throw new InputError(
      `${path}: has more than ${most} bytes; expected ${what}`,
    );
  }
}

/**
 * Opens a file's content for reading at places; what is packed is unpacked
 * into memory.
 *
 * @param path The file.
 * @param use What to do with it.
 * @throws {InputError} If it cannot be opened or unpacked.
 */
export async function withSource<T>(
  path: string,
  use: (source: ByteSource) => Promise<T>,
): Promise<T> {
  const { source, close } = await (await innermost(path)).layer.open();
  try {
    return await use(source);
  } finally {
    close();
  }
}

async function innermost(
  path: string,
): Promise<Pick<Glance, "head" | "archive"> & { readonly layer: Layer }> {
  let layer = fileLayer(path);
  for (let depth = 0; depth <= DEEPEST; depth++) {
    const head = await headOf(layer);
    const packing = packingOf(head);
    if (packing) layer = packedLayer(layer, packing, path);
    else if (isZip(head)) {
      const names = await namesIn(layer, path);
      const archive = archiveKind(names);
      if (archive) return { layer, head, archive };
      layer = entryLayer(layer, onlyTable(names, path), path);
    } else return { layer, head };
  }
  throw new InputError(
    `${path}: is packed more than ${DEEPEST} times; expected a table`,
  );
}

async function headOf(layer: Layer): Promise<Uint8Array> {
  return await firstBytes(layer.pieces({ enough: HEAD_BYTES }), HEAD_BYTES);
}

async function namesIn(layer: Layer, path: string): Promise<string[]> {
  const { source, close } = await layer.open();
  try {
    return (await readZipEntries(source, path)).map(({ name }) => name);
  } finally {
    close();
  }
}
