// What toImages asks of a device: all of the way from spectra to images, of which
// the host only takes the mean off and looks for what cannot be.

import type { SpectrogramPlan } from "./plan.ts";

/** Spectra on their way to a device. */
export interface DeviceBatch {
  /**
   * Float32 in C order `[spectra, points]`, each less its own mean where the plan takes a trend off: the rest keeps its
   * digits then.
   */
  readonly rows: Float32Array<ArrayBuffer>;
  /** How many. */
  readonly count: number;
}

/** What a device gives back. */
export interface DeviceResult {
  /** Float32 in C order `[spectra / channels, bins, frames, channels]`. */
  readonly data: Float32Array;
  /** Greatest less least value of each spectrum's spectrogram, ahead of being stretched. */
  readonly ranges: Float32Array;
}

/**
 * Prepares a device.
 *
 * @param plan What to compute, as for `float64Transform`.
 * @param options Replicates of a sample, and whether each spectrogram is stretched to 0..1.
 * @returns Makes images of batches of whole samples. All of the work is asked for before it returns, so that the next
 * batch can be prepared meanwhile. `dispose` frees what was prepared.
 */
export type DeviceImages = (
  plan: SpectrogramPlan,
  options: { readonly channels: number; readonly stretch: boolean },
) => {
  run(batch: DeviceBatch): Promise<DeviceResult>;
  dispose(): void;
};

/** The part of a plan's work that the host does: centres spectra `begin` to `end - 1` and rounds them once. */
export function centredRows(
  plan: SpectrogramPlan,
  spectra: Float64Array,
  begin: number,
  end: number,
): Float32Array<ArrayBuffer> {
  const { points, detrend } = plan;
  const rows = new Float32Array((end - begin) * points);
  for (let s = begin, to = 0; s < end; s++) {
    const from = s * points;
    let mean = 0;
    if (detrend !== "none") {
      for (let i = from; i < from + points; i++) mean += spectra[i];
      mean /= points;
    }
    for (let i = from; i < from + points; i++, to++) {
      rows[to] = spectra[i] - mean;
    }
  }
  return rows;
}
