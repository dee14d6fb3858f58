// Images of all spectra by a device, batch by batch.

import {
  checkSpectrum,
  roundingLevel,
  sameEverywhere,
} from "./check_spectrum.ts";
import { centredRows, type DeviceImages } from "./device_images.ts";
import type { NormalizeOptions } from "./normalize.ts";
import type { SpectrogramPlan } from "./plan.ts";
import type { SpectraLike } from "./spectra_like.ts";

/** Spectra that a device is given at once: 36 MB, and as much for each of its steps. */
const DEVICE_BATCH = 4096;

/** What float32 may leave of a trend in a point, for sums in a tree. */
const DEVICE_ROUNDING = 16 * 2 ** -24;

/** What is made, and where it goes. */
export interface OnDevice {
  readonly set: SpectraLike;
  readonly options: NormalizeOptions;
  readonly plan: SpectrogramPlan;
  readonly data: Float32Array;
  readonly onProgress?: (done: number, total: number) => void;
}

/** Makes all images on a device, the next batch being prepared while one is under way. */
export async function onDevice(
  { set, options, plan, data, onProgress }: OnDevice,
  device: DeviceImages,
): Promise<void> {
  const channels = set.replicates;
  const total = set.samples.length * channels;
  const stretch = options.normalization === "min-max";
  const size = plan.bins * plan.frames;
  const rounding = roundingLevel(plan, DEVICE_ROUNDING);
  const most = Math.max(1, Math.floor(DEVICE_BATCH / channels)) * channels;
  const { run, dispose } = device(plan, { channels, stretch });
  const finish = async (
    begin: number,
    levels: Float64Array,
    made: ReturnType<typeof run>,
  ) => {
    const { data: values, ranges } = await made;
    levels.forEach((level, i) => {
      if (stretch && !(ranges[i] > level)) {
        throw sameEverywhere(set, begin + i, options);
      }
    });
    data.set(values, begin * size);
    onProgress?.(begin + levels.length, total);
  };
  try {
    let before: Promise<void> = Promise.resolve();
    for (let begin = 0; begin < total; begin += most) {
      const end = Math.min(total, begin + most);
      const levels = Float64Array.from({ length: end - begin }, (_, i) => {
        const greatest = checkSpectrum(set, begin + i, options);
        return rounding * (plan.power ? greatest * greatest : greatest);
      });
      const rows = centredRows(plan, set.reflectance, begin, end);
      const made = run({ rows, count: end - begin });
      made.catch(() => {}); // seen where it is awaited
      await before;
      before = finish(begin, levels, made);
      before.catch(() => {});
    }
    await before;
  } finally {
    dispose();
  }
}
