// Time of a training step of Code S2's network (129×9×5) on backend exact, in
// turn with TensorFlow where a Python with it is named: machines are rarely
// idle, so only the ratio within one run counts.
//
//   deno run -A bench/exact_step.ts [--python=PATH] [--rounds=20] [--batch=64]
//     [--threads=1,2] [--kernels] [--json]
import { openExact } from "../lib/backend/exact/open_exact.ts";
import { networkSpec } from "../lib/model/mobilenet_v2.ts";
import { createNetwork } from "../lib/model/network.ts";
import * as tf from "../lib/third_party/tfjs.ts";
import { Adam } from "../lib/training/adam.ts";
import { trainStep } from "../lib/training/step.ts";
import { startPlayer } from "./player.ts";

/** Steps per turn. */
const STEPS = 5;

function option(name: string, otherwise: string): string {
  const start = `--${name}=`;
  const found = Deno.args.find((each) => each.startsWith(start));
  return found?.slice(start.length) ?? otherwise;
}

/** Something whose steps are timed. */
interface Contender {
  readonly name: string;
  /** Milliseconds of each step. */
  run(steps: number): Promise<number[]>;
  close(): Promise<void>;
}

async function exact(threads: number, batch: number): Promise<Contender> {
  const backend = await openExact({ threads });
  const network = createNetwork(networkSpec([129, 9, 5], 1), 1);
  const adam = new Adam(network, {
    name: "adam",
    learning_rate: 0.001,
    beta_1: 0.9,
    beta_2: 0.999,
    epsilon: 1e-7,
  });
  const size = batch * 129 * 9 * 5;
  const values = Float32Array.from({ length: size }, (_, i) => i * 0.618 % 1);
  const images = tf.tensor4d(values, [batch, 129, 9, 5]);
  const targets = tf.tensor2d(values.slice(0, batch), [batch, 1]);
  const run = (steps: number) => {
    const times: number[] = [];
    for (let i = 0; i < steps; i++) {
      const start = performance.now();
      trainStep(network, adam, { images, targets }).dispose();
      times.push(performance.now() - start);
    }
    return Promise.resolve(times);
  };
  const name = `exact, ${threads} thread${threads > 1 ? "s" : ""}`;
  return { name, run, close: () => backend.close() };
}

async function tensorFlow(python: string, batch: number): Promise<Contender> {
  const script = new URL("./peers/tensorflow_step.py", import.meta.url);
  const options = JSON.stringify({ measure: "step", batch, steps: STEPS });
  const player = await startPlayer(python, [script.pathname, options]);
  return {
    name: "TensorFlow",
    run: async () => [(await player.turn()).ms],
    close: () => player.close(),
  };
}

/** Milliseconds by kernel in a median step. */
function kernelTimes(run: () => void): Map<string, number> {
  const engine = tf.engine();
  const original = engine.runKernel;
  const times = new Map<string, number>();
  engine.runKernel = function (...call: Parameters<typeof original>) {
    const start = performance.now();
    try {
      return original.apply(engine, call);
    } finally {
      const before = times.get(call[0]) ?? 0;
      times.set(call[0], before + performance.now() - start);
    }
  } as typeof original;
  run();
  engine.runKernel = original;
  return times;
}

function median(values: number[]): number {
  return values.toSorted((a, b) => a - b)[values.length >> 1];
}

const python = option("python", "");
const batch = Number(option("batch", "64"));
const rounds = Number(option("rounds", "20"));
const counts = option("threads", `1,${navigator.hardwareConcurrency}`)
  .split(",").map(Number);
const peer = python ? await tensorFlow(python, batch) : null;
const results: { name: string; median: number; best: number }[] = [];
const kernels: Record<string, Record<string, number>> = {};
for (const count of new Set(counts)) {
  // One backend at a time: tensors belong to the backend that made them.
  const contender = await exact(count, batch);
  await contender.run(40);
  const [own, other]: number[][] = [[], []];
  for (let round = 0; round < rounds; round++) {
    own.push(...await contender.run(STEPS));
    if (peer) other.push(...(await peer.run(STEPS)));
  }
  for (const [name, times] of [[contender.name, own], [peer?.name, other]]) {
    if (times!.length === 0) continue;
    results.push({
      name: name as string,
      median: median(times as number[]),
      best: Math.min(...times as number[]),
    });
  }
  if (Deno.args.includes("--kernels")) {
    const all = await Promise.all(
      Array.from(
        { length: 15 },
        () => kernelTimes(() => void contender.run(1)),
      ),
    );
    kernels[contender.name] = Object.fromEntries(
      [...all[0].keys()]
        .map((key): [string, number] => [
          key,
          median(all.map((times) => times.get(key)!)),
        ])
        .sort((a, b) => b[1] - a[1]),
    );
  }
  await contender.close();
}
await peer?.close();
if (Deno.args.includes("--json")) {
  console.log(JSON.stringify({ batch, results, kernels }));
} else {
  for (const { name, median, best } of results) {
    console.log(
      `${name.padEnd(20)} median ${median.toFixed(1)} ms, best ${
        best.toFixed(1)
      } ms`,
    );
  }
  for (const [name, times] of Object.entries(kernels)) {
    console.log(name);
    for (const [kernel, ms] of Object.entries(times)) {
      console.log(`  ${kernel.padEnd(40)} ${ms.toFixed(2)} ms`);
    }
  }
}
