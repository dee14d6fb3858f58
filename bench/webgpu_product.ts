// Stock TensorFlow.js's matrix product on WebGPU, for the benchmark and the long check of the spectrograms.

import type { MatrixProduct } from "../lib/spectrogram/matrix_product.ts";

/** The product, or null where there is no WebGPU adapter. */
export async function webgpuProduct(): Promise<MatrixProduct | null> {
  if (await navigator.gpu?.requestAdapter() == null) return null;
  const tf = await import("../lib/third_party/tfjs.ts");
  await import("../lib/third_party/tfjs_webgpu.ts");
  if (!await tf.setBackend("webgpu") || tf.getBackend() !== "webgpu") {
    throw new Error("TensorFlow.js did not take its webgpu backend");
  }
  return async (a, [m, k], b, [n, o]) => {
    const out = tf.tidy(() =>
      tf.matMul(tf.tensor2d(a, [m, k]), tf.tensor2d(b, [n, o]))
    );
    const values = await out.data() as Float32Array;
    out.dispose();
    return values;
  };
}
