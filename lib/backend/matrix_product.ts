// The matrix product of whatever backend TensorFlow.js uses now, for stages
// that must not know of TensorFlow.js themselves.
import * as tf from "../third_party/tfjs.ts";

/**
 * Multiplies two matrices on the current backend.
 *
 * @param a Float32 `[m, k]` in C order.
 * @param aShape `[m, k]`.
 * @param b Float32 `[k, n]` in C order.
 * @param bShape `[k, n]`.
 * @returns Float32 `[m, n]` in C order.
 */
export async function matrixProduct(
  a: Float32Array,
  aShape: readonly [number, number],
  b: Float32Array,
  bShape: readonly [number, number],
): Promise<Float32Array> {
  const product = tf.tidy(() =>
    tf.matMul(tf.tensor2d(a, [...aShape]), tf.tensor2d(b, [...bShape]))
  );
  try {
    return await product.data() as Float32Array;
  } finally {
    product.dispose();
  }
}
