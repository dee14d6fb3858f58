// A trained network as a file that Keras 3 loads. `.keras` is a zip archive of
// config.json, metadata.json and model.weights.h5; `.h5` is the older format,
// one HDF5 file with the config as an attribute.
// https://keras.io/guides/serialization_and_saving/
import { zipSync } from "../../third_party/fflate.ts";
import type { NetworkData } from "../load_model.ts";
import type { NetworkSpec } from "../spec.ts";
import { type Hdf5File, writeHdf5 } from "./hdf5.ts";
import { kerasConfig } from "./keras_config.ts";

/** The oldest version whose config has all that is used here. */
const KERAS_VERSION = "3.0.0";
/** Keras notes the time; here it is always the first that zip can tell. */
const DATE_SAVED = "1980-01-01@00:00:00";

interface NamedWeight {
  /** Last part of the name, such as `kernel`. */
  readonly name: string;
  readonly shape: readonly number[];
  readonly values: Float32Array;
}

/**
 * Writes a network as a `.keras` file.
 *
 * @param network The network as plain data.
 * @param extra Further files for the archive, which Keras leaves alone.
 * @returns The file, of which `keras.saving.load_model` (Keras 3) makes a model
 * with the same predictions. The same network gives the same bytes.
 */
export async function encodeKeras(
  { spec, weights }: NetworkData,
  extra: Readonly<Record<string, Uint8Array>> = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const layers = byLayer(spec, weights);
  const hdf5 = await writeHdf5((file) => {
    file.create_group("layers");
    for (const [layer, arrays] of layers) {
      file.create_group(`layers/${layer}`);
      file.create_group(`layers/${layer}/vars`);
      const group = `layers/${layer}/vars`;
      arrays.forEach((array, at) => addArray(file, `${group}/${at}`, array));
    }
    file.create_group("vars");
  });
  const metadata = {
    keras_version: KERAS_VERSION,
    date_saved: DATE_SAVED,
  };
  const text = (value: unknown) =>
    new TextEncoder().encode(JSON.stringify(value));
  // Zip keeps local time; the local noon of a day is that day everywhere.
  const stored = { level: 0, mtime: new Date(1980, 0, 1, 12) } as const;
  const zip = zipSync({
    "metadata.json": [text(metadata), stored],
    "config.json": [text(kerasConfig(spec)), stored],
    "model.weights.h5": [hdf5, stored],
    ...Object.fromEntries(
      Object.keys(extra).sort().map((name) => [name, [extra[name], stored]]),
    ),
  });
  return new Uint8Array(zip);
}

/**
 * Writes a network as a `.h5` file, Keras's format before `.keras`.
 *
 * @param network The network as plain data.
 * @returns The file; Keras 3 loads it. The same network gives the same bytes.
 */
export async function encodeKerasH5(
  { spec, weights }: NetworkData,
): Promise<Uint8Array<ArrayBuffer>> {
  const layers = byLayer(spec, weights);
  return await writeHdf5((file) => {
    file.create_attribute("keras_version", KERAS_VERSION, null, "S");
    file.create_attribute("backend", "tensorflow", null, "S");
    const config = JSON.stringify(kerasConfig(spec));
    file.create_attribute("model_config", config, null, "S");
    const group = file.create_group("model_weights");
    group.create_attribute("keras_version", KERAS_VERSION, null, "S");
    group.create_attribute("backend", "tensorflow", null, "S");
    addNames(group, "layer_names", [...layers.keys()]);
    for (const [layer, arrays] of layers) {
      const inside = file.create_group(`model_weights/${layer}`);
      const names = arrays.map(({ name }) => `${layer}/${name}`);
      addNames(inside, "weight_names", names);
      file.create_group(`model_weights/${layer}/${layer}`);
      arrays.forEach((array, at) =>
        addArray(file, `model_weights/${layer}/${names[at]}`, array)
      );
    }
  });
}

/** Weights of each layer that has any, in Keras's order. */
function byLayer(
  spec: NetworkSpec,
  weights: readonly Float32Array[],
): Map<string, NamedWeight[]> {
  const layers = new Map<string, NamedWeight[]>();
  spec.weights.forEach(({ name: full, shape }, i) => {
    const [layer, weight] = full.split("/");
    // Keras 3 calls the kernel of a depthwise convolution just so.
    const name = weight === "depthwise_kernel" ? "kernel" : weight;
    const arrays = layers.get(layer) ?? [];
    arrays.push({ name, shape, values: weights[i] });
    layers.set(layer, arrays);
  });
  return layers;
}

function addArray(
  file: Hdf5File,
  path: string,
  { shape, values }: NamedWeight,
): void {
  file.create_dataset({
    name: path,
    data: values,
    shape: [...shape],
    dtype: "<f4",
  });
}

/** A list of names of one length, as Keras stores them. */
function addNames(
  group: Pick<Hdf5File, "create_attribute">,
  attribute: string,
  names: string[],
): void {
  const longest = Math.max(...names.map((name) => name.length));
  group.create_attribute(attribute, names, [names.length], `S${longest}`);
}
