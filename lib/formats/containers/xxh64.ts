// The checksum of Zstandard: XXH64 with seed 0, of which a file has the lower
// half. Numbers of 64 bits are pairs of 32-bit halves in one array, where each
// step leaves its result: BigInt, or a pair made at each step, is many times
// slower.
// https://github.com/Cyan4973/xxHash/blob/dev/doc/xxhash_spec.md

/** Halves of a number: high, low. */
type Wide = readonly [number, number];

const P1: Wide = [0x9e3779b1, 0x85ebca87];
const P2: Wide = [0xc2b2ae3d, 0x27d4eb4f];
const P3: Wide = [0x165667b1, 0x9e3779f9];
const P4: Wide = [0x85ebca77, 0xc2b2ae63];
const P5: Wide = [0x27d4eb2f, 0x165667c5];

/** What the four lanes begin with: P1 + P2, P2, 0, -P1. */
const LANES = [0x60ea27ee, 0xadc0b5d6, ...P2, 0, 0, 0x61c8864e, 0x7a143579];

/**
 * Begins a checksum.
 *
 * @returns `add` takes bytes; `low` gives the lower 32 bits for all so far.
 */
export function createXxh64() {
  const lanes = Int32Array.from(LANES);
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
    const hash = total >= 32 ? merged(lanes) : Int32Array.from(P5);
    add(hash, Math.floor(total / 2 ** 32), total);
    let at = 0;
    for (; at + 8 <= kept; at += 8) {
      const lane = new Int32Array(2);
      round(lane, 0, word(held, at + 4), word(held, at));
      mix(hash, lane, 27, P1, P4);
    }
    if (at + 4 <= kept) {
      const lane = Int32Array.of(0, word(held, at));
      times(lane, 0, P1[0], P1[1]);
      mix(hash, lane, 23, P2, P3);
      at += 4;
    }
    for (; at < kept; at++) {
      const lane = Int32Array.of(0, held[at]);
      times(lane, 0, P5[0], P5[1]);
      mix(hash, lane, 11, P1, [0, 0]);
    }
    fold(hash, 33, P2);
    fold(hash, 29, P3);
    return (hash[0] ^ hash[1]) >>> 0;
  }
}

function stripes(
  bytes: Uint8Array,
  from: number,
  to: number,
  lanes: Int32Array,
): void {
  for (let at = from; at < to; at += 32) {
    for (let lane = 0; lane < 8; lane += 2) {
      const place = at + 4 * lane;
      round(lanes, lane, word(bytes, place + 4), word(bytes, place));
    }
  }
}

/** Takes eight bytes into a lane. */
function round(lanes: Int32Array, at: number, high: number, low: number): void {
  const before = lanes[at];
  const beforeLow = lanes[at + 1];
  lanes[at] = high;
  lanes[at + 1] = low;
  times(lanes, at, P2[0], P2[1]);
  const sum = (lanes[at + 1] >>> 0) + (beforeLow >>> 0);
  const top = (lanes[at] + before + (sum > 0xffffffff ? 1 : 0)) | 0;
  const bottom = sum | 0;
  lanes[at] = top << 31 | bottom >>> 1;
  lanes[at + 1] = bottom << 31 | top >>> 1;
  times(lanes, at, P1[0], P1[1]);
}

function merged(lanes: Int32Array): Int32Array {
  const hash = new Int32Array(2);
  [1, 7, 12, 18].forEach((bits, i) => {
    const lane = lanes.slice(2 * i, 2 * i + 2);
    rotate(lane, bits);
    add(hash, lane[0], lane[1]);
  });
  for (let i = 0; i < 8; i += 2) {
    const lane = new Int32Array(2);
    round(lane, 0, lanes[i], lanes[i + 1]);
    mix(hash, lane, 0, P1, P4);
  }
  return hash;
}

/** `rotate(hash ^ lane) * factor + summand`. */
function mix(
  hash: Int32Array,
  lane: Int32Array,
  bits: number,
  factor: Wide,
  summand: Wide,
): void {
  hash[0] ^= lane[0];
  hash[1] ^= lane[1];
  if (bits > 0) rotate(hash, bits);
  times(hash, 0, factor[0], factor[1]);
  add(hash, summand[0], summand[1]);
}

/** `(hash ^ hash >> bits) * factor`. */
function fold(hash: Int32Array, bits: number, factor: Wide): void {
  const [high, low] = hash;
  const isLong = bits >= 32;
  hash[0] = high ^ (isLong ? 0 : high >>> bits);
  hash[1] = low ^
    (isLong ? high >>> (bits - 32) : low >>> bits | high << (32 - bits));
  times(hash, 0, factor[0], factor[1]);
}

function word(bytes: Uint8Array, at: number): number {
  return bytes[at] | bytes[at + 1] << 8 | bytes[at + 2] << 16 |
    bytes[at + 3] << 24;
}

function add(hash: Int32Array, high: number, low: number): void {
  const sum = (hash[1] >>> 0) + (low >>> 0);
  hash[0] = hash[0] + high + (sum > 0xffffffff ? 1 : 0);
  hash[1] = sum;
}

function rotate(hash: Int32Array, bits: number): void {
  const [high, low] = hash;
  hash[0] = high << bits | low >>> (32 - bits);
  hash[1] = low << bits | high >>> (32 - bits);
}

/** The lower 64 bits of a product, which replace one of its factors. */
function times(values: Int32Array, at: number, c: number, d: number): void {
  const a = values[at];
  const b = values[at + 1];
  const b0 = b & 0xffff;
  const b1 = b >>> 16;
  const d0 = d & 0xffff;
  const d1 = d >>> 16;
  const low = Math.imul(b0, d0);
  // Products of 16 bits need 32 of them, without a sign.
  const middle = (Math.imul(b1, d0) >>> 0) + (low >>> 16);
  const other = (Math.imul(b0, d1) >>> 0) + (middle & 0xffff);
  const high = Math.imul(b1, d1) + (middle >>> 16) + (other >>> 16);
  values[at] = high + Math.imul(a, d) + Math.imul(b, c);
  values[at + 1] = other << 16 | low & 0xffff;
}
