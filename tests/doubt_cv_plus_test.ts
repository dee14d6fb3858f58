// CV+ intervals against NumPy's, and what they promise.
import { assert, assertEquals, assertLess } from "@std/assert";
import { cvPlus } from "../lib/doubt/cv_plus.ts";
import { Pcg32 } from "../lib/pcg32.ts";

const goldens: {
  fold: number[];
  measured: number[];
  predicted: number[];
  new: number[][];
  level: number;
  intervals: [number, number][];
}[] = JSON.parse(
  await Deno.readTextFile(new URL("goldens/doubt.json", import.meta.url)),
).intervals;

Deno.test("cvPlus gives the intervals of NumPy's golden", () => {
  assertEquals(goldens.length, 4);
  for (const golden of goldens) {
    const heldOut = golden.fold.map((fold, i) => ({
      fold,
      measured: golden.measured[i],
      predicted: golden.predicted[i],
    }));
    cvPlus(heldOut, golden.new, golden.level).forEach(({ low, high }, i) => {
      assertLess(Math.abs(low - golden.intervals[i][0]), 1e-9);
      assertLess(Math.abs(high - golden.intervals[i][1]), 1e-9);
    });
  }
});

/** Errors that grow with the value; members that agree but for a little. */
function drawn(count: number, random: Pcg32) {
  return Array.from({ length: count }, (_, i) => {
    const truth = 1 + 99 * random.uniform();
    const measured = truth * (1 + 0.4 * (random.uniform() - 0.5));
    const values = [0, 1, 2, 3, 4].map((member) => truth + 0.01 * member);
    return { fold: i % 5, measured, values, predicted: values[i % 5] };
  });
}

Deno.test("cvPlus holds the share that was asked for, wide where errors are large", () => {
  const random = new Pcg32(12);
  for (const level of [0.8, 0.9]) {
    let [inside, all, small, large] = [0, 0, 0, 0];
    for (let round = 0; round < 5; round++) {
      const fresh = drawn(100, random);
      cvPlus(drawn(200, random), fresh.map(({ values }) => values), level)
        .forEach(({ low, high }, i) => {
          const { measured, values: [value] } = fresh[i];
          all++;
          if (low <= measured && measured <= high) inside++;
          if (value < 20) small = Math.max(small, high - low);
          if (value > 80) large = Math.max(large, high - low);
        });
    }
    assertLess(Math.abs(inside / all - level), 0.05);
    assert(large > 1.5 * small);
  }
});

Deno.test("cvPlus says nothing where there are too few samples", () => {
  const heldOut = drawn(8, new Pcg32(1));
  const [{ low, high }] = cvPlus(heldOut, [[1, 1, 1, 1, 1]], 0.9);
  assert(Number.isNaN(low) && Number.isNaN(high));
});

Deno.test("cvPlus of members without errors is their value", () => {
  const heldOut = [1, 2, 3, 4, 5, 6].map((value, i) => ({
    fold: i % 2,
    measured: value,
    predicted: value,
  }));
  assertEquals(cvPlus(heldOut, [[2, 2]], 0.5), [{ low: 2, high: 2 }]);
});
