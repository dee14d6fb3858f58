// A training step of the published network on the adapter that is here: its time,
// what of it JavaScript takes to ask for it, and the first one, which compiles.
import type { Tuning } from "../../lib/backend/webgpu/own_backend.ts";
import { openWebgpu } from "../../lib/backend/webgpu/open_webgpu.ts";
import { networkSpec } from "../../lib/model/mobilenet_v2.ts";
import { createNetwork } from "../../lib/model/network.ts";
import * as tf from "../../lib/third_party/tfjs.ts";
import { Adam } from "../../lib/training/adam.ts";
import { trainStep } from "../../lib/training/step.ts";
import { countDispatches } from "../count_dispatches.ts";
import { median } from "../statistics.ts";

const IMAGE = [129, 9, 5] as const;

/** Times of a step, in milliseconds. */
export interface GpuStep {
  readonly batch: number;
  /** Median over rounds of many steps without a readback between them. */
  readonly step: number;
  /** What asking for a step takes, on an idle device. */
  readonly recording: number;
  /** The first step, with its readback: pipelines are compiled, and recorded. */
  readonly first: number;
  /** One step and the readback of its loss. */
  readonly alone: number;
  /** Dispatches of a step. */
  readonly dispatches: number;
  /** The loss after the last step, the same in every run. */
  readonly loss: number;
}

/** How long {@linkcode gpuStep} measures. */
export interface StepOptions {
  readonly batch: number;
  readonly steps: number;
  readonly rounds: number;
  /** Which shapes of kernels; the adapter's own if not given. */
  readonly tuning?: Tuning;
}

/** A batch out of a formula, on the current backend. */
export function makeBatch(batch: number) {
  const size = batch * IMAGE[0] * IMAGE[1] * IMAGE[2];
  const values = Float32Array.from(
    { length: size },
    (_, i) => (Math.imul(i + 1, 2654435761) >>> 0) / 2 ** 32,
  );
  const images = tf.tensor4d(values, [batch, ...IMAGE]);
  const targets = tf.tensor2d(values.slice(0, batch), [batch, 1]);
  return { images, targets };
}

/** A network, its optimizer and a batch on an open backend. */
export function makeTraining(batch: number) {
  const network = createNetwork(networkSpec(IMAGE, 1), 1);
  const adam = new Adam(network, {
    name: "adam",
    learning_rate: 0.001,
    beta_1: 0.9,
    beta_2: 0.999,
    epsilon: 1e-7,
  });
  const { images, targets } = makeBatch(batch);
  const run = async (count: number) => {
    let loss: tf.Tensor | undefined;
    for (let i = 0; i < count; i++) {
      loss?.dispose();
      loss = trainStep(network, adam, { images, targets });
    }
    const [value] = await loss!.data();
    loss!.dispose();
    return value;
  };
  const dispose = () => {
    tf.dispose([images, targets]);
    adam.dispose();
    network.dispose();
  };
  return {
    run,
    dispose,
    step: () => trainStep(network, adam, { images, targets }),
  };
}

/** Times a training step. */
export async function gpuStep(options: StepOptions): Promise<GpuStep> {
  const { batch, steps, rounds, tuning } = options;
  const webgpu = await openWebgpu({ tuning });
  const { run, step, dispose } = makeTraining(batch);
  const timed = async <T>(work: () => T | Promise<T>): Promise<number> => {
    const begin = performance.now();
    await work();
    return performance.now() - begin;
  };
  const first = await timed(() => run(1));
  await run(3);
  let loss = 0;
  const all: number[] = [];
  const asked: number[] = [];
  const alone: number[] = [];
  for (let round = 0; round < rounds; round++) {
    all.push(await timed(async () => loss = await run(steps)) / steps);
    asked.push(await timed(() => step().dispose()));
    alone.push(await timed(() => run(1)));
  }
  const dispatches = await countDispatches(() => run(1));
  webgpu.check();
  dispose();
  await webgpu.close();
  return {
    batch,
    step: median(all),
    recording: median(asked),
    first,
    alone: median(alone),
    dispatches,
    loss,
  };
}
