// The checksum of Zstandard: XXH64 with seed 0, of which a file has the lower
// half. Numbers of 64 bits are pairs of 32-bit halves, as BigInt is some
// hundred times slower.
// https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md

/** Halves of a number: high, low. */
type Wide = [number, number];

const P1: Wide = [0x9e3779b1, 0x85ebca87];
const P2: Wide = [0xc2b2ae3d, 0x27d4eb4f];
const P3: Wide = [0x165667b1, 0x9e3779f9];
const P4: Wide = [0x85ebca77, 0xc2b2ae63];
const P5: Wide = [0x27d4eb2f, 0x165667c5];

/**
 * Begins a checksum.
 *
 * @returns `add` takes bytes; `low` gives the lower 32 bits for all so far.
 */
export function createXxh64() {
  const lanes = [add(P1, P2), P2, [0, 0] as Wide, negative(P1)];
  const held = new Uint8Array(32);
  let kept = 0;
  let total = 0;
  return { add: take, low };

  function take(bytes: Uint8Array): void {
    total += bytes.length;
    let at = 0;
    if (kept > 0) {
      at = Math.min(32 - kept, bytes.length);
      held.set(bytes.subarray(0, at), kept);
      kept += at;
      if (kept < 32) return;
      stripes(held, 0, 32, lanes);
      kept = 0;
    }
    const end = at + Math.floor((bytes.length - at) / 32) * 32;
    stripes(bytes, at, end, lanes);
    held.set(bytes.subarray(end));
    kept = bytes.length - end;
  }

  function low(): number {
    let hash = total >= 32 ? merged(lanes) : P5;
    hash = add(hash, [Math.floor(total / 2 ** 32) >>> 0, total >>> 0]);
    let at = 0;
    for (; at + 8 <= kept; at += 8) {
      const lane = round([0, 0], word(held, at + 4), word(held, at));
      hash = add(times(rotate(xor(hash, lane), 27), P1), P4);
    }
    if (at + 4 <= kept) {
      hash = xor(hash, times([0, word(held, at)], P1));
      hash = add(times(rotate(hash, 23), P2), P3);
      at += 4;
    }
    for (; at < kept; at++) {
      hash = times(rotate(xor(hash, times([0, held[at]], P5)), 11), P1);
    }
    hash = times(xor(hash, shift(hash, 33)), P2);
    hash = times(xor(hash, shift(hash, 29)), P3);
    return xor(hash, shift(hash, 32))[1] >>> 0;
  }
}

function stripes(
  bytes: Uint8Array,
  from: number,
  to: number,
  lanes: Wide[],
): void {
  for (let at = from; at < to; at += 32) {
    for (let lane = 0; lane < 4; lane++) {
      const place = at + 8 * lane;
      lanes[lane] = round(
        lanes[lane],
        word(bytes, place + 4),
        word(bytes, place),
      );
    }
  }
}

function round(lane: Wide, high: number, low: number): Wide {
  return times(rotate(add(lane, times([high, low], P2)), 31), P1);
}

function merged(lanes: readonly Wide[]): Wide {
  const turns = [1, 7, 12, 18];
  let hash = lanes.map((lane, i) => rotate(lane, turns[i])).reduce(add);
  for (const [high, low] of lanes) {
    hash = add(times(xor(hash, round([0, 0], high, low)), P1), P4);
  }
  return hash;
}

function word(bytes: Uint8Array, at: number): number {
  return bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16 |
    bytes[at + 3] << 24;
}

function add([a, b]: Wide, [c, d]: Wide): Wide {
  const low = (b >>> 0) + (d >>> 0);
  return [(a + c + (low > 0xffffffff ? 1 : 0)) | 0, low | 0];
}

function negative([a, b]: Wide): Wide {
  return add([~a, ~b], [0, 1]);
}

function xor([a, b]: Wide, [c, d]: Wide): Wide {
  return [a ^ c, b ^ d];
}

function rotate([a, b]: Wide, bits: number): Wide {
  return [a << bits | b >>> (32 - bits), b << bits | a >>> (32 - bits)];
}

/** To the right, zeros in. */
function shift([a, b]: Wide, bits: number): Wide {
  return bits >= 32
    ? [0, a >>> (bits - 32)]
    : [a >>> bits, b >>> bits | a << (32 - bits)];
}

/** The lower 64 bits of a product. */
function times([a, b]: Wide, [c, d]: Wide): Wide {
  const [b0, b1, d0, d1] = [b & 0xffff, b >>> 16, d & 0xffff, d >>> 16];
  const low = b0 * d0;
  const middle = b1 * d0 + (low >>> 16);
  const other = b0 * d1 + (middle & 0xffff);
  const high = b1 * d1 + Math.floor(middle / 0x10000) +
    Math.floor(other / 0x10000);
  return [
    (high + Math.imul(a, d) + Math.imul(b, c)) | 0,
    other << 16 | low & 0xffff,
  ];
}
