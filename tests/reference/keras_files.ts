// Writes what keras_files.py checks with Keras: a small network and the
// published one as .keras and .h5, and what they predict here.
import * as tf from "../../lib/third_party/tfjs.ts";
import { registerReferenceKernels } from "../../lib/backend/reference/register_reference_kernels.ts";
import { createNetwork } from "../../lib/model/network.ts";
import { predict } from "../../lib/model/predict.ts";
import {
  encodeKeras,
  encodeKerasH5,
} from "../../lib/model/keras/encode_keras.ts";
import { exportedNetworks } from "../support/keras_networks.ts";
import { formula } from "../support/small_network.ts";

const [folder] = Deno.args;
tf.enableProdMode();
registerReferenceKernels("cpu");
await tf.setBackend("cpu");
await Deno.mkdir(folder, { recursive: true });
const predictions: Record<string, number[]> = {};
for (const [name, data] of Object.entries(exportedNetworks())) {
  const [bins, frames, channels] = data.spec.inputShape;
  const size = 4 * bins * frames * channels;
  const images = Float32Array.from(formula(size, 0.3));
  const stack = { samples: 4, bins, frames, channels, data: images };
  const network = createNetwork(data.spec, data.weights);
  predictions[name] = [...await predict(network, stack)];
  network.dispose();
  await Deno.writeFile(`${folder}/${name}.keras`, await encodeKeras(data));
  await Deno.writeFile(`${folder}/${name}.h5`, await encodeKerasH5(data));
}
await Deno.writeTextFile(
  `${folder}/predictions.json`,
  JSON.stringify(predictions),
);
