// The layers of a Keras config as a plain list, whichever version wrote it:
// Keras 3 and Keras 2 note in different ways what feeds a layer.
import { InputError } from "../../errors.ts";

/** A layer of a config. */
export interface ConfigLayer {
  readonly className: string;
  readonly name: string;
  readonly config: Readonly<Record<string, unknown>>;
  /** Names of the layers that feed it. */
  readonly from: readonly string[];
}

type Json = Readonly<Record<string, unknown>>;

/** Layers that a config may have; the published network has 59. */
const MOST_LAYERS = 10_000;

/**
 * Reads the config of a Keras functional model.
 *
 * @param text `config.json` of a `.keras` file, or the attribute `model_config`
 * of a `.h5` file.
 * @param source Name of the file, for messages.
 * @returns Its layers in the order of the config.
 * @throws {InputError} If it is none.
 */
export function readLayers(text: string, source: string): ConfigLayer[] {
  const model = parse(text, source);
  const { layers } = toObject(model.config);
  if (model.class_name !== "Functional" && model.class_name !== "Model") {
    throw new InputError(
      `${source}: is a Keras model of class ${short(model.class_name)}; ` +
        "expected a functional model, as Code S2 makes",
    );
  }
  if (!Array.isArray(layers) || layers.length > MOST_LAYERS) {
    throw new InputError(`${source}: its config has no list of layers`);
  }
  return layers.map((value) => {
    const layer = toObject(value);
    const config = toObject(layer.config);
    return {
      className: short(layer.class_name),
      name: short(layer.name ?? config.name),
      config,
      from: sources(layer.inbound_nodes),
    };
  });
}

function parse(text: string, source: string): Json {
  try {
    return toObject(JSON.parse(text));
  } catch {
    throw new InputError(`${source}: its config is not JSON`);
  }
}

/** What is no object has nothing in it. */
export function toObject(value: unknown): Json {
  return typeof value === "object" && value !== null && !Array.isArray(value)
    ? value as Json
    : {};
}

function short(value: unknown): string {
  return typeof value === "string" ? value.slice(0, 100) : "unknown";
}

/** Names in the inbound nodes of a layer, in order. */
function sources(nodes: unknown): string[] {
  if (!Array.isArray(nodes) || nodes.length !== 1) return [];
  const found: string[] = [];
  collect(nodes[0], found, 0);
  return found;
}

function collect(value: unknown, found: string[], depth: number): void {
  if (depth > 8) return;
  if (Array.isArray(value)) {
    // Keras 2: ["conv2d", 0, 0, {}]
    const [name, node, tensor] = value;
    if (
      typeof name === "string" && typeof node === "number" &&
      typeof tensor === "number"
    ) {
      found.push(name);
      // x + y of Keras 2 has y in there.
      collect(toObject(value[3]).y, found, depth + 1);
    } else for (const item of value) collect(item, found, depth + 1);
    return;
  }
  // Keras 3: {"args": [{"config": {"keras_history": ["conv2d", 0, 0]}}]}
  const { args, config } = toObject(value);
  const { keras_history: history } = toObject(config);
  if (Array.isArray(history)) found.push(short(history[0]));
  else if (args !== undefined) collect(args, found, depth + 1);
}
