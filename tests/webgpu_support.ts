// What the WebGPU tests share: numbers without randomness, naive references in
// float64, and the two ways kernels are tuned.
import { openWebgpu } from "../lib/backend/webgpu/open_webgpu.ts";
import type { OpenWebgpu } from "../lib/backend/webgpu/open_webgpu.ts";
import type { Tuning } from "../lib/backend/webgpu/own_backend.ts";
import * as tf from "../lib/third_party/tfjs.ts";
import { assertLessOrEqual, assertThrows } from "@std/assert";

/** Whether a WebGPU adapter is here, hardware or software. */
export const hasAdapter: boolean = await findAdapter();

/** Every adapter must do both. */
export const TUNINGS: readonly Tuning[] = ["software", "hardware"];

async function findAdapter(): Promise<boolean> {
  try {
    return await navigator.gpu?.requestAdapter() != null;
  } catch {
    return false;
  }
}

/**
 * A test on an open backend; skipped by name where there is no adapter. With
 * `fails` the device must have failed at its end.
 */
export function gpuTest(
  name: string,
  how: Tuning | { readonly tuning: Tuning; readonly fails: true },
  test: (webgpu: OpenWebgpu) => Promise<void>,
): void {
  const { tuning, fails } = typeof how === "string"
    ? { tuning: how, fails: false }
    : how;
  const kind = hasAdapter ? `tuned for ${tuning}` : "no WebGPU adapter";
  Deno.test({
    name: `${name} (${kind})`,
    ignore: !hasAdapter,
    sanitizeResources: false, // the adapter's own
    fn: async () => {
      const webgpu = await openWebgpu({ tuning });
      try {
        await test(webgpu);
        if (fails) assertThrows(() => webgpu.check());
        else webgpu.check();
      } finally {
        await webgpu.close();
      }
    },
  });
}

/** A tensor's values in float64 beside its shape. */
export interface Values {
  readonly shape: readonly number[];
  readonly data: Float32Array;
}

/** Values between -1 and 1 that look random. */
export function numbers(shape: readonly number[], seed: number): Values {
  const data = new Float32Array(shape.reduce((a, b) => a * b, 1));
  let state = seed * 2654435761 >>> 0;
  for (let i = 0; i < data.length; i++) {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    data[i] = (state >>> 8) / 2 ** 23 - 1;
  }
  return { shape, data };
}

/** Runs a kernel of the current backend and reads its results. */
export async function runKernel(
  name: string,
  inputs: Record<string, Values>,
  attributes: object = {},
): Promise<Float32Array[]> {
  const results = tf.tidy(() => {
    const tensors = Object.fromEntries(
      Object.entries(inputs).map(([key, { shape, data }]) => [
        key,
        tf.tensor(data.slice(), [...shape], "float32"),
      ]),
    );
    const result = tf.engine().runKernel<tf.Tensor | tf.Tensor[]>(
      name,
      tensors,
      attributes as Parameters<ReturnType<typeof tf.engine>["runKernel"]>[2],
    );
    return Array.isArray(result) ? result : [result];
  });
  const values = await Promise.all(results.map((t) => t.data()));
  for (const tensor of results) tensor.dispose();
  return values as Float32Array[];
}

/** Fails if the largest error is more than 1e-4 of the largest value. */
export function assertClose(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  what: string,
): void {
  let error = actual.length === expected.length ? 0 : Infinity;
  let largest = 1e-30;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs(actual[i] - expected[i]);
    error = Math.max(error, Number.isNaN(difference) ? Infinity : difference);
    largest = Math.max(largest, Math.abs(expected[i]));
  }
  assertLessOrEqual(error / largest, 1e-4, `${what}: relative error too large`);
}

/** A convolution's numbers. */
export interface ConvCase {
  readonly input: readonly [number, number, number, number];
  readonly kernel: readonly [number, number];
  readonly out: number;
  readonly strides: readonly [number, number];
  readonly pad: "same" | "valid";
}

/** Names a case in a failure. */
export function caseName({ input, kernel, out, strides, pad }: ConvCase) {
  return `${input.join("×")} ${kernel.join("×")} to ${out}, stride ${
    strides.join("×")
  }, ${pad}`;
}

/** Output size and padding as Keras defines them. */
export function convSize(
  { input: [, height, width], kernel, strides, pad }: ConvCase,
) {
  const one = (size: number, k: number, stride: number) => {
    if (pad === "valid") return [Math.ceil((size - k + 1) / stride), 0];
    const out = Math.ceil(size / stride);
    const total = Math.max(0, (out - 1) * stride + k - size);
    return [out, Math.floor(total / 2)];
  };
  const [outHeight, top] = one(height, kernel[0], strides[0]);
  const [outWidth, left] = one(width, kernel[1], strides[1]);
  return { outHeight, outWidth, top, left };
}

/**
 * Calls `visit` for every pair of input and output place that a kernel
 * position joins.
 */
export function forEachPair(
  testCase: ConvCase,
  visit: (input: number, output: number, tap: number) => void,
): void {
  const { input: [batch, height, width], kernel, strides } = testCase;
  const { outHeight, outWidth, top, left } = convSize(testCase);
  for (let n = 0; n < batch; n++) {
    for (let oy = 0; oy < outHeight; oy++) {
      for (let ox = 0; ox < outWidth; ox++) {
        for (let ky = 0; ky < kernel[0]; ky++) {
          for (let kx = 0; kx < kernel[1]; kx++) {
            const y = oy * strides[0] + ky - top;
            const x = ox * strides[1] + kx - left;
            if (y < 0 || y >= height || x < 0 || x >= width) continue;
            visit(
              (n * height + y) * width + x,
              (n * outHeight + oy) * outWidth + ox,
              ky * kernel[1] + kx,
            );
          }
        }
      }
    }
  }
}
