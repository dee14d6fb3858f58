// Data out of formulas; bench/peers/peer.py has the same.
import type { ImageStack, SpectraLike } from "../../lib/spectrogram/image.ts";

/** Images `[samples, 129, 9, channels]`, values in 0..1. */
export function makeImages(samples: number, channels: number): ImageStack {
  const data = new Float32Array(samples * 129 * 9 * channels);
  for (let i = 0; i < data.length; i++) {
    data[i] = (Math.imul(i + 1, 2654435761) >>> 0) / 2 ** 32;
  }
  return { samples, bins: 129, frames: 9, channels, data };
}

/** One target per sample: the first value of its image. */
export function makeTargets({ samples, data }: ImageStack): Float64Array {
  const size = data.length / samples;
  return Float64Array.from({ length: samples }, (_, s) => data[s * size]);
}

/** Spectra of 2151 points. */
export function makeSpectra(
  samples: number,
  replicates: number,
): SpectraLike {
  const points = 2151;
  const reflectance = new Float64Array(samples * replicates * points);
  for (let s = 0, at = 0; s < samples * replicates; s++) {
    for (let i = 0; i < points; i++, at++) {
      reflectance[at] = 0.3 + 0.1 * Math.sin(i / (20 + s % 50)) +
        ((i * i + s) % 1009) / 1e5;
    }
  }
  return {
    samples: Array.from({ length: samples }, (_, i) => `${i}`),
    replicates,
    wavelengths: Float64Array.from({ length: points }, (_, i) => 350 + i),
    reflectance,
  };
}
