// Our spectrograms as a player: SciPy's, in float64, bare or as images (scaled,
// float32, replicates as channels).
//
//     deno run -A bench/players/spectrogram.ts '{"measure":"images"}'
import { float64Transform } from "../../lib/spectrogram/float64_transform.ts";
import { toImages } from "../../lib/spectrogram/image.ts";
import { scipyPlan } from "../../lib/spectrogram/scipy.ts";
import { makeSpectra } from "./data.ts";
import { readOptions, serve, timed } from "./serve.ts";

const { measure = "bare", count = 1000, channels = 1 } = readOptions();
const spectra = makeSpectra(count / channels, channels);
const plan = scipyPlan(spectra.wavelengths.length);
const transform = float64Transform(plan);
const values = new Float64Array(plan.bins * plan.frames);

function bare() {
  for (let s = 0; s < count; s++) transform(spectra.reflectance, s, values);
}

async function images() {
  await toImages(spectra, {
    method: "scipy",
    normalization: "min-max",
    scale: "linear",
  });
}

await serve(async () => {
  const ms = await timed(measure === "images" ? images : bare, 1);
  return { ms, per_second: count / ms * 1000 };
});
