import * as tf from "../lib/third_party/tfjs.ts";
import {
  assertClose,
  gpuTest,
  numbers,
  runKernel,
  TUNINGS,
} from "./webgpu_support.ts";
import { assertEquals } from "@std/assert";

for (const tuning of TUNINGS) {
  gpuTest(
    "MeanSquaredErrorGrad, BiasGrad and Sum are naive ones",
    tuning,
    async () => {
      for (const shape of [[1, 1], [7, 3], [129, 1]]) {
        const prediction = numbers(shape, 1);
        const target = numbers(shape, 2);
        const size = prediction.data.length;
        const [loss, gradient] = await runKernel("MeanSquaredErrorGrad", {
          prediction,
          target,
        });
        const d = Float64Array.from(
          prediction.data,
          (v, i) => v - target.data[i],
        );
        const mean = d.reduce((sum, v) => sum + v * v / size, 0);
        assertClose(loss, [mean], `loss ${shape}`);
        assertClose(gradient, d.map((v) => 2 * v / size), `gradient ${shape}`);
      }
      for (const shape of [[2, 3, 5, 7], [3000, 12], [1, 4], [300, 3]]) {
        const dy = numbers(shape, 3);
        const columns = shape[shape.length - 1];
        const sums = new Float64Array(columns);
        dy.data.forEach((v, i) => sums[i % columns] += v);
        const [biasGradient] = await runKernel("BiasGrad", { dy });
        assertClose(biasGradient, sums, `BiasGrad ${shape}`);
        const axis = shape.slice(0, -1).map((_, i) => i);
        const [sum] = await runKernel("Sum", { x: dy }, { axis });
        assertClose(sum, sums, `Sum ${shape}`);
      }
    },
  );

  gpuTest("AdamStep changes variable, m and v in place", tuning, async () => {
    const names = ["variable", "m", "v", "gradient"] as const;
    for (const size of [1, 6, 1000]) {
      const values = names.map((_, i) => numbers([size], i + 1).data);
      const expected = values.map((v) => Float64Array.from(v));
      expected[2].forEach((v, i) => expected[2][i] = v * v);
      values[2] = Float32Array.from(expected[2]);
      const tensors = values.map((v) => tf.tensor1d(v.slice()));
      const inputs = Object.fromEntries(
        names.map((name, i) => [name, tensors[i]]),
      );
      for (let step = 1; step <= 3; step++) {
        const attributes = {
          stepSize: 0.01 / step,
          beta1: 0.9,
          beta2: 0.999,
          epsilon: 1e-7,
        };
        tf.engine().runKernel("AdamStep", inputs, attributes);
        const [variable, m, v, gradient] = expected;
        for (let i = 0; i < size; i++) {
          m[i] += (gradient[i] - m[i]) * (1 - attributes.beta1);
          v[i] += (gradient[i] ** 2 - v[i]) * (1 - attributes.beta2);
          variable[i] -= m[i] * attributes.stepSize /
            (Math.sqrt(v[i]) + attributes.epsilon);
        }
        // Reading every time shows whether a stale copy is kept.
        for (let i = 0; i < 4; i++) {
          const found = await tensors[i].data();
          assertClose(found, expected[i], `${names[i]} ${size}, step ${step}`);
        }
      }
      tf.dispose(tensors);
      assertEquals(tf.memory().numTensors, 0);
    }
  });
}
