// Prediction on WebGPU with whole batches recorded: to the bit what it is
// without, and never more memory.
import { assertEquals, assertNotEquals } from "@std/assert";
import { openWebgpu } from "../lib/backend/webgpu/open_webgpu.ts";
import type { OwnBackend } from "../lib/backend/webgpu/own_backend.ts";
import { features } from "../lib/model/features.ts";
import { networkSpec } from "../lib/model/mobilenet_v2.ts";
import { createNetwork } from "../lib/model/network.ts";
import { predict } from "../lib/model/predict.ts";
import { findRecorder, type Recorder } from "../lib/model/recorder.ts";
import * as tf from "../lib/third_party/tfjs.ts";
import { formulaWeights, smallSpec } from "./support/small_network.ts";
import { hasAdapter, numbers, TUNINGS } from "./webgpu_support.ts";

const WHOLE = networkSpec([17, 9, 2], 2, {
  ...smallSpec().config,
  head: "global_average_pooling",
  dropout: 0.4,
});

/** What is predicted of many images, and how often it was recorded. */
async function predicts(options: Parameters<typeof openWebgpu>[0]) {
  const webgpu = await openWebgpu(options);
  try {
    let records = 0;
    let live = 0; // their buffers are in no pool that is counted
    const recorder = findRecorder();
    if (recorder) {
      const { record } = recorder;
      (recorder as { record: Recorder["record"] }).record = (request) => {
        records++;
        live++;
        const recording = record(request);
        const { dispose } = recording;
        recording.dispose = () => {
          live--;
          dispose.call(recording);
        };
        return recording;
      };
    }
    const network = createNetwork(WHOLE, formulaWeights(WHOLE));
    const samples = 3 * 64 + 1;
    const [bins, frames, channels] = WHOLE.inputShape;
    const { data } = numbers([samples, bins, frames, channels], 5);
    const images = { samples, bins, frames, channels, data };
    const backend = tf.backend() as OwnBackend;
    const values: Float32Array[] = [];
    const sizes: string[] = [];
    for (let round = 0; round < 4; round++) {
      // Weights and moments are looked at anew each time.
      if (round === 2) network.setWeights(formulaWeights(WHOLE, 0.5));
      values.push(await predict(network, images));
      const { numTensors, numBytes } = tf.memory();
      const { numBytesAllocated } = backend.inside.bufferManager;
      sizes.push([live, numTensors, numBytes, numBytesAllocated].join());
    }
    const ahead = await features(network, images);
    const few = { ...images, samples: 5, data: data.subarray(0, 5 * 306) };
    const small = await predict(network, few, { batchSize: 2 });
    webgpu.check();
    network.dispose();
    const left = tf.memory().numTensors;
    return { records, live, values, ahead, small, sizes, left };
  } finally {
    await webgpu.close();
  }
}

for (const tuning of TUNINGS) {
  Deno.test({
    name: "predict on WebGPU is the same recorded and not, its memory flat " +
      (hasAdapter ? `(tuned for ${tuning})` : "(no WebGPU adapter)"),
    ignore: !hasAdapter,
    sanitizeResources: false,
    fn: async () => {
      const plain = await predicts({ tuning, ahead: null });
      const found = await predicts({ tuning, ahead: 1 });
      // One for each call with three whole batches, none for the other.
      assertEquals([plain.records, found.records], [0, 5]);
      assertEquals(found.values, plain.values);
      assertEquals(found.ahead, plain.ahead);
      assertEquals(found.small, plain.small);
      assertEquals(found.values[0], found.values[1]);
      assertNotEquals(found.values[1], found.values[2]);
      assertEquals(
        new Set(found.sizes.slice(1)).size,
        1,
        found.sizes.join(" "),
      );
      assertEquals([found.live, found.left], [0, plain.left]);
    },
  });
}
