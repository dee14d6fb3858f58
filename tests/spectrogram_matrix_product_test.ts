import { assertEquals, assertLessOrEqual, assertRejects } from "@std/assert";
import { float64Transform } from "../lib/spectrogram/float64_transform.ts";
import { toImages } from "../lib/spectrogram/image.ts";
import {
  type MatrixProduct,
  productTransform,
} from "../lib/spectrogram/matrix_product.ts";
import type { SpectrogramPlan } from "../lib/spectrogram/plan.ts";
import { scipyPlan } from "../lib/spectrogram/scipy.ts";
import { tensorflowPlan } from "../lib/spectrogram/tensorflow.ts";
import {
  type Goldens,
  readGoldens,
  worstError,
} from "./spectrogram_support.ts";

const { spectra: rows } = readGoldens<Goldens>("spectrogram.json");
const spectra = Float64Array.from(rows.flat());
const adapter = await navigator.gpu?.requestAdapter() ?? null;

const plans: Record<string, SpectrogramPlan> = {
  scipy: scipyPlan(2151),
  "scipy, linear trend": scipyPlan(2151, { detrend: "linear" }),
  "scipy, no trend taken": scipyPlan(2151, {
    detrend: "none",
    mode: "magnitude",
    window: { name: "boxcar" },
  }),
  "scipy, odd transform": scipyPlan(2151, { nperseg: 255, nfft: 301 }),
  "scipy, one segment": scipyPlan(2151, { nperseg: 2151 }),
  tensorflow: tensorflowPlan(2151),
};

/** Float32 in, every step rounded to float32: what a plain shader does. */
const naiveProduct: MatrixProduct = (a, [m, k], b, [, n]) => {
  const out = new Float32Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let l = 0; l < k; l++) {
      for (let j = 0; j < n; j++) {
        out[i * n + j] += Math.fround(a[i * k + l] * b[l * n + j]);
      }
    }
  }
  return Promise.resolve(out);
};

/** Holds all spectrograms of the golden spectra against the float64 path. */
async function assertClose(plan: SpectrogramPlan, product: MatrixProduct) {
  const actual = await productTransform(plan, product)
    .transform(spectra, 0, rows.length);
  const transform = float64Transform(plan);
  const size = plan.bins * plan.frames;
  const expected = new Float64Array(size);
  for (let s = 0; s < rows.length; s++) {
    transform(spectra, s, expected);
    const error = worstError(
      actual.subarray(s * size, (s + 1) * size),
      expected,
    );
    assertLessOrEqual(error, 5e-6);
  }
}

for (const [name, plan] of Object.entries(plans)) {
  Deno.test(`productTransform() is close to float64 with a float32 product (${name})`, async () => {
    await assertClose(plan, naiveProduct);
  });
}

Deno.test({
  name:
    "productTransform() is close to float64 on WebGPU (skipped without an adapter)",
  ignore: adapter === null,
  // The device lives as long as its backend, beyond the test.
  sanitizeResources: false,
  sanitizeOps: false,
  async fn() {
    const tf = await import("../lib/third_party/tfjs.ts");
    await import("../lib/third_party/tfjs_webgpu.ts");
    assertEquals(await tf.setBackend("webgpu"), true);
    assertEquals(tf.getBackend(), "webgpu");
    const product: MatrixProduct = async (a, [m, k], b, [n, o]) => {
      const out = tf.tidy(() =>
        tf.matMul(tf.tensor2d(a, [m, k]), tf.tensor2d(b, [n, o]))
      );
      const values = await out.data() as Float32Array;
      out.dispose();
      return values;
    };
    // The published sets alone: every further shape is a shader more, and some drivers take seconds over each. The
    // long check has them all.
    await assertClose(plans.scipy, product);
    await assertClose(plans.tensorflow, product);
  },
});

Deno.test("productTransform() gives the same numbers however the spectra are dealt out", async () => {
  const plan = plans.tensorflow;
  const path = productTransform(plan, naiveProduct);
  const all = await path.transform(spectra, 0, 3);
  const size = plan.bins * plan.frames;
  for (const [begin, end] of [[0, 1], [1, 3], [2, 2]]) {
    const some = await path.transform(spectra, begin, end);
    assertEquals(some, all.slice(begin * size, end * size));
  }
});

Deno.test("productTransform() keeps every buffer below 128 MiB", () => {
  for (const plan of Object.values(plans)) {
    const { spectraPerBatch } = productTransform(plan, naiveProduct);
    const bytes = spectraPerBatch * plan.frames * plan.nfft * 4;
    assertLessOrEqual(bytes, 32 * 1024 * 1024);
  }
});

Deno.test("productTransform() refuses a product of another size and spectra that are not there", async () => {
  const path = productTransform(
    plans.scipy,
    () => Promise.resolve(new Float32Array(7)),
  );
  await assertRejects(() => path.transform(spectra, 0, 1), TypeError, "7");
  await assertRejects(() => path.transform(spectra, 0, 4), RangeError);
});

Deno.test("toImages() over a product is close to the float64 path", async () => {
  const set = {
    samples: ["a"],
    replicates: 3,
    wavelengths: new Float64Array(2151),
    reflectance: spectra,
  };
  const options = {
    method: "scipy",
    normalization: "min-max",
    scale: "linear",
  } as const;
  const exact = await toImages(set, options);
  const close = await toImages(set, options, { product: naiveProduct });
  assertLessOrEqual(worstError(close.data, exact.data), 5e-6);
});
