// Spectrograms on the adapter that is here, by the published parameters.
import { openBackend } from "../../lib/backend/open.ts";
import { deviceImages } from "../../lib/backend/webgpu/device_images.ts";
import { makeImages } from "../../lib/pipeline/images.ts";
import { centredRows } from "../../lib/spectrogram/device_images.ts";
import { scipyPlan } from "../../lib/spectrogram/scipy.ts";
import { makeSpectra } from "../players/data.ts";

/** Milliseconds, one value a round. */
export interface SpectrogramTimes {
  /** From float32 spectra to images that stay on the device. */
  readonly device: readonly number[];
  /** From float64 spectra to images on this side, as a run makes them. */
  readonly whole: readonly number[];
}

/** Spectra that are asked for at once. */
const MOST = 4096;

/** Times `count` spectra of 2151 points, stretched to 0..1. */
export async function gpuSpectrograms(
  count: number,
): Promise<SpectrogramTimes> {
  const spectra = makeSpectra(count, 1);
  const backend = await openBackend({ backend: "webgpu" });
  try {
    const whole: number[] = [];
    for (let round = 0; round < 3; round++) {
      const begin = performance.now();
      await makeImages(spectra, {
        method: "scipy",
        normalization: "min-max",
        scale: "linear",
      }, { backend });
      whole.push(performance.now() - begin);
    }
    const device = await deviceTimes(spectra.reflectance, count);
    backend.check();
    return { device, whole };
  } finally {
    await backend.close();
  }
}

async function deviceTimes(
  reflectance: Float64Array,
  count: number,
): Promise<number[]> {
  const points = reflectance.length / count;
  const plan = scipyPlan(points);
  const rows: Float32Array<ArrayBuffer>[] = [];
  for (let begin = 0; begin < count; begin += MOST) {
    const end = Math.min(count, begin + MOST);
    rows.push(centredRows(plan, reflectance, begin, end));
  }
  const device = deviceImages(plan, { channels: 1, stretch: true });
  const times: number[] = [];
  for (let round = 0; round < 4; round++) {
    const begin = performance.now();
    const made = rows.map((some) =>
      device.begin({ rows: some, count: some.length / points })
    );
    // The last ranges are there when all images are.
    await made[made.length - 1].ranges.data();
    times.push(performance.now() - begin);
    for (const { images, ranges } of made) {
      images.dispose();
      ranges.dispose();
    }
  }
  device.dispose();
  return times.slice(1); // the first compiles
}
