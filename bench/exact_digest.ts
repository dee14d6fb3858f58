// SHA-256 of what backend exact computes: kernels of odd shapes and the weights
// after a few training steps, for several counts of threads. Run it on two
// machines and compare the lines: processor and threads must make no difference.
//
//   deno run --allow-read=. bench/exact_digest.ts [--threads=1,2,3]
import { openExact } from "../lib/backend/exact/open_exact.ts";
import { run } from "../lib/model/kernels.ts";
import { networkSpec } from "../lib/model/mobilenet_v2.ts";
import { createNetwork } from "../lib/model/network.ts";
import * as tf from "../lib/third_party/tfjs.ts";
import { Adam } from "../lib/training/adam.ts";
import { trainStep } from "../lib/training/step.ts";

const BATCHES = [17, 5, 8, 17, 5, 8];

/** The same numbers everywhere, from -1 to 1. */
class Numbers {
  #state = 1;

  tensor(...shape: number[]): tf.Tensor {
    const size = shape.reduce((product, n) => product * n, 1);
    const values = Float32Array.from({ length: size }, () => {
      this.#state = (Math.imul(this.#state, 1664525) + 1013904223) >>> 0;
      return this.#state / 2 ** 31 - 1;
    });
    return tf.tensor(values, shape);
  }
}

function valuesOf(tensors: readonly tf.Tensor[]): Float32Array[] {
  return tensors.map((tensor) => tensor.dataSync() as Float32Array);
}

function training(): Float32Array[] {
  const numbers = new Numbers();
  const network = createNetwork(networkSpec([33, 9, 5], 1), 1);
  const adam = new Adam(network, {
    name: "adam",
    learning_rate: 0.001,
    beta_1: 0.9,
    beta_2: 0.999,
    epsilon: 1e-7,
  });
  const losses = BATCHES.map((batch) => {
    const images = numbers.tensor(batch, 33, 9, 5);
    const targets = numbers.tensor(batch, 1);
    return trainStep(network, adam, { images, targets });
  });
  return valuesOf([...losses, ...network.parameters, network.moving]);
}

function kernels(): Float32Array[] {
  const numbers = new Numbers();
  const results: tf.Tensor[] = [];
  const call = (...call: Parameters<typeof run>) => {
    const result = run<tf.Tensor | tf.Tensor[]>(...call);
    results.push(...(Array.isArray(result) ? result : [result]));
  };
  const x = numbers.tensor(3, 11, 7, 19);
  const inputShape = x.shape;
  for (const stride of [1, 2, 3]) {
    for (const size of [1, 3, 5]) {
      const attributes = {
        strides: [stride, stride],
        pad: "same",
        dataFormat: "NHWC",
        dilations: [1, 1],
      };
      const out = [3, Math.ceil(11 / stride), Math.ceil(7 / stride)];
      for (
        const [forward, filters, last] of [
          ["Conv2D", 21, 21],
          ["DepthwiseConv2dNative", 1, 19],
        ] as const
      ) {
        const filter = numbers.tensor(size, size, 19, filters);
        const dy = numbers.tensor(...out, last);
        const filterShape = filter.shape;
        call(forward, { x, filter }, attributes);
        call(`${forward}BackpropFilter`, { x, dy }, {
          ...attributes,
          filterShape,
        });
        call(`${forward}BackpropInput`, { dy, filter }, {
          ...attributes,
          inputShape,
        });
      }
    }
  }
  const gamma = numbers.tensor(19);
  const beta = numbers.tensor(19);
  for (const relu6 of [true, false]) {
    call("BatchNormTrain", { x, gamma, beta }, { epsilon: 1e-3, relu6 });
  }
  call("BiasGrad", { dy: x });
  return valuesOf(results);
}

async function digest(arrays: readonly Float32Array[]): Promise<string> {
  const bytes = await new Blob(arrays.map((each) => each.slice())).bytes();
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

const start = "--threads=";
const counts = Deno.args.find((each) => each.startsWith(start)) ??
  `${start}1,2,3`;
for (const threads of counts.slice(start.length).split(",").map(Number)) {
  const backend = await openExact({ threads });
  const who = `${Deno.build.arch}, ${threads} thread${threads > 1 ? "s" : ""}`;
  console.log(`${await digest(kernels())}  kernels   ${who}`);
  console.log(`${await digest(training())}  training  ${who}`);
  await backend.close();
}
