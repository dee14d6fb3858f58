// PCG32 (O'Neill 2014, XSH RR 64/32): small, good, and integer arithmetic only,
// so that a seed gives the same numbers on every machine.

const MASK = (1n << 64n) - 1n;
const MULTIPLIER = 6364136223846793005n;
const MULTIPLIER_HIGH = Number(MULTIPLIER >> 32n);
const MULTIPLIER_LOW = Number(MULTIPLIER & 0xffffffffn);

/** A stream of 32-bit integers out of a seed. */
export class Pcg32 {
  #high: number;
  #low: number;
  readonly #addHigh: number;
  readonly #addLow: number;

  /**
   * As `pcg32_srandom_r(seed, stream)` of the reference implementation.
   *
   * @param seed A whole number from 0.
   * @param stream Which of the independent streams.
   */
  constructor(seed: number, stream = 0) {
    const increment = ((BigInt(stream) << 1n) | 1n) & MASK;
    const state = ((increment + BigInt(seed)) * MULTIPLIER + increment) & MASK;
    this.#high = Number(state >> 32n);
    this.#low = Number(state & 0xffffffffn);
    this.#addHigh = Number(increment >> 32n);
    this.#addLow = Number(increment & 0xffffffffn);
  }

  /** The next integer, 0 to 2³² − 1. */
  next(): number {
    const high = this.#high;
    const low = this.#low;
    this.#advance();
    // ((state >> 18) ^ state) >> 27, its low 32 bits
    const mixedLow = ((low >>> 18) | (high << 14)) ^ low;
    const mixedHigh = (high >>> 18) ^ high;
    const mixed = (mixedLow >>> 27) | (mixedHigh << 5);
    const turn = high >>> 27; // state >> 59
    return ((mixed >>> turn) | (mixed << (-turn & 31))) >>> 0;
  }

  /** The next number in [0, 1), a multiple of 2⁻²⁴. */
  uniform(): number {
    return (this.next() >>> 8) / 0x1000000;
  }

  /** state = state × multiplier + increment, modulo 2⁶⁴, in 16-bit steps. */
  #advance() {
    const low = this.#low;
    const a0 = low & 0xffff, a1 = low >>> 16;
    const b0 = MULTIPLIER_LOW & 0xffff, b1 = MULTIPLIER_LOW >>> 16;
    const middle = a1 * b0 + ((a0 * b0) >>> 16); // < 2^32
    const cross = (middle & 0xffff) + a0 * b1; // < 2^33
    const carry = a1 * b1 + Math.floor(middle / 0x10000) +
      Math.floor(cross / 0x10000);
    const sum = (Math.imul(low, MULTIPLIER_LOW) >>> 0) + this.#addLow;
    this.#low = sum >>> 0;
    this.#high = (carry % 0x100000000 + Math.imul(low, MULTIPLIER_HIGH) +
      Math.imul(this.#high, MULTIPLIER_LOW) + this.#addHigh +
      (sum > 0xffffffff ? 1 : 0)) >>> 0;
  }
}
