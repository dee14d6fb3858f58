import {
  assertClose,
  gpuTest,
  numbers,
  runKernel,
  TUNINGS,
  type Values,
} from "./webgpu_support.ts";

const EPSILON = 1e-3;
const SHAPES = [
  [3, 5, 4, 6],
  [5, 17, 9, 16],
  [301, 8],
  [1, 3],
  [4000, 5],
  [7, 9, 5, 17],
  [1, 33, 3, 96],
  [64, 17, 2, 24],
  [64, 13, 5, 44],
  [2049, 1],
  [140_001, 4],
];

for (const tuning of TUNINGS) {
  gpuTest(
    "BatchNormTrain, BatchNormTrainGrad and BatchNormInference are naive ones",
    tuning,
    async () => {
      for (const [i, shape] of SHAPES.entries()) {
        for (const relu6 of [false, true]) await check(shape, i + 1, relu6);
      }
    },
  );
}

async function check(shape: number[], seed: number, relu6: boolean) {
  const name = `${shape.join("×")}, relu6 ${relu6}`;
  const channels = shape[shape.length - 1];
  // A mean far from 0 would show cancellation.
  const x = map(numbers(shape, seed), (v, c) => v * (c + 1) + 20 * (c % 3));
  const gamma = map(numbers([channels], seed + 1), (v) => 3 + v);
  const beta = map(numbers([channels], seed + 2), (v) => 2 * v);
  const dy = numbers(shape, seed + 3);
  const expected = naive({ x, gamma, beta, dy }, channels, relu6);
  const attributes = { epsilon: EPSILON, relu6 };
  const [y, mean, variance] = await runKernel(
    "BatchNormTrain",
    { x, gamma, beta },
    attributes,
  );
  assertClose(y, expected.y, `y ${name}`);
  assertClose(mean, expected.mean, `mean ${name}`);
  assertClose(variance, expected.variance, `variance ${name}`);
  const moments = {
    mean: { shape: [channels], data: Float32Array.from(expected.mean) },
    variance: { shape: [channels], data: Float32Array.from(expected.variance) },
  };
  const [inferred] = await runKernel(
    "BatchNormInference",
    { x, gamma, beta, ...moments },
    attributes,
  );
  assertClose(inferred, expected.y, `inference ${name}`);
  const [dx, dgamma, dbeta] = await runKernel(
    "BatchNormTrainGrad",
    { dy, x, gamma, beta, ...moments },
    attributes,
  );
  if (shape[0] > 1) assertClose(dx, expected.dx, `dx ${name}`);
  assertClose(dgamma, expected.dgamma, `dgamma ${name}`);
  assertClose(dbeta, expected.dbeta, `dbeta ${name}`);
}

function map(
  { shape, data }: Values,
  change: (value: number, channel: number) => number,
): Values {
  const channels = shape[shape.length - 1];
  return { shape, data: data.map((v, i) => change(v, i % channels)) };
}

function naive(
  { x, gamma, beta, dy }: Record<"x" | "gamma" | "beta" | "dy", Values>,
  channels: number,
  relu6: boolean,
) {
  const rows = x.data.length / channels;
  const make = (length: number) => new Float64Array(length);
  const [mean, variance, dgamma, dbeta] = [0, 0, 0, 0].map(() =>
    make(channels)
  );
  const [y, dx, h, d] = [0, 0, 0, 0].map(() => make(x.data.length));
  x.data.forEach((v, i) => mean[i % channels] += v / rows);
  x.data.forEach((v, i) =>
    variance[i % channels] += (v - mean[i % channels]) ** 2 / rows
  );
  x.data.forEach((v, i) => {
    const c = i % channels;
    h[i] = (v - mean[c]) / Math.sqrt(variance[c] + EPSILON);
    const z = gamma.data[c] * h[i] + beta.data[c];
    y[i] = relu6 ? Math.min(6, Math.max(0, z)) : z;
    d[i] = !relu6 || (z > 0 && z < 6) ? dy.data[i] : 0;
    dbeta[c] += d[i];
    dgamma[c] += d[i] * h[i];
  });
  d.forEach((v, i) => {
    const c = i % channels;
    const scale = gamma.data[c] / Math.sqrt(variance[c] + EPSILON);
    dx[i] = scale * (v - dbeta[c] / rows - h[i] * dgamma[c] / rows);
  });
  return { y, mean, variance, dx, dgamma, dbeta };
}
