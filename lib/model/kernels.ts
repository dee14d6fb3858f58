// The kernels that a network is made of, each called straight on the engine:
// no tape and no checks of tf.* ops. Names and attributes are TensorFlow.js's
// own; the last ones are this package's. Every backend here registers them, but
// for those that do in one kernel what several do as well.
import * as tf from "../third_party/tfjs.ts";
import type { ConvLayer } from "./spec.ts";

/** Tensors by name. */
export type Inputs = Record<string, tf.Tensor>;
type Attributes = Record<string, unknown>;

/** Runs a kernel of the current backend. */
export function run<T extends tf.Tensor | tf.Tensor[] = tf.Tensor>(
  name: string,
  inputs: Inputs,
  attributes: Attributes = {},
): T {
  type Named = Parameters<ReturnType<typeof tf.engine>["runKernel"]>;
  return tf.engine().runKernel<T>(
    name,
    inputs as Named[1],
    attributes as Named[2],
  );
}

function attributesOf(layer: ConvLayer): Attributes {
  return {
    strides: [layer.strides, layer.strides],
    pad: "same",
    dataFormat: "NHWC",
    dilations: [1, 1],
    dimRoundingMode: undefined,
  };
}

/** The convolution of a layer, without its bias. */
export function convolve(
  layer: ConvLayer,
  x: tf.Tensor,
  filter: tf.Tensor,
): tf.Tensor {
  const name = layer.kind === "conv" ? "Conv2D" : "DepthwiseConv2dNative";
  return run(name, { x, filter }, attributesOf(layer));
}

/** Gradient of a convolution's kernel. */
export function filterGradient(
  layer: ConvLayer,
  x: tf.Tensor,
  dy: tf.Tensor,
): tf.Tensor {
  const name = layer.kind === "conv"
    ? "Conv2DBackpropFilter"
    : "DepthwiseConv2dNativeBackpropFilter";
  const filterShape = layer.kernelShape;
  return run(name, { x, dy }, { ...attributesOf(layer), filterShape });
}

/** Gradient of a convolution's input; plus a residual's, if there is one. */
export function inputGradient(
  layer: ConvLayer,
  dy: tf.Tensor,
  { filter, inputShape, residual }: {
    filter: tf.Tensor;
    inputShape: number[];
    residual?: tf.Tensor;
  },
): tf.Tensor {
  const name = layer.kind === "conv"
    ? "Conv2DBackpropInput"
    : "DepthwiseConv2dNativeBackpropInput";
  const attributes = { ...attributesOf(layer), inputShape };
  if (residual && isKernel(`${name}Add`)) {
    return run(`${name}Add`, { dy, filter, residual }, attributes);
  }
  const dx = run(name, { dy, filter }, attributes);
  if (!residual) return dx;
  const sum = add(dx, residual);
  dx.dispose();
  return sum;
}

/** a × b, either of them transposed. */
export function multiply(
  a: tf.Tensor,
  b: tf.Tensor,
  transpose: { a?: boolean; b?: boolean } = {},
): tf.Tensor {
  const { a: transposeA = false, b: transposeB = false } = transpose;
  return run("BatchMatMul", { a, b }, { transposeA, transposeB });
}

/** a × b + bias, then maybe ReLU. */
export function dense(
  a: tf.Tensor,
  b: tf.Tensor,
  { bias, relu }: { bias: tf.Tensor; relu: boolean },
): tf.Tensor {
  return run("_FusedMatMul", { a, b, bias }, {
    transposeA: false,
    transposeB: false,
    activation: relu ? "relu" : "linear",
    leakyreluAlpha: 0,
  });
}

/** The same values under another shape. */
export function reshape(x: tf.Tensor, shape: number[]): tf.Tensor {
  return run("Reshape", { x }, { shape });
}

/** Mean over bins and frames: `[batch, channels]`. */
export function pool(x: tf.Tensor): tf.Tensor {
  const [batch, bins, frames, channels] = x.shape;
  const rows = reshape(x, [batch, bins * frames, channels]);
  return run("Mean", { x: rows }, { axis: [1], keepDims: false });
}

/** Gradient of {@linkcode pool}: the same share to every place of the map. */
export function poolGradient(dy: tf.Tensor, shape: number[]): tf.Tensor {
  const [batch, bins, frames, channels] = shape;
  const places = bins * frames;
  const share = run("Multiply", { a: dy, b: tf.scalar(1 / places) });
  const tiled = run("Tile", { x: reshape(share, [batch, 1, channels]) }, {
    reps: [1, places, 1],
  });
  return reshape(tiled, shape);
}

/** Gradient of a ReLU from its output. */
export function reluGradient(dy: tf.Tensor, y: tf.Tensor): tf.Tensor {
  if (isKernel("ReluGrad")) return run("ReluGrad", { dy, y });
  const mask = run("Step", { x: y }, { alpha: 0 });
  const masked = run("Multiply", { a: dy, b: mask });
  mask.dispose();
  return masked;
}

/** a + b. */
export function add(a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return run("Add", { a, b });
}

/** Attributes of the batch norm kernels. */
export interface BatchNormAttributes extends Attributes {
  /** Added to the variance. */
  readonly epsilon: number;
  /** Whether ReLU6 follows. */
  readonly relu6: boolean;
}

/** Inputs of the batch norm kernels. */
export interface BatchNormInputs {
  /** Values, channels last. */
  readonly x: tf.Tensor;
  /** Scale per channel. */
  readonly gamma: tf.Tensor;
  /** Shift per channel. */
  readonly beta: tf.Tensor;
}

/** Mean and (biased) variance per channel. */
export interface Moments {
  /** Mean per channel. */
  readonly mean: tf.Tensor;
  /** Variance per channel. */
  readonly variance: tf.Tensor;
}

/**
 * Batch norm with the batch's own moments: `[y, mean, variance]`; a residual is
 * added to y, if there is one.
 */
export function batchNormTrain(
  inputs: BatchNormInputs,
  attributes: BatchNormAttributes,
  residual?: tf.Tensor,
): tf.Tensor[] {
  if (residual && isKernel("BatchNormTrainAdd")) {
    const all = { ...inputs, residual };
    return run<tf.Tensor[]>("BatchNormTrainAdd", all, attributes);
  }
  const result = run<tf.Tensor[]>("BatchNormTrain", { ...inputs }, attributes);
  if (!residual) return result;
  const [y, ...moments] = result;
  const sum = add(y, residual);
  y.dispose();
  return [sum, ...moments];
}

/** Its gradient: `[dx, dgamma, dbeta]`. */
export function batchNormTrainGrad(
  inputs: BatchNormInputs & Moments & { readonly dy: tf.Tensor },
  attributes: BatchNormAttributes,
): tf.Tensor[] {
  return run<tf.Tensor[]>("BatchNormTrainGrad", { ...inputs }, attributes);
}

/** Batch norm with given moments. */
export function batchNormInference(
  inputs: BatchNormInputs & Moments,
  attributes: BatchNormAttributes,
): tf.Tensor {
  return run("BatchNormInference", { ...inputs }, attributes);
}

/** Mean squared error and its gradient: `[loss, gradient]`. */
export function meanSquaredErrorGrad(
  prediction: tf.Tensor,
  target: tf.Tensor,
): tf.Tensor[] {
  return run<tf.Tensor[]>("MeanSquaredErrorGrad", { prediction, target });
}

/** Sum over all axes but the last. */
export function biasGradient(dy: tf.Tensor): tf.Tensor {
  return run("BiasGrad", { dy });
}

/** Whether the current backend has a kernel. */
export function isKernel(name: string): boolean {
  return tf.getKernel(name, tf.getBackend()) !== undefined;
}
