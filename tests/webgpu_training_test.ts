import { registerReferenceKernels } from "../lib/backend/reference/register_reference_kernels.ts";
import { openWebgpu } from "../lib/backend/webgpu/open_webgpu.ts";
import type { OwnBackend } from "../lib/backend/webgpu/own_backend.ts";
import { networkSpec } from "../lib/model/mobilenet_v2.ts";
import { createNetwork } from "../lib/model/network.ts";
import { forwardBackward } from "../lib/model/train_step.ts";
import * as tf from "../lib/third_party/tfjs.ts";
import { Adam } from "../lib/training/adam.ts";
import { trainStep } from "../lib/training/step.ts";
import {
  assertClose,
  gpuTest,
  hasAdapter,
  numbers,
  TUNINGS,
} from "./webgpu_support.ts";
import { assertEquals, assertLessOrEqual } from "@std/assert";
import { countDispatches } from "../bench/count_dispatches.ts";

const IMAGE = [17, 9, 5] as const;
const OPTIMIZER = {
  name: "adam",
  learning_rate: 0.001,
  beta_1: 0.9,
  beta_2: 0.999,
  epsilon: 1e-7,
} as const;

for (const tuning of TUNINGS) {
  gpuTest(
    "trainStep on WebGPU gives the same bytes in every run",
    tuning,
    async () => {
      const first = await weightsAfter(6);
      assertEquals(await weightsAfter(6), first);
      assertEquals(await weightsAfter(6), first);
    },
  );
  gpuTest(
    "forwardBackward on WebGPU gives the reference kernels' loss and gradients",
    tuning,
    async () => {
      const found = await lossAndGradients(3);
      registerReferenceKernels("cpu");
      await tf.setBackend("cpu");
      const expected = await lossAndGradients(3);
      await tf.setBackend("webgpu");
      assertEquals(found.length, expected.length);
      // A small batch: no activation lies within rounding of a ReLU6 kink.
      found.forEach((values, i) => {
        assertClose(values, expected[i], `loss or gradient ${i}`);
      });
    },
  );
}

gpuTest(
  "trainStep on WebGPU keeps memory flat, odd last batches included",
  "software",
  async () => {
    const network = createNetwork(networkSpec(IMAGE, 1), 1);
    const adam = new Adam(network, OPTIMIZER);
    const pool = (tf.backend() as OwnBackend).inside.bufferManager;
    const after: [number, number, number][] = [];
    for (let epoch = 0; epoch < 4; epoch++) {
      for (const size of [8, 8, 3, 1]) await step(network, adam, size);
      const { numTensors } = tf.memory();
      after.push([numTensors, pool.numBytesUsed, pool.numBytesAllocated]);
    }
    assertEquals(after[2], after[1]);
    assertEquals(after[3], after[1]);
    adam.dispose();
    network.dispose();
    assertEquals(tf.memory().numTensors, 0);
  },
);

Deno.test({
  name: "trainStep on WebGPU runs within the limits that every adapter has",
  ignore: !hasAdapter,
  sanitizeResources: false, // the adapter's own
  fn: async () => {
    const adapter = (await navigator.gpu.requestAdapter())!;
    const { limits } = await adapter.requestDevice();
    assertEquals(limits.maxStorageBuffersPerShaderStage, 8);
    const plain = {
      info: adapter.info,
      limits,
      requestDevice: (how?: GPUDeviceDescriptor) => adapter.requestDevice(how),
    } as unknown as GPUAdapter;
    for (const tuning of TUNINGS) {
      const webgpu = await openWebgpu({ adapter: plain, tuning });
      const weights = await weightsAfter(1);
      webgpu.check();
      await webgpu.close();
      const roomy = await openWebgpu({ tuning });
      assertEquals(await weightsAfter(1), weights);
      await roomy.close();
    }
  },
});

for (const tuning of TUNINGS) {
  const most = tuning === "software" ? 200 : 150;
  gpuTest(
    `trainStep on WebGPU takes at most ${most} dispatches`,
    tuning,
    async () => {
      const network = createNetwork(networkSpec(IMAGE, 1), 1);
      const adam = new Adam(network, OPTIMIZER);
      await step(network, adam, 4);
      const count = await countDispatches(() => step(network, adam, 4));
      assertLessOrEqual(count, most);
      adam.dispose();
      network.dispose();
    },
  );
}

async function lossAndGradients(size: number): Promise<Float32Array[]> {
  const network = createNetwork(networkSpec(IMAGE, 2), 3);
  const images = tf.tensor4d(numbers([size, ...IMAGE], 5).data, [
    size,
    ...IMAGE,
  ]);
  const targets = tf.tensor2d(numbers([size, 2], 6).data, [size, 2]);
  const pass = forwardBackward(network, images, targets);
  const tensors = [
    pass.loss,
    ...pass.gradients.filter((gradient) => gradient !== null),
  ];
  const values = await Promise.all(tensors.map((tensor) => tensor.data()));
  tf.dispose([images, targets, tensors, ...pass.moments]);
  network.dispose();
  return values as Float32Array[];
}

async function weightsAfter(steps: number): Promise<Float32Array[]> {
  const network = createNetwork(networkSpec(IMAGE, 1), 1);
  const adam = new Adam(network, OPTIMIZER);
  for (let i = 0; i < steps; i++) await step(network, adam, i % 2 ? 3 : 8);
  const weights = await network.getWeights();
  adam.dispose();
  network.dispose();
  return weights;
}

async function step(
  network: ReturnType<typeof createNetwork>,
  adam: Adam,
  size: number,
) {
  const images = tf.tensor4d(numbers([size, ...IMAGE], size).data, [
    size,
    ...IMAGE,
  ]);
  const targets = tf.tensor2d(numbers([size, 1], size).data, [size, 1]);
  const loss = trainStep(network, adam, { images, targets });
  await loss.data();
  tf.dispose([images, targets, loss]);
}
