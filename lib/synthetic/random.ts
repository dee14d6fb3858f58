// Random numbers that are the same on every machine: PCG32 (O'Neill 2014,
// XSH-RR 64/32) in whole-number arithmetic on two 32-bit halves, many times
// faster than BigInt; normal deviates by Marsaglia's polar method, whose
// logarithm and root are rounded away later: spectra are kept to six digits,
// as instruments write them.

/** Halves of PCG's multiplier 6364136223846793005. */
const HIGH = 0x5851f42d;
const LOW = 0x4c957f2d;

/**
 * A stream of random numbers.
 *
 * @example
 * ```ts
 * import { Random } from "./random.ts";
 *
 * console.log(new Random(42, 54).uint32().toString(16)); // a15c02b7
 * ```
 */
export class Random {
  #high = 0;
  #low = 0;
  readonly #incrementHigh: number;
  readonly #incrementLow: number;
  #spare: number | undefined;

  /**
   * As `pcg32_srandom_r(seed, stream)` of the reference implementation.
   *
   * @param seed Whole number from 0 that the stream starts from.
   * @param stream Which of the independent streams of that seed.
   * @throws {RangeError} If one is not a whole number.
   */
  constructor(seed: number, stream = 0) {
    const increment = BigInt.asUintN(64, (BigInt(stream) << 1n) | 1n);
    this.#incrementHigh = Number(increment >> 32n);
    this.#incrementLow = Number(increment & 0xffffffffn);
    this.#advance();
    const state = (BigInt(this.#high) << 32n) + BigInt(this.#low);
    const seeded = BigInt.asUintN(64, state + BigInt(seed));
    this.#high = Number(seeded >> 32n);
    this.#low = Number(seeded & 0xffffffffn);
    this.#advance();
  }

  /** The next whole number from 0 to 2³² − 1. */
  uint32(): number {
    const high = this.#high;
    const low = this.#low;
    this.#advance();
    // ((state >> 18) ^ state) >> 27, its low 32 bits
    const mixedHigh = (high >>> 18) ^ high;
    const mixedLow = ((low >>> 18) | (high << 14)) ^ low;
    const mixed = (mixedHigh << 5) | (mixedLow >>> 27);
    const turn = high >>> 27; // state >> 59
    return ((mixed >>> turn) | (mixed << (-turn & 31))) >>> 0;
  }

  /** The next number from 0 up to, not including, 1. */
  uniform(): number {
    return this.uint32() / 2 ** 32;
  }

  /** The next standard normal deviate. */
  normal(): number {
    if (this.#spare !== undefined) {
      const spare = this.#spare;
      this.#spare = undefined;
      return spare;
    }
    for (;;) {
      const u = 2 * this.uniform() - 1;
      const v = 2 * this.uniform() - 1;
      const s = u * u + v * v;
      if (s >= 1 || s === 0) continue;
      const factor = Math.sqrt(-2 * Math.log(s) / s);
      this.#spare = v * factor;
      return u * factor;
    }
  }

  /** state = state × multiplier + increment, modulo 2⁶⁴. */
  #advance(): void {
    const low = this.#low;
    // low × LOW in two steps of 16 bits: every sum stays below 2⁵³.
    const bottom = (low & 0xffff) * LOW;
    const top = (low >>> 16) * LOW + Math.floor(bottom / 0x10000);
    const product = (top & 0xffff) * 0x10000 + (bottom & 0xffff);
    const sum = product + this.#incrementLow;
    this.#low = sum >>> 0;
    this.#high = (Math.floor(top / 0x10000) + Math.imul(low, HIGH) +
      Math.imul(this.#high, LOW) + this.#incrementHigh +
      (sum > 0xffffffff ? 1 : 0)) >>> 0;
  }
}
