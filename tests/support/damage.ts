// Damage to files, the same again for the same round.

/** What lengths are overwritten with. */
const FIELDS = [0, 1, 0x7f, 0xff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];
/** Bytes that lengths take in the formats that are read. */
const WIDTHS = [1, 2, 4, 8] as const;

/** mulberry32, by Tommy Ettinger: enough for damage. */
function random(seed: number): () => number {
  return () => {
    seed = (seed + 0x6d2b79f5) | 0;
    let t = Math.imul(seed ^ (seed >>> 15), 1 | seed);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 2 ** 32;
  };
}

type Below = (limit: number) => number;

/**
 * Damages a file: in a third of the rounds each it is cut, a few bits are
 * turned, or a length is changed.
 */
export function damage(
  bytes: Uint8Array<ArrayBuffer>,
  round: number,
): Uint8Array<ArrayBuffer> {
  const next = random(round * 7919 + bytes.length);
  const below: Below = (limit) => Math.floor(next() * limit);
  if (round % 3 === 0) return bytes.slice(0, below(bytes.length));
  const changed = bytes.slice();
  if (round % 3 === 1) {
    const count = 1 + below(4);
    for (let i = 0; i < count; i++) {
      changed[below(bytes.length)] ^= 1 << below(8);
    }
  } else CHANGES[below(CHANGES.length)](changed, below);
  return changed;
}

/** Ways to change a length, each in bytes of its own kind. */
const CHANGES: readonly ((bytes: Uint8Array, below: Below) => void)[] = [
  overwrite,
  nudge,
  stretch,
];

/** Lengths stand mostly near the beginning and the end. */
function place(bytes: Uint8Array, width: number, below: Below): number {
  const last = Math.max(1, bytes.length - width);
  const reach = Math.min(last, 600);
  return [below(reach), last - 1 - below(reach), below(last)][below(3)];
}

/** Something that programs get wrong, in one to eight bytes of any order. */
function overwrite(bytes: Uint8Array, below: Below): void {
  const width = WIDTHS[below(4)];
  const field = BigInt(FIELDS[below(FIELDS.length)]);
  // Of eight bytes, the upper half may be anything of the kind, too.
  const upper = below(2) === 0 ? 0n : BigInt(FIELDS[below(FIELDS.length)]);
  write(bytes, place(bytes, width, below), {
    width,
    little: below(2) === 0,
    value: upper << 32n | field,
  });
}

/** A length that is nearly right, or a multiple of what is right. */
function nudge(bytes: Uint8Array, below: Below): void {
  const width = WIDTHS[below(4)];
  const little = below(2) === 0;
  const at = place(bytes, width, below);
  let value = 0n;
  for (let i = 0; i < width; i++) {
    const byte = bytes[at + (little ? width - 1 - i : i)] ?? 0;
    value = value << 8n | BigInt(byte);
  }
  const changed = [
    value + 1n,
    value - 1n,
    value * 2n,
    value << 8n,
    value >> 1n,
  ];
  write(bytes, at, { width, little, value: changed[below(5)] });
}

/** A number in groups of seven bits, as Thrift has them, made long. */
function stretch(bytes: Uint8Array, below: Below): void {
  const length = 1 + below(9);
  const at = place(bytes, length + 1, below);
  for (let i = 0; i < length && at + i < bytes.length; i++) {
    bytes[at + i] = [0x80, 0xfe, 0xff][below(3)];
  }
  if (at + length < bytes.length) bytes[at + length] = below(128);
}

function write(
  bytes: Uint8Array,
  at: number,
  { width, little, value }: { width: number; little: boolean; value: bigint },
): void {
  const all = new DataView(new ArrayBuffer(8));
  all.setBigUint64(0, BigInt.asUintN(64, value), little);
  const part = new Uint8Array(all.buffer)
    .subarray(little ? 0 : 8 - width, little ? width : 8);
  bytes.set(part.subarray(0, Math.max(0, bytes.length - at)), at);
}
