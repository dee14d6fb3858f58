// A training step of the published network on WebGPU: this package's kernels
// against stock tfjs-backend-webgpu, on the same adapter and in one run.
// Prints JSON. Run: deno run -A bench/webgpu_step.ts [--steps=10] [--rounds=3]
// [--stock-steps=2, 0 leaves stock out] [--tuning=software|hardware]
import { openWebgpu } from "../lib/backend/webgpu/open_webgpu.ts";
import type { OwnBackend, Tuning } from "../lib/backend/webgpu/own_backend.ts";
import { buildLayersModel } from "../lib/model/layers_model.ts";
import { networkSpec } from "../lib/model/mobilenet_v2.ts";
import { parseArgs } from "../lib/third_party/args.ts";
import * as tf from "../lib/third_party/tfjs.ts";
import { countDispatches } from "./count_dispatches.ts";
import { makeBatch, makeTraining } from "./gpu/step.ts";
import { median } from "./statistics.ts";

const IMAGE = [129, 9, 5] as const;

/**
 * Processor time of all threads so far, in milliseconds: a software adapter's
 * work on a machine that does other things too. Null where it is not known.
 */
function processorTime(): number | null {
  try {
    let sum = 0;
    for (const task of Deno.readDirSync("/proc/self/task")) {
      const path = `/proc/self/task/${task.name}/schedstat`;
      sum += Number(Deno.readTextFileSync(path).split(" ")[0]) / 1e6;
    }
    return sum;
  } catch {
    return null;
  }
}

/** What one measurement gives. */
export interface StepTimes {
  /** Milliseconds per step, one value per round. */
  readonly ms: number[];
  /** Processor milliseconds per step of all threads together, if known. */
  readonly processorMs: number[];
  /** WGSL dispatches per step. */
  readonly dispatches: number;
  /** Bytes of all buffers after the run. */
  readonly bytes: number;
  /** What the adapter calls itself. */
  readonly adapter: string;
}

/** Options of both measurements. */
export interface StepOptions {
  readonly batch: number;
  readonly steps: number;
  readonly rounds: number;
  readonly tuning?: Tuning;
}

/** Times this package's training step. */
export async function ownStep(options: StepOptions): Promise<StepTimes> {
  const { batch, steps, tuning } = options;
  const webgpu = await openWebgpu({ tuning });
  const { run, dispose } = makeTraining(batch);
  await run(2);
  const dispatches = await countDispatches(() => run(1));
  const times = await measure(() => run(steps), options);
  const { bufferManager } = (tf.backend() as OwnBackend).inside;
  const bytes = bufferManager.numBytesAllocated;
  dispose();
  await webgpu.close();
  const adapter = webgpu.adapterInfo.description;
  return { ...times, dispatches, bytes, adapter };
}

/** Times stock TensorFlow.js: the same network as a LayersModel. */
export async function stockStep(options: StepOptions): Promise<StepTimes> {
  const { batch, steps } = options;
  if (!await tf.setBackend("webgpu") || tf.getBackend() !== "webgpu") {
    throw new Error("TensorFlow.js did not take its webgpu backend");
  }
  const model = buildLayersModel(networkSpec(IMAGE, 1));
  model.compile({ loss: "meanSquaredError", optimizer: tf.train.adam(0.001) });
  const { images, targets } = makeBatch(batch);
  const run = async (count: number) => {
    for (let i = 0; i < count; i++) {
      await model.trainOnBatch(images, targets); // reads the loss
    }
  };
  const dispatches = await countDispatches(() => run(1));
  const times = await measure(() => run(steps), options);
  const memory = tf.memory() as unknown as { numBytesAllocatedInGPU: number };
  const bytes = memory.numBytesAllocatedInGPU;
  tf.dispose([images, targets]);
  model.dispose();
  const { adapterInfo } = (tf.backend() as OwnBackend).device;
  await tf.setBackend("cpu");
  return { ...times, dispatches, bytes, adapter: adapterInfo.description };
}

async function measure(
  run: () => Promise<unknown>,
  { steps, rounds }: StepOptions,
): Promise<Pick<StepTimes, "ms" | "processorMs">> {
  const ms: number[] = [];
  const processorMs: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const [start, processor] = [performance.now(), processorTime()];
    await run();
    ms.push((performance.now() - start) / steps);
    if (processor === null) continue;
    processorMs.push((processorTime()! - processor) / steps);
  }
  return { ms, processorMs };
}

if (import.meta.main) {
  const flags = parseArgs(Deno.args, {
    string: ["tuning", "steps", "rounds", "batch", "stock-steps"],
  });
  const batch = Number(flags.batch ?? 64);
  const own = await ownStep({
    batch,
    steps: Number(flags.steps ?? 10),
    rounds: Number(flags.rounds ?? 3),
    tuning: flags.tuning as Tuning | undefined,
  });
  const stockSteps = Number(flags["stock-steps"] ?? 2);
  const stock = stockSteps > 0
    ? await stockStep({ batch, steps: 1, rounds: stockSteps })
    : null;
  const summary = (times: StepTimes) => ({
    medianMs: median(times.ms),
    medianProcessorMs: times.processorMs.length > 0
      ? median(times.processorMs)
      : null,
    dispatches: times.dispatches,
    bytes: times.bytes,
    ms: times.ms,
  });
  console.log(JSON.stringify(
    {
      adapter: own.adapter,
      batch,
      own: summary(own),
      stock: stock && summary(stock),
      ratio: stock && median(stock.ms) / median(own.ms),
      processorRatio: stock && own.processorMs.length > 0
        ? median(stock.processorMs) / median(own.processorMs)
        : null,
    },
    null,
    2,
  ));
}
