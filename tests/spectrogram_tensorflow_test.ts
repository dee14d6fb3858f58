import { assertEquals, assertLessOrEqual, assertThrows } from "@std/assert";
import { float64Transform } from "../lib/spectrogram/float64_transform.ts";
import {
  tensorflowPlan,
  tensorflowSpectrogram,
} from "../lib/spectrogram/tensorflow.ts";
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

Deno.test("tensorflowSpectrogram() equals TensorFlow's for many parameters and lengths", () => {
  for (const golden of goldens.tensorflow) {
    const x = points.slice(0, golden.length);
    const made = tensorflowSpectrogram(x, golden.options);
    assertEquals(
      [made.frequencies.length, made.times.length],
      golden.shape,
    );
    assertMatchesGolden(made.values, golden, 5e-6);
  }
});

Deno.test({
  name:
    "tensorflowSpectrogram() equals TensorFlow's on all 391 Geeves spectra (skipped without ../shared/data/geeves)",
  ignore: geeves === null,
  fn() {
    const digests = readGoldens<{ tensorflow: (Digest & { sum: number })[] }>(
      "spectrogram_geeves.json",
    ).tensorflow;
    const { rows, values: spectra } = readSpectra(geeves!);
    assertEquals(rows, digests.length);
    const plan = tensorflowPlan(2151);
    const transform = float64Transform(plan);
    const values = new Float64Array(plan.bins * plan.frames);
    digests.forEach(({ max, at, values: expected, sum }, row) => {
      transform(spectra, row, values);
      const chosen = at.map((i) => values[i]);
      assertLessOrEqual(worstError(chosen, expected, max), 5e-6);
      const total = values.reduce((a, b) => a + b);
      assertLessOrEqual(Math.abs(total / sum - 1), 5e-6);
    });
  },
});

Deno.test("tensorflowSpectrogram() pads with zeros and cuts", () => {
  const x = points.slice(0, 2151);
  const padded = new Float64Array(2151);
  padded.set(x.subarray(0, 1500));
  assertEquals(
    tensorflowSpectrogram(x.slice(0, 1500)).values,
    tensorflowSpectrogram(padded).values,
  );
  assertEquals(
    tensorflowSpectrogram(points.slice(0, 2900)).values,
    tensorflowSpectrogram(x).values,
  );
});

Deno.test("tensorflowSpectrogram() refuses what gives no frame", () => {
  const refuse = (options: Parameters<typeof tensorflowPlan>[1]) =>
    assertThrows(() => tensorflowPlan(2151, options), RangeError);
  refuse({ length: 127 });
  refuse({ frame_step: 0 });
  refuse({ frame_length: 0 });
  refuse({ fft_length: 64 });
  refuse({ length: 2151.5 });
});
