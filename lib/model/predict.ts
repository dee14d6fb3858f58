// Prediction: images in batches through the network, one readback at the end.
import * as tf from "../third_party/tfjs.ts";
import type { ImageStack } from "../spectrogram/image.ts";
import { disposeMoments, foldMoments, forward } from "./forward.ts";
import type { Network } from "./network.ts";
import { findRecorder, Recordings } from "./recorder.ts";

/** Batches of one size from which on recording costs less than it saves. */
const WORTH_RECORDING = 3;

/** How prediction goes about it. */
export interface PredictOptions {
  /** Samples at a time; 64 if not given. No effect on values but rounding. */
  readonly batchSize?: number;
}

/**
 * Predicts the targets of images, with the moving statistics of batch norm.
 *
 * @param network The network, on the current backend.
 * @param images `[samples, bins, frames, channels]`, the shape the network was
 * made for.
 * @param options Batch size.
 * @returns `[samples * targets]` in C order, in the targets' unit.
 * @throws {RangeError} If the images have another shape.
 *
 * @example
 * ```ts
 * import * as tf from "../third_party/tfjs.ts";
 * import { registerReferenceKernels } from "../backend/reference/register_reference_kernels.ts";
 * import { networkSpec } from "./mobilenet_v2.ts";
 * import { createNetwork } from "./network.ts";
 * import { predict } from "./predict.ts";
 *
 * registerReferenceKernels("cpu"); // or: await openBackend({ backend: "auto" })
 * await tf.setBackend("cpu");
 * const network = createNetwork(networkSpec([17, 9, 2], 1), 1);
 * const data = new Float32Array(3 * 17 * 9 * 2).fill(0.5);
 * const images = { samples: 3, bins: 17, frames: 9, channels: 2, data };
 * const values = await predict(network, images);
 * if (values.length !== 3) throw new Error();
 * network.dispose();
 * ```
 */
export async function predict(
  network: Network,
  images: ImageStack,
  { batchSize = 64 }: PredictOptions = {},
): Promise<Float32Array> {
  checkImages(network, images);
  if (images.samples === 0) return new Float32Array(0);
  const recordings = new Recordings();
  let all: tf.Tensor;
  try {
    all = tf.tidy(() => predictBatches(network, images, batchSize, recordings));
  } finally {
    recordings.dispose();
  }
  const values = await all.data();
  all.dispose();
  return values as Float32Array;
}

/** Predictions of all batches, one after the other. */
function predictBatches(
  network: Network,
  { samples, bins, frames, channels, data }: ImageStack,
  batchSize: number,
  recordings: Recordings,
): tf.Tensor {
  const whole = Math.floor(samples / batchSize);
  const recorder = whole < WORTH_RECORDING ? null : findRecorder();
  const moments = foldMoments(network);
  const folded = [...moments.values()];
  const stable = [
    ...network.tensors,
    ...folded.flatMap(({ mean, variance }) => [mean, variance]),
  ];
  const run = ([batch]: readonly tf.Tensor[]) => [
    forward(network, batch, moments),
  ];
  const outputs: tf.Tensor[] = [];
  const size = bins * frames * channels;
  for (let start = 0; start < samples; start += batchSize) {
    const end = Math.min(start + batchSize, samples);
    const batch = tf.tensor4d(
      data.subarray(start * size, end * size),
      [end - start, bins, frames, channels],
      "float32",
    );
    const inputs = [batch];
    const [output] = recorder && end - start === batchSize
      ? recordings.run(recorder, "predict", { inputs, stable, run })
      : run(inputs);
    outputs.push(output);
    batch.dispose();
  }
  disposeMoments(moments);
  return tf.concat(outputs);
}

/** Throws if images are not of the shape that a network takes. */
export function checkImages(network: Network, images: ImageStack): void {
  const { bins, frames, channels } = images;
  const expected = network.spec.inputShape.join(" × ");
  const found = [bins, frames, channels].join(" × ");
  if (found !== expected) {
    throw new RangeError(`An image is ${found}; the network takes ${expected}`);
  }
}
