// Mean squared error with its gradient, and the gradient of a bias.
import type { KernelInputs, Values } from "./reference_kernel.ts";

/** `[loss, 2(p − t)/(N·T)]`, both means over all N·T values. */
export function meanSquaredErrorGrad(
  inputs: KernelInputs,
): Values[] {
  const { shape, values: prediction } = inputs.prediction;
  const target = inputs.target.values;
  const n = prediction.length;
  const gradient = new Float32Array(n);
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const error = prediction[i] - target[i];
    sum += error * error;
    gradient[i] = 2 * error / n;
  }
  return [
    { shape: [], values: Float32Array.of(sum / n) },
    { shape, values: gradient },
  ];
}

/** Sum over all axes but the last. */
export function biasGrad(
  { dy }: KernelInputs,
): Values[] {
  const channels = dy.shape[dy.shape.length - 1];
  const sums = new Float64Array(channels);
  dy.values.forEach((value, i) => {
    sums[i % channels] += value;
  });
  return [{ shape: [channels], values: Float32Array.from(sums) }];
}
