// Batch norm over all axes but the last, with ReLU6 in it, in two kernels per
// pass: the first sums chunks of rows, the second adds the chunks up (always in
// the same order) and applies them.
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import { makeOutput } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";
import {
  affineOf,
  type BatchNormAttributes,
  factors,
  perChannel,
  relu6,
} from "./batch_norm_code.ts";
import { applyRows, layoutOf, type RowSums, sumAndApply } from "./rows.ts";

/**
 * `BatchNormTrain` and `BatchNormTrainAdd`: y, and the batch's mean and biased
 * variance.
 *
 * @param backend The backend.
 * @param inputs `x`, `gamma`, `beta`, and what is added at the end, if any.
 * @param attributes Epsilon, and whether ReLU6 follows.
 * @returns `[y, mean, variance]`.
 */
export function batchNormTrain(
  backend: OwnBackend,
  inputs: {
    x: TensorInfo;
    gamma: TensorInfo;
    beta: TensorInfo;
    residual?: TensorInfo;
  },
  attributes: BatchNormAttributes,
): TensorInfo[] {
  const { x, gamma, beta, residual } = inputs;
  const layout = layoutOf(backend, x, attributes.epsilon);
  const { width, channels, type } = layout;
  // Sums of differences from the first row: no cancellation where a mean is
  // much larger than the spread.
  const sums: RowSums = {
    key: "moments",
    bindings: [{ name: "x", tensor: x, width }],
    reads: ["x"],
    prepare: (s) => `let shift${s} = x[c${s}];`,
    terms: (s, r) =>
      `let d_${r} = x_${r} - shift${s};
first${s} += d_${r}; second${s} += d_${r} * d_${r};`,
  };
  const y = makeOutput(backend, x.shape);
  const mean = makeOutput(backend, [channels]);
  const variance = makeOutput(backend, [channels]);
  sumAndApply(backend, layout, sums, {
    key: `normalize ${attributes.relu6} ${!!residual}`,
    bindings: [
      { name: "x", tensor: x, width },
      ...(residual ? [{ name: "residual", tensor: residual, width }] : []),
      perChannel(backend, "gamma", gamma),
      perChannel(backend, "beta", beta),
      { name: "y", tensor: y, width, access: "write" },
      { name: "means", tensor: mean, width, access: "write" },
      { name: "variances", tensor: variance, width, access: "write" },
    ],
    reads: residual ? ["x", "residual"] : ["x"],
    prepare: (s) =>
      `let shifted${s} = first${s} / f32(u.rows);
let mean${s} = x[c${s}] + shifted${s};
let variance${s} = max(second${s} / f32(u.rows) - shifted${s} * shifted${s}, ${type}());
${factors(s)}
if (chief) { means[c${s}] = mean${s}; variances[c${s}] = variance${s}; }`,
    row: (s, r) =>
      `y[at_${r}] = ${
        relu6(affineOf(`(x_${r} - mean${s})`, s), attributes, type)
      }${residual ? ` + residual_${r}` : ""};`,
  });
  return [y, mean, variance];
}

/**
 * `BatchNormInference`.
 *
 * @param backend The backend.
 * @param inputs `x`, scale, shift and the moving moments.
 * @param attributes As in training.
 * @returns y.
 */
export function batchNormInference(
  backend: OwnBackend,
  inputs: {
    x: TensorInfo;
    gamma: TensorInfo;
    beta: TensorInfo;
    mean: TensorInfo;
    variance: TensorInfo;
  },
  attributes: BatchNormAttributes,
): TensorInfo {
  const { x, gamma, beta, mean, variance } = inputs;
  const layout = layoutOf(backend, x, attributes.epsilon);
  const { width, type } = layout;
  const y = makeOutput(backend, x.shape);
  applyRows(backend, layout, {
    key: `norm inference ${attributes.relu6}`,
    bindings: [
      { name: "x", tensor: x, width },
      perChannel(backend, "gamma", gamma),
      perChannel(backend, "beta", beta),
      perChannel(backend, "means", mean),
      perChannel(backend, "variances", variance),
      { name: "y", tensor: y, width, access: "write" },
    ],
    reads: ["x"],
    prepare: (s) =>
      `let mean${s} = means[c${s}]; let variance${s} = variances[c${s}];
${factors(s)}`,
    row: (s, r) =>
      `y[at_${r}] = ${
        relu6(affineOf(`(x_${r} - mean${s})`, s), attributes, type)
      };`,
  });
  return y;
}
