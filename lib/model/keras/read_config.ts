// Reads a Keras config as one of this package's networks: the stem, then
// bottlenecks with and without a residual, then two dense layers. Whatever is
// not exactly so is refused by the layer's name, because a network that is
// nearly the same predicts something else.
import { InputError } from "../../errors.ts";
import { networkSpec } from "../mobilenet_v2.ts";
import type { ImageShape, NetworkConfig, NetworkSpec } from "../spec.ts";
import { type ConfigLayer, readLayers, toObject } from "./keras_layers.ts";

/** A network, and the Keras layers that hold its weights. */
export interface KerasNetwork {
  readonly spec: NetworkSpec;
  /** All layers, in the config's order. */
  readonly layers: readonly ConfigLayer[];
  /** Those with weights, in the order of the spec's. */
  readonly weighted: readonly ConfigLayer[];
}

type BatchNorm = NetworkConfig["batch_norm"];

interface Bottleneck {
  readonly expansion: number;
  readonly filters: number;
  readonly strides: 1 | 2;
  readonly residual: boolean;
}

/**
 * Understands a Keras config as a network of Code S2's kind.
 *
 * @param text The config.
 * @param source Name of the file, for messages.
 * @throws {InputError} If it is of another kind; the layer is named.
 */
export function readConfig(text: string, source: string): KerasNetwork {
  const layers = readLayers(text, source);
  const walk = new Walk(layers, source);
  const inputShape = walk.input();
  const stem = walk.convolution("Conv2D", 3);
  if (stem.strides !== 2) walk.refuse("has not stride 2");
  let channels = stem.filters;
  walk.batchNorm();
  walk.relu6();
  const bottlenecks: Bottleneck[] = [];
  while (walk.next?.className === "Conv2D") {
    const bottleneck = readBottleneck(walk, channels);
    channels = bottleneck.filters;
    bottlenecks.push(bottleneck);
  }
  const head = walk.next?.className === "GlobalAveragePooling2D"
    ? "global_average_pooling"
    : "flatten";
  walk.take(head === "flatten" ? "Flatten" : "GlobalAveragePooling2D");
  const dropout = walk.next?.className === "Dropout" ? walk.dropout() : 0;
  const dense_units = walk.dense("relu");
  const targets = walk.dense("linear");
  if (walk.next) walk.take("nothing");
  const spec = networkSpec(inputShape, targets, {
    stem_filters: stem.filters,
    blocks: toBlocks(bottlenecks, source),
    dense_units,
    batch_norm: walk.moments!,
    ...(head !== "flatten" && { head }),
    ...(dropout > 0 && { dropout }),
  });
  return { spec, layers, weighted: walk.weighted };
}

function readBottleneck(walk: Walk, channels: number): Bottleneck {
  const start = walk.last;
  const wide = walk.convolution("Conv2D", 1);
  const expansion = wide.filters / channels;
  if (wide.strides !== 1 || !Number.isInteger(expansion)) {
    walk.refuse(`turns ${channels} channels into ${wide.filters}`);
  }
  walk.batchNorm();
  walk.relu6();
  const { strides } = walk.convolution("DepthwiseConv2D", 3);
  walk.batchNorm();
  walk.relu6();
  const { filters, strides: last } = walk.convolution("Conv2D", 1);
  if (last !== 1) walk.refuse("has not stride 1");
  walk.batchNorm();
  const residual = walk.next !== undefined && isAdd(walk.next);
  if (residual) {
    if (strides !== 1 || filters !== channels) {
      walk.refuse("ends a bottleneck that changes the shape");
    }
    walk.add(start);
  }
  return { expansion, filters, strides, residual };
}

/** A bottleneck without a residual begins a block. */
function toBlocks(
  bottlenecks: readonly Bottleneck[],
  source: string,
): NetworkConfig["blocks"] {
  const blocks: NetworkConfig["blocks"] = [];
  for (const { expansion, filters, strides, residual } of bottlenecks) {
    const block = blocks.at(-1);
    if (residual && block?.expansion === expansion) {
      blocks[blocks.length - 1] = { ...block, repeats: block.repeats + 1 };
    } else if (residual) {
      throw new InputError(
        `${source}: a bottleneck with a residual has another expansion than ` +
          "its block; expected blocks as Code S2 has them",
      );
    } else blocks.push({ filters, expansion, strides, repeats: 1 });
  }
  return blocks;
}

function isAdd({ className, config }: ConfigLayer): boolean {
  return className === "Add" ||
    className === "TFOpLambda" && /(^|\.)add(v2)?$/i.test(`${config.function}`);
}

/** Goes through the layers, each of which is fed by the one before it. */
class Walk {
  readonly weighted: ConfigLayer[] = [];
  moments: BatchNorm | null = null;
  /** Name of the layer before. */
  last = "";
  #at = 0;

  constructor(
    readonly layers: readonly ConfigLayer[],
    readonly source: string,
  ) {}

  get next(): ConfigLayer | undefined {
    return this.layers[this.#at];
  }

  /** Refuses the layer that was taken last. */
  refuse(found: string): never {
    const { name, className } = this.layers[this.#at - 1];
    throw new InputError(
      `${this.source}: layer ${name} (${className}) ${found}; expected a ` +
        "network as Code S2 has it",
    );
  }

  take(
    kind: string,
    fits: (layer: ConfigLayer) => boolean = ({ className }) =>
      className === kind,
  ): ConfigLayer {
    const layer = this.next;
    if (!layer) {
      throw new InputError(
        `${this.source}: its network ends where a ${kind} layer should stand; ` +
          "expected one as Code S2 has it",
      );
    }
    this.#at++;
    if (!fits(layer)) this.refuse(`stands where ${kind} should`);
    const { from } = layer;
    if (this.last !== "" && kind !== "Add") {
      if (from.length !== 1 || from[0] !== this.last) {
        this.refuse(`is not fed by ${this.last} alone`);
      }
    }
    this.last = layer.name;
    return layer;
  }

  input(): ImageShape {
    const { config } = this.take("InputLayer");
    const shape = config.batch_shape ?? config.batch_input_shape;
    const sizes = Array.isArray(shape) ? shape.slice(1) : [];
    if (sizes.length !== 3 || !sizes.every(isSize)) {
      this.refuse("is not of bins, frames and channels");
    }
    return sizes as unknown as ImageShape;
  }

  convolution(
    className: "Conv2D" | "DepthwiseConv2D",
    kernel: number,
  ): { filters: number; strides: 1 | 2 } {
    const layer = this.take(className);
    const { config } = layer;
    const deep = className === "DepthwiseConv2D";
    const strides = pair(config.strides);
    this.#require(config, {
      padding: "same",
      data_format: "channels_last",
      groups: 1,
      activation: "linear",
      use_bias: true,
      ...(deep ? { depth_multiplier: 1 } : {}),
    });
    if (pair(config.kernel_size) !== kernel) {
      this.refuse(`has not a kernel of ${kernel} × ${kernel}`);
    }
    if (pair(config.dilation_rate ?? 1) !== 1) this.refuse("is dilated");
    if (strides !== 1 && strides !== 2) this.refuse("has not stride 1 or 2");
    const filters = deep ? 1 : config.filters;
    if (!isSize(filters)) this.refuse("has no number of filters");
    this.weighted.push(layer);
    return { filters, strides };
  }

  batchNorm(): void {
    const layer = this.take("BatchNormalization");
    const { config } = layer;
    this.#require(config, { center: true, scale: true, renorm: false });
    const axis = Array.isArray(config.axis) ? config.axis[0] : config.axis;
    if (axis !== -1 && axis !== 3) {
      this.refuse(`is over axis ${JSON.stringify(axis ?? null).slice(0, 60)}`);
    }
    const { momentum, epsilon } = config;
    if (typeof momentum !== "number" || typeof epsilon !== "number") {
      this.refuse("has no momentum and epsilon");
    }
    this.moments ??= { momentum, epsilon };
    if (this.moments.epsilon !== epsilon) {
      this.refuse(`has epsilon ${epsilon} where another has another`);
    }
    this.weighted.push(layer);
  }

  relu6(): void {
    this.take("ReLU6", ({ className, config }) => {
      switch (className) {
        case "ReLU":
          return config.max_value === 6 && !config.negative_slope &&
            !config.threshold;
        case "Activation":
          return config.activation === "relu6";
        case "TFOpLambda": // tf.nn.relu6 of Keras 2, as Code S2 has it
          return config.function === "nn.relu6";
        case "Relu6": // keras.ops.relu6
          return true;
        default:
          return false;
      }
    });
  }

  add(start: string): void {
    const before = this.last;
    const { from } = this.take("Add", isAdd);
    const fed = from.length === 2 && from.includes(before) &&
      from.includes(start);
    if (!fed) this.refuse(`does not add ${start} to ${before}`);
  }

  dropout(): number {
    const { rate } = this.take("Dropout").config;
    if (typeof rate !== "number" || !(rate >= 0 && rate < 1)) {
      this.refuse("has no rate from 0 to below 1");
    }
    return rate;
  }

  dense(activation: "relu" | "linear"): number {
    const layer = this.take("Dense");
    const { config } = layer;
    this.#require(config, { activation, use_bias: true });
    if (!isSize(config.units)) this.refuse("has no number of units");
    this.weighted.push(layer);
    return config.units;
  }

  /** Values that are left out are Keras's defaults, which are these. */
  #require(
    config: ConfigLayer["config"],
    wanted: Readonly<Record<string, unknown>>,
  ): void {
    for (const [key, value] of Object.entries(wanted)) {
      const found = config[key] ?? value;
      const name = toObject(found).class_name ?? found;
      if (name !== value) {
        this.refuse(`has ${key} ${JSON.stringify(found).slice(0, 60)}`);
      }
    }
  }
}

function isSize(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) >= 1 &&
    (value as number) <= 1e6;
}

/** A number for both axes; NaN if they differ. */
function pair(value: unknown): number {
  if (typeof value === "number") return value;
  if (!Array.isArray(value) || value.length !== 2) return NaN;
  return value[0] === value[1] && typeof value[0] === "number" ? value[0] : NaN;
}
