// Images whose spectogram.pickle Python has loaded (tests/reference/
// pickles.py): its bytes are known by digest.
import type { ImageStack } from "../../lib/spectrogram/image.ts";
import { formula } from "./small_network.ts";

/** Names of the samples, one of them not ASCII. */
export const PICKLED_NAMES: readonly string[] = ["RS001", "TP 2", "Ünï"];

/** Three images of 7 × 3 × 2. */
export const PICKLED_IMAGES: ImageStack = {
  samples: 3,
  bins: 7,
  frames: 3,
  channels: 2,
  data: Float32Array.from(formula(3 * 7 * 3 * 2, 0.3)),
};
