// Keras's own files and ours. What Keras saved predicts here what it predicts
// there; what is written here has the very bytes that Keras 3 loaded and
// predicted the same with (tests/reference/keras_files.py).
import {
  assert,
  assertEquals,
  assertLess,
  assertMatch,
  assertRejects,
} from "@std/assert";
import { sha256 } from "../lib/artifacts/sha256.ts";
import { InputError } from "../lib/errors.ts";
import { decodeKerasData } from "../lib/model/keras/decode_keras.ts";
import { encodeKeras, encodeKerasH5 } from "../lib/model/keras/encode_keras.ts";
import { readConfig } from "../lib/model/keras/read_config.ts";
import { kerasConfig } from "../lib/model/keras/keras_config.ts";
import { createNetwork } from "../lib/model/network.ts";
import { predict } from "../lib/model/predict.ts";
import type { NetworkData } from "../lib/model/load_model.ts";
import { unzipSync } from "../lib/third_party/fflate.ts";
import { testOnBackends } from "./support/backends.ts";
import { exportedNetworks } from "./support/keras_networks.ts";
import { formula, smallSpec, worst } from "./support/small_network.ts";
import golden from "./goldens/keras/predictions.json" with { type: "json" };
import checked from "./goldens/keras/checked.json" with { type: "json" };

const FILES = ["keras3.keras", "keras3.h5", "keras2.keras", "keras2.h5"];

async function readGolden(name: string): Promise<Uint8Array> {
  return await Deno.readFile(new URL(`goldens/keras/${name}`, import.meta.url));
}

const networks = new Map<string, NetworkData>();

/** Read once for all backends. */
async function readNetwork(name: string): Promise<NetworkData> {
  const network = networks.get(name) ??
    await decodeKerasData(await readGolden(name), name);
  networks.set(name, network);
  return network;
}

await testOnBackends(
  "decodeKerasData gives the predictions of Keras 2 and 3 for what they saved",
  async ({ tolerance }) => {
    const size = 4 * 9 * 5 * 2;
    const data = Float32Array.from(formula(size, 0.3));
    const images = { samples: 4, bins: 9, frames: 5, channels: 2, data };
    for (const name of FILES) {
      const { spec, weights } = await readNetwork(name);
      const network = createNetwork(spec, weights);
      const predicted = await predict(network, images);
      network.dispose();
      const version = name.split(".")[0] as "keras2" | "keras3";
      const error = worst(predicted, golden.predictions[version]);
      assertLess(error, Math.max(1e-5, tolerance), name);
    }
  },
);

const ENCODERS = { keras: encodeKeras, h5: encodeKerasH5 };

for (const [name, network] of Object.entries(exportedNetworks())) {
  for (const [ending, encode] of Object.entries(ENCODERS)) {
    const file = `${name}.${ending}` as keyof typeof checked.files;
    Deno.test(`${encode.name} writes the bytes of ${file} that Keras has loaded`, async () => {
      const bytes = await encode(network);
      assertEquals(sha256(bytes), checked.files[file].sha256);
      assertEquals(sha256(await encode(network)), checked.files[file].sha256);
    });

    Deno.test(`decodeKerasData reads ${file} back bit for bit`, async () => {
      const back = await decodeKerasData(await encode(network), file);
      assertEquals(back.spec, network.spec);
      assertEquals(back.weights, network.weights);
    });
  }
}

Deno.test("decodeKerasData refuses a .keras archive with one flipped bit", async () => {
  const bytes = await readGolden("keras3.keras");
  for (let k = 0; k < 40; k++) {
    const flipped = bytes.slice();
    // Within config.json and the weights, which follow metadata.json.
    flipped[2000 + k * 2999] ^= 1 << (k % 8);
    await assertRejects(
      () => decodeKerasData(flipped, "x"),
      InputError,
      "expected a whole zip archive",
    );
  }
});

Deno.test("decodeKerasData refuses what Keras did not save, in a sentence", async () => {
  const { "model.weights.h5": weights } = unzipSync(
    await readGolden("keras3.keras"),
  );
  const whole = await readGolden("keras3.h5");
  const cases: [Uint8Array, RegExp][] = [
    [new Uint8Array(), /^x: is neither a \.keras archive nor an HDF5 file/],
    [new TextEncoder().encode("sample,1"), /^x: is neither a \.keras/],
    [weights, /^x: is an HDF5 file without a model's config/],
    [whole.subarray(0, 2000), /^x: is a damaged HDF5 file/],
    [
      (await readGolden("keras3.keras")).subarray(0, 5000),
      /^x: has no list of files at its end; expected a whole zip/,
    ],
  ];
  for (const [bytes, says] of cases) {
    const error = await assertRejects(
      () => decodeKerasData(bytes, "x"),
      InputError,
    );
    assertMatch(error.message, says);
  }
});

/** Changes to the config, by the first layer of a class, and what is said. */
const CHANGES: [kind: string, change: Record<string, unknown>, says: RegExp][] =
  [
    ["ReLU", { max_value: 5 }, /re_lu \(ReLU\) stands where ReLU6 should/],
    ["Conv2D", { padding: "valid" }, /conv2d \(Conv2D\) has padding "valid"/],
    ["Conv2D", { activation: "relu" }, /conv2d \(Conv2D\) has activation/],
    ["Conv2D", { kernel_size: [5, 5] }, /has not a kernel of 3 × 3/],
    ["Conv2D", { dilation_rate: [2, 2] }, /is dilated/],
    ["DepthwiseConv2D", { depth_multiplier: 2 }, /has depth_multiplier 2/],
    ["BatchNormalization", { scale: false }, /has scale false/],
    ["BatchNormalization", { epsilon: 0.01 }, /has epsilon 0.001 where/],
    ["BatchNormalization", { axis: null }, /is over axis null/],
    ["Dense", { activation: "tanh" }, /dense \(Dense\) has activation "tanh"/],
    ["InputLayer", { batch_shape: [null, 17] }, /is not of bins, frames/],
  ];

interface ConfigJson {
  config: {
    layers: { class_name: string; name: string; config: object }[];
  };
}

function smallConfig(): ConfigJson {
  return JSON.parse(JSON.stringify(kerasConfig(smallSpec())));
}

for (const [kind, change, says] of CHANGES) {
  const text = JSON.stringify(change);
  Deno.test(`readConfig refuses a ${kind} with ${text}`, () => {
    const config = smallConfig();
    const layer = config.config.layers.find((one) => one.class_name === kind)!;
    layer.config = { ...layer.config, ...change };
    const error = refusal(JSON.stringify(config));
    assertMatch(error, /^x: layer .*; expected a network as Code S2 has it$/);
    assertMatch(error, says);
  });
}

Deno.test("readConfig refuses another wiring, layer or end", () => {
  const text = JSON.stringify(smallConfig());
  const cases: [string, RegExp][] = [
    [
      text.replaceAll('["batch_normalization_3",0,0]', '["re_lu",0,0]'),
      /conv2d_3 \(Conv2D\) is not fed by batch_normalization_3 alone/,
    ],
    [
      text.replace('["batch_normalization_6",0,0]', '["re_lu",0,0]'),
      /add \(Add\) does not add batch_normalization_3 to batch_norm/,
    ],
    [text.replace('"Flatten"', '"GlobalMaxPooling2D"'), /Flatten should/],
    [text.replace('"Functional"', '"Sequential"'), /class Sequential/],
    ["{", /its config is not JSON/],
    ["[]", /is a Keras model of class unknown/],
  ];
  for (const [changed, says] of cases) {
    assert(changed !== text);
    assertMatch(refusal(changed), says);
  }
  const cut = smallConfig();
  cut.config.layers.pop();
  assertMatch(refusal(JSON.stringify(cut)), /ends where a Dense layer should/);
});

function refusal(text: string): string {
  try {
    readConfig(text, "x");
  } catch (error) {
    if (error instanceof InputError) return error.message;
    throw error;
  }
  return "nothing";
}
