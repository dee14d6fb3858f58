import { assert } from "@std/assert";
import { assertNear, kernel, numbers, withExact } from "./exact_support.ts";
import { adamStep } from "../lib/backend/reference/adam_step.ts";
import { run } from "../lib/model/kernels.ts";
import * as tf from "../lib/third_party/tfjs.ts";

const SIZES = [
  [1, 1, 1],
  [5, 7, 3],
  [64, 1088, 64],
  [4, 33, 8],
  [130, 5, 17],
  [3, 0, 4],
];

Deno.test("exact: matrix products agree with float64, transposed or not", () =>
  withExact(2, () => {
    for (const [m, k, n] of SIZES) {
      for (let bits = 0; bits < 4; bits++) {
        const transposeA = (bits & 1) > 0;
        const transposeB = (bits & 2) > 0;
        const a = numbers(transposeA ? [k, m] : [m, k], 1);
        const b = numbers(transposeB ? [n, k] : [k, n], 2);
        const wanted = new Float64Array(m * n);
        for (let i = 0; i < m; i++) {
          for (let j = 0; j < n; j++) {
            for (let l = 0; l < k; l++) {
              wanted[i * n + j] +=
                a.values[transposeA ? l * m + i : i * k + l] *
                b.values[transposeB ? j * k + l : l * n + j];
            }
          }
        }
        const attributes = { transposeA, transposeB };
        const what = `${[m, k, n]} ${bits}`;
        assertNear(
          kernel("BatchMatMul", { a, b }, attributes)[0],
          wanted,
          what,
        );
        if (k === 0) continue;
        const bias = numbers([n], 3);
        const [fused] = kernel("_FusedMatMul", { a, b, bias }, {
          ...attributes,
          activation: "relu",
        });
        const activated = wanted.map((sum, i) =>
          Math.max(0, sum + bias.values[i % n])
        );
        assertNear(fused, activated, `fused ${what}`);
      }
    }
  }));

Deno.test("exact: batched matrix products agree with one by one", () =>
  withExact(2, () => {
    const a = numbers([3, 4, 5], 1);
    const b = numbers([3, 5, 2], 2);
    const attributes = { transposeA: false, transposeB: false };
    const [all] = kernel("BatchMatMul", { a, b }, attributes);
    for (let i = 0; i < 3; i++) {
      const [one] = kernel("BatchMatMul", {
        a: { shape: [4, 5], values: a.values.slice(i * 20, i * 20 + 20) },
        b: { shape: [5, 2], values: b.values.slice(i * 10, i * 10 + 10) },
      }, attributes);
      assertNear(all.slice(i * 8, i * 8 + 8), one, `batch ${i}`);
    }
  }));

Deno.test("exact: AdamStep changes variable and moments in place as Keras 3 does", () =>
  withExact(2, () => {
    for (const size of [1, 3, 7, 64, 50_001]) {
      const plain = [1, 2, 3, 4].map((seed) => numbers([size], seed));
      plain[2].values.forEach((value, i, all) => all[i] = value * value);
      const arrays = plain.map(({ values }) => Float32Array.from(values));
      const tensors = arrays.map((values) => tf.tensor1d(values));
      const [variable, m, v, gradient] = tensors;
      const attributes = {
        stepSize: 0.0123,
        beta1: 0.9,
        beta2: 0.999,
        epsilon: 1e-7,
      };
      run<tf.Tensor[]>("AdamStep", { variable, m, v, gradient }, attributes);
      const shape = [size];
      adamStep({
        variable: { shape, values: arrays[0] },
        m: { shape, values: arrays[1] },
        v: { shape, values: arrays[2] },
        gradient: { shape, values: arrays[3] },
      }, attributes);
      tensors.forEach((t, i) =>
        assertNear(t.dataSync(), arrays[i], `input ${i} of ${size}`)
      );
      tf.dispose(tensors);
    }
  }));

Deno.test("exact: MeanSquaredErrorGrad gives the mean and 2(p − t)/(N·T)", () =>
  withExact(1, () => {
    const prediction = numbers([5, 3], 1);
    const target = numbers([5, 3], 2);
    const [loss, gradient] = kernel("MeanSquaredErrorGrad", {
      prediction,
      target,
    });
    const errors = prediction.values.map((p, i) => p - target.values[i]);
    const mean = errors.reduce((sum, e) => sum + e * e, 0) / 15;
    assertNear(loss, [mean], "loss");
    assertNear(gradient, errors.map((e) => 2 * e / 15), "gradient");
  }));

Deno.test("exact: Add, Multiply, Relu and Relu6 agree with plain loops", () =>
  withExact(2, () => {
    for (const shape of [[1], [7], [5, 3, 2], [40_003]]) {
      const a = numbers(shape, 1);
      const b = numbers(shape, 2);
      a.values.forEach((value, i, all) => all[i] = Math.fround(value * 9));
      const one = numbers([], 3);
      const zip = (f: (a: number, b: number) => number) =>
        a.values.map((value, i) => f(value, b.values[i]));
      const what = String(shape);
      assertNear(kernel("Add", { a, b })[0], zip((x, y) => x + y), what);
      assertNear(kernel("Multiply", { a, b })[0], zip((x, y) => x * y), what);
      const scaled = a.values.map((value) => value * one.values[0]);
      assertNear(kernel("Multiply", { a, b: one })[0], scaled, what);
      assertNear(kernel("Multiply", { a: one, b: a })[0], scaled, what);
      const relu = a.values.map((value) => Math.max(value, 0));
      assertNear(kernel("Relu", { x: a })[0], relu, what);
      const relu6 = relu.map((value) => Math.min(value, 6));
      assertNear(kernel("Relu6", { x: a })[0], relu6, what);
    }
  }));

Deno.test("exact: Add broadcasts and keeps integers, as TensorFlow.js does", () =>
  withExact(1, () => {
    tf.tidy(() => {
      const sum = tf.add(tf.tensor2d([[1, 2], [3, 4]]), tf.tensor1d([10, 20]));
      assert(Array.from(sum.dataSync()).join() === "11,22,13,24");
      const whole = tf.add(tf.tensor1d([1, 2], "int32"), tf.scalar(1, "int32"));
      assert(whole.dtype === "int32" && whole.dataSync()[1] === 3);
    });
  }));

Deno.test("exact: NaN stays NaN through ReLU, ReLU6 and batch norm", () =>
  withExact(2, () => {
    // A diverged training must show it: a kernel that made 0 of NaN would hide it.
    const row = { shape: [1, 5], values: new Float64Array(5).fill(1) };
    row.values[2] = NaN;
    const image = { shape: [1, 1, 1, 5], values: row.values };
    const plain = { shape: [5], values: new Float64Array(5).fill(1) };
    const eye = { shape: [5, 5], values: new Float64Array(25).fill(1) };
    const norm = { gamma: plain, beta: plain, mean: plain, variance: plain };
    for (const activation of ["relu", "relu6"]) {
      const [y] = kernel("_FusedMatMul", { a: row, b: eye, bias: plain }, {
        transposeA: false,
        transposeB: false,
        activation,
      });
      assert(y.every(Number.isNaN), activation);
    }
    for (const name of ["Relu", "Relu6"]) {
      assert(Number.isNaN(kernel(name, { x: row })[0][2]), name);
    }
    for (const relu6 of [false, true]) {
      const attributes = { epsilon: 1e-3, relu6 };
      const [y] = kernel(
        "BatchNormInference",
        { x: image, ...norm },
        attributes,
      );
      assert(Number.isNaN(y[2]) && y[1] === 1, `relu6 ${relu6}`);
    }
  }));
