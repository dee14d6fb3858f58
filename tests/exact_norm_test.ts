import { assertNear, kernel, numbers, withExact } from "./exact_support.ts";
import {
  batchNormInference,
  batchNormTrain,
  batchNormTrainGrad,
} from "../lib/backend/reference/batch_norm.ts";
import { biasGrad } from "../lib/backend/reference/loss.ts";

const SHAPES = [
  [1, 1, 1, 1],
  [5, 3],
  [1, 1, 1, 7],
  [2, 3, 1, 5],
  [3, 7, 5, 3],
  [1, 130, 1, 8],
  [4, 33, 3, 24],
  [5, 40, 9, 97],
];

function inputsOf(shape: number[]) {
  const channels = [shape[shape.length - 1]];
  const x = numbers(shape, 1);
  // Means far from zero and spread that differs by channel.
  x.values.forEach((value, i, all) => {
    const c = i % channels[0];
    all[i] = Math.fround(value * (1 + c % 3) + 3 * (c % 5));
  });
  const gamma = numbers(channels, 2);
  gamma.values.forEach((value, i, all) => all[i] = Math.fround(value + 3));
  return { x, gamma, beta: numbers(channels, 3), dy: numbers(shape, 4) };
}

type Named = Parameters<typeof batchNormTrain>[0];

for (const relu6 of [0, 1]) {
  const name = relu6 ? "batch norm with ReLU6" : "batch norm";

  Deno.test(`exact: ${name} in training agrees with float64`, () =>
    withExact(2, () => {
      for (const shape of SHAPES) {
        const { x, gamma, beta } = inputsOf(shape);
        const attributes = { epsilon: 1e-3, relu6 };
        const inputs = { x, gamma, beta } as unknown as Named;
        const wanted = batchNormTrain(inputs, attributes);
        const found = kernel("BatchNormTrain", { x, gamma, beta }, attributes);
        wanted.forEach(({ values }, i) =>
          assertNear(found[i], values, `${shape} output ${i}`)
        );
      }
    }));

  Deno.test(`exact: the gradient of ${name} agrees with float64`, () =>
    withExact(2, () => {
      for (const shape of SHAPES) {
        const rows = shape.slice(0, -1).reduce((product, n) => product * n, 1);
        if (rows < 2) continue; // the gradient is zero, the error relative
        const { x, gamma, beta, dy } = inputsOf(shape);
        const attributes = { epsilon: 1e-3, relu6 };
        const forward = { x, gamma, beta } as unknown as Named;
        const [, mean, variance] = batchNormTrain(forward, attributes)
          .map(({ shape, values }) => ({
            shape: [...shape],
            values: Float64Array.from(values),
          }));
        const inputs = { dy, x, gamma, beta, mean, variance };
        const wanted = batchNormTrainGrad(
          inputs as unknown as Named,
          attributes,
        );
        const found = kernel("BatchNormTrainGrad", inputs, attributes);
        wanted.forEach(({ values }, i) =>
          assertNear(found[i], values, `${shape} output ${i}`)
        );
      }
    }));

  Deno.test(`exact: ${name} in inference agrees with float64`, () =>
    withExact(2, () => {
      for (const shape of SHAPES) {
        const { x, gamma, beta } = inputsOf(shape);
        const mean = numbers(gamma.shape, 5);
        const variance = numbers(gamma.shape, 6);
        variance.values.forEach((value, i, all) =>
          all[i] = Math.fround(value + 2)
        );
        const inputs = { x, gamma, beta, mean, variance };
        const attributes = { epsilon: 1e-3, relu6 };
        const [{ values }] = batchNormInference(
          inputs as unknown as Named,
          attributes,
        );
        const [found] = kernel("BatchNormInference", inputs, attributes);
        assertNear(found, values, String(shape));
        if (relu6) continue;
        const { x: image, gamma: scale, beta: offset } = inputs;
        const stock = { x: image, scale, offset, mean, variance };
        const [fused] = kernel("FusedBatchNorm", stock, {
          varianceEpsilon: 1e-3,
        });
        assertNear(fused, values, `FusedBatchNorm ${shape}`);
      }
    }));
}

Deno.test("exact: moments keep their digits where the mean is large", () =>
  withExact(2, () => {
    const x = numbers([1000, 3], 1);
    x.values.forEach((value, i, all) => all[i] = Math.fround(value + 1000));
    const ones = { shape: [3], values: new Float64Array(3).fill(1) };
    const inputs = { x, gamma: ones, beta: ones };
    const [, , variance] = kernel("BatchNormTrain", inputs, {
      epsilon: 0,
      relu6: false,
    });
    const wanted = batchNormTrain(inputs as unknown as Named, {
      epsilon: 0,
      relu6: 0,
    });
    assertNear(variance, wanted[2].values, "variance");
  }));

Deno.test("exact: BiasGrad sums all axes but the last", () =>
  withExact(2, () => {
    for (const shape of SHAPES) {
      const dy = numbers(shape, 4);
      const [{ values }] = biasGrad({ dy } as unknown as Named);
      assertNear(kernel("BiasGrad", { dy })[0], values, String(shape));
    }
  }));
