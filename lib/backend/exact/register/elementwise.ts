// Kernels over plain runs of floats, and the loss.
import type { ExactBackend } from "../exact_backend.ts";
import { Kernel } from "../kernels/kernel.ts";
import { floatArgument } from "../threads.ts";
import type { FastKernel } from "./override.ts";

/** Floats of a chunk. */
const STEP = 16384;

function run(
  backend: ExactBackend,
  kernel: number,
  args: readonly number[],
  size: number,
) {
  const chunks = Math.ceil(size / STEP);
  const [a, b, c, ...others] = args;
  const all = [a, b, c, size, STEP, ...others];
  backend.threads.run({ kernel, chunks, args: all });
}

function sizeOf(shape: readonly number[]): number {
  return shape.reduce((size, n) => size * n, 1);
}

/** Add of equal shapes. */
export const add: FastKernel = ({ inputs: { a, b }, backend }) => {
  if (a.shape.join() !== b.shape.join()) return null;
  const sum = backend.output(a.shape);
  const addresses = [a, b, sum].map((t) => backend.address(t));
  run(backend, Kernel.add, addresses, sizeOf(a.shape));
  return sum;
};

/** Multiply by a scalar; other shapes are left to JavaScript. */
export const multiply: FastKernel = ({ inputs: { a, b }, backend }) => {
  const [many, one] = sizeOf(b.shape) === 1 ? [a, b] : [b, a];
  if (sizeOf(one.shape) !== 1 || one.shape.length > many.shape.length) {
    return null;
  }
  const result = backend.output(many.shape);
  const factor = backend.view(one)[0];
  const from = backend.view(many);
  const to = backend.view(result);
  for (let i = 0; i < to.length; i++) to[i] = from[i] * factor;
  return result;
};

function rectifier(activation: 1 | 2): FastKernel {
  return ({ inputs: { x }, backend }) => {
    const y = backend.output(x.shape);
    const addresses = [backend.address(x), backend.address(y), activation];
    run(backend, Kernel.rectify, addresses, sizeOf(x.shape));
    return y;
  };
}

/** Relu. */
export const relu: FastKernel = rectifier(1);

/** Relu6. */
export const relu6: FastKernel = rectifier(2);

/** AdamStep: changes variable, m and v in place. */
export const adamStep: FastKernel = ({ inputs, attrs, backend }) => {
  const { variable, m, v, gradient } = inputs;
  const { stepSize, beta1, beta2, epsilon } = attrs as Record<string, number>;
  const addresses = [variable, m, v, gradient].map((t) => backend.address(t));
  const floats = [stepSize, 1 - beta1, 1 - beta2, epsilon].map(floatArgument);
  run(backend, Kernel.adam, [...addresses, ...floats], sizeOf(variable.shape));
  return [];
};

/** MeanSquaredErrorGrad: `[loss, gradient]`; a few numbers, in float64. */
export const meanSquaredErrorGrad: FastKernel = ({ inputs, backend }) => {
  const prediction = backend.view(inputs.prediction);
  const target = backend.view(inputs.target);
  const loss = backend.output([]);
  const gradient = backend.output(inputs.prediction.shape);
  const to = backend.view(gradient);
  const n = prediction.length;
  let sum = 0;
  for (let i = 0; i < n; i++) {
    const error = prediction[i] - target[i];
    sum += error * error;
    to[i] = 2 * error / n;
  }
  backend.view(loss)[0] = sum / n;
  return [loss, gradient];
};
