// Intervals that hold as many values as they say.
import { assert, assertEquals, assertLess } from "@std/assert";
import { halfWidth, measureCoverage } from "../lib/doubt/cross_conformal.ts";
import { Pcg32 } from "../lib/pcg32.ts";

Deno.test("halfWidth is the smallest error that enough are not greater than", () => {
  const errors = [5, 1, 4, 2, 3, 9, 8, 7, 6];
  assertEquals(halfWidth(errors, 0.5), 5);
  assertEquals(halfWidth(errors, 0.9), 9);
  assertEquals(halfWidth(errors, 0.91), Infinity); // 9 errors cannot tell
  assertEquals(halfWidth([], 0.5), Infinity);
  assertEquals(errors, [5, 1, 4, 2, 3, 9, 8, 7, 6], "the input was sorted");
});

Deno.test("measureCoverage finds the share that was asked for where errors are alike", () => {
  const random = new Pcg32(3);
  const splits = Array.from({ length: 10 }, (_, split) => ({
    rows: Array.from({ length: 60 }, (_, i) => {
      const measured = 100 * random.uniform();
      return {
        sample: `${split * 60 + i}`,
        measured,
        predicted: measured + 10 * (random.uniform() - 0.5),
      };
    }),
  }));
  for (const level of [0.8, 0.9, 0.95]) {
    const { n, coverage, width } = measureCoverage(splits, level)!;
    assertEquals(n, 600);
    assertLess(Math.abs(coverage - level), 0.03);
    assertLess(Math.abs(width - 10 * level), 0.5);
  }
});

Deno.test("measureCoverage takes no error of a sample for its own interval", () => {
  // One sample is always far off: its own errors must not widen its interval.
  const split = (off: number) => ({
    rows: Array.from({ length: 30 }, (_, i) => ({
      sample: `${i}`,
      measured: 0,
      predicted: i === 0 ? off : 1,
    })),
  });
  assertEquals(measureCoverage([split(50), split(60)], 0.9), null);
  const others = (start: number) => ({
    rows: Array.from({ length: 30 }, (_, i) => ({
      sample: `${start + i}`,
      measured: 0,
      predicted: 1,
    })),
  });
  const { coverage, width } = measureCoverage(
    [split(50), others(100), split(60)],
    0.9,
  )!;
  assertEquals(width, 2);
  assertEquals(coverage, 88 / 90);
});

Deno.test("measureCoverage says nothing of one split", () => {
  const rows = [{ sample: "a", measured: 1, predicted: 2 }];
  assertEquals(measureCoverage([{ rows }], 0.8), null);
  assertEquals(measureCoverage([], 0.8), null);
  assert(measureCoverage([{ rows: [] }, { rows: [] }], 0.8) === null);
});
