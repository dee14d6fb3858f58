import * as tf from "../lib/third_party/tfjs.ts";
import {
  assertClose,
  gpuTest,
  numbers,
  runKernel,
  TUNINGS,
} from "./webgpu_support.ts";
import { assertEquals } from "@std/assert";

const SIZES = [[1, 1, 1], [64, 40, 12], [5, 7, 3], [33, 2100, 20], [200, 9, 6]];

for (const tuning of TUNINGS) {
  gpuTest(
    "BatchMatMul is a naive product, transposed or not",
    tuning,
    async () => {
      for (const [m, k, n] of SIZES) {
        for (const transposeA of [false, true]) {
          for (const transposeB of [false, true]) {
            const a = numbers(transposeA ? [1, k, m] : [1, m, k], m + n);
            const b = numbers(transposeB ? [1, n, k] : [1, k, n], k);
            const attributes = { transposeA, transposeB };
            const [c] = await runKernel("BatchMatMul", { a, b }, attributes);
            assertClose(
              c,
              product(
                [m, k, n],
                (i, j) => a.data[transposeA ? j * m + i : i * k + j],
                (i, j) => b.data[transposeB ? j * k + i : i * n + j],
              ),
              `${m}×${k}×${n} ${transposeA} ${transposeB}`,
            );
          }
        }
      }
    },
  );

  gpuTest("_FusedMatMul adds a bias and activates", tuning, async () => {
    await fused([9, 30, 8]);
    await fused([7, 600, 8]); // in chunks on a graphics processor
    await fused([64, 544, 1]);
  });
}

gpuTest(
  "tf.matMul gives the same bytes again with an inner dimension of 5000",
  "software",
  async () => {
    const a = numbers([16, 5000], 1);
    const b = numbers([5000, 32], 2);
    const runs: Float32Array[] = [];
    for (let i = 0; i < 3; i++) {
      const c = tf.tidy(() =>
        tf.matMul(
          tf.tensor2d(a.data, [16, 5000]),
          tf.tensor2d(b.data, [5000, 32]),
        )
      );
      runs.push(await c.data() as Float32Array);
      c.dispose();
    }
    assertEquals(runs[1], runs[0]);
    assertEquals(runs[2], runs[0]);
  },
);

async function fused([m, k, n]: readonly [number, number, number]) {
  const a = numbers([1, m, k], 1);
  const b = numbers([1, k, n], 2);
  const bias = numbers([n], 3);
  const sums = product(
    [m, k, n],
    (i, j) => a.data[i * k + j],
    (i, j) => b.data[i * n + j],
  ).map((v, i) => v + bias.data[i % n]);
  const activations: [string, (v: number) => number][] = [
    ["linear", (v) => v],
    ["relu", (v) => Math.max(0, v)],
    ["relu6", (v) => Math.min(6, Math.max(0, v))],
    ["elu", (v) => v > 0 ? v : Math.expm1(v)],
  ];
  for (const [activation, f] of activations) {
    const [y] = await runKernel("_FusedMatMul", { a, b, bias }, {
      transposeA: false,
      transposeB: false,
      activation,
    });
    assertClose(y, sums.map(f), `${m}×${k}×${n} ${activation}`);
  }
}

function product(
  [m, k, n]: readonly number[],
  a: (i: number, j: number) => number,
  b: (i: number, j: number) => number,
): Float64Array {
  const c = new Float64Array(m * n);
  for (let i = 0; i < m; i++) {
    for (let j = 0; j < k; j++) {
      for (let l = 0; l < n; l++) c[i * n + l] += a(i, j) * b(j, l);
    }
  }
  return c;
}
