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
  gpuTest(
    "AdamSteps and MovingStatistics are one step of each tensor",
    tuning,
    async () => {
      const sizes = [
        5,
        64,
        1,
        1000,
        96,
        3,
        7,
        300,
        12,
        8,
        2,
        1025,
        4,
        6,
        9,
        32,
      ];
      const attributes = {
        stepSize: 0.01,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-7,
      };
      const names = ["variable", "m", "v", "gradient"];
      tf.engine().startScope();
      const tensors = sizes.map((size, i) =>
        names.map((_, j) => {
          const { data } = numbers([size], 4 * i + j + 1);
          return tf.tensor1d(data.map((v) => j === 2 ? v * v : v));
        })
      );
      const copies = tensors.map((each) => each.map((t) => tf.add(t, 0)));
      const together: Record<string, tf.Tensor> = {};
      tensors.forEach((each, i) => {
        each.forEach((tensor, j) => together[`${names[j]}${i}`] = tensor);
      });
      tf.engine().runKernel("AdamSteps", together, attributes);
      for (const each of copies) {
        const inputs = Object.fromEntries(each.map((t, j) => [names[j], t]));
        tf.engine().runKernel("AdamStep", inputs, attributes);
      }
      for (const [i, each] of tensors.entries()) {
        for (const [j, tensor] of each.entries()) {
          assertEquals(await tensor.data(), await copies[i][j].data());
        }
      }
      for (const shifted of [false, true]) {
        const moments = copies.map(([variable]) => variable);
        const all = tf.concat(moments);
        const { size } = all;
        const moving = numbers([size], 90).data;
        const shift = numbers([size], 91).data;
        const changed = tf.tensor1d(moving.slice());
        const inputs: Record<string, tf.Tensor> = {
          moving: changed,
          ...(shifted && { shift: tf.tensor1d(shift) }),
        };
        moments.forEach((moment, i) => inputs[`moment${i}`] = moment);
        tf.engine().runKernel("MovingStatistics", inputs, { momentum: 0.99 });
        const batch = await all.data();
        const expected = Float64Array.from(
          moving,
          (v, i) => v * 0.99 + (batch[i] + (shifted ? shift[i] : 0)) * 0.01,
        );
        assertClose(await changed.data(), expected, `shifted ${shifted}`);
      }
      tf.engine().endScope();
    },
  );
}
