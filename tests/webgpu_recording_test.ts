// Training on WebGPU recorded and replayed, with epochs ahead of those that are
// read: to the bit what it is without, and never more memory.
import { assert, assertEquals, assertThrows } from "@std/assert";
import { openWebgpu } from "../lib/backend/webgpu/open_webgpu.ts";
import type { OwnBackend } from "../lib/backend/webgpu/own_backend.ts";
import { RecordingPool } from "../lib/backend/webgpu/recording_pool.ts";
import { networkSpec } from "../lib/model/mobilenet_v2.ts";
import { createNetwork } from "../lib/model/network.ts";
import { findRecorder } from "../lib/model/recorder.ts";
import * as tf from "../lib/third_party/tfjs.ts";
import { Adam } from "../lib/training/adam.ts";
import { trainStep } from "../lib/training/step.ts";
import { train, type TrainingState } from "../lib/training/train.ts";
import {
  formulaWeights,
  IMAGES,
  smallSpec,
  TARGETS,
  TRAINING,
} from "./support/small_network.ts";
import { gpuTest, hasAdapter, TUNINGS } from "./webgpu_support.ts";

const PLAIN = smallSpec();
const WHOLE = networkSpec([17, 9, 2], 2, {
  ...PLAIN.config,
  head: "global_average_pooling",
  dropout: 0.4,
});
const SPLIT = { train: [3, 0, 5, 1], validation: [2], test: [4] };
const RANDOM = {
  shuffle: true,
  random_seed: 7,
  mixup: { least_share: 0.5 },
  target_transform: "standardize" as const,
  batch_norm_statistics: "population" as const,
  optimizer: {
    ...TRAINING.optimizer,
    learning_rate: 0.01,
    weight_decay: 0.1,
    global_clipnorm: 0.5,
    schedule: "cosine" as const,
    warmup_epochs: 2,
  },
};
const stopping = (patience: number) => ({
  monitor: "val_loss" as const,
  patience,
  restore_best_weights: true,
});
const CASES = {
  // 4 samples in batches of 3: the last one is smaller
  "as published": {
    spec: PLAIN,
    config: {
      ...TRAINING,
      epochs: 12,
      batch_size: 3,
      early_stopping: stopping(100),
      checkpoint: { monitor: "val_rmse" as const, every_batches: 3 },
    },
  },
  "stopped early": {
    spec: PLAIN,
    config: {
      ...TRAINING,
      epochs: 40,
      batch_size: 3,
      optimizer: { ...TRAINING.optimizer, learning_rate: 0.3 },
      early_stopping: stopping(2),
    },
  },
  "with every option": {
    spec: WHOLE,
    config: { ...TRAINING, ...RANDOM, epochs: 6, batch_size: 3 },
  },
};

/** What training leaves, with so many epochs ahead, or nothing recorded. */
async function leaves(
  { spec, config }: (typeof CASES)[keyof typeof CASES],
  options: Parameters<typeof openWebgpu>[0],
  keep: boolean,
) {
  const webgpu = await openWebgpu(options);
  try {
    const network = createNetwork(spec, formulaWeights(spec));
    const saved: TrainingState[] = [];
    const seen: number[] = [];
    const result = await train({
      network,
      images: IMAGES,
      targets: TARGETS,
      split: SPLIT,
      config,
      onEpoch: ({ epoch }) => seen.push(epoch),
      keepState: keep,
      ...(keep && {
        keep: {
          due: (epoch: number) => epoch % 4 === 0,
          save: (state: TrainingState) => {
            saved.push(state);
            return Promise.resolve();
          },
        },
      }),
    });
    webgpu.check();
    const weights = await network.getWeights();
    network.dispose();
    return { result, saved, seen, weights, tensors: tf.memory().numTensors };
  } finally {
    await webgpu.close();
  }
}

for (const tuning of TUNINGS) {
  for (const [name, given] of Object.entries(CASES)) {
    Deno.test({
      name:
        `train on WebGPU is the same recorded and not, ahead and not, ${name} ` +
        (hasAdapter ? `(tuned for ${tuning})` : "(no WebGPU adapter)"),
      ignore: !hasAdapter,
      sanitizeResources: false,
      fn: async () => {
        const quick = tuning === "hardware"; // its shapes cost a processor more
        for (const keep of quick ? [true] : [false, true]) {
          const plain = await leaves(given, { tuning, ahead: null }, keep);
          if (name === "stopped early") {
            assertEquals(plain.result.stopped, "early");
            assert(plain.seen.length < 30);
          }
          for (const ahead of quick ? [8] : [0, 1, 8]) {
            const found = await leaves(given, { tuning, ahead }, keep);
            const { tensors: _, ...same } = found;
            const { tensors: __, ...expected } = plain;
            assertEquals(same, expected, `${ahead} ahead, keep ${keep}`);
          }
        }
      },
    });
  }
}

gpuTest(
  "train on WebGPU leaves no tensor, however many epochs were ahead",
  "software",
  async () => {
    const before = tf.memory().numTensors;
    for (const abort of [false, true]) {
      const network = createNetwork(PLAIN, 1);
      const controller = new AbortController();
      const { stopped, history } = await train({
        network,
        images: IMAGES,
        targets: TARGETS,
        split: SPLIT,
        config: { ...TRAINING, epochs: 9, batch_size: 3 },
        signal: controller.signal,
        onEpoch: ({ epoch }) => {
          if (abort && epoch === 3) controller.abort();
        },
      });
      assertEquals(
        [stopped, history.length],
        abort ? ["aborted", 3] : ["epochs", 9],
      );
      network.dispose();
    }
    assertEquals(tf.memory().numTensors, before);
  },
);

gpuTest(
  "trainStep recorded keeps memory flat, and records again for other weights",
  "software",
  async () => {
    const network = createNetwork(PLAIN, 1);
    const adam = new Adam(network, TRAINING.optimizer);
    const batch = (samples: number) => ({
      images: tf.keep(tf.fill([samples, 17, 9, 2], 0.5)),
      targets: tf.keep(tf.ones([samples, 2])),
    });
    const batches = [batch(4), batch(3)];
    const backend = tf.backend() as OwnBackend;
    const sizes: string[] = [];
    for (let step = 0; step < 200; step++) {
      const loss = trainStep(network, adam, batches[step % 2]);
      if (step % 10 === 9) {
        await loss.data();
        const { numTensors, numBytes } = tf.memory();
        const { numBytesAllocated } = backend.inside.bufferManager;
        sizes.push([numTensors, numBytes, numBytesAllocated].join());
      }
      loss.dispose();
    }
    assertEquals(new Set(sizes.slice(1)).size, 1, sizes.join(" "));
    // The buffers of the weights are others now.
    const before = await network.getWeights();
    network.setWeights(before.map((weights) => weights.map(() => 0.1)));
    const one = trainStep(network, adam, batches[0]);
    one.dispose();
    const after = await network.getWeights();
    assert(after[0].every((value) => Math.abs(value - 0.1) < 0.05));
    adam.dispose();
    network.dispose();
  },
);

gpuTest(
  "record refuses work that frees what it has not made",
  "software",
  async () => {
    const outer = tf.keep(tf.ones([64, 64]));
    await tf.add(outer, 1).data();
    assertThrows(
      () =>
        findRecorder()!.record({
          inputs: [],
          stable: [outer],
          run: () => {
            outer.dispose();
            return [tf.ones([2])];
          },
        }),
      Error,
      "frees a tensor that it has not made",
    );
    assertEquals(
      await tf.add(tf.ones([2]), 1).data(),
      new Float32Array([2, 2]),
    );
  },
);

gpuTest(
  "RecordingPool gives a buffer again once it was given back, but none with values",
  "software",
  () => {
    const { device } = tf.backend() as OwnBackend;
    const pool = new RecordingPool(device);
    const usage = GPUBufferUsage.STORAGE;
    const first = pool.acquireBuffer(16, usage);
    pool.releaseBuffer(first);
    assertEquals(pool.acquireBuffer(16, usage), first);
    const written = pool.acquireBuffer(16, usage, true);
    written.unmap();
    pool.releaseBuffer(written);
    assert(pool.acquireBuffer(16, usage) !== written);
    assertEquals(pool.numBytesAllocated, 48);
    pool.destroy();
    return Promise.resolve();
  },
);
