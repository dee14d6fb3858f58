// The network in Keras 3's words: `model.get_config()` of a functional model,
// with nothing in it that is Keras's default. The same text serves `.keras`
// and `.h5`.
import type { LayerSpec, NetworkSpec } from "../spec.ts";

/** A JSON object. */
export type Json = { readonly [key: string]: unknown };

/** A layer as Keras writes it. */
interface KerasLayer {
  readonly className: string;
  readonly name: string;
  readonly config: Json;
  /** Names of the layers that feed it. */
  readonly from: readonly string[];
}

const INPUT = "input_layer";

/**
 * Describes a network as a Keras functional model.
 *
 * @param spec The network.
 * @returns The object of `config.json` in a `.keras` file, and of the attribute
 * `model_config` in a `.h5` file.
 */
export function kerasConfig(spec: NetworkSpec): Json {
  const layers = kerasLayers(spec);
  const shapes = new Map<string, readonly (number | null)[]>();
  const last = layers.at(-1)!.name;
  return {
    module: "keras.src.models.functional",
    class_name: "Functional",
    config: {
      name: "mobilenet_v2",
      trainable: true,
      layers: layers.map(({ className, name, config, from }) => {
        const shape = shapeOf(spec, name, shapes.get(from[0]));
        shapes.set(name, shape);
        const tensors = from.map((source) => tensor(source, shapes));
        const input = from.length > 1 ? [tensors] : tensors;
        return {
          module: "keras.layers",
          class_name: className,
          config: { name, ...config, dtype: "float32" },
          registered_name: null,
          name,
          inbound_nodes: from.length > 0 ? [{ args: input, kwargs: {} }] : [],
        };
      }),
      input_layers: [INPUT, 0, 0],
      output_layers: [last, 0, 0],
    },
    registered_name: "Functional",
    build_config: { input_shape: [null, ...spec.inputShape] },
  };
}

function tensor(
  name: string,
  shapes: ReadonlyMap<string, readonly (number | null)[]>,
): Json {
  return {
    class_name: "__keras_tensor__",
    config: {
      shape: shapes.get(name),
      dtype: "float32",
      keras_history: [name, 0, 0],
    },
  };
}

function shapeOf(
  spec: NetworkSpec,
  name: string,
  before: readonly (number | null)[] | undefined,
): readonly (number | null)[] {
  const layer = spec.layers.find((one) => one.name === name);
  if (layer === undefined) return before ?? [null, ...spec.inputShape];
  return "units" in layer ? [null, layer.units] : [null, ...layer.shape];
}

function kerasLayers(spec: NetworkSpec): KerasLayer[] {
  const layers: KerasLayer[] = [{
    className: "InputLayer",
    name: INPUT,
    config: { batch_shape: [null, ...spec.inputShape] },
    from: [],
  }];
  /** Name of what leaves each layer of the spec. */
  const outputs: string[] = [];
  let activations = 0;
  for (const layer of spec.layers) {
    const before = layers.at(-1)!.name;
    const from = layer.kind === "add"
      ? [before, outputs[layer.from]]
      : [before];
    layers.push({ ...stockLayer(layer, spec), name: layer.name, from });
    if (layer.kind === "batchNorm" && layer.relu6) {
      const name = activations === 0 ? "re_lu" : `re_lu_${activations}`;
      activations++;
      const config = { max_value: 6, negative_slope: 0, threshold: 0 };
      layers.push({ className: "ReLU", name, config, from: [layer.name] });
    }
    outputs.push(layers.at(-1)!.name);
  }
  return layers;
}

function stockLayer(
  layer: LayerSpec,
  spec: NetworkSpec,
): Pick<KerasLayer, "className" | "config"> {
  switch (layer.kind) {
    case "conv":
    case "depthwise": {
      const [height, width, , filters] = layer.kernelShape;
      const config = {
        kernel_size: [height, width],
        strides: [layer.strides, layer.strides],
        padding: "same",
        activation: "linear",
        use_bias: true,
      };
      return layer.kind === "conv"
        ? { className: "Conv2D", config: { filters, ...config } }
        : {
          className: "DepthwiseConv2D",
          config: { depth_multiplier: 1, ...config },
        };
    }
    case "batchNorm":
      return {
        className: "BatchNormalization",
        config: {
          axis: -1,
          momentum: spec.config.batch_norm.momentum,
          epsilon: spec.config.batch_norm.epsilon,
        },
      };
    case "add":
      return { className: "Add", config: {} };
    case "flatten":
      return { className: "Flatten", config: {} };
    case "pooling":
      return { className: "GlobalAveragePooling2D", config: {} };
    case "dropout":
      return { className: "Dropout", config: { rate: layer.rate } };
    case "dense":
      return {
        className: "Dense",
        config: {
          units: layer.units,
          activation: layer.relu ? "relu" : "linear",
          use_bias: true,
        },
      };
  }
}
