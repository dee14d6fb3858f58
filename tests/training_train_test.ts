// The loop around the steps: order of samples, what is kept and restored, ends,
// memory, resuming. Values themselves are in model_keras_test.ts.
import {
  assert,
  assertEquals,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import * as tf from "../lib/third_party/tfjs.ts";
import { InputError } from "../lib/errors.ts";
import { createNetwork, type Network } from "../lib/model/network.ts";
import { predict } from "../lib/model/predict.ts";
import { type HistoryRow, train } from "../lib/training/train.ts";
import { testBackends, testOnBackends } from "./support/backends.ts";
import {
  IMAGES,
  smallSpec,
  TARGETS,
  TRAINING,
} from "./support/small_network.ts";

const SPLIT = { train: [3, 0, 5, 1], validation: [2], test: [4] };
const REQUEST = {
  images: IMAGES,
  targets: TARGETS,
  split: SPLIT,
  config: { ...TRAINING, epochs: 4, batch_size: 3 },
};

async function onCpu(body: (network: Network) => Promise<void>) {
  const [cpu] = await testBackends();
  await cpu.open();
  const network = createNetwork(smallSpec(), 1);
  try {
    await body(network);
  } finally {
    network.dispose();
  }
}

await testOnBackends("train leaves no tensor behind", async () => {
  const network = createNetwork(smallSpec(), 1);
  const counts: number[] = [];
  const before = tf.memory().numTensors;
  const config = { ...REQUEST.config, epochs: 5 };
  const early_stopping = {
    monitor: "val_loss" as const,
    patience: 9,
    restore_best_weights: false,
  };
  const onEpoch = () => counts.push(tf.memory().numTensors);
  await train({
    ...REQUEST,
    network,
    config: { ...config, early_stopping },
    onEpoch,
  });
  // The last epoch may have none under way behind it, whose tensors are there.
  assertEquals(counts.slice(0, 4), Array(4).fill(counts[0]));
  assert(counts[4] <= counts[0]);
  assertEquals(tf.memory().numTensors, before);
  network.dispose();
});

await testOnBackends("train gives the same bits twice", async () => {
  const runs = [];
  for (let i = 0; i < 2; i++) {
    const network = createNetwork(smallSpec(), 1);
    const { history } = await train({ ...REQUEST, network });
    runs.push({ history, weights: await network.getWeights() });
    network.dispose();
  }
  assertEquals(runs[0], runs[1]);
});

Deno.test("train takes the split's order and watches test without validation", () =>
  onCpu(async (network) => {
    const start = await network.getWeights();
    const run = async (split: typeof SPLIT | { [k: string]: number[] }) => {
      network.setWeights(start);
      return (await train({
        ...REQUEST,
        network,
        split: split as typeof SPLIT,
      })).history;
    };
    const history = await run(SPLIT);
    const swapped = await run({ ...SPLIT, train: [0, 3, 5, 1] });
    const other = await run({ ...SPLIT, train: [1, 3, 5, 0] });
    const published = await run({ ...SPLIT, validation: [], test: [2] });
    assertEquals(history, published);
    // within a batch, order is rounding; across batches it is another run
    assert(Math.abs(history[0].loss / swapped[0].loss - 1) < 1e-5);
    assert(Math.abs(history[0].loss / other[0].loss - 1) > 1e-3);
  }));

Deno.test("train restores the weights of its best epoch", () =>
  onCpu(async (network) => {
    const rows: HistoryRow[] = [];
    const early_stopping = {
      monitor: "val_rmse" as const,
      patience: 2,
      restore_best_weights: true,
    };
    const optimizer = { ...TRAINING.optimizer, learning_rate: 0.3 };
    const { history, bestEpoch, stopped, checkpoint } = await train({
      ...REQUEST,
      network,
      config: {
        ...REQUEST.config,
        epochs: 40,
        optimizer,
        early_stopping,
        checkpoint: { every_batches: 2, monitor: "val_rmse" },
      },
      onEpoch: (row) => rows.push(row),
    });
    assertEquals(stopped, "early");
    assertEquals(rows, history);
    assertEquals(history.length, bestEpoch + 2);
    const best = history[bestEpoch - 1];
    assertEquals(Math.min(...history.map((r) => r.val_rmse)), best.val_rmse);
    const values = await predict(network, IMAGES);
    const errors = [4, 5].map((i) => (values[i] - TARGETS[i]) ** 2);
    const loss = (errors[0] + errors[1]) / 2;
    assert(Math.abs(loss / best.val_loss - 1) < 1e-5);
    // two batches an epoch: every epoch is looked at
    assertEquals(checkpoint?.epoch, bestEpoch);
    assertEquals(checkpoint?.weights, await network.getWeights());
  }));

Deno.test("train keeps the last epoch's weights, and says so, where none are restored", () =>
  onCpu(async (network) => {
    const optimizer = { ...TRAINING.optimizer, learning_rate: 0.3 };
    const config = {
      ...REQUEST.config,
      epochs: 6,
      optimizer,
      early_stopping: null,
    };
    const { history, keptEpoch } = await train({
      ...REQUEST,
      network,
      config,
    });
    assertEquals(keptEpoch, 6);
    const values = await predict(network, IMAGES);
    const errors = [4, 5].map((i) => (values[i] - TARGETS[i]) ** 2);
    const loss = (errors[0] + errors[1]) / 2;
    assert(Math.abs(loss / history[5].val_loss - 1) < 1e-5);
  }));

Deno.test("train resumes as if it had not stopped", () =>
  onCpu(async (network) => {
    const start = await network.getWeights();
    const config = {
      ...REQUEST.config,
      early_stopping: {
        monitor: "val_loss" as const,
        patience: 3,
        restore_best_weights: true,
      },
      checkpoint: { every_batches: 3, monitor: "val_loss" as const },
    };
    const whole = await train({ ...REQUEST, network, config });
    const expected = await network.getWeights();
    network.setWeights(start);
    const half = await train({
      ...REQUEST,
      network,
      config: { ...config, epochs: 2 },
      keepState: true,
    });
    const resume = structuredClone(half.state!); // plain data
    const rest = await train({ ...REQUEST, network, config, resume });
    assertEquals(rest, whole);
    assertEquals(await network.getWeights(), expected);
  }));

Deno.test("train ends after the epoch in which it is aborted", () =>
  onCpu(async (network) => {
    const controller = new AbortController();
    const { history, stopped } = await train({
      ...REQUEST,
      network,
      signal: controller.signal,
      onEpoch: ({ epoch }) => epoch === 2 && controller.abort(),
    });
    assertEquals([history.length, stopped], [2, "aborted"]);
  }));

Deno.test("train refuses a loss that is not finite, and empty parts", () =>
  onCpu(async (network) => {
    const targets = TARGETS.slice();
    targets[6] = 1e300;
    await assertRejects(
      () => train({ ...REQUEST, network, targets }),
      InputError,
      "Epoch 1 has loss ",
    );
    await assertRejects(
      () => train({ ...REQUEST, network, split: { ...SPLIT, train: [] } }),
      InputError,
      "The split has 0 samples to train on and 1 to watch",
    );
  }));

Deno.test("Network.setWeights copies, and getWeights is not a view", () =>
  onCpu(async (network) => {
    const given = await network.getWeights();
    const copy = given.map((values) => values.slice());
    network.setWeights(given);
    await train({ ...REQUEST, network });
    assertEquals(given, copy);
    assertNotEquals(await network.getWeights(), copy);
  }));
