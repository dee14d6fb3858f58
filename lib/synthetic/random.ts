// Random numbers that are the same on every machine: PCG32 (O'Neill 2014,
// XSH-RR 64/32) in whole-number arithmetic, normal deviates by Marsaglia's
// polar method, whose logarithm and root are rounded away later: spectra are
// kept to six digits, as instruments write them.

const MULTIPLIER = 6364136223846793005n;
const MASK = (1n << 64n) - 1n;

/** A stream of random numbers. */
export class Random {
  #state: bigint;
  readonly #increment: bigint;
  #spare: number | undefined;

  /**
   * @param seed Whole number that the stream starts from.
   * @param stream Which of the independent streams of that seed.
   */
  constructor(seed: number, stream = 0) {
    this.#increment = ((BigInt(stream) << 1n) | 1n) & MASK;
    this.#state = 0n;
    this.uint32();
    this.#state = (this.#state + BigInt(seed)) & MASK;
    this.uint32();
  }

  /** The next whole number from 0 to 2^32 - 1. */
  uint32(): number {
    const old = this.#state;
    this.#state = (old * MULTIPLIER + this.#increment) & MASK;
    const shifted = Number((((old >> 18n) ^ old) >> 27n) & 0xffffffffn);
    const turn = Number(old >> 59n);
    return ((shifted >>> turn) | (shifted << (-turn & 31))) >>> 0;
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
}
