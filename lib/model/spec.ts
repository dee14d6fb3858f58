// A network is a flat list of layers, each fed by the one before it; a residual
// add also takes the output of an earlier one. Forward pass, backward pass,
// saved model and parameter counts all walk this list.
import type { NetworkConfig } from "../config/types.ts";

export type { NetworkConfig } from "../config/types.ts";

/** Height (bins), width (frames) and channels of a sample. */
export type ImageShape = readonly [
  bins: number,
  frames: number,
  channels: number,
];

/** A 2-D convolution with "same" padding and a bias. */
export interface ConvLayer {
  /** Every channel into every filter, or each channel by itself. */
  readonly kind: "conv" | "depthwise";
  /** Keras-like name. */
  readonly name: string;
  /** Shape that leaves the layer, without the batch. */
  readonly shape: ImageShape;
  /** Shape of the kernel, `[height, width, in, out or 1]`. */
  readonly kernelShape: readonly [number, number, number, number];
  /** Stride of both axes. */
  readonly strides: 1 | 2;
  /** Index of the kernel among the parameters; the bias is next. */
  readonly parameter: number;
}

/** Batch normalization over all axes but the last, then maybe ReLU6. */
export interface BatchNormLayer {
  /** Picks this kind. */
  readonly kind: "batchNorm";
  /** Keras-like name. */
  readonly name: string;
  /** Shape that leaves the layer, without the batch. */
  readonly shape: ImageShape;
  /** Whether min(max(y, 0), 6) follows. */
  readonly relu6: boolean;
  /** Index of gamma among the parameters; beta is next. */
  readonly parameter: number;
  /** Where its moving mean starts; the moving variance follows. */
  readonly offset: number;
  /** Index of the bias of the convolution ahead. */
  readonly bias: number;
}

/** Adds an earlier layer's output. */
export interface AddLayer {
  /** Picks this kind. */
  readonly kind: "add";
  /** Keras-like name. */
  readonly name: string;
  /** Shape that leaves the layer, without the batch. */
  readonly shape: ImageShape;
  /** Index of the earlier layer. */
  readonly from: number;
}

/** Image to vector, C order. */
export interface FlattenLayer {
  /** Picks this kind. */
  readonly kind: "flatten";
  /** Keras-like name. */
  readonly name: string;
  /** Length of the vector. */
  readonly units: number;
}

/** Mean over bins and frames: image to one value a channel. */
export interface PoolingLayer {
  /** Picks this kind. */
  readonly kind: "pooling";
  /** Keras-like name. */
  readonly name: string;
  /** Length of the vector. */
  readonly units: number;
}

/** Drops values in training, and scales up the others; else does nothing. */
export interface DropoutLayer {
  /** Picks this kind. */
  readonly kind: "dropout";
  /** Keras-like name. */
  readonly name: string;
  /** Length of the vector. */
  readonly units: number;
  /** Share that is dropped. */
  readonly rate: number;
}

/** A dense layer with a bias. */
export interface DenseLayer {
  /** Picks this kind. */
  readonly kind: "dense";
  /** Keras-like name. */
  readonly name: string;
  /** Values in. */
  readonly inputs: number;
  /** Values out. */
  readonly units: number;
  /** Whether max(y, 0) follows. */
  readonly relu: boolean;
  /** Index of the kernel among the parameters; the bias is next. */
  readonly parameter: number;
}

/** One layer of a network. */
export type LayerSpec =
  | ConvLayer
  | BatchNormLayer
  | AddLayer
  | FlattenLayer
  | PoolingLayer
  | DropoutLayer
  | DenseLayer;

/** One array of weights. */
export interface WeightSpec {
  /** `layer/weight`, as TensorFlow.js names it. */
  readonly name: string;
  /** Shape in C order. */
  readonly shape: readonly number[];
  /** How it starts. */
  readonly initializer: "glorotUniform" | "zeros" | "ones";
  /** Index among the parameters, or null for a moving statistic. */
  readonly parameter: number | null;
  /** Where it lies among the moving statistics (else 0). */
  readonly offset: number;
  /**
   * Its gradient is exactly 0, because all it does is to shift channels ahead of
   * a batch norm: the bias of each convolution, and beta at the end of each
   * bottleneck but those of the last block (a 1×1 convolution turns its shift
   * into another one, and a residual add hands it on).
   */
  readonly idle: boolean;
}

/** Everything about a network but the values of its weights. */
export interface NetworkSpec {
  /** Shape of a sample. */
  readonly inputShape: ImageShape;
  /** Values predicted per sample. */
  readonly targets: number;
  /** The table of blocks that it was made from. */
  readonly config: NetworkConfig;
  /** Layers in order. */
  readonly layers: readonly LayerSpec[];
  /** Arrays of weights, in the order of Keras's `get_weights()`. */
  readonly weights: readonly WeightSpec[];
  /** Values in all moving statistics together. */
  readonly movingSize: number;
}

/** Number of values of a shape. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}

/**
 * Counts weights as Keras's `model.summary()` does.
 *
 * @param spec The network.
 * @returns Values that training may change (idle biases too, as in Keras), and
 * the moving statistics.
 */
export function countParameters(
  spec: NetworkSpec,
): { trainable: number; moving: number } {
  const trainable = spec.weights
    .filter((weight) => weight.parameter !== null)
    .reduce((sum, weight) => sum + sizeOf(weight.shape), 0);
  return { trainable, moving: spec.movingSize };
}
