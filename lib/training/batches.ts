// Batches as tensors. Without anything random the order never changes, so they
// are uploaded once and an epoch is a walk over the same tensors; otherwise
// each batch is made when it is due. The last batch may be smaller.
import * as tf from "../third_party/tfjs.ts";
import type { ImageStack } from "../spectrogram/image.ts";
import type { BatchPlan } from "./epoch_plan.ts";

/** A batch on the backend. */
export interface Batch {
  /** Samples in it. */
  readonly size: number;
  /** `[size, bins, frames, channels]`. */
  readonly images: tf.Tensor;
  /** `[size, targets]`. */
  readonly targets: tf.Tensor;
  /** What the dropout layer multiplies by, `[size, units]`, if there is one. */
  readonly mask?: tf.Tensor;
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
  source: BatchSource,
  indices: readonly number[],
  batchSize: number,
): Batch[] {
  const batches: Batch[] = [];
  for (let start = 0; start < indices.length; start += batchSize) {
    const samples = indices.slice(start, start + batchSize);
    batches.push(uploadBatch(source, { samples, mixing: null, mask: null }));
  }
  return batches;
}

/**
 * Uploads one batch as it was planned.
 *
 * @param source All samples.
 * @param plan Which of them; a mixed sample is `share · own + (1 − share) ·
 * partner`, image and targets alike, computed in float64 and rounded once.
 */
export function uploadBatch(
  { images, targets, perSample }: BatchSource,
  { samples, mixing, mask }: BatchPlan,
): Batch {
  const { bins, frames, channels, data } = images;
  const size = bins * frames * channels;
  const count = samples.length;
  const pixels = new Float32Array(count * size);
  const values = new Float32Array(count * perSample);
  const fill = (
    to: Float32Array,
    from: Float32Array | Float64Array,
    width: number,
  ) =>
    samples.forEach((sample, i) => {
      const own = from.subarray(sample * width, (sample + 1) * width);
      if (mixing === null) return to.set(own, i * width);
      const start = mixing.partners[i] * width;
      const share = mixing.shares[i];
      for (let k = 0; k < width; k++) {
        to[i * width + k] = share * own[k] + (1 - share) * from[start + k];
      }
    });
  fill(pixels, data, size);
  fill(values, targets, perSample);
  return {
    size: count,
    images: tf.keep(
      tf.tensor4d(pixels, [count, bins, frames, channels], "float32"),
    ),
    targets: tf.keep(tf.tensor2d(values, [count, perSample], "float32")),
    ...(mask && {
      mask: tf.keep(
        tf.tensor2d(mask, [count, mask.length / count], "float32"),
      ),
    }),
  };
}

/** Frees batches. */
export function disposeBatches(batches: readonly Batch[]): void {
  for (const { images, targets, mask } of batches) {
    images.dispose();
    targets.dispose();
    mask?.dispose();
  }
}
