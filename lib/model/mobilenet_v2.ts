// Code S2's network: a stem convolution, inverted residual blocks as a table,
// two dense layers. This file turns the table into a flat list of layers; the
// numbers of the published table are defaults of the config's schema.
import type {
  ImageShape,
  LayerSpec,
  NetworkConfig,
  NetworkSpec,
  WeightSpec,
} from "./spec.ts";
import { sizeOf } from "./spec.ts";

/** The published table of blocks (Code S2's `simple_cnn_3_blocks`). */
export const PUBLISHED_NETWORK: NetworkConfig = {
  stem_filters: 32,
  blocks: [
    { filters: 16, expansion: 1, strides: 1, repeats: 1 },
    { filters: 24, expansion: 6, strides: 2, repeats: 2 },
    { filters: 32, expansion: 6, strides: 2, repeats: 3 },
  ],
  dense_units: 64,
  batch_norm: { momentum: 0.99, epsilon: 0.001 },
};

/**
 * Lays out the network of a table of blocks: MobileNetV2's inverted residuals
 * (Sandler et al. 2018) as Code S2 has them. The first bottleneck of a block
 * has its stride and no residual, every further one stride 1 and a residual;
 * an expansion of 1 still has its 1×1 convolution.
 *
 * @param inputShape `[bins, frames, channels]` of a sample.
 * @param targets Values predicted per sample.
 * @param config The table; the published one if not given.
 * @returns The layers and their weights.
 * @throws {RangeError} If a size is not a positive integer.
 *
 * @example
 * ```ts
 * import { networkSpec } from "./mobilenet_v2.ts";
 * import { countParameters } from "./spec.ts";
 *
 * const spec = networkSpec([129, 9, 5], 1);
 * if (countParameters(spec).trainable !== 128_705) throw new Error();
 * ```
 */
export function networkSpec(
  inputShape: ImageShape,
  targets: number,
  config: NetworkConfig = PUBLISHED_NETWORK,
): NetworkSpec {
  for (const size of [...inputShape, targets]) {
    if (!Number.isInteger(size) || size < 1) {
      throw new RangeError(`A size is ${size}; expected a positive integer`);
    }
  }
  const list = new LayerList(inputShape);
  list.conv("conv", config.stem_filters, 3, 2);
  list.batchNorm(true);
  for (const [at, block] of config.blocks.entries()) {
    const { filters, expansion, strides, repeats } = block;
    // Its output meets nothing but 1×1 convolutions ahead of batch norms.
    const idle = at < config.blocks.length - 1;
    for (let i = 0; i < repeats; i++) {
      const from = list.layers.length - 1;
      list.conv("conv", list.channels * expansion, 1, 1);
      list.batchNorm(true);
      list.conv("depthwise", list.channels, 3, i === 0 ? strides : 1);
      list.batchNorm(true);
      list.conv("conv", filters, 1, 1);
      list.batchNorm(false, idle);
      if (i > 0) list.add(from);
    }
  }
  const units = config.head === "global_average_pooling"
    ? list.pooling()
    : list.flatten();
  if (config.dropout) list.dropout(units, config.dropout);
  list.dense(units, config.dense_units, true);
  list.dense(config.dense_units, targets, false);
  return {
    inputShape,
    targets,
    config: plainConfig(config),
    layers: list.layers,
    weights: list.weights,
    movingSize: list.moving,
  };
}

/** Without what is as published: so saved models say no more than they must. */
function plainConfig({ head, dropout, ...config }: NetworkConfig) {
  return {
    ...config,
    ...(head !== undefined && head !== "flatten" && { head }),
    ...(dropout !== undefined && dropout > 0 && { dropout }),
  };
}

/** Layers so far, with the counters that number what they own. */
class LayerList {
  readonly layers: LayerSpec[] = [];
  readonly weights: WeightSpec[] = [];
  moving = 0;
  #parameters = 0;
  #names = new Map<string, number>();

  constructor(private shape: ImageShape) {}

  get channels(): number {
    return this.shape[2];
  }

  conv(kind: "conv" | "depthwise", filters: number, size: number, by: 1 | 2) {
    const deep = kind === "depthwise";
    const name = this.#name(deep ? "depthwise_conv2d" : "conv2d");
    const kernelShape = [
      size,
      size,
      this.channels,
      deep ? 1 : filters,
    ] as const;
    const parameter = this.#parameters;
    this.#parameter(
      name,
      deep ? "depthwise_kernel" : "kernel",
      kernelShape,
      "glorotUniform",
    );
    this.#parameter(name, "bias", [filters], "zeros", true);
    const [bins, frames] = this.shape;
    this.shape = [Math.ceil(bins / by), Math.ceil(frames / by), filters];
    const { shape } = this;
    this.layers.push({
      kind,
      name,
      shape,
      kernelShape,
      strides: by,
      parameter,
    });
  }

  batchNorm(relu6: boolean, idle = false) {
    const { shape, channels, moving: offset } = this;
    const name = this.#name("batch_normalization");
    const parameter = this.#parameters;
    this.#parameter(name, "gamma", [channels], "ones");
    this.#parameter(name, "beta", [channels], "zeros", idle);
    this.#moving(name, "moving_mean", channels, "zeros");
    this.#moving(name, "moving_variance", channels, "ones");
    const bias = parameter - 1;
    this.layers.push({
      kind: "batchNorm",
      name,
      shape,
      relu6,
      parameter,
      offset,
      bias,
    });
  }

  add(from: number) {
    const { shape } = this;
    this.layers.push({ kind: "add", name: this.#name("add"), shape, from });
  }

  flatten(): number {
    const units = sizeOf(this.shape);
    this.layers.push({ kind: "flatten", name: this.#name("flatten"), units });
    return units;
  }

  pooling(): number {
    const name = this.#name("global_average_pooling2d");
    const units = this.channels;
    this.layers.push({ kind: "pooling", name, units });
    return units;
  }

  dropout(units: number, rate: number) {
    this.layers.push({
      kind: "dropout",
      name: this.#name("dropout"),
      units,
      rate,
    });
  }

  dense(inputs: number, units: number, relu: boolean) {
    const name = this.#name("dense");
    const parameter = this.#parameters;
    this.#parameter(name, "kernel", [inputs, units], "glorotUniform");
    this.#parameter(name, "bias", [units], "zeros");
    this.layers.push({ kind: "dense", name, inputs, units, relu, parameter });
  }

  /** `conv2d`, `conv2d_1`, … as Keras counts. */
  #name(kind: string): string {
    const count = this.#names.get(kind) ?? 0;
    this.#names.set(kind, count + 1);
    return count === 0 ? kind : `${kind}_${count}`;
  }

  #parameter(
    layer: string,
    weight: string,
    shape: readonly number[],
    initializer: WeightSpec["initializer"],
    idle = false,
  ) {
    const name = `${layer}/${weight}`;
    const parameter = this.#parameters++;
    this.weights.push({ name, shape, initializer, parameter, offset: 0, idle });
  }

  #moving(
    layer: string,
    weight: string,
    size: number,
    initializer: WeightSpec["initializer"],
  ) {
    this.weights.push({
      name: `${layer}/${weight}`,
      shape: [size],
      initializer,
      parameter: null,
      offset: this.moving,
      idle: false,
    });
    this.moving += size;
  }
}
