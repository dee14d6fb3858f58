// The network against Keras 3 (tests/reference/keras_model.py), on every
// backend: forward, backward, moving statistics, Adam, losses.
import { assertEquals, assertLess } from "@std/assert";
import * as tf from "../lib/third_party/tfjs.ts";
import { run } from "../lib/model/kernels.ts";
import { networkSpec } from "../lib/model/mobilenet_v2.ts";
import { createNetwork } from "../lib/model/network.ts";
import { predict } from "../lib/model/predict.ts";
import { countParameters } from "../lib/model/spec.ts";
import { forwardBackward } from "../lib/model/train_step.ts";
import { Adam, adamStepSize } from "../lib/training/adam.ts";
import { disposeBatches, uploadBatches } from "../lib/training/batches.ts";
import { trainStep } from "../lib/training/step.ts";
import { train } from "../lib/training/train.ts";
import { testOnBackends } from "./support/backends.ts";
import {
  formula,
  formulaWeights,
  IMAGES,
  smallSpec,
  TARGETS,
  TRAINING,
  worst,
} from "./support/small_network.ts";
import golden from "./goldens/keras_model.json" with { type: "json" };

const SHOW = Deno.env.has("SHOW");
function within(name: string, error: number, limit: number) {
  if (SHOW) console.log(`${name}: ${error.toExponential(1)}`);
  assertLess(error, limit, name);
}

Deno.test("networkSpec counts parameters as Keras does, in Keras's order", () => {
  for (const { channels, trainable, moving, shapes } of golden.counts) {
    const spec = networkSpec([129, 9, channels], 1);
    assertEquals(countParameters(spec), { trainable, moving });
    assertEquals(spec.weights.map(({ shape }) => [...shape]), shapes);
  }
  const counts = golden.counts.map(({ trainable }) => trainable);
  assertEquals(counts, [128_705, 127_553]);
});

await testOnBackends(
  "predict gives Keras's inference",
  async ({ tolerance }) => {
    const network = createNetwork(smallSpec(), formulaWeights(smallSpec()));
    const values = await predict(network, IMAGES, { batchSize: 4 });
    network.dispose();
    within("inference", worst(values, golden.inference), 2 * tolerance);
  },
);

await testOnBackends(
  "forwardBackward gives Keras's loss and gradients",
  async ({ tolerance }) => {
    const spec = smallSpec();
    const network = createNetwork(spec, formulaWeights(spec));
    const source = { images: IMAGES, targets: TARGETS, perSample: 2 };
    const batches = uploadBatches(source, [0, 1, 2, 3, 4, 5], 6);
    const [{ images, targets }] = batches;
    const pass = forwardBackward(network, images, targets);
    const [loss] = await pass.loss.data();
    within("loss", Math.abs(loss / golden.loss - 1), tolerance);
    const all = tf.concat(
      pass.gradients.flatMap((g) => g ? tf.reshape(g, [-1]) : []),
    );
    const values = await all.data();
    let start = 0;
    for (const { name, parameter, idle } of spec.weights) {
      if (parameter === null) continue;
      const gradient = pass.gradients[parameter];
      assertEquals(idle, golden.idle[parameter], name);
      assertEquals(gradient === null, idle, name);
      if (gradient === null) continue; // Keras's is nothing but rounding
      const part = values.slice(start, start += gradient.size);
      const error = worst(part, golden.gradients[parameter]);
      within(name, error, 20 * tolerance);
      gradient.dispose();
    }
    all.dispose();
    pass.loss.dispose();
    for (const moment of pass.moments) moment.dispose();
    disposeBatches(batches);
    network.dispose();
  },
);

await testOnBackends(
  "trainStep moves the statistics as Keras's batch norm does",
  async ({ tolerance }) => {
    const spec = smallSpec();
    const network = createNetwork(spec, formulaWeights(spec));
    const source = { images: IMAGES, targets: TARGETS, perSample: 2 };
    const batches = uploadBatches(source, [0, 1, 2, 3, 4, 5], 6);
    const adam = new Adam(network, TRAINING.optimizer);
    trainStep(network, adam, batches[0]).dispose();
    const weights = await network.getWeights();
    const moving = spec.weights.flatMap(({ parameter }, i) =>
      parameter === null ? [weights[i]] : []
    );
    moving.forEach((values, i) =>
      within(`moving ${i}`, worst(values, golden.moving[i]), tolerance)
    );
    adam.dispose();
    disposeBatches(batches);
    network.dispose();
  },
);

await testOnBackends("AdamStep takes Keras's steps", async () => {
  const variable = tf.tensor1d([1, -2, 0.5, 3]);
  const m = tf.zeros([4]);
  const v = tf.zeros([4]);
  const { beta_1: beta1, beta_2: beta2, epsilon } = TRAINING.optimizer;
  const scales = [1, 1e-3, 1e-6, 100];
  for (const [i, expected] of golden.adam.entries()) {
    const gradient = tf.tensor1d(
      Float32Array.from(formula(4, i), (value, j) => value * scales[j]),
    );
    const stepSize = adamStepSize(TRAINING.optimizer, i + 1);
    const inputs = { variable, m, v, gradient };
    run<tf.Tensor[]>("AdamStep", inputs, { stepSize, beta1, beta2, epsilon });
    const fresh = tf.mul(variable, 1);
    const values = await fresh.data();
    expected.forEach((value, j) =>
      within(`step ${i} of ${j}`, Math.abs(values[j] / value - 1), 3e-7)
    );
    tf.dispose([gradient, fresh]);
  }
  tf.dispose([variable, m, v]);
});

await testOnBackends("trainStep follows Keras for 20 steps", async () => {
  const network = createNetwork(smallSpec(), formulaWeights(smallSpec()));
  const source = { images: IMAGES, targets: TARGETS, perSample: 2 };
  const batches = uploadBatches(source, [0, 1, 2, 3, 4, 5], 4);
  const adam = new Adam(network, TRAINING.optimizer);
  const losses: tf.Tensor[] = [];
  for (let i = 0; i < 20; i++) {
    losses.push(trainStep(network, adam, batches[i % 2]));
  }
  const all = tf.stack(losses);
  const values = await all.data();
  const errors = golden.losses.map((loss, i) => Math.abs(values[i] / loss - 1));
  within("losses", Math.max(...errors), 1e-3);
  tf.dispose([...losses, all]);
  adam.dispose();
  disposeBatches(batches);
  network.dispose();
});

await testOnBackends("train reports the history of Keras's fit", async () => {
  const network = createNetwork(smallSpec(), formulaWeights(smallSpec()));
  const { history } = await train({
    network,
    images: IMAGES,
    targets: TARGETS,
    split: { train: [0, 1, 2, 3, 4, 5], validation: [0, 1, 2], test: [] },
    config: TRAINING,
  });
  network.dispose();
  history.forEach((row, i) => {
    const errors = (expected: typeof golden.history) =>
      [
        [row.loss, expected.loss[i]],
        [row.rmse, expected.root_mean_squared_error[i]],
        [row.val_loss, expected.val_loss[i]],
        [row.val_rmse, expected.val_root_mean_squared_error[i]],
      ].map(([actual, value]) => Math.abs(actual / value - 1));
    const all = Math.max(...errors(golden.history_idle));
    within(`epoch ${row.epoch}`, all, 1e-3);
    // In Keras as it is, idle weights wander by the learning rate a step (see
    // train_step.ts), which moving means follow late: validation sees it.
    const [loss, rmse, ...watched] = errors(golden.history);
    within(`loss ${row.epoch}`, Math.max(loss, rmse), 1e-3);
    within(`val_loss ${row.epoch}`, Math.max(...watched), 2e-2);
  });
  assertEquals(history.length, 8);
});
