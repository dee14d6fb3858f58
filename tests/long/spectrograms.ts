// The long check of the spectrograms, first half: every value of every spectrogram of a table of spectra, by both
// methods, many parameter sets and both paths, into a folder of raw little-endian float64 files. The second half holds
// them against SciPy and TensorFlow:
//
//     deno run -A tests/long/spectrograms.ts SPECTRA.csv FOLDER
//     python tests/reference/compare_spectrograms.py SPECTRA.csv FOLDER

import { pathToFileURL } from "node:url";
import { float64Transform } from "../../lib/spectrogram/float64_transform.ts";
import { productTransform } from "../../lib/spectrogram/matrix_product.ts";
import type { SpectrogramPlan } from "../../lib/spectrogram/plan.ts";
import { scipyPlan } from "../../lib/spectrogram/scipy.ts";
import { tensorflowPlan } from "../../lib/spectrogram/tensorflow.ts";
import { webgpuProduct } from "../../bench/webgpu_product.ts";
import {
  type Goldens,
  readGoldens,
  readSpectra,
} from "../spectrogram_support.ts";

const [table, folder] = Deno.args;
if (folder === undefined) {
  console.error("Two arguments are needed: SPECTRA.csv FOLDER");
  Deno.exit(2);
}
const { rows, values: spectra } = readSpectra(pathToFileURL(table));
const points = spectra.length / rows;
Deno.mkdirSync(folder, { recursive: true });

const product = await webgpuProduct();
const { scipy, tensorflow } = readGoldens<Goldens>("spectrogram.json");
const list: { method: string; options: unknown; path: string; file: string }[] =
  [];

async function write(
  method: string,
  options: unknown,
  plan: SpectrogramPlan,
): Promise<void> {
  const size = plan.bins * plan.frames;
  const put = (path: string, values: Float64Array<ArrayBuffer>) => {
    const file = `${list.length}.f64`;
    Deno.writeFileSync(`${folder}/${file}`, new Uint8Array(values.buffer));
    list.push({ method, options, path, file });
  };
  const values = new Float64Array(rows * size);
  const transform = float64Transform(plan);
  for (let s = 0; s < rows; s++) {
    transform(spectra, s, values.subarray(s * size));
  }
  put("float64", values);
  if (product) {
    const path = productTransform(plan, product);
    put("webgpu", new Float64Array(await path.transform(spectra, 0, rows)));
  }
}

/** Parameter sets of the goldens, each once. */
function distinct<T>(cases: { options: T }[]): T[] {
  const texts = new Set(cases.map(({ options }) => JSON.stringify(options)));
  return [...texts].map((text) => JSON.parse(text));
}

for (const options of distinct(scipy)) {
  await write("scipy", options, scipyPlan(points, options));
}
for (const options of distinct(tensorflow)) {
  await write("tensorflow", options, tensorflowPlan(points, options));
}
Deno.writeTextFileSync(`${folder}/list.json`, JSON.stringify(list));
console.log(`${list.length} files of ${rows} spectrograms each`);
Deno.exit(0); // a WebGPU device would keep the program alive
