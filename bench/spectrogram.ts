// How many spectra a second become spectrograms, as JSON on stdout. The best of three rounds counts; every round does
// all spectra on one thread (and the GPU, for webgpu).
//
//     deno run -A bench/spectrogram.ts [COUNT] [PYTHON]
//
// COUNT is 4000 if left out. With PYTHON (an interpreter that has SciPy) SciPy's own rate is measured in between.

import { float64Transform } from "../lib/spectrogram/float64_transform.ts";
import { type SpectrogramOptions, toImages } from "../lib/spectrogram/image.ts";
import {
  type MatrixProduct,
  productTransform,
} from "../lib/spectrogram/matrix_product.ts";
import type { SpectrogramPlan } from "../lib/spectrogram/plan.ts";
import { scipyPlan } from "../lib/spectrogram/scipy.ts";
import { tensorflowPlan } from "../lib/spectrogram/tensorflow.ts";
import { webgpuProduct } from "./webgpu_product.ts";

const count = Number(Deno.args[0] ?? 4000);
const python = Deno.args[1];
const points = 2151;
const spectra = new Float64Array(count * points);
for (let s = 0, at = 0; s < count; s++) {
  for (let i = 0; i < points; i++, at++) {
    spectra[at] = 0.3 + 0.1 * Math.sin(i / (20 + s % 50)) +
      ((i * i + s) % 1009) / 1e5;
  }
}
const set = {
  samples: Array.from({ length: count }, (_, i) => `${i}`),
  replicates: 1,
  wavelengths: Float64Array.from({ length: points }, (_, i) => 350 + i),
  reflectance: spectra,
};

/** Spectra per second of the best of three rounds. */
async function rate(round: () => void | Promise<unknown>): Promise<number> {
  let best = Infinity;
  for (let i = 0; i < 3; i++) {
    const start = performance.now();
    await round();
    best = Math.min(best, performance.now() - start);
  }
  return Math.round(count / (best / 1000));
}

function float64(plan: SpectrogramPlan): Promise<number> {
  const transform = float64Transform(plan);
  const values = new Float64Array(plan.bins * plan.frames);
  return rate(() => {
    for (let s = 0; s < count; s++) transform(spectra, s, values);
  });
}

function webgpu(plan: SpectrogramPlan, product: MatrixProduct) {
  const path = productTransform(plan, product);
  return rate(async () => {
    for (let s = 0; s < count; s += path.spectraPerBatch) {
      const end = Math.min(count, s + path.spectraPerBatch);
      await path.transform(spectra, s, end);
    }
  });
}

function images(options: SpectrogramOptions): Promise<number> {
  return rate(() => toImages(set, options));
}

function scipy(interpreter: string): number {
  const script = new URL("spectrogram_scipy.py", import.meta.url);
  const { stdout } = new Deno.Command(interpreter, {
    args: [decodeURIComponent(script.pathname), `${count}`],
  }).outputSync();
  return JSON.parse(new TextDecoder().decode(stdout)).spectra_per_second;
}

const published = { method: "scipy", normalization: "min-max" } as const;
const rates: Record<string, number> = {};
rates.scipy_float64 = await float64(scipyPlan(points));
if (python) rates.scipy_itself = scipy(python);
rates.tensorflow_float64 = await float64(tensorflowPlan(points));
rates.scipy_float64_nperseg_255 = await float64(
  scipyPlan(points, { nperseg: 255 }),
);
rates.images_linear = await images({ ...published, scale: "linear" });
rates.images_log10 = await images({ ...published, scale: "log10" });
const product = await webgpuProduct();
if (product) {
  rates.scipy_webgpu = await webgpu(scipyPlan(points), product);
  rates.tensorflow_webgpu = await webgpu(tensorflowPlan(points), product);
}
console.log(JSON.stringify({ spectra: count, points, per_second: rates }));
Deno.exit(0); // a WebGPU device would keep the program alive
