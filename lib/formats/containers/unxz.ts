// xz, by a decoder in WebAssembly; it checks CRC32 and CRC64, and takes
// several streams one after the other.
import { Unsupported } from "./unsupported.ts";

/** What the decoder says of filters and checksums that it does not have. */
const NOT_HAD = /error code [26]$/;

/**
 * Unpacks xz data.
 *
 * @param pieces The packed bytes.
 * @throws {Error} If they are damaged or cut short, or a checksum is wrong.
 * @throws {Unsupported} If they have filters or checksums of a rare kind.
 */
export async function* unxz(
  pieces: AsyncIterable<Uint8Array>,
): AsyncGenerator<Uint8Array<ArrayBuffer>> {
  // Loaded when it is needed: it brings its WebAssembly along.
  const { XzReadableStream } = await import(
    "../../third_party/xz_decompress.ts"
  );
  const reader = new XzReadableStream(ReadableStream.from(pieces)).getReader();
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      yield value as Uint8Array<ArrayBuffer>;
    }
  } catch (error) {
    if (error instanceof Error && NOT_HAD.test(error.message)) {
      throw new Unsupported(
        "is packed with a filter or checksum that is not read; expected xz " +
          "data as xz packs them without options",
      );
    }
    throw error;
  } finally {
    // Whoever has bytes enough leaves early. Then the decoder is freed, which it
    // takes amiss where it had come to its end by itself.
    await reader.cancel().catch(() => {});
  }
}
