// The float64 path: cut, take the trend away, weigh, transform with fft.js, take the modulus. Tables and buffers are
// made once per plan; a spectrum costs no allocation.

import { realDft } from "./dft.ts";
import type { SpectrogramPlan } from "./plan.ts";
import { segmenter } from "./segments.ts";

/** Computes one spectrum's spectrogram; see `float64Transform`. */
export type SpectrumTransform = (
  spectra: Float64Array,
  index: number,
  out: Float64Array,
) => void;

/**
 * The float64 path. Builds tables and buffers once and returns a function that writes the spectrogram of spectrum
 * `index` of `spectra` (C order, `[spectra, points]`) into the first `bins * frames` places of `out`, C order
 * `[bins, frames]`. Segments never mix: what is not a number stays in its own frame.
 */
export function float64Transform(plan: SpectrogramPlan): SpectrumTransform {
  const { bins, frames, segment, window, power, factors } = plan;
  const dft = realDft(plan.nfft);
  const cut = segmenter(plan);
  const buffer = new Float64Array(plan.nfft);
  const { output } = dft;
  return (spectra, index, out) => {
    cut.load(spectra, index);
    for (let frame = 0; frame < frames; frame++) {
      cut.read(frame, buffer);
      for (let i = 0; i < segment; i++) buffer[i] *= window[i];
      dft.transform(buffer);
      for (let k = 0, to = frame; k < bins; k++, to += frames) {
        const re = output[2 * k];
        const im = output[2 * k + 1];
        const squared = re * re + im * im;
        out[to] = (power ? squared : Math.sqrt(squared)) * factors[k];
      }
    }
  };
}
