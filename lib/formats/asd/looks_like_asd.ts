// Apart from the reader, because what reads the white reference asks it, too.

/** First letters of a file: its version. */
const MAGIC = /^(ASD|asd|as[2-8])$/;

/** Whether the first bytes are those of an ASD file. */
export function looksLikeAsd(head: Uint8Array): boolean {
  // A text could begin with these letters; the header holds zeros.
  return MAGIC.test(String.fromCharCode(...head.subarray(0, 3))) &&
    head.length > 204 && head.includes(0);
}
