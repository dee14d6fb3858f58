// Spectrograms on WebGPU from float32 spectra to images: segments, a product with
// the windowed Fourier basis, modulus and range, without a stop on the host.
import type {
  DeviceBatch,
  DeviceImages,
} from "../../spectrogram/device_images.ts";
import { fourierBasis } from "../../spectrogram/matrix_product.ts";
import * as tf from "../../third_party/tfjs.ts";
import type { TensorInfo } from "../../third_party/tfjs.ts";
import { cutSegments } from "./kernels/segments.ts";
import { spectrogramImages } from "./kernels/spectrogram_images.ts";
import type { OwnBackend } from "./own_backend.ts";

/** Images on the device, and the range of each spectrogram. */
export interface ImagesThere {
  /** `[samples, bins, frames, channels]`; the caller's. */
  readonly images: tf.Tensor;
  /** `[spectra]`; the caller's. */
  readonly ranges: tf.Tensor;
}

/** A prepared device whose images can be left where they are. */
export type DeviceImagesThere = (
  ...of: Parameters<DeviceImages>
) => ReturnType<DeviceImages> & {
  /** Asks for images of a batch. */
  begin(batch: DeviceBatch): ImagesThere;
};

/** The current backend's way to images; it must be this package's WebGPU backend. */
export const deviceImages: DeviceImagesThere = (plan, options) => {
  const backend = tf.backend() as OwnBackend;
  const { points, segment, nfft } = plan;
  const basis = tf.keep(
    tf.tensor2d(fourierBasis(plan), [segment, nfft], "float32"),
  );
  const factors = tf.keep(
    tf.tensor1d(Float32Array.from(plan.factors), "float32"),
  );
  const tensor = (info: TensorInfo) =>
    tf.engine().makeTensorFromTensorInfo(info);
  const begin = ({ rows, count }: DeviceBatch): ImagesThere => {
    const spectra = tf.tensor2d(rows, [count, points], "float32");
    const cut = tensor(cutSegments(backend, spectra, plan));
    spectra.dispose();
    const parts = tf.matMul(cut, basis);
    cut.dispose();
    const made = spectrogramImages(backend, { parts, factors }, plan, options);
    parts.dispose();
    return { images: tensor(made.images), ranges: tensor(made.ranges) };
  };
  return {
    begin,
    async run(batch) {
      const { images, ranges } = begin(batch);
      try {
        // Both are asked for before either is waited for.
        const [data, widths] = await Promise.all([
          images.data(),
          ranges.data(),
        ]);
        return { data: data as Float32Array, ranges: widths as Float32Array };
      } finally {
        tf.dispose([images, ranges]);
      }
    },
    dispose() {
      tf.dispose([basis, factors]);
    },
  };
};
