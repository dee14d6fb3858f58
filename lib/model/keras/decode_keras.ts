// A network that Keras saved, back as one of this package's. Two formats, told
// by content: `.keras` (a zip archive, Keras 2.12 and later) and `.h5` (one
// HDF5 file, all versions).
import {
  bytesSource,
  readZipEntries,
  type ZipEntry,
} from "../../artifacts/zip_entries.ts";
import { InputError } from "../../errors.ts";
import { createNetwork, type Network } from "../network.ts";
import type { NetworkData } from "../load_model.ts";
import { sizeOf } from "../spec.ts";
import { type Hdf5Tree, readHdf5 } from "./hdf5.ts";
import type { ConfigLayer } from "./keras_layers.ts";
import { type KerasNetwork, readConfig } from "./read_config.ts";

/** Finds a dataset: by the layer, its place in the layer, and its names. */
type FindWeight = (
  layer: ConfigLayer,
  index: number,
  names: readonly string[],
) => string;

/**
 * Makes a network out of a file that Keras saved.
 *
 * @param bytes A `.keras` or `.h5` file with a network of Code S2's kind.
 * @param source Its name, for messages.
 * @returns The network on the current backend; `dispose()` frees it.
 * @throws {InputError} If it is no such file, or the network another one.
 */
export async function decodeKeras(
  bytes: Uint8Array,
  source: string,
): Promise<Network> {
  const { spec, weights } = await decodeKerasData(bytes, source);
  return createNetwork(spec, weights);
}

/** {@linkcode decodeKeras} without a backend. */
export async function decodeKerasData(
  bytes: Uint8Array,
  source: string,
): Promise<NetworkData> {
  if (startsWith(bytes, "PK\x03\x04")) return await decodeZip(bytes, source);
  if (startsWith(bytes, "\x89HDF\r\n\x1a\n")) {
    return await decodeH5(bytes, source);
  }
  throw new InputError(
    `${source}: is neither a .keras archive nor an HDF5 file; expected a ` +
      "model that Keras saved",
  );
}

function startsWith(bytes: Uint8Array, magic: string): boolean {
  return [...magic].every((character, i) =>
    bytes[i] === character.charCodeAt(0)
  );
}

async function decodeZip(
  bytes: Uint8Array,
  source: string,
): Promise<NetworkData> {
  const { config, weights } = await takeFiles(bytes, source);
  const network = readConfig(new TextDecoder().decode(config), source);
  const names = containerNames(network.layers);
  const file = await open(weights, source);
  const folder = file.texts.has("layers")
    ? "layers"
    : "_layer_checkpoint_dependencies"; // Keras 2
  return takeWeights(file, network, {
    source,
    find: (layer, index) => `${folder}/${names.get(layer)}/vars/${index}`,
  });
}

/** Files of a `.keras` archive that are read. */
const CONFIG = "config.json";
const WEIGHTS = "model.weights.h5";
/** Largest of them; weights of Code S2's network take half a megabyte. */
const MOST_BYTES = 2 ** 30;

async function takeFiles(bytes: Uint8Array, source: string) {
  const entries = await readZipEntries(bytesSource(bytes.slice()), source);
  const take = async (wanted: string) => {
    const entry = entries.find(({ name }) => name === wanted);
    if (entry && entry.size <= MOST_BYTES) return await unpack(entry);
    throw new InputError(
      `${source}: is a zip archive ` +
        (entry ? `whose ${wanted} is too large` : `without ${wanted}`) +
        "; expected a .keras file",
    );
  };
  return { config: await take(CONFIG), weights: await take(WEIGHTS) };
}

/** All of a file in an archive; its checksum is checked on the way. */
export async function unpack({ size, pieces }: ZipEntry): Promise<Uint8Array> {
  const bytes = new Uint8Array(size);
  let at = 0;
  for await (const piece of pieces()) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}

/** Groups in a `.keras` file go by class and count, not by the layer's name. */
function containerNames(
  layers: readonly ConfigLayer[],
): Map<ConfigLayer, string> {
  const counts = new Map<string, number>();
  return new Map(layers.map((layer) => {
    const kind = layer.className
      .replace(/\W+/g, "")
      .replace(/(.)([A-Z][a-z]+)/g, "$1_$2")
      .replace(/([a-z])([A-Z])/g, "$1_$2").toLowerCase();
    const count = counts.get(kind) ?? 0;
    counts.set(kind, count + 1);
    return [layer, count === 0 ? kind : `${kind}_${count}`];
  }));
}

async function decodeH5(
  bytes: Uint8Array,
  source: string,
): Promise<NetworkData> {
  const file = await open(bytes, source);
  const config = file.texts.get("")?.get("model_config");
  if (typeof config !== "string") {
    throw new InputError(
      `${source}: is an HDF5 file without a model's config; expected what ` +
        'model.save("NAME.h5") writes, not weights alone',
    );
  }
  const find: FindWeight = ({ name }, _, names) => {
    const group = `model_weights/${name}`;
    const stored = file.texts.get(group)?.get("weight_names");
    const paths = Array.isArray(stored) ? stored : [];
    const path = paths.find((path) => names.includes(lastPart(path)));
    return `${group}/${path}`;
  };
  return takeWeights(file, readConfig(config, source), { source, find });
}

/** `conv2d/kernel:0` is a kernel; Keras 3 leaves the `:0` out. */
function lastPart(path: string): string {
  return path.split("/").at(-1)!.replace(/:0$/, "");
}

function takeWeights(
  file: Hdf5Tree,
  { spec, weighted }: KerasNetwork,
  { source, find }: { source: string; find: FindWeight },
): NetworkData {
  // Weights of one layer stand together, in Keras's own order.
  const layers = [...new Set(spec.weights.map(({ name }) => firstPart(name)))];
  const weights = spec.weights.map(({ name, shape }) => {
    const owner = firstPart(name);
    const layer = weighted[layers.indexOf(owner)];
    const index = spec.weights.filter((other) =>
      firstPart(other.name) === owner
    )
      .findIndex((other) => other.name === name);
    const kind = lastPart(name);
    const names = kind === "depthwise_kernel" ? [kind, "kernel"] : [kind];
    const found = file.arrays.get(find(layer, index, names));
    const what = `${source}: weight ${kind} of layer ${layer.name}`;
    if (!found) throw new InputError(`${what} is missing`);
    if (found.shape.join() !== shape.join()) {
      throw new InputError(
        `${what} has the shape (${found.shape.join(", ")}); expected ` +
          `(${shape.join(", ")})`,
      );
    }
    const { data: values } = found;
    if (values?.length !== sizeOf(shape)) {
      throw new InputError(`${what} is not of type float32`);
    }
    if (values.every(Number.isFinite)) return values;
    throw new InputError(`${what} holds a number that is not finite`);
  });
  return { spec, weights };
}

function firstPart(name: string): string {
  return name.split("/")[0];
}

async function open(bytes: Uint8Array, source: string): Promise<Hdf5Tree> {
  const tree = await readHdf5(bytes);
  if (tree) return tree;
  throw new InputError(
    `${source}: is a damaged HDF5 file; expected a whole one, as Keras saves it`,
  );
}
