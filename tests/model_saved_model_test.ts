// The saved model: a stock TensorFlow.js loads it and predicts the same, and
// the package reads it back bit for bit.
import { assertEquals, assertLess, assertRejects } from "@std/assert";
import * as tf from "../lib/third_party/tfjs_layers.ts";
import { InputError } from "../lib/errors.ts";
import { createNetwork } from "../lib/model/network.ts";
import { predict } from "../lib/model/predict.ts";
import { loadNetwork } from "../lib/model/load_model.ts";
import { encodeModel } from "../lib/model/saved_model.ts";
import { testBackends, testOnBackends } from "./support/backends.ts";
import {
  formulaWeights,
  IMAGES,
  smallSpec,
  worst,
} from "./support/small_network.ts";

const SHAPE: [number, number, number, number] = [6, 17, 9, 2];

await testOnBackends(
  "encodeModel makes files that stock TensorFlow.js loads",
  async ({ tolerance }) => {
    const network = createNetwork(smallSpec(), formulaWeights(smallSpec()));
    const ours = await predict(network, IMAGES);
    const { modelJson, weights } = await encodeModel(network);
    network.dispose();
    const { modelTopology, weightsManifest } = JSON.parse(
      new TextDecoder().decode(modelJson),
    );
    await tf.setBackend("cpu"); // stock layers on the stock backend
    const model = await tf.loadLayersModel(tf.io.fromMemory({
      modelTopology,
      weightSpecs: weightsManifest[0].weights,
      weightData: weights.buffer,
    }));
    const images = tf.tensor4d(IMAGES.data, SHAPE);
    const output = model.predict(images) as tf.Tensor;
    const theirs = await output.data();
    assertLess(worst(ours, theirs), Math.max(1e-5, tolerance));
    tf.dispose([images, output]);
    model.dispose();
  },
);

Deno.test("encodeModel gives the same bytes twice and loadNetwork the same bits", async () => {
  const [cpu] = await testBackends();
  await cpu.open();
  const given = formulaWeights(smallSpec());
  const network = createNetwork(smallSpec(), given);
  const first = await encodeModel(network);
  assertEquals(await encodeModel(network), first);
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeFile(`${folder}/model.json`, first.modelJson);
    await Deno.writeFile(`${folder}/weights.bin`, first.weights);
    const loaded = await loadNetwork(folder);
    assertEquals(await loaded.getWeights(), given);
    assertEquals(loaded.spec, network.spec);
    assertEquals(
      await predict(loaded, IMAGES),
      await predict(network, IMAGES),
    );
    loaded.dispose();
  } finally {
    await Deno.remove(folder, { recursive: true });
    network.dispose();
  }
});

Deno.test("loadNetwork says what is wrong with a folder", async () => {
  const [cpu] = await testBackends();
  await cpu.open();
  const network = createNetwork(smallSpec(), 1);
  const { modelJson, weights } = await encodeModel(network);
  network.dispose();
  const folder = await Deno.makeTempDir();
  const refused = (message: string) =>
    assertRejects(() => loadNetwork(folder), InputError, message);
  try {
    await refused("model.json is missing; expected a model");
    await Deno.writeTextFile(`${folder}/model.json`, "{}");
    await Deno.writeFile(`${folder}/weights.bin`, weights.subarray(4));
    await refused("model.json is not a model of this package");
    await Deno.writeFile(`${folder}/model.json`, modelJson);
    await refused(`weights.bin has ${weights.length - 4} bytes; expected`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
