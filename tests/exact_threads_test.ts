import { assertEquals, assertRejects } from "@std/assert";
import { digest, kernel, numbers, withExact } from "./exact_support.ts";
import { openExact } from "../lib/backend/exact/open_exact.ts";
import { networkSpec } from "../lib/model/mobilenet_v2.ts";
import { createNetwork } from "../lib/model/network.ts";
import * as tf from "../lib/third_party/tfjs.ts";
import { Adam } from "../lib/training/adam.ts";
import { trainStep } from "../lib/training/step.ts";

const ADAM = {
  name: "adam",
  learning_rate: 0.001,
  beta_1: 0.9,
  beta_2: 0.999,
  epsilon: 1e-7,
} as const;

async function train(steps: number): Promise<string> {
  const network = createNetwork(networkSpec([33, 9, 5], 1), 1);
  const adam = new Adam(network, ADAM);
  const plain = numbers([13, 33, 9, 5], 1);
  const images = tf.tensor(Float32Array.from(plain.values), plain.shape);
  const targets = tf.tensor(
    Float32Array.from(numbers([13, 1], 2).values),
    [13, 1],
  );
  const losses: Float32Array[] = [];
  for (let i = 0; i < steps; i++) {
    const loss = trainStep(network, adam, { images, targets });
    losses.push(loss.dataSync() as Float32Array);
    loss.dispose();
  }
  const weights = network.parameters.map((t) => t.dataSync() as Float32Array);
  const moving = network.moving.dataSync() as Float32Array;
  return await digest([...losses, ...weights, moving]);
}

const same = { strides: [1, 1], pad: "same", dilations: [1, 1] };

function kernels(): Float32Array[] {
  const x = numbers([17, 41, 5, 19], 1);
  const dy = numbers([17, 41, 5, 21], 2);
  const filter = numbers([3, 3, 19, 21], 3);
  const channels = numbers([19], 4);
  const dense = { a: numbers([65, 700], 5), b: numbers([700, 33], 6) };
  const norm = { x, gamma: channels, beta: channels };
  const attributes = { epsilon: 1e-3, relu6: true };
  const filterShape = filter.shape;
  const inputShape = x.shape;
  return [
    kernel("Conv2D", { x, filter }, same),
    kernel("Conv2DBackpropFilter", { x, dy }, { ...same, filterShape }),
    kernel("Conv2DBackpropInput", { dy, filter }, { ...same, inputShape }),
    kernel("DepthwiseConv2dNativeBackpropFilter", { x, dy: x }, {
      ...same,
      filterShape: [3, 3, 19, 1],
    }),
    kernel("BatchNormTrain", norm, attributes),
    kernel("BiasGrad", { dy }),
    kernel("BatchMatMul", dense, { transposeA: false, transposeB: false }),
  ].flat();
}

Deno.test("exact: kernels give the same bytes for 1, 2, 3, 4 and 8 threads", async () => {
  const digests: string[] = [];
  for (const threads of [1, 2, 3, 4, 8, 1, 2]) {
    await withExact(threads, async () => {
      digests.push(await digest(kernels()));
    });
  }
  assertEquals(digests, digests.map(() => digests[0]));
});

Deno.test("exact: training gives the same bytes for 1, 2, 3, 4 and 8 threads, and again", async () => {
  const digests: string[] = [];
  for (const threads of [1, 2, 3, 4, 8, 2, 2]) {
    await withExact(threads, async () => {
      digests.push(await train(5));
    });
  }
  assertEquals(digests, digests.map(() => digests[0]));
});

Deno.test("exact: openExact refuses a count of threads that is no count", async () => {
  await assertRejects(
    () => openExact({ threads: 0 }),
    RangeError,
    "Threads must be 1 to 64, not 0",
  );
});

Deno.test("exact: memory and tensors stay flat over 200 steps with odd batches", () =>
  withExact(2, () => {
    const network = createNetwork(networkSpec([17, 9, 5], 1), 1);
    const adam = new Adam(network, ADAM);
    const { allocator } = tf.backend() as unknown as {
      allocator: { used: number; memory: WebAssembly.Memory };
    };
    const seen: number[][] = [];
    for (let i = 0; i < 200; i++) {
      const batch = 1 + (i * 3) % 5;
      const images = tf.ones([batch, 17, 9, 5]);
      const targets = tf.ones([batch, 1]);
      trainStep(network, adam, { images, targets }).dispose();
      tf.dispose([images, targets]);
      const { buffer } = allocator.memory;
      seen.push([allocator.used, tf.memory().numTensors, buffer.byteLength]);
    }
    // Scratch is grown once per size that is needed; then nothing changes.
    assertEquals(seen.slice(10), seen.slice(10).map(() => seen[10]));
  }));

Deno.test("exact: values that were read stay after their tensor is gone", () =>
  withExact(1, () => {
    const first = tf.fill([100], 1);
    const values = first.dataSync();
    first.dispose();
    const second = tf.fill([100], 2);
    assertEquals(values[0], 1);
    assertEquals(second.dataSync()[0], 2);
    second.dispose();
  }));
