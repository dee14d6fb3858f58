// The trained network as two files in TensorFlow.js's LayersModel format:
// model.json (layers and a manifest of weights) and weights.bin (float32,
// little-endian, in the order of Keras's get_weights()). The spec rides along
// as user-defined metadata, which a stock TensorFlow.js carries and ignores.
import { buildLayersModel } from "./layers_model.ts";
import type { Network } from "./network.ts";

/** Files of a saved model. */
export interface EncodedModel {
  /** Text of model.json. */
  readonly modelJson: Uint8Array<ArrayBuffer>;
  /** Bytes of weights.bin. */
  readonly weights: Uint8Array<ArrayBuffer>;
}

/**
 * Encodes a network in TensorFlow.js's LayersModel format. The bytes depend on
 * spec and weights only.
 *
 * @param network The network.
 * @returns `model.json` and `weights.bin`.
 *
 * @example
 * ```ts
 * import * as tf from "../third_party/tfjs.ts";
 * import { networkSpec } from "./mobilenet_v2.ts";
 * import { createNetwork } from "./network.ts";
 * import { encodeModel } from "./saved_model.ts";
 *
 * await tf.setBackend("cpu");
 * const network = createNetwork(networkSpec([17, 9, 2], 1), 1);
 * const { modelJson } = await encodeModel(network);
 * const { format } = JSON.parse(new TextDecoder().decode(modelJson));
 * if (format !== "layers-model") throw new Error();
 * network.dispose();
 * ```
 */
export async function encodeModel(network: Network): Promise<EncodedModel> {
  const { spec } = network;
  const { inputShape, targets, config } = spec;
  const model = buildLayersModel(spec);
  const modelTopology = model.toJSON(null, false);
  model.dispose();
  const json = {
    format: "layers-model",
    generatedBy: "Stibnite, TensorFlow.js tfjs-layers v4.22.0",
    convertedBy: null,
    modelTopology,
    weightsManifest: [{
      paths: ["weights.bin"],
      weights: spec.weights.map(({ name, shape }) => ({
        name,
        shape,
        dtype: "float32",
      })),
    }],
    userDefinedMetadata: { inputShape, targets, config },
  };
  const modelJson = new TextEncoder().encode(
    JSON.stringify(json, null, 1) + "\n",
  );
  return { modelJson, weights: toBytes(await network.getWeights()) };
}

function toBytes(arrays: readonly Float32Array[]): Uint8Array<ArrayBuffer> {
  const size = arrays.reduce((sum, { length }) => sum + length, 0);
  const view = new DataView(new ArrayBuffer(4 * size));
  let at = 0;
  for (const values of arrays) {
    for (const value of values) {
      view.setFloat32(at, value, true);
      at += 4;
    }
  }
  return new Uint8Array(view.buffer);
}
