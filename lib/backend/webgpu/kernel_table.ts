// Which of our kernels does what, and what it leaves to the stock kernel of the
// same name: dilations, channels first, batches of matrices.
import * as tf from "../../third_party/tfjs.ts";
import type { TensorInfo } from "../../third_party/tfjs.ts";
import {
  activationOf,
  batchNormOf,
  type Call,
  type Filter,
  geometry,
  isVector,
  numbered,
  type OwnKernel,
} from "./call.ts";
import { makeOutput } from "./dispatch.ts";
import { type AdamAttributes, adamSteps } from "./kernels/adam.ts";
import { batchNormInference, batchNormTrain } from "./kernels/batch_norm.ts";
import { batchNormTrainGrad } from "./kernels/batch_norm_gradient.ts";
import { columnSums } from "./kernels/column_sums.ts";
import { depthwiseBackward, depthwiseForward } from "./kernels/depthwise.ts";
import { depthwiseFilter } from "./kernels/depthwise_filter.ts";
import { multiplyTransposed } from "./kernels/filter_product.ts";
import { backwardGather, forwardGather } from "./kernels/gather.ts";
import { matMul } from "./kernels/mat_mul.ts";
import { meanSquaredErrorGrad } from "./kernels/mean_squared_error.ts";
import type { Activation } from "./kernels/finish.ts";
import { cutPieces, joinPieces } from "./kernels/pieces.ts";
import { scaleSteps } from "./kernels/scale_steps.ts";
import { multiplyGathered } from "./kernels/product.ts";
import { reluGrad } from "./kernels/relu_grad.ts";
import { movingStatistics } from "./kernels/moving_statistics.ts";

/** Our kernels by tfjs's names. */
export const KERNELS: { readonly [name: string]: OwnKernel } = {
  Conv2D: (call) => convolve(call, "linear"),
  FusedConv2D: (call) => {
    const activation = activationOf(call);
    const { bias } = call.inputs;
    const channels = call.inputs.filter.shape[3];
    if (!activation || !isVector(bias, channels)) return null;
    return convolve(call, activation);
  },
  Conv2DBackpropFilter(call) {
    const { backend, inputs: { x, dy }, attributes } = call;
    const filterShape = attributes.filterShape as Filter;
    const g = geometry(call, x.shape, filterShape, false);
    if (!g) return null;
    const output = makeOutput(backend, filterShape);
    multiplyTransposed(backend, {
      gather: forwardGather(g),
      source: x,
      dy,
      rows: g.batchSize * g.outHeight * g.outWidth,
      columns: g.outChannels,
      output,
    });
    return output;
  },
  Conv2DBackpropInput: inputGradient,
  Conv2DBackpropInputAdd: inputGradient,
  DepthwiseConv2dNative(call) {
    const { backend, inputs: { x, filter } } = call;
    const g = geometry(call, x.shape, filter.shape, true);
    if (!g) return null;
    const { batchSize, outHeight, outWidth, outChannels } = g;
    const shape = [batchSize, outHeight, outWidth, outChannels];
    const output = makeOutput(backend, shape);
    depthwiseForward(backend, g, { x, filter, output });
    return output;
  },
  DepthwiseConv2dNativeBackpropFilter(call) {
    const { backend, inputs: { x, dy }, attributes } = call;
    const filterShape = attributes.filterShape as Filter;
    const g = geometry(call, x.shape, filterShape, true);
    if (!g) return null;
    const output = makeOutput(backend, filterShape);
    depthwiseFilter(backend, g, { x, dy, output });
    return output;
  },
  DepthwiseConv2dNativeBackpropInput(call) {
    const { backend, inputs: { dy, filter }, attributes } = call;
    const inputShape = attributes.inputShape as number[];
    const g = geometry(call, inputShape, filter.shape, true);
    if (!g) return null;
    const output = makeOutput(backend, inputShape);
    depthwiseBackward(backend, g, { dy, filter, output });
    return output;
  },
  BatchMatMul: (call) => multiply(call, "linear"),
  _FusedMatMul(call) {
    const { b, bias } = call.inputs;
    const columns =
      b.shape[b.shape.length - (call.attributes.transposeB ? 2 : 1)];
    const activation = activationOf(call);
    if (activation && isVector(bias, columns)) {
      return multiply(call, activation);
    }
    // Stock kernels would add atomically here: product, bias and activation
    // one by one instead.
    return multiplyInSteps(call);
  },
  Sum({ backend, inputs: { x }, attributes }) {
    const axes = tf.util.parseAxisParam(
      attributes.axis as number | number[],
      x.shape,
    ).sort((a, b) => a - b);
    const leading = axes.every((axis, i) => axis === i) &&
      axes.length > 0 && axes.length < x.shape.length;
    const size = tf.util.sizeFromShape(x.shape);
    // tiny ones may be on the CPU, where the stock kernel leaves them
    if (!leading || x.dtype !== "float32" || size < 1024) return null;
    const kept = x.shape.slice(axes.length);
    const ones = attributes.keepDims ? axes.map(() => 1) : [];
    const columns = tf.util.sizeFromShape(kept);
    const output = makeOutput(backend, [...ones, ...kept]);
    columnSums(backend, x, { rows: size / columns, columns, output });
    return output;
  },
  BatchNormTrain: ({ backend, inputs: { x, gamma, beta }, attributes }) =>
    batchNormTrain(backend, { x, gamma, beta }, batchNormOf(attributes)),
  BatchNormTrainAdd({ backend, inputs, attributes }) {
    const { x, gamma, beta, residual } = inputs;
    const tensors = { x, gamma, beta, residual };
    return batchNormTrain(backend, tensors, batchNormOf(attributes));
  },
  BatchNormTrainGrad({ backend, inputs, attributes }) {
    const { dy, x, gamma, beta, mean, variance } = inputs;
    const tensors = { dy, x, gamma, beta, mean, variance };
    return batchNormTrainGrad(backend, tensors, batchNormOf(attributes));
  },
  BatchNormInference({ backend, inputs, attributes }) {
    const { x, gamma, beta, mean, variance } = inputs;
    const tensors = { x, gamma, beta, mean, variance };
    return batchNormInference(backend, tensors, batchNormOf(attributes));
  },
  AdamStep({ backend, inputs: { variable, m, v, gradient }, attributes }) {
    const tensors = { variable, m, v, gradient };
    adamSteps(backend, [tensors], attributes as unknown as AdamAttributes);
    return [];
  },
  AdamSteps({ backend, inputs, attributes }) {
    const each = numbered(inputs, "variable").map((variable, i) => ({
      variable,
      m: inputs[`m${i}`],
      v: inputs[`v${i}`],
      gradient: inputs[`gradient${i}`],
    }));
    adamSteps(backend, each, attributes as unknown as AdamAttributes);
    return [];
  },
  JoinPieces: ({ backend, inputs }) =>
    joinPieces(backend, numbered(inputs, "piece")),
  CutPieces: ({ backend, inputs: { whole, less }, attributes }) =>
    cutPieces(backend, { whole, less }, attributes.sizes as number[]),
  ScaleSteps({ backend, inputs, attributes }) {
    scaleSteps(
      backend,
      numbered(inputs, "variable"),
      attributes.kept as number,
    );
    return [];
  },
  MovingStatistics({ backend, inputs, attributes }) {
    const { moving, shift } = inputs;
    const moments = numbered(inputs, "moment");
    const momentum = attributes.momentum as number;
    movingStatistics(backend, { moving, shift, moments }, momentum);
    return [];
  },
  ReluGrad: ({ backend, inputs: { dy, y } }) => reluGrad(backend, { dy, y }),
  MeanSquaredErrorGrad: ({ backend, inputs: { prediction, target } }) =>
    meanSquaredErrorGrad(backend, { prediction, target }),
  BiasGrad({ backend, inputs: { dy } }) {
    const columns = dy.shape[dy.shape.length - 1];
    const rows = tf.util.sizeFromShape(dy.shape) / columns;
    const output = makeOutput(backend, [columns]);
    columnSums(backend, dy, { rows, columns, output });
    return output;
  },
};

/** With `residual`, that is added. */
function inputGradient(call: Call): TensorInfo | null {
  const { backend, inputs: { dy, filter, residual }, attributes } = call;
  const inputShape = attributes.inputShape as number[];
  const g = geometry(call, inputShape, filter.shape, false);
  if (!g) return null;
  const output = makeOutput(backend, inputShape);
  multiplyGathered(backend, {
    gather: backwardGather(g),
    source: dy,
    weights: filter,
    lastAxis: "channels",
    rows: g.batchSize * g.inHeight * g.inWidth,
    columns: g.inChannels,
    output,
    addend: residual,
  });
  return output;
}

function convolve(call: Call, activation: Activation): TensorInfo | null {
  const { backend, inputs: { x, filter, bias } } = call;
  const g = geometry(call, x.shape, filter.shape, false);
  if (!g) return null;
  const { batchSize, outHeight, outWidth, outChannels } = g;
  const shape = [batchSize, outHeight, outWidth, outChannels];
  const output = makeOutput(backend, shape);
  multiplyGathered(backend, {
    gather: forwardGather(g),
    source: x,
    weights: filter,
    lastAxis: "columns",
    rows: batchSize * outHeight * outWidth,
    columns: outChannels,
    output,
    bias,
    activation,
  });
  return output;
}

function multiply(call: Call, activation: Activation): TensorInfo | null {
  const { backend, inputs: { a, b, bias }, attributes } = call;
  const transposeA = !!attributes.transposeA;
  const transposeB = !!attributes.transposeB;
  const matrices = [a, b].every(({ shape, dtype }) =>
    dtype === "float32" && shape.slice(0, -2).every((size) => size === 1)
  );
  const m = a.shape[a.shape.length - (transposeA ? 1 : 2)];
  const n = b.shape[b.shape.length - (transposeB ? 2 : 1)];
  const k = a.shape[a.shape.length - (transposeA ? 2 : 1)];
  if (!matrices || m * n * k === 0) return null;
  const rank = Math.max(a.shape.length, b.shape.length);
  const shape = [...Array<number>(rank - 2).fill(1), m, n];
  return matMul(backend, {
    ...{ a, b, transposeA, transposeB, bias, activation },
    shape,
  });
}

function multiplyInSteps(call: Call): TensorInfo | null {
  const { inputs, attributes: { activation, leakyreluAlpha } } = call;
  const { a, b, bias, preluActivationWeights: alpha } = inputs;
  let value = multiply({ ...call, inputs: { a, b } }, "linear");
  if (!value) return null;
  const then = (
    name: string,
    others: Record<string, TensorInfo>,
    attrs = {},
  ) => {
    const result = tf.getKernel(name, "webgpu")!.kernelFunc({
      inputs: others,
      attrs,
      backend: call.backend,
    }) as TensorInfo;
    call.backend.disposeData(value!.dataId);
    value = result;
  };
  if (bias) then("Add", { a: value, b: bias });
  const names: Record<string, string> = {
    relu: "Relu",
    relu6: "Relu6",
    elu: "Elu",
    sigmoid: "Sigmoid",
    leakyrelu: "LeakyRelu",
    prelu: "Prelu",
  };
  if (activation === "prelu") then("Prelu", { x: value, alpha });
  else if (activation && activation !== "linear") {
    then(names[activation as string], { x: value }, { alpha: leakyreluAlpha });
  }
  return value;
}
