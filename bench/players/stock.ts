// Stock TensorFlow.js on WebGPU as a player: the same network as a LayersModel,
// none of this package's kernels.
//
//     deno run -A bench/players/stock.ts '{"batch":64}'
import { buildLayersModel } from "../../lib/model/layers_model.ts";
import { networkSpec } from "../../lib/model/mobilenet_v2.ts";
import * as tf from "../../lib/third_party/tfjs.ts";
import "../../lib/third_party/tfjs_webgpu.ts";
import { countDispatches } from "../count_dispatches.ts";
import { makeImages, makeTargets } from "./data.ts";
import { readOptions, sayAbsent, serve, timed } from "./serve.ts";

const { batch = 64, channels = 5 } = readOptions();
const adapter = await navigator.gpu?.requestAdapter();
if (!adapter) sayAbsent("there is no WebGPU adapter");
if (!await tf.setBackend("webgpu") || tf.getBackend() !== "webgpu") {
  sayAbsent("TensorFlow.js did not take its webgpu backend");
}
const model = buildLayersModel(networkSpec([129, 9, channels], 1));
model.compile({ loss: "meanSquaredError", optimizer: tf.train.adam(0.001) });
const stack = makeImages(batch, channels);
const images = tf.tensor4d(stack.data, [batch, 129, 9, channels]);
const targets = tf.tensor2d(Float32Array.from(makeTargets(stack)), [batch, 1]);
await serve(async () => {
  let ms = 0;
  const dispatches = await countDispatches(async () => {
    ms = await timed(() => model.trainOnBatch(images, targets), 1);
  });
  return { ms, dispatches };
});
