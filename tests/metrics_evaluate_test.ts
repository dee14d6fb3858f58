import { assertEquals, assertThrows } from "@std/assert";
import { evaluate, metricsReport } from "../lib/evaluation/evaluate.ts";
import type { Prediction } from "../lib/evaluation/evaluate.ts";
import { metrics } from "../lib/evaluation/metrics.ts";

function row(
  part: Prediction["part"],
  target: string,
  [measured, predicted]: [number, number],
): Prediction {
  return { sample: "s", part, target, measured, predicted };
}

Deno.test("metrics() of one sample has errors but no ratios", () => {
  assertEquals(metrics([10], [12]), {
    n: 1,
    r2: null,
    rmse: 2,
    mae: 2,
    bias: 2,
    rpd: null,
    rpiq: null,
    ccc: null,
  });
});

Deno.test("metrics() of constant measured values has no ratios, although their variance may round above 0", () => {
  const { r2, rpd, rpiq, ccc, mae } = metrics([0.1, 0.1, 0.1], [0.1, 0.2, 0]);
  assertEquals([r2, rpd, rpiq, ccc], [null, null, null, null]);
  assertEquals(mae?.toFixed(6), "0.066667");
});

Deno.test("metrics() of perfect predictions is 1 where that is the best, and null where it divides by 0", () => {
  const { r2, ccc, rmse, rpd, rpiq } = metrics([1, 2, 4], [1, 2, 4]);
  assertEquals([r2, ccc, rmse, rpd, rpiq], [1, 1, 0, null, null]);
});

Deno.test("metrics() of nothing is all null", () => {
  const { n, ...others } = metrics([], []);
  assertEquals(n, 0);
  assertEquals(new Set(Object.values(others)), new Set([null]));
});

Deno.test("metrics() survives values whose squares overflow, with null", () => {
  assertEquals(metrics([1e200, -1e200], [0, 0]).rmse, null);
});

Deno.test("metrics() refuses lists that do not match and values that are not finite", () => {
  assertThrows(() => metrics([1], [1, 2]), RangeError, "must be as many as");
  assertThrows(() => metrics([1, NaN], [1, 2]), RangeError, "Value 1 is NaN");
  assertThrows(() => metrics([1], [Infinity]), RangeError, "Infinity");
});

Deno.test("evaluate() keeps parts and targets apart, in order", () => {
  const evaluation = evaluate([
    row("test", "Sb_ppm", [1, 2]),
    row("test", "As_ppm", [1, 5]),
    row("train", "Sb_ppm", [3, 3]),
    row("train", "As_ppm", [3, 1]),
    row("test", "Sb_ppm", [2, 3]),
    row("test", "As_ppm", [2, 6]),
  ]);
  assertEquals(Object.keys(evaluation), ["train", "test"]);
  assertEquals(Object.keys(evaluation.test!), ["Sb_ppm", "As_ppm"]);
  assertEquals(evaluation.test!.Sb_ppm, metrics([1, 2], [2, 3]));
  assertEquals(evaluation.test!.As_ppm.bias, 4);
  assertEquals(evaluation.train!.As_ppm.n, 1);
  assertEquals(metricsReport(evaluation), evaluation);
});

Deno.test("metricsReport() has one level where there is one target", () => {
  const rows = [row("test", "Sb_ppm", [1, 2]), row("test", "Sb_ppm", [3, 3])];
  assertEquals(metricsReport(evaluate(rows)), {
    test: metrics([1, 3], [2, 3]),
  });
});
