// The GPU path. A DFT of many segments is one matrix product: segments [m, k] times a basis [k, nfft] of windowed
// cosines and sines. Trend, basis and what follows the product are float64; float32 are only the product and its two
// inputs, so the error stays near 1e-6 of a spectrogram's maximum. The product itself comes from whoever holds a device.

import type { SpectrogramPlan } from "./plan.ts";
import { segmenter } from "./segments.ts";
import { unitCircle } from "./unit_circle.ts";

/** Multiplies `a` (C order, `[m, k]`) by `b` (C order, `[k, n]`): float32 `[m, n]`. */
export type MatrixProduct = (
  a: Float32Array,
  aShape: readonly [number, number],
  b: Float32Array,
  bShape: readonly [number, number],
) => Promise<Float32Array>;

/** Computes the spectrograms of a range of spectra; see `productTransform`. */
export interface ProductTransform {
  /** Spectra that one product may take without a buffer of more than 32 MiB. */
  readonly spectraPerBatch: number;
  /** Spectrograms of spectra `begin` to `end - 1`, float64 in C order `[end - begin, bins, frames]`. */
  transform(
    spectra: Float64Array,
    begin: number,
    end: number,
  ): Promise<Float64Array>;
}

/** Every device's limits allow 128 MiB; small batches also keep what waits on the way to and from it small. */
const LARGEST_BUFFER_BYTES = 32 * 1024 * 1024;

/**
 * The path over a matrix product: all segments of many spectra in one product with a basis built in float64.
 *
 * @param plan What to compute, as for `float64Transform`.
 * @param product Float32 matrix product, as a rule that of a GPU. Called once per batch, always with the same basis
 * object, so that it may keep its upload.
 */
export function productTransform(
  plan: SpectrogramPlan,
  product: MatrixProduct,
): ProductTransform {
  const { bins, frames, segment, nfft, points, power, factors } = plan;
  const basis = fourierBasis(plan);
  const cut = segmenter(plan);
  const rest = new Float64Array(segment);
  const spectraPerBatch = Math.max(
    1,
    Math.floor(LARGEST_BUFFER_BYTES / (4 * nfft * frames)),
  );

  /** One product: the spectra go in as rows of segments and come back as rows of real and imaginary parts. */
  async function batch(
    spectra: Float64Array,
    begin: number,
    end: number,
    values: Float64Array,
    at: number,
  ): Promise<void> {
    const count = (end - begin) * frames;
    const a = new Float32Array(count * segment);
    for (let s = begin, row = 0; s < end; s++) {
      cut.load(spectra, s);
      for (let frame = 0; frame < frames; frame++, row++) {
        cut.read(frame, rest);
        a.set(rest, row * segment);
      }
    }
    const parts = await product(a, [count, segment], basis, [segment, nfft]);
    if (parts.length !== count * nfft) {
      throw new TypeError(
        `The matrix product has ${parts.length} values, must have ${count} x ${nfft}`,
      );
    }
    for (let row = 0; row < count; row++) {
      const frame = row % frames;
      const from = row * nfft;
      const to = at + (row - frame) * bins + frame;
      for (let k = 0; k < bins; k++) {
        const re = parts[from + k];
        // Bin 0, and the Nyquist bin of an even transform, have no imaginary part and no column for it.
        const im = k === 0 || 2 * k === nfft ? 0 : parts[from + bins + k - 1];
        const squared = re * re + im * im;
        values[to + k * frames] = (power ? squared : Math.sqrt(squared)) *
          factors[k];
      }
    }
  }

  return {
    spectraPerBatch,
    async transform(spectra, begin, end) {
      if (begin < 0 || begin > end || end * points > spectra.length) {
        throw new RangeError(
          `Spectra ${begin} to ${end} asked for, there are ${
            Math.floor(spectra.length / points)
          }`,
        );
      }
      const values = new Float64Array((end - begin) * bins * frames);
      for (let s = begin; s < end; s += spectraPerBatch) {
        const last = Math.min(end, s + spectraPerBatch);
        await batch(spectra, s, last, values, (s - begin) * bins * frames);
      }
      return values;
    },
  };
}

/**
 * Windowed Fourier basis in C order `[segment, nfft]`: `bins` columns of cosines, then the columns of negative sines
 * of all bins that have an imaginary part, which makes nfft columns together. Built in float64, rounded once.
 */
export function fourierBasis(plan: SpectrogramPlan): Float32Array {
  const { bins, segment, nfft, window } = plan;
  const circle = Array.from({ length: nfft }, (_, i) => unitCircle(i, nfft));
  const basis = new Float32Array(segment * nfft);
  for (let n = 0; n < segment; n++) {
    for (let k = 0; k < bins; k++) {
      const [cosine, sine] = circle[(n * k) % nfft];
      basis[n * nfft + k] = window[n] * cosine;
      if (k !== 0 && 2 * k !== nfft) {
        basis[n * nfft + bins + k - 1] = -window[n] * sine;
      }
    }
  }
  return basis;
}
