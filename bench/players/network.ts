// Our network as a player: a training step, an epoch, inference, or the memory
// of a whole training run.
//
//     deno run -A bench/players/network.ts '{"measure":"step","threads":1}'
import { openBackend } from "../../lib/backend/open.ts";
import { InputError } from "../../lib/errors.ts";
import { networkSpec } from "../../lib/model/mobilenet_v2.ts";
import { createNetwork, type Network } from "../../lib/model/network.ts";
import { predict } from "../../lib/model/predict.ts";
import { toImages } from "../../lib/spectrogram/image.ts";
import type { Tensor } from "../../lib/third_party/tfjs.ts";
import { Adam } from "../../lib/training/adam.ts";
import { uploadBatches } from "../../lib/training/batches.ts";
import { runEpoch } from "../../lib/training/epoch.ts";
import { trainStep } from "../../lib/training/step.ts";
import { train } from "../../lib/training/train.ts";
import { countDispatches } from "../count_dispatches.ts";
import type { Answer } from "../player.ts";
import { makeImages, makeSpectra, makeTargets } from "./data.ts";
import {
  type Options,
  peakMib,
  readOptions,
  sayAbsent,
  serve,
  timed,
} from "./serve.ts";

const OPTIMIZER = {
  name: "adam",
  learning_rate: 0.001,
  beta_1: 0.9,
  beta_2: 0.999,
  epsilon: 1e-7,
} as const;

const options = readOptions();
const { backend = "exact", threads, channels = 5, measure = "step" } = options;
await openBackend({ backend, threads }).catch((error) => {
  if (!(error instanceof InputError)) throw error;
  sayAbsent(error.message);
});
const network = createNetwork(networkSpec([129, 9, channels], 1), 1);
if (measure === "memory") await serve(() => memory(network), 0);
if (measure === "epoch") await serve(epoch(network, options));
if (measure === "predict") await serve(inference(network, options));
await serve(step(network, options));

function step(network: Network, { batch = 64, count = 5 }: Options) {
  const images = makeImages(batch, channels);
  const all = Array.from({ length: batch }, (_, i) => i);
  const source = { images, targets: makeTargets(images), perSample: 1 };
  const [tensors] = uploadBatches(source, all, batch);
  const adam = new Adam(network, OPTIMIZER);
  const run = async (steps: number) => {
    let loss: Tensor | null = null;
    for (let i = 0; i < steps; i++) {
      loss?.dispose();
      loss = trainStep(network, adam, tensors);
    }
    await loss?.data();
    loss?.dispose();
  };
  return async (): Promise<Answer> => {
    const ms = await timed(() => run(count), 1) / count;
    if (backend === "exact") return { ms };
    return { ms, dispatches: await countDispatches(() => run(1)) };
  };
}

/** Two thirds of the samples train, one third is watched, as in Code S2. */
function epoch(network: Network, { samples = 150, batch = 64 }: Options) {
  const images = makeImages(samples, channels);
  const targets = makeTargets(images);
  const all = Array.from({ length: samples }, (_, i) => i);
  const cut = Math.round(samples * 2 / 3);
  const source = { images, targets, perSample: 1 };
  const adam = new Adam(network, OPTIMIZER);
  const parts = {
    once: false,
    scale: null,
    train: uploadBatches(source, all.slice(0, cut), batch),
    watched: uploadBatches(source, all.slice(cut), batch),
    measured: targets.slice(cut),
  };
  const times = samples > 1000 ? 1 : 5;
  return async (): Promise<Answer> => ({
    ms: await timed(() => runEpoch(network, adam, parts), times),
  });
}

function inference(network: Network, { batch = 64, count = 8 }: Options) {
  const images = makeImages(batch, channels);
  return async (): Promise<Answer> => {
    const ms = await timed(() => predict(network, images), count);
    return { us: ms * 1000 / batch };
  };
}

/** From 92 × 5 spectra through 20 epochs. */
async function memory(network: Network): Promise<Answer> {
  const images = await toImages(makeSpectra(92, 5), {
    method: "scipy",
    normalization: "min-max",
    scale: "linear",
  });
  const all = Array.from({ length: 92 }, (_, i) => i);
  await train({
    network,
    images,
    targets: makeTargets(images),
    split: { train: all.slice(0, 61), validation: [], test: all.slice(61) },
    config: {
      epochs: 20,
      batch_size: 64,
      optimizer: OPTIMIZER,
      initializer_seed: 1,
      early_stopping: null,
      checkpoint: null,
    },
  });
  return { mib: await peakMib() };
}
