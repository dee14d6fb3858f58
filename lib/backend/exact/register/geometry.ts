// Shapes of a convolution in the order in which kernels take them.
import * as tf from "../../../third_party/tfjs.ts";

/** TensorFlow.js's attributes of a convolution. */
export interface ConvAttributes {
  /** Down, across. */
  readonly strides: number | [number, number];
  /** How edges are padded. */
  readonly pad: "same" | "valid" | number | ExplicitPadding;
  /** Only NHWC runs here. */
  readonly dataFormat?: "NHWC" | "NCHW";
  /** Down, across. */
  readonly dilations?: number | [number, number];
  /** How output sizes are rounded. */
  readonly dimRoundingMode?: "floor" | "round" | "ceil";
}

type ExplicitPadding = tf.backend_util.ExplicitPadding;

/** A convolution's sizes. */
export type Geometry = tf.backend_util.Conv2DInfo;

/** Sizes from shapes. */
export function geometryOf(
  inputShape: readonly number[],
  filterShape: readonly number[],
  attributes: ConvAttributes,
  depthwise = false,
): Geometry {
  type Four = [number, number, number, number];
  return tf.backend_util.computeConv2DInfo(
    inputShape as Four,
    filterShape as Four,
    attributes.strides,
    attributes.dilations ?? 1,
    attributes.pad,
    attributes.dimRoundingMode,
    depthwise,
  );
}

/** Arguments 16 to 28 of the patch kernels. */
export function geometryArguments(g: Geometry): number[] {
  return [
    g.inHeight,
    g.inWidth,
    g.inChannels,
    g.filterHeight,
    g.filterWidth,
    g.outHeight,
    g.outWidth,
    g.strideHeight,
    g.strideWidth,
    g.padInfo.top,
    g.padInfo.left,
    g.dilationHeight,
    g.dilationWidth,
  ];
}

/** Whether an output pixel depends on the input pixel at its place alone. */
export function isPointwise(g: Geometry): boolean {
  const { top, left } = g.padInfo;
  return g.filterHeight === 1 && g.filterWidth === 1 && top === 0 &&
    left === 0 && g.strideHeight === 1 && g.strideWidth === 1 &&
    g.outHeight === g.inHeight && g.outWidth === g.inWidth;
}
