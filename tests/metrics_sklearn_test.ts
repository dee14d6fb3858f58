// Figures against scikit-learn and NumPy; goldens by tests/reference/metrics.py.
import { assertAlmostEquals, assertEquals } from "@std/assert";
import { metrics } from "../lib/evaluation/metrics.ts";
import { quantile } from "../lib/evaluation/quantile.ts";
import golden from "./goldens/metrics.json" with { type: "json" };

Deno.test("metrics() equals scikit-learn and NumPy to 1e-12", () => {
  for (const { measured, predicted, metrics: expected } of golden) {
    const found = metrics(measured, predicted);
    assertEquals(Object.keys(found), Object.keys(expected));
    for (const [name, value] of Object.entries(expected)) {
      const own = found[name as keyof typeof found];
      const tolerance = 1e-12 * Math.max(1, Math.abs(value));
      assertAlmostEquals(own ?? NaN, value, tolerance);
    }
  }
});

Deno.test("quantile() meets the ends and halves the gap between two values", () => {
  assertEquals(quantile([3, 1], 0), 1);
  assertEquals(quantile([3, 1], 1), 3);
  assertEquals(quantile([3, 1], 0.5), 2);
  assertEquals(quantile([7], 0.25), 7);
});
