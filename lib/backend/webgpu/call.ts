// What a call of a kernel brings, and how it is read.
import * as tf from "../../third_party/tfjs.ts";
import type { TensorInfo } from "../../third_party/tfjs.ts";
import type { BatchNormAttributes } from "./kernels/batch_norm_code.ts";
import type { Activation } from "./kernels/finish.ts";
import type { Geometry } from "./kernels/gather.ts";
import type { OwnBackend } from "./own_backend.ts";

/** A call of a kernel. */
export interface Call {
  /** The backend. */
  readonly backend: OwnBackend;
  /** Tensors by name. */
  readonly inputs: Readonly<Record<string, TensorInfo>>;
  /** The kernel's attributes. */
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** One output or several. */
export type Result = TensorInfo | TensorInfo[];

/** Gives null where the stock kernel has to do it. */
export type OwnKernel = (call: Call) => Result | null;

/** Height, width, channels, and outputs or their multiplier. */
export type Filter = [number, number, number, number];

/** Inputs `name0`, `name1`, … */
export function numbered(inputs: Call["inputs"], name: string): TensorInfo[] {
  const found: TensorInfo[] = [];
  for (let i = 0; inputs[`${name}${i}`]; i++) found.push(inputs[`${name}${i}`]);
  return found;
}

/** The activation that our products apply, or null if it is another one. */
export function activationOf({ inputs, attributes }: Call): Activation | null {
  const activation = attributes.activation ?? "linear";
  const known = activation === "linear" || activation === "relu" ||
    activation === "relu6";
  return known && !inputs.preluActivationWeights ? activation : null;
}

/** Whether a bias, if there is one, has a value per column. */
export function isVector(bias: TensorInfo | undefined, size: number): boolean {
  return !bias || tf.util.sizeFromShape(bias.shape) === size;
}

/** Attributes of the batch norm kernels. */
export function batchNormOf(
  { epsilon, relu6 }: Call["attributes"],
): BatchNormAttributes {
  return { epsilon: epsilon as number, relu6: relu6 === true };
}

/** A convolution's numbers; null for what our kernels do not do. */
export function geometry(
  { attributes, inputs }: Call,
  shape: readonly number[],
  filter: readonly number[],
  depthwise: boolean,
): Geometry | null {
  const { strides, pad, dilations = 1, dataFormat, dimRoundingMode } =
    attributes as {
      strides: number | [number, number];
      pad: "valid" | "same" | number;
      dilations?: number | [number, number];
      dataFormat?: "NHWC" | "NCHW";
      dimRoundingMode?: "floor" | "round" | "ceil";
    };
  const dilated = [dilations].flat().some((dilation) => dilation !== 1);
  const float = Object.values(inputs).every((t) => !t || t.dtype === "float32");
  if (dataFormat === "NCHW" || dilated || !float) return null;
  if (depthwise && filter[3] !== 1) return null;
  const g = tf.backend_util.computeConv2DInfo(
    shape as Filter,
    filter as Filter,
    strides,
    dilations,
    pad,
    dimRoundingMode,
    depthwise,
  );
  const values = g.batchSize * g.outHeight * g.outWidth * g.outChannels;
  return values > 0 ? g : null;
}
