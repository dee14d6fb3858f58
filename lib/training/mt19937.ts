// NumPy's legacy generator: the Mersenne Twister as `numpy.random.RandomState`
// seeds and uses it. NumPy has frozen its stream (NEP 19), so that a seed means
// the same permutation for ever; scikit-learn's splits rest on that.

const WORDS = 624;
const SHIFT = 397;
const MASKS = 0x9908b0df;

/**
 * `numpy.random.RandomState(seed)`, as far as splits need it. Source: Matsumoto
 * and Nishimura 1998, mt19937ar.c (init_genrand, genrand_int32); NumPy's
 * legacy-distributions and `random_interval`.
 *
 * @example
 * ```ts
 * import { MT19937 } from "./mt19937.ts";
 *
 * const order = new MT19937(42).permutation(5);
 * if (order.join() !== "1,4,2,0,3") throw new Error(order.join());
 * ```
 */
export class MT19937 {
  readonly #state = new Uint32Array(WORDS);
  #next = WORDS;

  /**
   * Seeds the generator.
   *
   * @param seed Integer from 0 to 2**32 - 1.
   * @throws {RangeError} If it is anything else.
   */
  constructor(seed: number) {
    if (!Number.isInteger(seed) || seed < 0 || seed > 0xffffffff) {
      throw new RangeError(
        `Seed is ${seed}, must be an integer from 0 to ${0xffffffff}`,
      );
    }
    const state = this.#state;
    state[0] = seed;
    for (let i = 1; i < WORDS; i++) {
      const previous = state[i - 1] ^ (state[i - 1] >>> 30);
      state[i] = Math.imul(1812433253, previous) + i;
    }
  }

  /** The next 32 random bits, as an integer from 0 to 2**32 - 1. */
  uint32(): number {
    if (this.#next === WORDS) this.#twist();
    let bits = this.#state[this.#next++];
    bits ^= bits >>> 11;
    bits ^= (bits << 7) & 0x9d2c5680;
    bits ^= (bits << 15) & 0xefc60000;
    bits ^= bits >>> 18;
    return bits >>> 0;
  }

  /**
   * An integer from 0 to `max`, each equally likely: bits under the smallest
   * mask that covers `max`, drawn anew while they exceed it.
   *
   * @param max Integer from 0 to 2**32 - 1; for 0 nothing is drawn.
   */
  interval(max: number): number {
    if (max === 0) return 0;
    const mask = 0xffffffff >>> Math.clz32(max);
    for (;;) {
      const value = (this.uint32() & mask) >>> 0;
      if (value <= max) return value;
    }
  }

  /**
   * Shuffles a list in place, as `RandomState.shuffle` does.
   *
   * @param list What to shuffle.
   */
  shuffle<T>(list: T[]): void {
    for (let i = list.length - 1; i > 0; i--) {
      const j = this.interval(i);
      [list[i], list[j]] = [list[j], list[i]];
    }
  }

  /**
   * The integers from 0 to n - 1 in random order, as `RandomState.permutation`.
   *
   * @param n How many.
   */
  permutation(n: number): number[] {
    const list = Array.from({ length: n }, (_, i) => i);
    this.shuffle(list);
    return list;
  }

  #twist(): void {
    const state = this.#state;
    for (let i = 0; i < WORDS; i++) {
      const bits = (state[i] & 0x80000000) |
        (state[(i + 1) % WORDS] & 0x7fffffff);
      state[i] = state[(i + SHIFT) % WORDS] ^ (bits >>> 1) ^
        (bits & 1 ? MASKS : 0);
    }
    this.#next = 0;
  }
}
