// Convolutions. A 1×1 convolution is a product of pixels and filters; any other
// is the same with patches for pixels.
import type * as tf from "../../../third_party/tfjs.ts";
import type { ExactBackend } from "../exact_backend.ts";
import { Kernel } from "../kernels/kernel.ts";
import {
  type ConvAttributes,
  type Geometry,
  geometryArguments,
  geometryOf,
  isPointwise,
} from "./geometry.ts";
import type { FastKernel } from "./override.ts";
import {
  type Activation,
  activationOf,
  multiply,
  multiplyColumns,
  pad,
  withPanels,
} from "./product.ts";

function patchesOf(g: Geometry): number[] | null {
  return isPointwise(g) ? null : geometryArguments(g);
}

function forward(
  backend: ExactBackend,
  { x, filter, bias }: Record<string, tf.TensorInfo>,
  g: Geometry,
  activation: Activation,
): tf.TensorInfo {
  const y = backend.output(g.outShape);
  const n = g.outChannels;
  multiply(backend, {
    a: backend.address(x),
    b: { address: backend.address(filter), rowStep: n, columnStep: 1 },
    c: backend.address(y),
    bias: bias ? backend.address(bias) : 0,
    activation,
    m: g.batchSize * g.outHeight * g.outWidth,
    n,
    k: g.filterHeight * g.filterWidth * g.inChannels,
  }, patchesOf(g));
  return y;
}

/** Grouped convolutions and other layouts are left to JavaScript. */
function fits(attributes: ConvAttributes, input: number, filter: number) {
  return attributes.dataFormat !== "NCHW" && input === filter;
}

/** Conv2D. */
export const conv2D: FastKernel = ({ inputs, attrs, backend }) => {
  const { x, filter } = inputs;
  const attributes = attrs as unknown as ConvAttributes;
  if (!fits(attributes, x.shape[3], filter.shape[2])) return null;
  const g = geometryOf(x.shape, filter.shape, attributes);
  return forward(backend, { x, filter }, g, 0);
};

/** FusedConv2D: bias and activation too. */
export const fusedConv2D: FastKernel = ({ inputs, attrs, backend }) => {
  const { x, filter, bias, preluActivationWeights } = inputs;
  const attributes = attrs as unknown as ConvAttributes;
  const activation = activationOf(attrs.activation as string);
  const vector = !bias || bias.shape.length === 1;
  if (
    !fits(attributes, x.shape[3], filter.shape[2]) || !vector ||
    activation === undefined || preluActivationWeights
  ) return null;
  const g = geometryOf(x.shape, filter.shape, attributes);
  return forward(backend, { x, filter, bias }, g, activation);
};

/** Conv2DBackpropFilter. */
export const conv2DFilter: FastKernel = ({ inputs, attrs, backend }) => {
  const { x, dy } = inputs;
  const attributes = attrs as unknown as ConvAttributes;
  const filterShape = attrs.filterShape as number[];
  if (!fits(attributes, x.shape[3], filterShape[2])) return null;
  const g = geometryOf(x.shape, filterShape, attributes);
  const dw = backend.output(filterShape);
  multiplyColumns(backend, {
    a: backend.address(x),
    b: backend.address(dy),
    c: backend.address(dw),
    m: g.batchSize * g.outHeight * g.outWidth,
    n: g.outChannels,
    k: g.filterHeight * g.filterWidth * g.inChannels,
  }, patchesOf(g));
  return dw;
};

/** Conv2DBackpropInput. */
export const conv2DInput: FastKernel = ({ inputs, attrs, backend }) => {
  const { dy, filter } = inputs;
  const attributes = attrs as unknown as ConvAttributes;
  const inputShape = attrs.inputShape as number[];
  if (!fits(attributes, inputShape[3], filter.shape[2])) return null;
  const g = geometryOf(inputShape, filter.shape, attributes);
  const dx = backend.output(inputShape);
  const k = g.outChannels;
  const n = g.filterHeight * g.filterWidth * g.inChannels;
  const a = backend.address(dy);
  const c = backend.address(dx);
  const b = { address: backend.address(filter), rowStep: 1, columnStep: k };
  const m = g.outHeight * g.outWidth;
  if (isPointwise(g)) {
    multiply(backend, { a, b, c, m: g.batchSize * m, n, k });
    return dx;
  }
  withPanels(backend, { b, k, n }, (panels) => {
    const size = g.inHeight * g.inWidth * g.inChannels;
    backend.threads.run({
      kernel: Kernel.patchProductBack,
      chunks: g.batchSize,
      args: [
        ...pad([a, panels, c, 0, m, n, k, 0, size, 4 * k]),
        ...geometryArguments(g),
      ],
      scratch: 32 * n * 4,
    });
  });
  return dx;
};
