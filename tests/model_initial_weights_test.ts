// Initial weights: PCG32's own numbers, Keras's limits, one seed one network.
import { assert, assertEquals, assertLess, assertNotEquals } from "@std/assert";
import { initialWeights } from "../lib/model/initial_weights.ts";
import { networkSpec } from "../lib/model/mobilenet_v2.ts";
import { Pcg32 } from "../lib/pcg32.ts";

Deno.test("Pcg32 gives the numbers of the reference implementation's demo", () => {
  const random = new Pcg32(42, 54); // pcg32-demo.out, round 1
  const numbers = Array.from({ length: 6 }, () => random.next());
  assertEquals(numbers, [
    0xa15c02b7,
    0x7b47f409,
    0xba1d3330,
    0x83d2f293,
    0xbfa4784b,
    0xcbed606e,
  ]);
});

Deno.test("Pcg32 agrees with 64-bit arithmetic over 20,000 numbers", () => {
  const mask = (1n << 64n) - 1n;
  const increment = (7n << 1n) | 1n;
  let state = ((increment + 12345678901n) * 6364136223846793005n + increment) &
    mask;
  const random = new Pcg32(12345678901, 7);
  for (let i = 0; i < 20_000; i++) {
    const mixed = Number((((state >> 18n) ^ state) >> 27n) & 0xffffffffn);
    const turn = Number(state >> 59n);
    const expected = ((mixed >>> turn) | (mixed << ((32 - turn) % 32))) >>> 0;
    if (random.next() !== expected) throw new Error(`number ${i} differs`);
    state = (state * 6364136223846793005n + increment) & mask;
  }
});

Deno.test("initialWeights fills kernels evenly up to Keras's limit", () => {
  const spec = networkSpec([129, 9, 5], 1);
  const weights = initialWeights(spec, 1);
  spec.weights.forEach(({ name, shape, initializer }, i) => {
    const values = weights[i];
    if (initializer !== "glorotUniform") {
      const value = /gamma|variance/.test(name) ? 1 : 0;
      assert(values.every((w) => w === value), name);
      return;
    }
    // compute_fans: kernels are [..., in, out], depthwise ones [3, 3, in, 1]
    const field = shape.length === 4 ? shape[0] * shape[1] : 1;
    const [fanIn, fanOut] = shape.slice(-2).map((n) => n * field);
    const limit = Math.sqrt(6 / (fanIn + fanOut));
    const n = values.length;
    const variance = values.reduce((sum, w) => sum + w * w, 0) / n;
    assert(values.every((w) => Math.abs(w) <= limit), name);
    // limit²/3, within five standard errors
    const ratio = variance / (limit ** 2 / 3);
    assertLess(Math.abs(ratio - 1), 5 * Math.sqrt(0.8 / n), name);
  });
});

Deno.test("initialWeights depends on the seed and on nothing else", () => {
  const spec = networkSpec([17, 9, 2], 1);
  assertEquals(initialWeights(spec, 3), initialWeights(spec, 3));
  assertNotEquals(initialWeights(spec, 3)[0], initialWeights(spec, 4)[0]);
  assertEquals(
    [...initialWeights(spec, 1)[0].subarray(0, 3)],
    FIRST_OF_SEED_1,
  );
});

// Any machine, any version: a change here changes every published run.
const FIRST_OF_SEED_1 = [
  0.10745332390069962,
  -0.13886061310768127,
  0.091143898665905,
];
