// Depthwise convolutions, one filter a channel.
import type * as tf from "../../../third_party/tfjs.ts";
import type { ExactBackend } from "../exact_backend.ts";
import { Kernel } from "../kernels/kernel.ts";
import {
  type ConvAttributes,
  type Geometry,
  geometryArguments,
  geometryOf,
} from "./geometry.ts";
import type { FastKernel } from "./override.ts";
import { type Activation, activationOf, addPartials, pad } from "./product.ts";

/** Channels of a chunk: all, if there are images enough; else two cache lines. */
function groupOf(g: Geometry): number {
  return g.batchSize >= 16 ? Math.ceil(g.inChannels / 4) * 4 : 32;
}

/** Bytes of a band: half a first-level cache. */
const BAND = 16384;

/** How the image is cut into bands of rows. */
function band(g: Geometry): { rows: number; scratch: number } {
  const width = (g.outWidth - 1) * g.strideWidth +
    (g.filterWidth - 1) * g.dilationWidth + 1;
  const reach = (g.filterHeight - 1) * g.dilationHeight + 1;
  const fitting = (BAND / (16 * width) - reach) / g.strideHeight + 1;
  const rows = Math.max(1, Math.min(g.outHeight, Math.floor(fitting)));
  const height = (rows - 1) * g.strideHeight + reach;
  return { rows, scratch: 16 * width * height };
}

interface Pass {
  readonly a: number;
  readonly filter: number;
  readonly c: number;
  readonly bias?: number;
  readonly activation?: Activation;
  /** Turns the filter around and spreads pixels: the input's gradient. */
  readonly spread?: readonly [number, number];
  /** Padding of the convolution itself. */
  readonly padding?: readonly [number, number];
  /** How a 3×3 filter runs, see assembly/depthwise3.ts. */
  readonly direct: Direct;
}

/** 0: over bands; 3×3 on the image: 1 stride 1, 2 others, 3 back from 2. */
type Direct = 0 | 1 | 2 | 3;

/** Whether a 3×3 filter runs straight on the image. */
function directOf(g: Geometry): Direct {
  const plain = g.filterHeight === 3 && g.filterWidth === 3 &&
    g.dilationHeight === 1 && g.dilationWidth === 1 && g.padInfo.top <= 2 &&
    g.padInfo.bottom <= 2;
  if (!plain) return 0;
  return g.strideHeight === 1 && g.strideWidth === 1 ? 1 : 2;
}

function run(backend: ExactBackend, g: Geometry, pass: Pass) {
  const { a, filter, c, bias = 0, activation = 0, spread, direct } = pass;
  const [top, left] = pass.padding ?? [0, 0];
  const group = groupOf(g);
  const groups = Math.ceil(g.inChannels / group);
  const { rows, scratch } = band(g);
  const [spreadY, spreadX] = spread ?? [1, 1];
  const turn = spread ? 1 : 0;
  backend.threads.run({
    kernel: Kernel.depthwise,
    chunks: g.batchSize * groups,
    args: [
      ...pad([
        ...[a, filter, c, bias, activation, groups, group, turn],
        ...[spreadY, spreadX, rows, top, left, direct],
      ]),
      ...geometryArguments(g),
    ],
    scratch,
  });
}

/** Channel multipliers and other layouts are left to JavaScript. */
function fits(attributes: ConvAttributes, filterShape: readonly number[]) {
  return attributes.dataFormat !== "NCHW" && filterShape[3] === 1;
}

function forward(
  backend: ExactBackend,
  { x, filter, bias }: Record<string, tf.TensorInfo>,
  attributes: ConvAttributes,
  activation: Activation,
): tf.TensorInfo {
  const g = geometryOf(x.shape, filter.shape, attributes, true);
  const y = backend.output(g.outShape);
  run(backend, g, {
    a: backend.address(x),
    filter: backend.address(filter),
    c: backend.address(y),
    bias: bias ? backend.address(bias) : 0,
    activation,
    direct: directOf(g),
  });
  return y;
}

/** DepthwiseConv2dNative. */
export const depthwise: FastKernel = ({ inputs, attrs, backend }) => {
  const { x, filter } = inputs;
  const attributes = attrs as unknown as ConvAttributes;
  if (!fits(attributes, filter.shape)) return null;
  return forward(backend, { x, filter }, attributes, 0);
};

/** FusedDepthwiseConv2D: bias and activation too. */
export const fusedDepthwise: FastKernel = ({ inputs, attrs, backend }) => {
  const { x, filter, bias, preluActivationWeights } = inputs;
  const attributes = attrs as unknown as ConvAttributes;
  const activation = activationOf(attrs.activation as string);
  const vector = !bias || bias.shape.length === 1;
  if (
    !fits(attributes, filter.shape) || !vector || activation === undefined ||
    preluActivationWeights
  ) return null;
  return forward(backend, { x, filter, bias }, attributes, activation);
};

/** How the image's gradient runs. */
function backwardOf(g: Geometry): Direct {
  const forward = directOf(g);
  if (forward !== 2) return forward;
  return g.strideHeight === 2 && g.strideWidth === 2 ? 3 : 0;
}

/** DepthwiseConv2dNativeBackpropInput: correlation with the turned filter. */
export const depthwiseInput: FastKernel = ({ inputs, attrs, backend }) => {
  const { dy, filter } = inputs;
  const attributes = attrs as unknown as ConvAttributes;
  const inputShape = attrs.inputShape as number[];
  if (!fits(attributes, filter.shape)) return null;
  const g = geometryOf(inputShape, filter.shape, attributes, true);
  const top = (g.filterHeight - 1) * g.dilationHeight - g.padInfo.top;
  const left = (g.filterWidth - 1) * g.dilationWidth - g.padInfo.left;
  if (top < 0 || left < 0) return null;
  const dx = backend.output(inputShape);
  const turned: Geometry = {
    ...g,
    inHeight: g.outHeight,
    inWidth: g.outWidth,
    outHeight: g.inHeight,
    outWidth: g.inWidth,
    strideHeight: 1,
    strideWidth: 1,
    padInfo: { ...g.padInfo, top, left },
  };
  run(backend, turned, {
    a: backend.address(dy),
    filter: backend.address(filter),
    c: backend.address(dx),
    spread: [g.strideHeight, g.strideWidth],
    padding: [g.padInfo.top, g.padInfo.left],
    direct: backwardOf(g),
  });
  return dx;
};

/** DepthwiseConv2dNativeBackpropFilter. */
export const depthwiseFilter: FastKernel = ({ inputs, attrs, backend }) => {
  const { x, dy } = inputs;
  const attributes = attrs as unknown as ConvAttributes;
  const filterShape = attrs.filterShape as number[];
  if (!fits(attributes, filterShape)) return null;
  const g = geometryOf(x.shape, filterShape, attributes, true);
  const dw = backend.output(filterShape);
  const group = groupOf(g);
  const groups = Math.ceil(g.inChannels / group);
  const images = Math.ceil(g.batchSize / 16);
  const count = Math.ceil(g.batchSize / images);
  const taps = g.filterHeight * g.filterWidth;
  const width = Math.ceil(g.inChannels / 4) * 4;
  const size = taps * width * 4;
  const { rows, scratch } = band(g);
  backend.withPiece(count * size, (partials) => {
    const a = backend.address(x);
    const b = backend.address(dy);
    backend.threads.run({
      kernel: Kernel.depthwiseFilter,
      chunks: count * groups,
      args: [
        ...pad([
          ...[a, b, partials, g.batchSize, images, groups, group, 0],
          ...[1, 1, rows, 0, 0, directOf(g)],
        ]),
        ...geometryArguments(g),
      ],
      scratch,
    });
    const c = backend.address(dw);
    const n = g.inChannels;
    addPartials(backend, { partials, c, count, size, k: taps, n, width });
  });
  return dw;
};
