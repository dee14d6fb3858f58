// The losses of the first 50 steps against Keras 3 from the same weights and
// data, for eight seeds (tests/reference/keras_losses.py). Batches of four and
// two: small enough that no ReLU6 kink decides, which Keras in float64 beside
// Keras in float32 shows.
import { assertLess } from "@std/assert";
import { createNetwork } from "../lib/model/network.ts";
import * as tf from "../lib/third_party/tfjs.ts";
import { Adam } from "../lib/training/adam.ts";
import { disposeBatches, uploadBatches } from "../lib/training/batches.ts";
import { trainStep } from "../lib/training/step.ts";
import { testOnBackends } from "./support/backends.ts";
import {
  formula,
  formulaWeights,
  IMAGES,
  smallSpec,
  TRAINING,
} from "./support/small_network.ts";
import golden from "./goldens/keras_losses.json" with { type: "json" };

/** Losses of as many steps as Keras took. */
async function lossesOf(seed: number, steps: number): Promise<Float32Array> {
  const spec = smallSpec();
  const network = createNetwork(spec, formulaWeights(spec, 10 * seed));
  const data = Float32Array.from(formula(IMAGES.data.length, 0.3 + seed));
  const targets = formula(12, 0.9 + seed).map((value) => 2 + 3 * value);
  const source = { images: { ...IMAGES, data }, targets, perSample: 2 };
  const batches = uploadBatches(source, [0, 1, 2, 3, 4, 5], 4);
  const adam = new Adam(network, TRAINING.optimizer);
  const losses: tf.Tensor[] = [];
  for (let i = 0; i < steps; i++) {
    losses.push(trainStep(network, adam, batches[i % 2]));
  }
  const all = tf.stack(losses);
  const values = await all.data() as Float32Array;
  tf.dispose([...losses, all]);
  adam.dispose();
  disposeBatches(batches);
  network.dispose();
  return values;
}

await testOnBackends(
  "trainStep follows Keras for 50 steps",
  async ({ name }) => {
    // A step takes WebGPU's software adapter longer.
    const seeds = name === "exact" ? golden.seeds : golden.seeds.slice(0, 3);
    for (const { seed, float32, float64 } of seeds) {
      const ours = await lossesOf(seed, float32.length);
      const error = (expected: readonly number[]) =>
        Math.max(...expected.map((loss, i) => Math.abs(ours[i] / loss - 1)));
      if (Deno.env.has("SHOW")) {
        console.log(seed, error(float32).toExponential(1), error(float64));
      }
      assertLess(error(float32), 1e-3, `seed ${seed}, Keras in float32`);
      assertLess(error(float64), 1e-3, `seed ${seed}, Keras in float64`);
    }
  },
);
