// Cutting a spectrum into segments and taking their trend away, in float64. Both paths share it: on the GPU path too the
// trend must go before the numbers become float32, or the small rest would drown in the rounding of a large mean.

import type { SpectrogramPlan } from "./plan.ts";

/** Reads the segments of one spectrum after another. */
export interface Segmenter {
  /** Takes spectrum `index` of `spectra` (C order, `[spectra, points]`). */
  load(spectra: Float64Array, index: number): void;
  /** Writes segment `frame` without its trend into the first `plan.segment` places of `out`. */
  read(frame: number, out: Float64Array): void;
}

/** Prepares the cutting of spectra as a plan says, with one buffer for all of them. */
export function segmenter(plan: SpectrogramPlan): Segmenter {
  const { points, segment, step, detrend } = plan;
  const used = Math.min(points, plan.length);
  // Zeros beyond the spectrum's end are TensorFlow's padding, and stay.
  const signal = new Float64Array(plan.length);
  const centre = (segment - 1) / 2;
  // Sum of (i - centre)², in closed form.
  const spread = segment * (segment * segment - 1) / 12;

  return {
    load(spectra, index) {
      const start = index * points;
      if (plan.float32) {
        for (let i = 0; i < used; i++) {
          signal[i] = Math.fround(spectra[start + i]);
        }
      } else {
        signal.set(spectra.subarray(start, start + used));
      }
    },
    read(frame, out) {
      const start = frame * step;
      if (detrend === "none") {
        for (let i = 0; i < segment; i++) out[i] = signal[start + i];
        return;
      }
      const mean = sum(signal, start, segment) / segment;
      for (let i = 0; i < segment; i++) out[i] = signal[start + i] - mean;
      if (detrend === "linear" && segment > 1) {
        let product = 0;
        for (let i = 0; i < segment; i++) product += (i - centre) * out[i];
        const slope = product / spread;
        for (let i = 0; i < segment; i++) out[i] -= slope * (i - centre);
      }
    },
  };
}

/** Four running sums: additions then need not wait for one another. */
function sum(x: Float64Array, start: number, count: number): number {
  let a = 0, b = 0, c = 0, d = 0, i = start;
  const end = start + count;
  for (; i + 3 < end; i += 4) {
    a += x[i];
    b += x[i + 1];
    c += x[i + 2];
    d += x[i + 3];
  }
  for (; i < end; i++) a += x[i];
  return (a + b) + (c + d);
}
