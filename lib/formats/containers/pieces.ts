// Bytes that come in pieces.

/** What comes is more than what is wanted. */
export class TooMany extends Error {}

/**
 * Collects pieces.
 *
 * @param most Bytes that they may have in all.
 * @throws {TooMany} If they have more.
 */
export async function collect(
  pieces: AsyncIterable<Uint8Array>,
  most: number,
): Promise<Uint8Array[]> {
  const found: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    size += piece.length;
    if (size > most) throw new TooMany();
    found.push(piece);
  }
  return found;
}

/** Puts pieces together. */
export function joinPieces(
  pieces: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  const size = pieces.reduce((sum, { length }) => sum + length, 0);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/**
 * Takes the first bytes of pieces, and no more of them than that needs.
 *
 * @param count How many bytes; fewer come if there are no more.
 */
export async function firstBytes(
  pieces: AsyncIterable<Uint8Array>,
  count: number,
): Promise<Uint8Array<ArrayBuffer>> {
  const found: Uint8Array[] = [];
  let size = 0;
  for await (const piece of pieces) {
    found.push(piece);
    size += piece.length;
    if (size >= count) break;
  }
  return joinPieces(found).subarray(0, count);
}

/**
 * Puts pieces together to larger ones.
 *
 * @param chunkBytes Bytes of each that is given.
 * @param hold Bytes that must be there, or be all, before the first is given.
 */
export async function* inChunks(
  pieces: AsyncIterable<Uint8Array>,
  chunkBytes: number,
  hold: number,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  let held: Uint8Array[] = [];
  let size = 0;
  let enough = hold;
  for await (const piece of pieces) {
    held.push(piece);
    size += piece.length;
    if (size < enough) continue;
    yield* chunks(joinPieces(held), chunkBytes);
    [held, size, enough] = [[], 0, chunkBytes];
  }
  yield* chunks(joinPieces(held), chunkBytes);
}

function* chunks(
  bytes: Uint8Array<ArrayBuffer>,
  size: number,
): Generator<Uint8Array<ArrayBuffer>> {
  for (let at = 0; at < bytes.length; at += size) {
    yield bytes.subarray(at, at + size);
  }
}
