import {
  assertAlmostEquals,
  assertEquals,
  assertLessOrEqual,
  assertThrows,
} from "@std/assert";
import { float64Transform } from "../lib/spectrogram/float64_transform.ts";
import {
  type ScipyOptions,
  scipyPlan,
  scipySpectrogram,
} from "../lib/spectrogram/scipy.ts";
import {
  assertMatchesGolden,
  type Digest,
  geevesSpectra,
  type Goldens,
  readGoldens,
  readSpectra,
  worstError,
} from "./spectrogram_support.ts";

const goldens = readGoldens<Goldens>("spectrogram.json");
const points = Float64Array.from(goldens.spectra.flat());
const geeves = geevesSpectra();

Deno.test("scipySpectrogram() equals SciPy for many parameters and lengths", () => {
  for (const golden of goldens.scipy) {
    const x = points.slice(0, golden.length);
    const made = scipySpectrogram(x, golden.options);
    const { frequencies, times, values } = made;
    assertEquals([frequencies.length, times.length], golden.shape);
    const [f, t] = [golden.frequencies, golden.times];
    assertEquals([frequencies[0], frequencies.at(-1)], f);
    assertEquals([times[0], times.at(-1)], t);
    assertMatchesGolden(values, golden, 1e-12);
  }
});

Deno.test({
  name:
    "scipySpectrogram() equals SciPy on all 391 Geeves spectra (skipped without ../shared/data/geeves)",
  ignore: geeves === null,
  fn() {
    const digests = readGoldens<{ scipy: (Digest & { sum: number })[] }>(
      "spectrogram_geeves.json",
    ).scipy;
    const { rows, values: spectra } = readSpectra(geeves!);
    assertEquals(rows, digests.length);
    const plan = scipyPlan(2151);
    const transform = float64Transform(plan);
    const values = new Float64Array(plan.bins * plan.frames);
    digests.forEach(({ max, at, values: expected, sum }, row) => {
      transform(spectra, row, values);
      const chosen = at.map((i) => values[i]);
      assertLessOrEqual(worstError(chosen, expected, max), 1e-12);
      assertAlmostEquals(Math.max(...values) / max, 1, 1e-12);
      assertAlmostEquals(values.reduce((a, b) => a + b) / sum, 1, 1e-12);
    });
  },
});

Deno.test("scipySpectrogram() shortens nperseg to the spectrum, and the plan says so", () => {
  const plan = scipyPlan(100);
  assertEquals([plan.segment, plan.step, plan.bins, plan.frames], [
    100,
    88,
    51,
    1,
  ]);
  assertEquals(scipyPlan(100, { nperseg: 300 }).segment, 100);
  assertEquals(scipyPlan(2151).segment, 256);
});

Deno.test("scipySpectrogram() keeps what is not a number in its own frame", () => {
  const x = points.slice(0, 2151);
  const clean = scipySpectrogram(x).values;
  x[600] = NaN; // frame 2 alone: 448 to 703
  const { values, times } = scipySpectrogram(x);
  values.forEach((value, i) => {
    assertEquals(value, i % times.length === 2 ? NaN : clean[i]);
  });
});

Deno.test("scipySpectrogram() gives a constant spectrum almost no power", () => {
  const { values } = scipySpectrogram(new Float64Array(2151).fill(0.3));
  assertLessOrEqual(Math.max(...values), 1e-28);
});

Deno.test("scipySpectrogram() refuses what SciPy refuses", () => {
  const refused: [ScipyOptions, string][] = [
    [{ nperseg: 0 }, "nperseg is 0"],
    [{ nperseg: 12.5 }, "nperseg is 12.5"],
    [{ noverlap: 256 }, "noverlap is 256"],
    [{ noverlap: -1 }, "noverlap is -1"],
    [{ nfft: 255 }, "nfft is 255"],
    [{ fs: 0 }, "fs is 0"],
    [{ fs: NaN }, "fs is NaN"],
    [{ detrend: "quadratic" as "linear" }, "detrend is"],
    [{ scaling: "none" as "density" }, "scaling is"],
    [{ mode: "angle" as "psd" }, "mode is"],
  ];
  for (const [options, message] of refused) {
    assertThrows(() => scipyPlan(2151, options), RangeError, message);
  }
  assertThrows(() => scipySpectrogram(new Float64Array(0)), RangeError);
  // Against the shortened segment.
  assertThrows(() => scipyPlan(30, { noverlap: 32 }), RangeError, "30 points");
});
