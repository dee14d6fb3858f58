// Batches as tensors, uploaded once: the order never changes, so an epoch is a
// walk over the same tensors. Nothing is shuffled; the last batch may be smaller.
import * as tf from "../third_party/tfjs.ts";
import type { ImageStack } from "../spectrogram/image.ts";

/** A batch on the backend. */
export interface Batch {
  /** Samples in it. */
  readonly size: number;
  /** `[size, bins, frames, channels]`. */
  readonly images: tf.Tensor;
  /** `[size, targets]`. */
  readonly targets: tf.Tensor;
}

/** Samples, in the order in which they are used. */
export interface BatchSource {
  /** All images. */
  readonly images: ImageStack;
  /** All targets, `[samples * perSample]`. */
  readonly targets: Float64Array;
  /** Targets per sample. */
  readonly perSample: number;
}

/**
 * Uploads some samples in batches.
 *
 * @param source All samples.
 * @param indices Which of them, in order.
 * @param batchSize Samples of a batch, but maybe the last.
 * @returns Batches; {@linkcode disposeBatches} frees them.
 */
export function uploadBatches(
  { images, targets, perSample }: BatchSource,
  indices: readonly number[],
  batchSize: number,
): Batch[] {
  const { bins, frames, channels, data } = images;
  const size = bins * frames * channels;
  const batches: Batch[] = [];
  for (let start = 0; start < indices.length; start += batchSize) {
    const part = indices.slice(start, start + batchSize);
    const pixels = new Float32Array(part.length * size);
    const values = new Float32Array(part.length * perSample);
    part.forEach((sample, i) => {
      pixels.set(data.subarray(sample * size, (sample + 1) * size), i * size);
      const from = sample * perSample;
      values.set(targets.subarray(from, from + perSample), i * perSample);
    });
    const shape: [number, number, number, number] = [
      part.length,
      bins,
      frames,
      channels,
    ];
    batches.push({
      size: part.length,
      images: tf.keep(tf.tensor4d(pixels, shape, "float32")),
      targets: tf.keep(
        tf.tensor2d(values, [part.length, perSample], "float32"),
      ),
    });
  }
  return batches;
}

/** Frees batches. */
export function disposeBatches(batches: readonly Batch[]): void {
  for (const { images, targets } of batches) {
    images.dispose();
    targets.dispose();
  }
}
