// Spectrograms that a device makes all the way, against the float64 path.
import { assertEquals, assertLessOrEqual, assertRejects } from "@std/assert";
import { deviceImages } from "../lib/backend/webgpu/device_images.ts";
import { InputError } from "../lib/errors.ts";
import { type SpectrogramOptions, toImages } from "../lib/spectrogram/image.ts";
import {
  type Goldens,
  readGoldens,
  worstError,
} from "./spectrogram_support.ts";
import { gpuTest, TUNINGS } from "./webgpu_support.ts";

const { spectra: rows } = readGoldens<Goldens>("spectrogram.json");
const POINTS = 2151;

/** Five samples of three replicates, out of the golden spectra. */
const SET = {
  samples: ["a", "b", "c", "d", "e"],
  replicates: 3,
  wavelengths: Float64Array.from({ length: POINTS }, (_, i) => 350 + i),
  reflectance: Float64Array.from({ length: 15 * POINTS }, (_, i) => {
    const spectrum = Math.floor(i / POINTS);
    return rows[spectrum % 3][i % POINTS] * (1 + 0.1 * spectrum);
  }),
};

const BASE = {
  method: "scipy",
  scale: "linear",
  normalization: "min-max",
} as const;
const CASES: Record<string, SpectrogramOptions> = {
  "as published": BASE,
  "a line taken off": { ...BASE, detrend: "linear" },
  "no trend taken off, modulus, not stretched": {
    ...BASE,
    detrend: "none",
    mode: "magnitude",
    normalization: "none",
  },
  "an odd transform of odd segments": { ...BASE, nperseg: 255, nfft: 301 },
  "one segment": { ...BASE, nperseg: POINTS, normalization: "standardize" },
  "TensorFlow's": {
    method: "tensorflow",
    scale: "linear",
    normalization: "min-max",
  },
};

for (const tuning of TUNINGS) {
  gpuTest("toImages on a device is close to float64", tuning, async () => {
    for (const [name, options] of Object.entries(CASES)) {
      if (tuning === "hardware" && name === "one segment") continue; // slow here
      const expected = await toImages(SET, options);
      const found = await toImages(SET, options, { device: deviceImages });
      const { data: _, ...shape } = expected;
      const { data: values, ...same } = found;
      assertEquals(same, shape, name);
      assertLessOrEqual(worstError(values, expected.data), 5e-6, name);
      const again = await toImages(SET, options, { device: deviceImages });
      assertEquals(again, found, name);
    }
  });
}

gpuTest(
  "toImages on a device does logarithms in float64, and without samples nothing",
  "software",
  async () => {
    const options = { ...BASE, scale: "log10" } as const;
    const expected = await toImages(SET, options);
    const found = await toImages(SET, options, { device: deviceImages });
    assertEquals(found, expected);
    const none = { ...SET, samples: [], reflectance: new Float64Array(0) };
    const { data } = await toImages(none, BASE, { device: deviceImages });
    assertEquals(data.length, 0);
  },
);

gpuTest(
  "toImages on a device refuses what has nothing to stretch, by name",
  "software",
  async () => {
    const line = { ...SET, reflectance: SET.reflectance.slice() };
    for (let i = 0; i < POINTS; i++) {
      line.reflectance[4 * POINTS + i] = 0.2 + 0.0001 * i;
    }
    const straight = { ...BASE, detrend: "linear" } as const;
    for (const path of [{}, { device: deviceImages }]) {
      await assertRejects(
        () => toImages(line, straight, path),
        InputError,
        'Sample "b", replicate 2, has the same value everywhere',
      );
    }
    line.reflectance[4 * POINTS + 7] = NaN;
    await assertRejects(
      () => toImages(line, BASE, { device: deviceImages }),
      InputError,
      "has NaN at 357 nm",
    );
  },
);
