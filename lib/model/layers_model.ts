// The network as TensorFlow.js's own LayersModel, of stock layers only: what
// gets saved, and what anybody may summarise, load or train further.
import * as tf from "../third_party/tfjs_layers.ts";
import type { LayerSpec, NetworkSpec } from "./spec.ts";

/**
 * Builds the network with `tf.layers`. Its layers have the names of the spec's;
 * a ReLU6 after a batch norm is a `ReLU` layer with `maxValue` 6. Initial
 * weights are zeros and ones: set them by name, or by loading a saved model.
 *
 * @param spec See `networkSpec`.
 * @returns A model of the current backend; `dispose()` frees it.
 *
 * @example
 * ```ts
 * import * as tf from "../third_party/tfjs_layers.ts";
 * import { buildLayersModel } from "./layers_model.ts";
 * import { networkSpec } from "./mobilenet_v2.ts";
 *
 * await tf.setBackend("cpu");
 * const model = buildLayersModel(networkSpec([17, 9, 2], 1));
 * if (model.outputs[0].shape[1] !== 1) throw new Error();
 * model.dispose();
 * ```
 */
export function buildLayersModel(spec: NetworkSpec): tf.LayersModel {
  const input = tf.input({ shape: [...spec.inputShape], name: "input" });
  const outputs: tf.SymbolicTensor[] = [];
  let x = input;
  let activations = 0;
  for (const layer of spec.layers) {
    x = layer.kind === "add"
      ? applied(tf.layers.add({ name: layer.name }), [x, outputs[layer.from]])
      : applied(stockLayer(layer, spec), x);
    if (layer.kind === "batchNorm" && layer.relu6) {
      const name = activations === 0 ? "re_lu" : `re_lu_${activations}`;
      activations++;
      x = applied(tf.layers.reLU({ maxValue: 6, name }), x);
    }
    outputs.push(x);
  }
  return tf.model({ inputs: input, outputs: x, name: "mobilenet_v2" });
}

type Layer = ReturnType<typeof tf.layers.add>;

function applied(
  layer: { apply: Layer["apply"] },
  x: tf.SymbolicTensor | tf.SymbolicTensor[],
): tf.SymbolicTensor {
  return layer.apply(x) as tf.SymbolicTensor;
}

function stockLayer(
  layer: Exclude<LayerSpec, { kind: "add" }>,
  spec: NetworkSpec,
): { apply: Layer["apply"] } {
  const { name } = layer;
  switch (layer.kind) {
    case "conv":
      return tf.layers.conv2d({
        name,
        filters: layer.kernelShape[3],
        kernelSize: [layer.kernelShape[0], layer.kernelShape[1]],
        strides: layer.strides,
        padding: "same",
        kernelInitializer: "zeros",
      });
    case "depthwise":
      return tf.layers.depthwiseConv2d({
        name,
        kernelSize: [layer.kernelShape[0], layer.kernelShape[1]],
        strides: layer.strides,
        padding: "same",
        depthMultiplier: 1,
        depthwiseInitializer: "zeros",
      });
    case "batchNorm":
      return tf.layers.batchNormalization({
        name,
        momentum: spec.config.batch_norm.momentum,
        epsilon: spec.config.batch_norm.epsilon,
      });
    case "flatten":
      return tf.layers.flatten({ name });
    case "pooling":
      return tf.layers.globalAveragePooling2d({ name });
    case "dropout":
      return tf.layers.dropout({ name, rate: layer.rate });
    case "dense":
      return tf.layers.dense({
        name,
        units: layer.units,
        activation: layer.relu ? "relu" : "linear",
        kernelInitializer: "zeros",
      });
  }
}
