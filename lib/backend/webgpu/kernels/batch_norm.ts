// Batch norm over all axes but the last, with ReLU6 in it, in two kernels per
// pass: the first sums chunks of rows, the second adds the chunks up (every
// invocation for its own channels, all in the same order) and applies them.
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import {
  type Binding,
  dispatch,
  fitsUniform,
  linear,
  makeOutput,
} from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";
import {
  applyRows,
  type ElementCode,
  type Layout,
  layoutOf,
  sumPartial,
  sumRows,
} from "./rows.ts";

/** Attributes of the three kernels. */
export interface BatchNormAttributes {
  /** Added to the variance. */
  readonly epsilon: number;
  /** Whether ReLU6 follows. */
  readonly relu6: boolean;
}

/**
 * Scale and shift of a channel, after its mean is taken off. Forward and
 * backward share them, so that both see the same side of a ReLU6 kink.
 */
const factors: ElementCode = (s) =>
  `let inverse${s} = 1.0 / sqrt(variance${s} + EPSILON);
let factor${s} = gamma[c${s}] * inverse${s};
let offset${s} = beta[c${s}];`;

/**
 * `BatchNormTrain`: y, and the batch's mean and biased variance.
 *
 * @param backend The backend.
 * @param inputs `x`, `gamma`, `beta`.
 * @param attributes Epsilon, and whether ReLU6 follows.
 * @returns `[y, mean, variance]`.
 */
export function batchNormTrain(
  backend: OwnBackend,
  inputs: { x: TensorInfo; gamma: TensorInfo; beta: TensorInfo },
  attributes: BatchNormAttributes,
): TensorInfo[] {
  const { x, gamma, beta } = inputs;
  const layout = layoutOf(backend, x, attributes.epsilon);
  const { width, columns, channels, chunks, type } = layout;
  const partial = makeOutput(backend, [chunks, 2, channels]);
  // Sums of differences from the first row: no cancellation where a mean is
  // much larger than the spread.
  sumRows(backend, layout, {
    key: "moments",
    bindings: [{ name: "x", tensor: x, width }],
    partial,
    prepare: (s) => `let shift${s} = x[c${s}];`,
    terms: (s) =>
      `let d${s} = x[at${s}] - shift${s};
first${s} += d${s}; second${s} += d${s} * d${s};`,
  });
  const y = makeOutput(backend, x.shape);
  const mean = makeOutput(backend, [channels]);
  const variance = makeOutput(backend, [channels]);
  applyRows(backend, layout, {
    key: `normalize ${attributes.relu6}`,
    bindings: [
      { name: "x", tensor: x, width },
      perChannel(backend, "gamma", gamma),
      perChannel(backend, "beta", beta),
      { name: "partial", tensor: partial, width },
      { name: "y", tensor: y, width, access: "write" },
      { name: "means", tensor: mean, width, access: "write" },
      { name: "variances", tensor: variance, width, access: "write" },
    ],
    prepare: (s) =>
      `${sumPartial(columns, type, s)}
let shifted${s} = first${s} / f32(u.rows);
let mean${s} = x[c${s}] + shifted${s};
let variance${s} = max(second${s} / f32(u.rows) - shifted${s} * shifted${s}, ${type}());
${factors(s)}
if (part == 0u) { means[c${s}] = mean${s}; variances[c${s}] = variance${s}; }`,
    row: (s) =>
      `y[at${s}] = ${
        relu6(affineOf(`(x[at${s}] - mean${s})`, s), attributes, type)
      };`,
  });
  backend.inside.disposeData(partial.dataId);
  return [y, mean, variance];
}

/**
 * `BatchNormTrainGrad`.
 *
 * @param backend The backend.
 * @param inputs `dy` and what the forward pass had and gave.
 * @param attributes As in the forward pass.
 * @returns `[dx, dgamma, dbeta]`.
 */
export function batchNormTrainGrad(
  backend: OwnBackend,
  inputs: {
    dy: TensorInfo;
    x: TensorInfo;
    gamma: TensorInfo;
    beta: TensorInfo;
    mean: TensorInfo;
    variance: TensorInfo;
  },
  attributes: BatchNormAttributes,
): TensorInfo[] {
  const { dy, x, gamma, beta, mean, variance } = inputs;
  const layout = layoutOf(backend, x, attributes.epsilon);
  const { width, columns, channels, chunks, type } = layout;
  const moments: Binding[] = [
    { name: "dy", tensor: dy, width },
    { name: "x", tensor: x, width },
    perChannel(backend, "gamma", gamma),
    ...(attributes.relu6 ? [perChannel(backend, "beta", beta)] : []),
    perChannel(backend, "means", mean),
    perChannel(backend, "variances", variance),
  ];
  const moment: ElementCode = (s) =>
    `let mean${s} = means[c${s}]; let variance${s} = variances[c${s}];`;
  const masked: ElementCode = (s) =>
    attributes.relu6
      ? `let v${s} = x[at${s}] - mean${s}; let z${s} = ${affineOf(`v${s}`, s)};
let d${s} = select(${type}(), dy[at${s}], ${both(width, s)});`
      : `let v${s} = x[at${s}] - mean${s}; let d${s} = dy[at${s}];`;
  const partial = makeOutput(backend, [chunks, 2, channels]);
  sumRows(backend, layout, {
    key: `norm sums ${attributes.relu6}`,
    // bindings must be used: gamma is needed for the mask only
    bindings: moments.filter(({ name }) =>
      attributes.relu6 || name === "dy" || name === "x" || name === "means"
    ),
    partial,
    prepare: (s) =>
      attributes.relu6
        ? `${moment(s)}\n${factors(s)}`
        : `let mean${s} = means[c${s}];`,
    terms: (s) =>
      `${masked(s)}
first${s} += d${s}; second${s} += d${s} * v${s};`,
  });
  const dx = makeOutput(backend, x.shape);
  const dgamma = makeOutput(backend, [channels]);
  const dbeta = makeOutput(backend, [channels]);
  const bindings: Binding[] = [
    ...moments,
    { name: "partial", tensor: partial, width },
    { name: "dx", tensor: dx, width, access: "write" },
  ];
  // Only eight storage buffers are sure. Where the channels' values are bound
  // as uniforms, dgamma and dbeta still fit in; else they take a kernel more.
  const joined = moments.some(({ access }) => access === "uniform");
  if (joined) {
    bindings.push(
      { name: "dgamma", tensor: dgamma, width, access: "write" },
      { name: "dbeta", tensor: dbeta, width, access: "write" },
    );
  }
  applyRows(backend, layout, {
    key: `norm gradient ${attributes.relu6}`,
    bindings,
    prepare: (s) =>
      `${moment(s)}
${
        attributes.relu6
          ? factors(s)
          : `let inverse${s} = 1.0 / sqrt(variance${s} + EPSILON);
let factor${s} = gamma[c${s}] * inverse${s};`
      }
${sumPartial(columns, type, s)}
let dgamma${s} = second${s} * inverse${s};
let slope${s} = -factor${s} * inverse${s} * dgamma${s} / f32(u.rows);
let level${s} = -factor${s} * first${s} / f32(u.rows);
${
        joined
          ? `if (part == 0u) { dgamma[c${s}] = dgamma${s}; dbeta[c${s}] = first${s}; }`
          : ""
      }`,
    row: (s) =>
      `${masked(s)}
dx[at${s}] = factor${s} * d${s} + (slope${s} * v${s} + level${s});`,
  });
  if (!joined) {
    totals(backend, layout, { partial, variance, dbeta, dgamma });
  }
  backend.inside.disposeData(partial.dataId);
  return [dx, dgamma, dbeta];
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
    prepare: (s) =>
      `let mean${s} = means[c${s}]; let variance${s} = variances[c${s}];
${factors(s)}`,
    row: (s) =>
      `y[at${s}] = ${
        relu6(affineOf(`(x[at${s}] - mean${s})`, s), attributes, type)
      };`,
  });
  return y;
}

/** One value per channel, as a uniform where that is possible. */
function perChannel(
  backend: OwnBackend,
  name: string,
  tensor: TensorInfo,
): Binding {
  return fitsUniform(backend, tensor)
    ? { name, tensor, width: 4, access: "uniform" }
    : { name, tensor, width: tensor.shape[0] % 4 === 0 ? 4 : 1 };
}

/** Adds the chunks of both sums into a tensor each. */
function totals(
  backend: OwnBackend,
  { channels, chunks, workgroup, epsilon }: Layout,
  tensors: Record<"partial" | "variance" | "dbeta" | "dgamma", TensorInfo>,
): void {
  dispatch(backend, {
    key: `norm totals ${channels} ${epsilon}`,
    bindings: [
      { name: "partial", tensor: tensors.partial },
      { name: "variances", tensor: tensors.variance },
      { name: "a", tensor: tensors.dbeta, access: "write" },
      { name: "b", tensor: tensors.dgamma, access: "write" },
    ],
    numbers: { chunks },
    workgroup: [workgroup, 1],
    groups: linear(backend, channels, workgroup),
    body: () =>
      `let c = item;
if (c >= ${channels}u) { return; }
${sumPartial(channels, "f32", "")}
a[c] = first;
b[c] = second / sqrt(variances[c] + f32(${epsilon}));`,
  });
}

function affineOf(value: string, s: string): string {
  return `${value} * factor${s} + offset${s}`;
}

function relu6(value: string, { relu6 }: BatchNormAttributes, type: string) {
  return relu6 ? `clamp(${value}, ${type}(), ${type}(6.0))` : value;
}

function both(width: 1 | 4, s: string): string {
  return width === 4
    ? `(z${s} > vec4f()) & (z${s} < vec4f(6.0))`
    : `z${s} > 0.0 && z${s} < 6.0`;
}
