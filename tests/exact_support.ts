// Naive float64 references and helpers for the tests of backend `exact`.
import { assert } from "@std/assert";
import { openExact } from "../lib/backend/exact/open_exact.ts";
import { run } from "../lib/model/kernels.ts";
import * as tf from "../lib/third_party/tfjs.ts";

/** A tensor as plain numbers, C order. */
export interface Plain {
  readonly shape: number[];
  readonly values: Float64Array;
}

/** Reproducible numbers, about from -1 to 1. */
export function numbers(shape: number[], seed: number): Plain {
  let state = seed * 2654435761 >>> 0;
  const size = shape.reduce((product, n) => product * n, 1);
  const values = Float64Array.from({ length: size }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.fround(state / 2 ** 31 - 1);
  });
  return { shape, values };
}

/** The same, on the backend. */
export function tensor({ shape, values }: Plain): tf.Tensor {
  return tf.tensor(Float32Array.from(values), shape, "float32");
}

/** Runs a kernel with plain inputs; frees all but what it returns. */
export function kernel(
  name: string,
  inputs: Record<string, Plain>,
  attributes: Record<string, unknown> = {},
): Float32Array[] {
  return tf.tidy(() => {
    const tensors = Object.fromEntries(
      Object.entries(inputs).map(([key, value]) => [key, tensor(value)]),
    );
    const result = run<tf.Tensor | tf.Tensor[]>(name, tensors, attributes);
    const list = Array.isArray(result) ? result : [result];
    return list.map((each) => each.dataSync() as Float32Array);
  });
}

/** Largest difference by the largest value. */
export function relativeError(
  found: ArrayLike<number>,
  wanted: ArrayLike<number>,
): number {
  assert(found.length === wanted.length, "lengths differ");
  let largest = 1e-30;
  let error = 0;
  for (let i = 0; i < wanted.length; i++) {
    largest = Math.max(largest, Math.abs(wanted[i]));
    const difference = Math.abs(found[i] - wanted[i]);
    if (!(difference <= error)) error = difference; // NaN included
  }
  return error / largest;
}

/** Fails unless values agree to 1e-5 of the largest. */
export function assertNear(
  found: ArrayLike<number>,
  wanted: ArrayLike<number>,
  what: string,
): void {
  const error = relativeError(found, wanted);
  assert(error <= 1e-5, `${what}: relative error ${error}`);
}

/** Runs a test body on backend exact with so many threads. */
export async function withExact(
  threads: number,
  body: () => void | Promise<void>,
): Promise<void> {
  const backend = await openExact({ threads });
  try {
    await body();
  } finally {
    await backend.close();
  }
}

/** SHA-256 of arrays, in hex. */
export async function digest(arrays: Float32Array[]): Promise<string> {
  const bytes = new Uint8Array(
    arrays.reduce((size, { byteLength }) => size + byteLength, 0),
  );
  let at = 0;
  for (const { buffer, byteOffset, byteLength } of arrays) {
    bytes.set(new Uint8Array(buffer, byteOffset, byteLength), at);
    at += byteLength;
  }
  const hash = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return Array.from(hash, (byte) => byte.toString(16).padStart(2, "0"))
    .join("");
}

/** Sizes of a convolution. */
export interface ConvCase {
  readonly batch: number;
  readonly height: number;
  readonly width: number;
  readonly channels: number;
  /** Filters; 1 per channel if depthwise. */
  readonly filters: number;
  readonly kernel: [number, number];
  readonly strides: [number, number];
  readonly pad: "same" | "valid";
  readonly dilations?: [number, number];
}

/** Every product that a convolution adds up: result, image, filter index. */
export function convolutionTerms(
  c: ConvCase,
  depthwise: boolean,
  term: (y: number, x: number, w: number) => void,
): number[] {
  const [kernelHeight, kernelWidth] = c.kernel;
  const [dilationY, dilationX] = c.dilations ?? [1, 1];
  const [strideY, strideX] = c.strides;
  const across = (size: number, kernel: number, stride: number) => {
    if (c.pad === "valid") return [Math.ceil((size - kernel + 1) / stride), 0];
    const out = Math.ceil(size / stride);
    const padding = Math.max(0, (out - 1) * stride + kernel - size);
    return [out, Math.floor(padding / 2)];
  };
  const reachY = (kernelHeight - 1) * dilationY + 1;
  const reachX = (kernelWidth - 1) * dilationX + 1;
  const [outHeight, top] = across(c.height, reachY, strideY);
  const [outWidth, left] = across(c.width, reachX, strideX);
  const outChannels = depthwise ? c.channels : c.filters;
  for (let n = 0; n < c.batch; n++) {
    for (let oy = 0; oy < outHeight; oy++) {
      for (let ox = 0; ox < outWidth; ox++) {
        const out = ((n * outHeight + oy) * outWidth + ox) * outChannels;
        for (let i = 0; i < kernelHeight; i++) {
          for (let j = 0; j < kernelWidth; j++) {
            const y = oy * strideY - top + i * dilationY;
            const x = ox * strideX - left + j * dilationX;
            if (y < 0 || y >= c.height || x < 0 || x >= c.width) continue;
            const pixel = ((n * c.height + y) * c.width + x) * c.channels;
            const tap = (i * kernelWidth + j) * c.channels;
            for (let d = 0; d < c.channels; d++) {
              if (depthwise) term(out + d, pixel + d, tap + d);
              else {
                for (let f = 0; f < c.filters; f++) {
                  term(out + f, pixel + d, (tap + d) * c.filters + f);
                }
              }
            }
          }
        }
      }
    }
  }
  return [c.batch, outHeight, outWidth, outChannels];
}
