import {
  assertEquals,
  assertGreater,
  assertLessOrEqual,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { InputError } from "../lib/errors.ts";
import {
  planSpectrogram,
  type SpectrogramOptions,
  toImages,
} from "../lib/spectrogram/image.ts";
import { scipySpectrogram } from "../lib/spectrogram/scipy.ts";
import { tensorflowSpectrogram } from "../lib/spectrogram/tensorflow.ts";
import { type Goldens, readGoldens } from "./spectrogram_support.ts";

const { spectra: rows } = readGoldens<Goldens>("spectrogram.json");
const wavelengths = Float64Array.from({ length: 2151 }, (_, i) => 350 + i);
const published = {
  method: "scipy",
  normalization: "min-max",
  scale: "linear",
} as const;

/** Two samples of two replicates: the three golden spectra, and one times another. */
function fourSpectra() {
  const last = rows[0].map((v, i) => v * rows[1][i]);
  return {
    samples: ["A", "B"],
    replicates: 2,
    wavelengths,
    reflectance: Float64Array.from([...rows, last].flat()),
  };
}

/** Code S1's normalize_spectrogram. */
function minMax(values: Float64Array): Float64Array {
  const [min, max] = [Math.min(...values), Math.max(...values)];
  return values.map((v) => (v - min) / (max - min));
}

Deno.test("toImages() lays replicates down as channels", async () => {
  const set = fourSpectra();
  const images = await toImages(set, published);
  const { samples, bins, frames, channels, data } = images;
  assertEquals([samples, bins, frames, channels], [2, 129, 9, 2]);
  assertEquals(data.length, 2 * 129 * 9 * 2);
  for (let s = 0; s < 2; s++) {
    for (let r = 0; r < 2; r++) {
      const start = (s * 2 + r) * 2151;
      const x = set.reflectance.slice(start, start + 2151);
      const expected = minMax(scipySpectrogram(x).values);
      for (let i = 0; i < bins * frames; i++) {
        const actual = data[(s * bins * frames + i) * channels + r];
        assertEquals(actual, Math.fround(expected[i]));
      }
    }
  }
});

Deno.test("toImages() works with one replicate and TensorFlow's method", async () => {
  const set = {
    ...fourSpectra(),
    samples: ["A", "B", "C", "D"],
    replicates: 1,
  };
  const images = await toImages(set, {
    method: "tensorflow",
    normalization: "none",
    scale: "linear",
  });
  const { samples, bins, frames, channels, data } = images;
  assertEquals([samples, bins, frames, channels], [4, 65, 32, 1]);
  const expected = tensorflowSpectrogram(Float64Array.from(rows[1])).values;
  const size = bins * frames;
  assertEquals(data.slice(size, 2 * size), new Float32Array(expected));
});

Deno.test("toImages() takes log10(value + 2^-52) ahead of min-max", async () => {
  const set = fourSpectra();
  for (const normalization of ["none", "min-max"] as const) {
    const images = await toImages(set, {
      method: "scipy",
      normalization,
      scale: "log10",
    });
    const logs = scipySpectrogram(set.reflectance.slice(0, 2151)).values
      .map((v) => Math.log10(v + 2 ** -52));
    const expected = normalization === "none" ? logs : minMax(logs);
    expected.forEach((value, i) =>
      assertEquals(images.data[i * 2], Math.fround(value))
    );
  }
});

Deno.test("toImages() does not depend on batches and reports progress up to the end", async () => {
  const one = fourSpectra();
  const copies = 150;
  const reflectance = new Float64Array(copies * one.reflectance.length);
  for (let i = 0; i < copies; i++) {
    reflectance.set(one.reflectance, i * one.reflectance.length);
  }
  const samples = Array.from({ length: 2 * copies }, (_, i) => `s${i}`);
  const seen: [number, number][] = [];
  const many = await toImages(
    { ...one, samples, reflectance },
    published,
    { onProgress: (done, total) => seen.push([done, total]) },
  );
  const { data } = await toImages(one, published);
  assertEquals(many.data.slice(-data.length), data);
  assertGreater(seen.length, 1);
  assertEquals(seen.at(-1), [600, 600]);
});

Deno.test("toImages() names the constant spectrum that min-max cannot stretch", async () => {
  const set = fourSpectra();
  set.reflectance.fill(0.3, 3 * 2151);
  const error = await assertRejects(
    () => toImages(set, published),
    InputError,
    'Sample "B", replicate 2, is constant (0.3',
  ) as Error;
  assertEquals(error.message.includes("\n"), false);
  const { data } = await toImages(set, { ...published, normalization: "none" });
  assertLessOrEqual(data[2 * 129 * 9 * 2 - 1], 1e-28);
});

Deno.test("toImages() names the spectrum whose spectrogram is nothing but rounding", async () => {
  const set = fourSpectra();
  for (let i = 0; i < 2151; i++) set.reflectance[i] = 0.1 + i * 1e-4;
  const options: SpectrogramOptions = { ...published, detrend: "linear" };
  await assertRejects(
    () => toImages(set, options),
    InputError,
    'Sample "A", replicate 1, has the same value everywhere',
  );
  await toImages(set, published); // with its slope left in, it is an image
});

Deno.test("toImages() names the value that is not finite", async () => {
  for (const value of [NaN, Infinity, -Infinity]) {
    const set = fourSpectra();
    set.reflectance[2151 + 650] = value;
    await assertRejects(
      () => toImages(set, published),
      InputError,
      `Sample "A", replicate 2, has ${value} at 1000 nm`,
    );
  }
});

Deno.test("toImages() refuses spectra that do not fit their set or their config", async () => {
  const set = fourSpectra();
  await assertRejects(
    () => toImages({ ...set, replicates: 3 }, published),
    TypeError,
    "3 replicates",
  );
  const short = { ...set, wavelengths: wavelengths.slice(0, 20) };
  short.reflectance = set.reflectance.slice(0, 80);
  await assertRejects(
    () => toImages(short, { ...published, noverlap: 32 }),
    InputError,
    "Spectra of 20 points",
  );
});

Deno.test("planSpectrogram() tells shape and axes, and refuses another method", () => {
  const plan = planSpectrogram(published, 2151);
  assertEquals([plan.bins, plan.frames, plan.segment], [129, 9, 256]);
  assertEquals([plan.frequencies[128], plan.times[0]], [0.5, 128]);
  const method = "wavelet" as "scipy";
  assertThrows(
    () => planSpectrogram({ ...published, method }, 2151),
    RangeError,
    "wavelet",
  );
});
