// gzip, which may have several members one after the other, as `cat` and bgzip
// make them. Node's zlib knows them, and checks each one's checksum and length;
// the web's DecompressionStream knows only one.
import { pipeline, Readable } from "node:stream";
import { createGunzip } from "node:zlib";

/**
 * Unpacks gzip data.
 *
 * @param pieces The packed bytes.
 * @throws {Error} If they are damaged, cut short, or followed by others.
 */
export async function* gunzip(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  const engine = createGunzip({ chunkSize: 1 << 18 });
  let broken: unknown;
  // What the pieces throw comes out of the engine, too; kept to be told apart.
  const input = Readable.from(kept(pieces, (error) => broken = error));
  pipeline(input, engine, () => {});
  try {
    for await (const piece of engine) yield piece;
  } catch (error) {
    throw broken ?? error;
  }
}

async function* kept(
  pieces: AsyncIterable<Uint8Array>,
  keep: (error: unknown) => void,
): AsyncGenerator<Uint8Array> {
  try {
    yield* pieces;
  } catch (error) {
    keep(error);
    throw error;
  }
}
