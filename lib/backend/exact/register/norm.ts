// Batch norm over all axes but the last, with ReLU6 after it if asked for.
import type * as tf from "../../../third_party/tfjs.ts";
import type { ExactBackend } from "../exact_backend.ts";
import { Kernel } from "../kernels/kernel.ts";
import { floatArgument } from "../threads.ts";
import type { FastKernel } from "./override.ts";
import { addPartials } from "./product.ts";

interface Sizes {
  readonly channels: number;
  readonly rows: number;
  /** Rows of a chunk. */
  readonly step: number;
  readonly chunks: number;
  /** Bytes of a row of partial sums. */
  readonly padded: number;
}

function sizesOf({ shape }: tf.TensorInfo): Sizes {
  const channels = shape[shape.length - 1];
  const size = shape.reduce((product, n) => product * n, 1);
  const rows = channels === 0 ? 0 : size / channels;
  const chunk = Math.min(32768, Math.max(4096, size / 16));
  const step = Math.max(4, Math.ceil(chunk / channels / 4) * 4);
  const padded = Math.ceil(channels / 4) * 16;
  return { channels, rows, step, chunks: Math.ceil(rows / step), padded };
}

function normalize(
  backend: ExactBackend,
  x: tf.TensorInfo,
  { coefficients, mean, relu6 }: {
    readonly coefficients: number;
    readonly mean: tf.TensorInfo;
    readonly relu6: boolean;
  },
): tf.TensorInfo {
  const { channels, rows, step, chunks } = sizesOf(x);
  const y = backend.output(x.shape);
  const pointers = [backend.address(x), backend.address(y)];
  backend.threads.run({
    kernel: Kernel.normalize,
    chunks,
    args: [
      ...[...pointers, rows, channels, step, coefficients, relu6 ? 1 : 0],
      backend.address(mean),
    ],
  });
  return y;
}

/** BatchNormTrain: `[y, mean, variance]`. */
export const batchNormTrain: FastKernel = ({ inputs, attrs, backend }) => {
  const { x, gamma, beta } = inputs;
  const { channels, rows, step, chunks, padded } = sizesOf(x);
  const [mean, variance] = [
    backend.output([channels]),
    backend.output([channels]),
  ];
  const address = backend.address(x);
  const sums = 2 * padded * chunks;
  const y = backend.withPiece(sums + 2 * padded, (partials) => {
    backend.threads.run({
      kernel: Kernel.momentSums,
      chunks,
      args: [address, partials, rows, channels, step],
    });
    const coefficients = partials + sums;
    backend.threads.run({
      kernel: Kernel.moments,
      chunks: 1,
      args: [
        ...[address, partials, rows, channels, chunks],
        ...[mean, variance, gamma, beta].map((t) => backend.address(t)),
        coefficients,
        floatArgument(attrs.epsilon as number),
      ],
    });
    const relu6 = attrs.relu6 as boolean;
    return normalize(backend, x, { coefficients, mean, relu6 });
  });
  return [y, mean, variance];
};

function withCoefficients<T>(
  backend: ExactBackend,
  inputs: Record<string, tf.TensorInfo | undefined>,
  epsilon: number,
  use: (coefficients: number) => T,
): T {
  const channels = inputs.mean!.shape[0];
  const { mean, variance, gamma, beta } = inputs;
  return backend.withPiece(2 * Math.ceil(channels / 4) * 16, (coefficients) => {
    backend.threads.run({
      kernel: Kernel.coefficients,
      chunks: 1,
      args: [
        ...[0, 0, 0, channels, 0],
        ...[mean, variance, gamma, beta].map((t) => t ? backend.address(t) : 0),
        coefficients,
        floatArgument(epsilon),
      ],
    });
    return use(coefficients);
  });
}

/** BatchNormInference: y. */
export const batchNormInference: FastKernel = ({ inputs, attrs, backend }) => {
  const epsilon = attrs.epsilon as number;
  const relu6 = attrs.relu6 as boolean;
  const { mean } = inputs;
  return withCoefficients(
    backend,
    inputs,
    epsilon,
    (coefficients) =>
      normalize(backend, inputs.x, { coefficients, mean, relu6 }),
  );
};

/** FusedBatchNorm of TensorFlow.js, for vectors of moments. */
export const fusedBatchNorm: FastKernel = ({ inputs, attrs, backend }) => {
  const { x, scale: gamma, offset: beta, mean, variance } = inputs;
  const vectors = [gamma, beta, mean, variance].filter((t) => t);
  const channels = x.shape[x.shape.length - 1];
  const plain = (t: tf.TensorInfo) =>
    t.shape.length === 1 && t.shape[0] === channels;
  if (!vectors.every(plain)) return null;
  const epsilon = attrs.varianceEpsilon as number ?? 0.001;
  return withCoefficients(
    backend,
    { mean, variance, gamma, beta },
    epsilon,
    (coefficients) =>
      normalize(backend, x, { coefficients, mean, relu6: false }),
  );
};

/** BatchNormTrainGrad: `[dx, dgamma, dbeta]`. */
export const batchNormTrainGrad: FastKernel = ({ inputs, attrs, backend }) => {
  const { dy, x, gamma, mean, variance } = inputs;
  const { channels, rows, step, chunks, padded } = sizesOf(x);
  const epsilon = attrs.epsilon as number;
  const [dx, dgamma, dbeta] = [
    backend.output(x.shape),
    backend.output([channels]),
    backend.output([channels]),
  ];
  const sums = 2 * padded * chunks;
  const common = [
    backend.address(x),
    backend.address(dy),
    rows,
    channels,
    step,
  ];
  withCoefficients(backend, inputs, epsilon, (coefficients) => {
    backend.withPiece(sums + 2 * padded, (partials) => {
      const slopes = partials + sums;
      const masked = [coefficients, attrs.relu6 ? 1 : 0, backend.address(mean)];
      backend.threads.run({
        kernel: Kernel.gradientSums,
        chunks,
        args: [...common, ...masked, partials],
      });
      backend.threads.run({
        kernel: Kernel.gradientCoefficients,
        chunks: 1,
        args: [
          ...[0, partials, rows, channels, chunks],
          ...[mean, variance, gamma].map((t) => backend.address(t)),
          ...[0, 0, floatArgument(epsilon)],
          ...[dgamma, dbeta].map((t) => backend.address(t)),
          slopes,
        ],
      });
      backend.threads.run({
        kernel: Kernel.gradient,
        chunks,
        args: [...common, ...masked, slopes, backend.address(dx)],
      });
    });
  });
  return [dx, dgamma, dbeta];
};

/** BiasGrad: sums of columns. */
export const biasGrad: FastKernel = ({ inputs: { dy }, backend }) => {
  const { channels, rows, step, chunks, padded } = sizesOf(dy);
  const result = backend.output([channels]);
  backend.withPiece(padded * chunks, (partials) => {
    backend.threads.run({
      kernel: Kernel.columnSums,
      chunks,
      args: [backend.address(dy), partials, rows, channels, step],
    });
    addPartials(backend, {
      partials,
      c: backend.address(result),
      count: chunks,
      size: padded,
      k: 1,
      n: channels,
      width: padded / 4,
    });
  });
  return result;
};
