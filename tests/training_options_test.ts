// What training may do beyond Code S2: order, mixup, dropout, AdamW, clipping,
// the cosine rate, scaled targets, statistics of the population, pooling.
import {
  assert,
  assertEquals,
  assertLess,
  assertMatch,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import * as tf from "../lib/third_party/tfjs.ts";
import { InputError } from "../lib/errors.ts";
import { disposeMoments, foldMoments, forward } from "../lib/model/forward.ts";
import { kerasConfig } from "../lib/model/keras/keras_config.ts";
import { readConfig } from "../lib/model/keras/read_config.ts";
import { buildLayersModel } from "../lib/model/layers_model.ts";
import { networkSpec } from "../lib/model/mobilenet_v2.ts";
import { createNetwork } from "../lib/model/network.ts";
import { predict } from "../lib/model/predict.ts";
import type { NetworkConfig } from "../lib/model/spec.ts";
import { forwardBackward } from "../lib/model/train_step.ts";
import { encodeHistory } from "../lib/pipeline/archive.ts";
import { Adam, adamStepSize } from "../lib/training/adam.ts";
import { planEpoch } from "../lib/training/epoch_plan.ts";
import { learningRate } from "../lib/training/learning_rate.ts";
import { predictedValues } from "../lib/training/target_transform.ts";
import { usePopulationMoments } from "../lib/training/population_moments.ts";
import { disposeBatches, uploadBatches } from "../lib/training/batches.ts";
import { train, type TrainingState } from "../lib/training/train.ts";
import { testBackends, testOnBackends } from "./support/backends.ts";
import {
  formulaWeights,
  IMAGES,
  smallSpec,
  TARGETS,
  TRAINING,
  worst,
} from "./support/small_network.ts";

const NETWORK: NetworkConfig = {
  ...smallSpec().config,
  head: "global_average_pooling",
  dropout: 0.4,
};
const SPEC = networkSpec([17, 9, 2], 2, NETWORK);
const ALL = {
  ...TRAINING,
  epochs: 6,
  batch_size: 3,
  random_seed: 7,
  shuffle: true,
  mixup: { least_share: 0.5 },
  target_transform: "standardize" as const,
  optimizer: {
    ...TRAINING.optimizer,
    learning_rate: 0.01,
    weight_decay: 0.1,
    global_clipnorm: 0.5,
    schedule: "cosine" as const,
    warmup_epochs: 2,
  },
};
const REQUEST = {
  images: IMAGES,
  targets: TARGETS,
  split: { train: [3, 0, 5, 1], validation: [2], test: [4] },
  config: ALL,
};

Deno.test("planEpoch has every sample once, in an order of each epoch's own", () => {
  const indices = [9, 4, 7, 1, 3, 8, 2];
  const config = { batch_size: 3, random_seed: 5, shuffle: true };
  const order = (epoch: number, seed = 5) =>
    planEpoch(indices, { ...config, random_seed: seed }, { epoch, units: 0 })
      .map(({ samples }) => samples);
  for (let epoch = 1; epoch < 20; epoch++) {
    const batches = order(epoch);
    assertEquals(batches.map(({ length }) => length), [3, 3, 1]);
    assertEquals(batches.flat().sort(), [...indices].sort());
    assertEquals(order(epoch), batches);
  }
  assertNotEquals(order(1), order(2));
  assertNotEquals(order(1), order(1, 6));
});

Deno.test("planEpoch mixes with samples of the same part, by shares from the least to 1", () => {
  const indices = [9, 4, 7, 1];
  const config = { batch_size: 3, mixup: { least_share: 0.7 } };
  const seen: number[] = [];
  for (let epoch = 1; epoch < 200; epoch++) {
    for (
      const { samples, mixing } of planEpoch(indices, config, {
        epoch,
        units: 0,
      })
    ) {
      assertEquals(mixing!.partners.length, samples.length);
      assert(mixing!.partners.every((sample) => indices.includes(sample)));
      seen.push(...mixing!.shares);
    }
  }
  assert(seen.every((share) => share >= 0.7 && share < 1));
  const mean = seen.reduce((sum, share) => sum + share, 0) / seen.length;
  assertLess(Math.abs(mean - 0.85), 0.01);
});

Deno.test("planEpoch drops the share that dropout has, and scales up the rest", () => {
  const config = { batch_size: 50, dropout: 0.25 };
  const [{ mask }] = planEpoch(
    Array.from({ length: 50 }, (_, i) => i),
    config,
    { epoch: 3, units: 100 },
  );
  const dropped = mask!.filter((value) => value === 0).length / mask!.length;
  assertLess(Math.abs(dropped - 0.25), 0.02);
  assertEquals([...new Set(mask)].sort(), [0, Math.fround(4 / 3)]);
});

Deno.test("learningRate warms up, then falls along half a cosine", () => {
  const length = { epochs: 12, steps: 5 };
  const optimizer = ALL.optimizer;
  for (let step = 1; step <= 60; step++) {
    const wanted = step <= 10
      ? 0.01 * step / 10
      : 0.01 * (1 + Math.cos(Math.PI * (step - 11) / 50)) / 2;
    const found = learningRate(optimizer, step, length);
    assertLess(Math.abs(found - wanted), 1e-15);
  }
  const constant = { ...optimizer, schedule: "constant" as const };
  assertEquals(learningRate(constant, 60, length), 0.01);
  const plain = { ...constant, warmup_epochs: 0 };
  assertEquals(learningRate(plain, 1, length), 0.01);
});

await testOnBackends(
  "train gives the same bits twice with every option, and leaves no tensor",
  async () => {
    const before = tf.memory().numTensors;
    const runs = [];
    for (let i = 0; i < 2; i++) {
      const network = createNetwork(SPEC, 1);
      const { history } = await train({ ...REQUEST, network });
      runs.push({ history, weights: await network.getWeights() });
      network.dispose();
    }
    assertEquals(runs[0], runs[1]);
    assertEquals(tf.memory().numTensors, before);
  },
);

await testOnBackends(
  "train goes on from any epoch as if it had not stopped, with every option",
  async () => {
    const states: TrainingState[] = [];
    const whole = createNetwork(SPEC, 1);
    const { history } = await train({
      ...REQUEST,
      network: whole,
      keep: {
        due: () => true,
        save: (state) => {
          states.push(state);
          return Promise.resolve();
        },
      },
    });
    const weights = await whole.getWeights();
    whole.dispose();
    for (const resume of [states[0], states[3]]) {
      const network = createNetwork(SPEC, 99);
      const rest = await train({ ...REQUEST, network, resume });
      assertEquals(rest.history, history);
      assertEquals(await network.getWeights(), weights);
      network.dispose();
    }
  },
);

Deno.test("train with every option looks at nothing of the test part", async () => {
  const [cpu] = await testBackends();
  await cpu.open();
  const run = async (changed: number) => {
    const images = { ...IMAGES, data: IMAGES.data.slice() };
    const targets = TARGETS.slice();
    const size = images.data.length / images.samples;
    for (let i = 0; i < size; i++) images.data[changed * size + i] += 0.5;
    for (let i = 0; i < 2; i++) targets[changed * 2 + i] += 1;
    const network = createNetwork(SPEC, 1);
    await train({ ...REQUEST, network, images, targets });
    const weights = await network.getWeights();
    network.dispose();
    return weights;
  };
  const network = createNetwork(SPEC, 1);
  await train({ ...REQUEST, network });
  const weights = await network.getWeights();
  network.dispose();
  assertEquals(await run(4), weights); // tested
  assertEquals(await run(2), weights); // watched, but nothing is stopped
  assertNotEquals(await run(5), weights); // learnt from
});

await testOnBackends(
  "forwardBackward has the gradients of pooling and dropout",
  async ({ name }) => {
    const weights = formulaWeights(SPEC);
    const source = { images: IMAGES, targets: TARGETS, perSample: 2 };
    const [batch] = uploadBatches(source, [0, 1, 2, 3, 4, 5], 6);
    const units = SPEC.layers.find((layer) => layer.kind === "dropout")!;
    assertEquals(units.kind === "dropout" && units.units, 6);
    const mask = tf.tensor2d(
      Float32Array.from({ length: 36 }, (_, i) => i % 3 === 0 ? 0 : 1.5),
      [6, 6],
    );
    const lossAt = async (changed: readonly Float32Array[]) => {
      const network = createNetwork(SPEC, changed);
      const pass = forwardBackward(network, batch.images, batch.targets, mask);
      const loss = (await pass.loss.data())[0];
      const gradients = await Promise.all(
        pass.gradients.map(async (g) => g && await g.data()),
      );
      for (const one of [pass.loss, ...pass.moments]) one.dispose();
      for (const one of pass.gradients) one?.dispose();
      network.dispose();
      return { loss, gradients };
    };
    const { gradients } = await lossAt(weights);
    // Two-sided differences of weights whose loss is smooth: the last layers'.
    const last = SPEC.weights.length - 4;
    for (const [at, i] of [[last, 3], [last + 1, 1], [last + 2, 4]]) {
      const step = 0.02;
      const moved = async (by: number) => {
        const changed = weights.map((array) => array.slice());
        changed[at][i] += by;
        return (await lossAt(changed)).loss;
      };
      const slope = (await moved(step) - await moved(-step)) / (2 * step);
      const found = gradients[SPEC.weights[at].parameter!]![i];
      const error = Math.abs(found - slope) / Math.max(Math.abs(slope), 0.01);
      assertLess(error, 0.03, `${name}, ${SPEC.weights[at].name}[${i}]`);
    }
    // Through pooling: the stem's kernel, against the reference kernels' own.
    const stem = gradients[0]!;
    assert(stem.some((value) => Math.abs(value) > 1e-4));
    disposeBatches([batch]);
    mask.dispose();
  },
);

await testOnBackends(
  "backends agree on a step with pooling",
  async ({ name }) => {
    const network = createNetwork(SPEC, formulaWeights(SPEC));
    const config = { ...ALL, mixup: null, epochs: 1 };
    await train({ ...REQUEST, network, config });
    const values = await predict(network, IMAGES);
    network.dispose();
    agreed ??= values;
    assertLess(worst(values, [...agreed]), 2e-3, name);
  },
);
let agreed: Float32Array | undefined;

Deno.test("Adam takes weight decay off ahead of its step, as Keras's AdamW", async () => {
  const [cpu] = await testBackends();
  await cpu.open();
  const spec = smallSpec();
  const config = {
    ...TRAINING.optimizer,
    learning_rate: 0.1,
    weight_decay: 0.2,
  };
  const before = formulaWeights(spec);
  const network = createNetwork(spec, before);
  const adam = new Adam(network, config);
  const gradients = network.parameters.map((parameter) =>
    tf.fill(parameter.shape, 0.5)
  );
  adam.step(gradients);
  const after = await network.getWeights();
  // m = g·(1 − β₁), v = g²·(1 − β₂)
  const { beta_1, beta_2, epsilon } = config;
  const m = 0.5 * (1 - beta_1);
  const v = 0.25 * (1 - beta_2);
  const step = adamStepSize(config, 1) * m / (Math.sqrt(v) + epsilon);
  spec.weights.forEach(({ parameter, idle, name }, i) => {
    if (parameter === null || idle) return;
    const wanted = before[i].map((value) => value * (1 - 0.1 * 0.2) - step);
    assertLess(worst(after[i], [...wanted]), 1e-5, name);
  });
  for (const one of gradients) one.dispose();
  adam.dispose();
  network.dispose();
});

Deno.test("Adam clips all gradients together, as tf.clip_by_global_norm", async () => {
  const [cpu] = await testBackends();
  await cpu.open();
  const spec = smallSpec();
  const stateAfter = async (
    factor: number,
    global_clipnorm: number | null,
  ) => {
    const network = createNetwork(spec, formulaWeights(spec));
    const adam = new Adam(network, { ...TRAINING.optimizer, global_clipnorm });
    const gradients = network.parameters.map((parameter, i) =>
      tf.fill(parameter.shape, factor * (1 + i % 3))
    );
    let squares = 0;
    network.parameters.forEach((parameter, i) => {
      squares += parameter.size * (factor * (1 + i % 3)) ** 2;
    });
    adam.step(gradients);
    const { momentums } = await adam.state();
    for (const one of gradients) one.dispose();
    adam.dispose();
    network.dispose();
    return { momentums, norm: Math.sqrt(squares) };
  };
  const free = await stateAfter(1, null);
  const clipped = await stateAfter(1, free.norm / 4);
  free.momentums.forEach((values, i) => {
    const wanted = [...values].map((value) => value / 4);
    assertLess(worst(clipped.momentums[i], wanted), 1e-5);
  });
  assertEquals(await stateAfter(1, free.norm * 2), free);
});

await testOnBackends(
  "usePopulationMoments lets a network predict a batch as training saw it",
  async ({ tolerance }) => {
    const spec = networkSpec([17, 9, 2], 2, { ...NETWORK, dropout: 0 });
    const network = createNetwork(spec, formulaWeights(spec));
    const source = { images: IMAGES, targets: TARGETS, perSample: 2 };
    const batches = uploadBatches(source, [0, 1, 2, 3, 4, 5], 6);
    const pass = forwardBackward(
      network,
      batches[0].images,
      batches[0].targets,
    );
    const trained = (await pass.loss.data())[0];
    for (const one of [pass.loss, ...pass.moments]) one.dispose();
    for (const one of pass.gradients) one?.dispose();
    await usePopulationMoments(network, batches);
    const moments = foldMoments(network);
    const output = forward(network, batches[0].images, moments);
    const predicted = await output.data();
    let sum = 0;
    predicted.forEach((value, i) => sum += (value - TARGETS[i]) ** 2);
    assertLess(
      Math.abs(sum / predicted.length / trained - 1),
      20 * tolerance,
    );
    output.dispose();
    disposeMoments(moments);
    disposeBatches(batches);
    network.dispose();
  },
);

Deno.test("train with scaled targets predicts values, and tells losses in their unit", async () => {
  const [cpu] = await testBackends();
  await cpu.open();
  const spec = networkSpec([17, 9, 2], 1, NETWORK);
  const targets = Float64Array.of(120, 180, 95, 240, 160, 130);
  const network = createNetwork(spec, 1);
  const { history } = await train({ ...REQUEST, network, targets });
  const predicted = await predict(network, IMAGES);
  const error = predicted[2] - targets[2]; // the validation part
  assertLess(Math.abs(error ** 2 / history.at(-1)!.val_loss - 1), 1e-3);
  assert([...predicted].every((value) => value > 50 && value < 300));
  network.dispose();
});

Deno.test("train with log1p learns ln(1 + value) as if it had been measured", async () => {
  const [cpu] = await testBackends();
  await cpu.open();
  const spec = networkSpec([17, 9, 2], 1, NETWORK);
  const targets = Float64Array.of(0, 2.5, 0.1, 40, 7, 0.4);
  const learn = async (
    values: Float64Array,
    target_transform: "standardize" | "log1p",
  ) => {
    const network = createNetwork(spec, 1);
    const config = { ...ALL, target_transform };
    const { history } = await train({
      ...REQUEST,
      network,
      config,
      targets: values,
    });
    const predicted = await predict(network, IMAGES);
    network.dispose();
    return { history, predicted, values: predictedValues(config, predicted) };
  };
  const found = await learn(targets, "log1p");
  const logarithms = await learn(targets.map(Math.log1p), "standardize");
  assertEquals(found.history, logarithms.history);
  assertEquals(found.predicted, logarithms.predicted);
  assertEquals(logarithms.values, logarithms.predicted);
  // numpy.expm1(numpy.log1p(0.4)) and the like: back to the value
  found.values.forEach((value, i) =>
    assertLess(
      Math.abs(Math.log1p(value) - found.predicted[i]),
      1e-6,
    )
  );
  await assertRejects(
    () => learn(Float64Array.of(1, 2, -1, 4, 5, 6), "log1p"),
    InputError,
    "target_transform is log1p and a value of the target is -1",
  );
});

await testOnBackends(
  "train tells of the training part as the network predicts it, if asked",
  async ({ tolerance }) => {
    const spec = networkSpec([17, 9, 2], 2, { ...NETWORK, dropout: 0 });
    const run = async (history_evaluation?: boolean) => {
      const network = createNetwork(spec, 1);
      const config = { ...TRAINING, epochs: 3, batch_size: 3 };
      const { history } = await train({
        ...REQUEST,
        network,
        config: { ...config, history_evaluation },
      });
      const predicted = await predict(network, IMAGES);
      const weights = await network.getWeights();
      network.dispose();
      return { history, predicted, weights };
    };
    const without = await run();
    const { history, predicted, weights } = await run(true);
    assertEquals(weights, without.weights);
    assertEquals(
      history.map(({ eval_loss: _, eval_rmse: __, ...row }) => row),
      without.history,
    );
    const squares = REQUEST.split.train.flatMap((sample) =>
      [0, 1].map((at) =>
        (predicted[2 * sample + at] - TARGETS[2 * sample + at]) ** 2
      )
    );
    const expected = squares.reduce((a, b) => a + b) / squares.length;
    const { eval_loss, eval_rmse } = history[2];
    assertLess(Math.abs(eval_loss! / expected - 1), 20 * tolerance);
    assertEquals(eval_rmse, Math.sqrt(eval_loss!));
    const table = encodeHistory(history);
    assertMatch(
      new TextDecoder().decode(table),
      /^epoch,loss,rmse,val_loss,val_rmse,eval_loss,eval_rmse\n1,/,
    );
  },
);

Deno.test("options that are off change no bit of training", async () => {
  const [cpu] = await testBackends();
  await cpu.open();
  const run = async (off: Record<string, unknown>, more = {}) => {
    const spec = networkSpec([17, 9, 2], 2, { ...smallSpec().config, ...more });
    const network = createNetwork(spec, 1);
    const config = { ...TRAINING, ...off, epochs: 3, batch_size: 3 };
    const { history } = await train({ ...REQUEST, network, config });
    const weights = await network.getWeights();
    network.dispose();
    return { history, weights };
  };
  const off = {
    random_seed: 5,
    shuffle: false,
    mixup: null,
    target_transform: "none",
    optimizer: {
      ...TRAINING.optimizer,
      weight_decay: 0,
      global_clipnorm: null,
      schedule: "constant",
      warmup_epochs: 0,
    },
  };
  const more = { head: "flatten", dropout: 0 };
  assertEquals(await run(off, more), await run({}));
});

Deno.test("a network with pooling and dropout is the same in stock TensorFlow.js and in Keras's words", async () => {
  const [cpu] = await testBackends();
  await cpu.open();
  const weights = formulaWeights(SPEC);
  const network = createNetwork(SPEC, weights);
  const own = await predict(network, IMAGES);
  network.dispose();
  const model = buildLayersModel(SPEC);
  const values = new Map(
    SPEC.weights.map(({ name, shape }, i) => [
      name,
      tf.tensor(weights[i], [...shape]),
    ]),
  );
  model.setWeights(
    model.weights.map(({ originalName }) => values.get(originalName)!),
  );
  const { samples, bins, frames, channels, data } = IMAGES;
  const input = tf.tensor4d(data, [samples, bins, frames, channels]);
  const output = model.predict(input) as tf.Tensor;
  assertLess(worst(await output.data() as Float32Array, [...own]), 1e-5);
  for (const one of [input, output, ...values.values()]) one.dispose();
  model.dispose();

  const config = kerasConfig(SPEC);
  const { spec } = readConfig(JSON.stringify(config), "x");
  assertEquals(spec, SPEC);
  const text = JSON.stringify(config);
  assert(text.includes('"GlobalAveragePooling2D"'));
  assert(text.includes('"rate":0.4'));
});
