// Damage to files, the same again for the same round.

/** What lengths are overwritten with. */
const FIELDS = [0, 1, 0x7f, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

/** mulberry32, by Tommy Ettinger: enough for damage. */
function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * Damages a file: in a third of the rounds each it is cut, a few bits are
 * turned, or a length is overwritten.
 */
export function damage(
  bytes: Uint8Array<ArrayBuffer>,
  round: number,
): Uint8Array<ArrayBuffer> {
  const next = random(round * 7919 + bytes.length);
  const at = (length: number) => Math.floor(next() * length);
  if (round % 3 === 0) return bytes.slice(0, at(bytes.length));
  const changed = bytes.slice();
  if (round % 3 === 1) {
    const count = 1 + at(4);
    for (let i = 0; i < count; i++) {
      changed[at(bytes.length)] ^= 1 << at(8);
    }
    return changed;
  }
  const view = new DataView(changed.buffer);
  const field = FIELDS[at(FIELDS.length)];
  // Lengths stand mostly near the beginning and the end.
  const reach = Math.min(bytes.length - 4, 600);
  const place = [at(reach), bytes.length - 4 - at(reach), at(bytes.length - 4)];
  view.setUint32(place[at(3)], field, at(2) === 0);
  return changed;
}
