// The trained network as two files in TensorFlow.js's LayersModel format:
// model.json (layers and a manifest of weights) and weights.bin (float32,
// little-endian, in the order of Keras's get_weights()). The spec rides along
// as user-defined metadata, which a stock TensorFlow.js carries and ignores.
import { InputError } from "../errors.ts";
import { buildLayersModel } from "./layers_model.ts";
import { networkSpec } from "./mobilenet_v2.ts";
import { createNetwork, type Network } from "./network.ts";
import { type NetworkSpec, sizeOf } from "./spec.ts";

/** Files of a saved model. */
export interface EncodedModel {
  /** Text of model.json. */
  readonly modelJson: Uint8Array<ArrayBuffer>;
  /** Bytes of weights.bin. */
  readonly weights: Uint8Array<ArrayBuffer>;
}

/** A network as plain data: no backend holds its weights. */
export interface NetworkData {
  /** Layers and weights, without values. */
  readonly spec: NetworkSpec;
  /** Weights in the order of `spec.weights`. */
  readonly weights: readonly Float32Array[];
}

/** What model.json holds, as far as it is read back. */
interface ModelJson {
  readonly userDefinedMetadata: Pick<
    NetworkSpec,
    "inputShape" | "targets" | "config"
  >;
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

/**
 * Makes a network out of the two files that {@linkcode encodeModel} made.
 *
 * @param encoded Contents of model.json and weights.bin.
 * @param source What to call them in a message.
 * @returns The network on the current backend; `dispose()` frees it.
 * @throws {InputError} If the files are not such a model.
 */
export function decodeModel(
  encoded: { modelJson: Uint8Array; weights: Uint8Array },
  source: string,
): Network {
  const { spec, weights } = decodeModelData(encoded, source);
  return createNetwork(spec, weights);
}

/**
 * Reads the two files that {@linkcode encodeModel} made, without a backend.
 *
 * @param encoded Contents of model.json and weights.bin.
 * @param source What to call them in a message.
 * @throws {InputError} If the files are not such a model.
 */
export function decodeModelData(
  { modelJson, weights }: { modelJson: Uint8Array; weights: Uint8Array },
  source: string,
): NetworkData {
  const spec = readSpec(modelJson, source);
  const expected = spec.weights.reduce(
    (sum, w) => sum + 4 * sizeOf(w.shape),
    0,
  );
  if (weights.length !== expected) {
    throw new InputError(
      `${source}/weights.bin has ${weights.length} bytes; ` +
        `expected ${expected} for the layers of model.json`,
    );
  }
  return { spec, weights: fromBytes(spec, weights) };
}

/**
 * Loads the network of a run.
 *
 * @param folder Holds model.json and weights.bin.
 * @returns The network on the current backend; `dispose()` frees it.
 * @throws {InputError} If a file is missing or is not such a model.
 */
export async function loadNetwork(folder: string): Promise<Network> {
  const { spec, weights } = await loadModelData(folder);
  return createNetwork(spec, weights);
}

/**
 * Reads the network of a run, without a backend.
 *
 * @param folder Holds model.json and weights.bin.
 * @throws {InputError} If a file is missing or is not such a model.
 */
export async function loadModelData(folder: string): Promise<NetworkData> {
  const read = async (name: string) => {
    try {
      return await Deno.readFile(`${folder}/${name}`);
    } catch (error) {
      if (!(error instanceof Deno.errors.NotFound)) throw error;
      throw new InputError(`${folder}/${name} is missing; expected a model`);
    }
  };
  const [modelJson, weights] = [
    await read("model.json"),
    await read("weights.bin"),
  ];
  return decodeModelData({ modelJson, weights }, folder);
}

function readSpec(modelJson: Uint8Array, source: string): NetworkSpec {
  try {
    const text = new TextDecoder("utf-8", { fatal: true }).decode(modelJson);
    const { userDefinedMetadata } = JSON.parse(text) as ModelJson;
    const { inputShape, targets, config } = userDefinedMetadata;
    return networkSpec(inputShape, targets, config);
  } catch {
    throw new InputError(
      `${source}/model.json is not a model of this package; ` +
        `expected the file that a run wrote`,
    );
  }
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

function fromBytes(spec: NetworkSpec, bytes: Uint8Array): Float32Array[] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let at = 0;
  return spec.weights.map(({ shape }) =>
    Float32Array.from({ length: sizeOf(shape) }, () => {
      const value = view.getFloat32(at, true);
      at += 4;
      return value;
    })
  );
}
