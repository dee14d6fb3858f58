import { assertEquals, assertLessOrEqual, assertThrows } from "@std/assert";
import { realDft } from "../lib/spectrogram/dft.ts";
import { unitCircle } from "../lib/spectrogram/unit_circle.ts";
import { worstError } from "./spectrogram_support.ts";

/** The definition, with compensated sums of exact-angle terms. */
function naiveDft(x: Float64Array): Float64Array {
  const bins = Math.floor(x.length / 2) + 1;
  const out = new Float64Array(2 * bins);
  for (let k = 0; k < bins; k++) {
    for (const part of [0, 1]) {
      let sum = 0;
      let lost = 0;
      for (let n = 0; n < x.length; n++) {
        const angle = 2 * Math.PI * ((k * n) % x.length) / x.length;
        const term = x[n] *
            (part === 0 ? Math.cos(angle) : -Math.sin(angle)) - lost;
        const next = sum + term;
        lost = (next - sum) - term;
        sum = next;
      }
      out[2 * k + part] = sum;
    }
  }
  return out;
}

function signal(length: number): Float64Array {
  return Float64Array.from(
    { length },
    (_, i) => 0.4 + Math.sin(i * 0.1) / 4 + ((i * i * 7919) % 101) / 1000,
  );
}

Deno.test("realDft() equals the definition for every kind of size", () => {
  const sizes = Array.from({ length: 40 }, (_, i) => i + 1);
  for (const size of [...sizes, 81, 255, 256, 257, 300, 512, 1000, 1024]) {
    const x = signal(size);
    const dft = realDft(size);
    assertEquals(dft.bins, Math.floor(size / 2) + 1);
    dft.transform(x);
    const actual = dft.output.subarray(0, 2 * dft.bins);
    assertLessOrEqual(worstError(actual, naiveDft(x)), 2e-15, `size ${size}`);
  }
});

Deno.test("realDft() forgets the transform before", () => {
  for (const size of [128, 129]) {
    const dft = realDft(size);
    const fresh = realDft(size);
    dft.transform(signal(size).map((v) => 1e6 * v * v));
    dft.transform(signal(size));
    fresh.transform(signal(size));
    assertEquals(
      dft.output.slice(0, 2 * dft.bins),
      fresh.output.slice(0, 2 * dft.bins),
    );
  }
});

Deno.test("realDft() refuses sizes that are not positive integers", () => {
  for (const size of [0, -4, 2.5, NaN]) {
    assertThrows(() => realDft(size), RangeError, "positive integer");
  }
});

Deno.test("unitCircle() is exact at eighths and symmetric elsewhere", () => {
  assertEquals(unitCircle(0, 8), [1, 0]);
  for (
    const [eighths, c, s] of [[0, 1, 0], [2, 0, 1], [4, -1, 0], [6, 0, -1]]
  ) {
    for (const count of [8, 28, 1000]) {
      const actual = unitCircle(eighths * count / 8, count);
      // Adding 0 makes -0 a plain zero.
      assertEquals(actual.map((v) => v + 0), [c, s]);
    }
  }
  for (let i = 0; i < 300; i++) {
    const [c, s] = unitCircle(i, 300);
    assertLessOrEqual(Math.abs(c - Math.cos(2 * Math.PI * i / 300)), 1e-15);
    assertLessOrEqual(Math.abs(s - Math.sin(2 * Math.PI * i / 300)), 1e-15);
    assertEquals(unitCircle(i + 3000, 300), [c, s]);
  }
});
