// A trained network, read back from the two files of saved_model.ts. Apart from
// that one, which asks for all of TensorFlow.js's layers.
import { InputError } from "../errors.ts";
import { files } from "../files/files.ts";
import { networkSpec } from "./mobilenet_v2.ts";
import { createNetwork, type Network } from "./network.ts";
import { type NetworkSpec, sizeOf } from "./spec.ts";

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
 * Makes a network out of the two files that `encodeModel` made.
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
 * Reads the two files that `encodeModel` made, without a backend.
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
    const bytes = await files().read(`${folder}/${name}`);
    if (bytes !== null) return bytes;
    throw new InputError(`${folder}/${name} is missing; expected a model`);
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
