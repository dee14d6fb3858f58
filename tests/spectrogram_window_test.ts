import { assertEquals, assertLessOrEqual, assertThrows } from "@std/assert";
import { getWindow } from "../lib/spectrogram/window.ts";
import {
  type Goldens,
  readGoldens,
  worstError,
} from "./spectrogram_support.ts";

const goldens = readGoldens<Goldens>("spectrogram.json");

Deno.test("getWindow() gives SciPy's periodic windows", () => {
  for (const { window, length, values } of goldens.windows) {
    const actual = getWindow(window, length);
    assertEquals(actual.length, length);
    const what = JSON.stringify([window, length]);
    assertLessOrEqual(worstError(actual, values, 1), 4e-16, what);
  }
});

Deno.test("getWindow() refuses what is not a window", () => {
  const name = "constructor" as "hann";
  assertThrows(() => getWindow({ name }, 8), RangeError, "is unknown");
  assertThrows(() => getWindow({ name: "hann" }, 0), RangeError, "positive");
  assertThrows(() => getWindow({ name: "hann" }, 1.5), RangeError, "positive");
  assertThrows(
    () => getWindow({ name: "hann", alpha: 0.5 }, 8),
    RangeError,
    'only "tukey" has one',
  );
  assertThrows(
    () => getWindow({ name: "tukey", alpha: NaN }, 8),
    RangeError,
    "finite",
  );
});
