// Keras's initialisers, out of one seed: what a network holds before training.
// Only +, ×, / and a square root, so that every machine makes the same bits.
import { Pcg32 } from "../pcg32.ts";
import { type NetworkSpec, sizeOf } from "./spec.ts";

/**
 * Makes the weights that training starts from: Glorot uniform kernels, zero
 * biases, batch norms with gamma 1, beta 0, mean 0 and variance 1. Source:
 * `keras.initializers.GlorotUniform` of Keras 3, with its `compute_fans` (also
 * for depthwise kernels, whose channels count as inputs of one filter).
 *
 * @param spec The network.
 * @param seed A whole number from 0.
 * @returns One array per entry of `spec.weights`.
 *
 * @example
 * ```ts
 * import { initialWeights } from "./initial_weights.ts";
 * import { networkSpec } from "./mobilenet_v2.ts";
 *
 * const [kernel] = initialWeights(networkSpec([129, 9, 5], 1), 1);
 * const limit = Math.sqrt(6 / (9 * 5 + 9 * 32));
 * if (kernel.some((w) => Math.abs(w) > limit)) throw new Error();
 * ```
 */
export function initialWeights(
  spec: NetworkSpec,
  seed: number,
): Float32Array<ArrayBuffer>[] {
  const random = new Pcg32(seed);
  return spec.weights.map(({ shape, initializer }) => {
    const values = new Float32Array(sizeOf(shape));
    if (initializer === "ones") values.fill(1);
    if (initializer === "glorotUniform") {
      const limit = glorotLimit(shape);
      for (let i = 0; i < values.length; i++) {
        values[i] = (2 * random.uniform() - 1) * limit;
      }
    }
    return values;
  });
}

/** sqrt(6 / (fan_in + fan_out)); a fan is a receptive field × channels. */
function glorotLimit(shape: readonly number[]): number {
  const field = sizeOf(shape.slice(0, -2));
  const [inputs, outputs] = shape.slice(-2);
  return Math.sqrt(6 / (field * (inputs + outputs)));
}
