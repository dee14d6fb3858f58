// Random numbers of the synthetic set: PCG32, and normal deviates by
// Marsaglia's polar method, whose logarithm and root are rounded away later:
// spectra are kept to six digits, as instruments write them.
import { Pcg32 } from "../pcg32.ts";

/** A stream of random numbers. */
export class Random {
  readonly #integers: Pcg32;
  #spare: number | undefined;

  /**
   * Starts a stream.
   *
   * @param seed Whole number that the stream starts from.
   * @param stream Which of the independent streams of that seed.
   */
  constructor(seed: number, stream: number) {
    this.#integers = new Pcg32(seed, stream);
  }

  /** The next number from 0 up to, not including, 1. */
  uniform(): number {
    return this.#integers.next() / 2 ** 32;
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
