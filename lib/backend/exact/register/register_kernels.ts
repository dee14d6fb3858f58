// Which kernels of backend `exact` run on the threads; all others are those of
// TensorFlow.js's JavaScript backend.
import * as tf from "../../../third_party/tfjs.ts";
import "../../../third_party/tfjs_cpu.ts";
import * as conv from "./conv.ts";
import * as dense from "./dense.ts";
import * as depthwise from "./depthwise.ts";
import * as elementwise from "./elementwise.ts";
import * as norm from "./norm.ts";
import { type FastKernel, override } from "./override.ts";

const FAST: Record<string, FastKernel> = {
  AdamStep: elementwise.adamStep,
  Add: elementwise.add,
  BatchMatMul: dense.batchMatMul,
  BatchNormInference: norm.batchNormInference,
  BatchNormTrain: norm.batchNormTrain,
  BatchNormTrainGrad: norm.batchNormTrainGrad,
  BiasGrad: norm.biasGrad,
  Conv2D: conv.conv2D,
  Conv2DBackpropFilter: conv.conv2DFilter,
  Conv2DBackpropInput: conv.conv2DInput,
  DepthwiseConv2dNative: depthwise.depthwise,
  DepthwiseConv2dNativeBackpropFilter: depthwise.depthwiseFilter,
  DepthwiseConv2dNativeBackpropInput: depthwise.depthwiseInput,
  FusedBatchNorm: norm.fusedBatchNorm,
  FusedConv2D: conv.fusedConv2D,
  FusedDepthwiseConv2D: depthwise.fusedDepthwise,
  MeanSquaredErrorGrad: elementwise.meanSquaredErrorGrad,
  Multiply: elementwise.multiply,
  Relu: elementwise.relu,
  Relu6: elementwise.relu6,
  _FusedMatMul: dense.fusedMatMul,
};

/** Registers the kernels of backend `exact`, once. */
export function registerKernels(): void {
  if (tf.getKernel("AdamStep", "exact")) return;
  tf.copyRegisteredKernels("cpu", "exact");
  for (const [name, kernel] of Object.entries(FAST)) override(name, kernel);
}
