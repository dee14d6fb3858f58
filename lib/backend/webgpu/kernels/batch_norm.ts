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

/** Attributes of the three kernels. */
export interface BatchNormAttributes {
  readonly epsilon: number;
  readonly relu6: boolean;
}

interface Layout {
  readonly rows: number;
  readonly channels: number;
  readonly width: 1 | 4;
  readonly columns: number;
  readonly chunks: number;
  readonly runs: number;
  readonly workgroup: number;
  readonly type: string;
}

function layoutOf(backend: OwnBackend, x: TensorInfo): Layout {
  const channels = x.shape[x.shape.length - 1];
  const rows = x.shape.slice(0, -1).reduce((a, b) => a * b, 1);
  const software = backend.tuning === "software";
  const width = channels % 4 === 0 ? 4 : 1;
  const part = (length: number, most: number) =>
    Math.max(1, Math.min(most, Math.ceil(rows / length)));
  return {
    rows,
    channels,
    width,
    columns: channels / width,
    chunks: software ? part(64, 32) : part(32, 64),
    runs: software ? part(64, 128) : part(32, 4096),
    workgroup: software ? 16 : 64,
    type: width === 4 ? "vec4f" : "f32",
  };
}

/** WGSL shared by forward and backward, so that both see the same `y`. */
const NORMALIZED = "(x[at] - mean) * scale";

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
  const layout = layoutOf(backend, x);
  const { width, columns, channels, chunks, type } = layout;
  const partial = makeOutput(backend, [chunks, 2, channels]);
  // Sums of differences from the first row: no cancellation where a mean is
  // much larger than the spread.
  sumRows(backend, layout, {
    key: "moments",
    bindings: [{ name: "x", tensor: x, width }],
    partial,
    prepare: "let shift = x[c];",
    terms: "let d = x[at] - shift; first += d; second += d * d;",
  });
  const y = makeOutput(backend, x.shape);
  const mean = makeOutput(backend, [channels]);
  const variance = makeOutput(backend, [channels]);
  applyRows(backend, layout, {
    key: `normalize ${attributes.epsilon} ${attributes.relu6}`,
    bindings: [
      { name: "x", tensor: x, width },
      perChannel(backend, "gamma", gamma),
      perChannel(backend, "beta", beta),
      { name: "partial", tensor: partial, width },
      { name: "y", tensor: y, width, access: "write" },
      { name: "means", tensor: mean, width, access: "write" },
      { name: "variances", tensor: variance, width, access: "write" },
    ],
    prepare: `${sumPartial(columns, type)}
let rowsInverse = 1.0 / f32(u.rows);
let shifted = first * rowsInverse;
let mean = x[c] + shifted;
let variance = max(second * rowsInverse - shifted * shifted, ${type}());
let scale = 1.0 / sqrt(variance + ${float(attributes.epsilon)});
let g = gamma[c];
let b = beta[c];
if (run == 0u) { means[c] = mean; variances[c] = variance; }`,
    row: `y[at] = ${relu6(`g * (${NORMALIZED}) + b`, attributes, type)};`,
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
  const layout = layoutOf(backend, x);
  const { width, columns, channels, chunks, type } = layout;
  const moments: Binding[] = [
    { name: "dy", tensor: dy, width },
    { name: "x", tensor: x, width },
    perChannel(backend, "gamma", gamma),
    ...(attributes.relu6 ? [perChannel(backend, "beta", beta)] : []),
    perChannel(backend, "means", mean),
    perChannel(backend, "variances", variance),
  ];
  const constants = `let mean = means[c];
let scale = 1.0 / sqrt(variances[c] + ${float(attributes.epsilon)});
let g = gamma[c];
${attributes.relu6 ? "let b = beta[c];" : ""}`;
  const masked = attributes.relu6
    ? `let h = ${NORMALIZED}; let z = g * (h) + b;
let d = select(${type}(), dy[at], ${both(width)});`
    : `let h = ${NORMALIZED}; let d = dy[at];`;
  const partial = makeOutput(backend, [chunks, 2, channels]);
  sumRows(backend, layout, {
    key: `norm sums ${attributes.epsilon} ${attributes.relu6}`,
    // gamma is needed for the mask only, and bindings must be used
    bindings: moments.filter(({ name }) =>
      attributes.relu6 || name !== "gamma"
    ),
    partial,
    prepare: attributes.relu6
      ? constants
      : constants.replace("let g = gamma[c];", ""),
    terms: `${masked} first += d; second += d * h;`,
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
    key: `norm gradient ${attributes.epsilon} ${attributes.relu6}`,
    bindings,
    prepare: `${constants}
${sumPartial(columns, type)}
let rowsInverse = 1.0 / f32(u.rows);
let meanFirst = first * rowsInverse;
let meanSecond = second * rowsInverse;
let factor = g * scale;
${joined ? "if (run == 0u) { dgamma[c] = second; dbeta[c] = first; }" : ""}`,
    row: `${masked}
dx[at] = factor * (d - meanFirst - h * meanSecond);`,
  });
  if (!joined) {
    totals(backend, layout, { partial, first: dbeta, second: dgamma });
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
  const layout = layoutOf(backend, x);
  const { width, type } = layout;
  const y = makeOutput(backend, x.shape);
  applyRows(backend, layout, {
    key: `norm inference ${attributes.epsilon} ${attributes.relu6}`,
    bindings: [
      { name: "x", tensor: x, width },
      perChannel(backend, "gamma", gamma),
      perChannel(backend, "beta", beta),
      perChannel(backend, "means", mean),
      perChannel(backend, "variances", variance),
      { name: "y", tensor: y, width, access: "write" },
    ],
    prepare: `let mean = means[c];
let scale = 1.0 / sqrt(variances[c] + ${float(attributes.epsilon)});
let g = gamma[c];
let b = beta[c];`,
    row: `y[at] = ${relu6(`g * (${NORMALIZED}) + b`, attributes, type)};`,
  });
  return y;
}

interface RowSums {
  readonly key: string;
  readonly bindings: readonly Binding[];
  /** `[chunks, 2, channels]`. */
  readonly partial: TensorInfo;
  /** WGSL ahead of the rows. */
  readonly prepare: string;
  /** WGSL that adds `at` to `first` and `second`. */
  readonly terms: string;
}

function sumRows(backend: OwnBackend, layout: Layout, sums: RowSums): void {
  const { rows, width, columns, chunks, workgroup, type } = layout;
  dispatch(backend, {
    key: `${sums.key} ${columns}`,
    bindings: [
      ...sums.bindings,
      { name: "y", tensor: sums.partial, width, access: "write" },
    ],
    numbers: { rows, chunks, length: Math.ceil(rows / chunks) },
    workgroup: [workgroup, 1],
    groups: linear(backend, chunks * columns, workgroup),
    body: () =>
      `let c = item % ${columns}u;
let chunk = item / ${columns}u;
if (chunk >= u.chunks) { return; }
${sums.prepare}
var first = ${type}();
var second = ${type}();
let end = min((chunk + 1u) * u.length, u.rows);
for (var row = chunk * u.length; row < end; row++) {
  let at = row * ${columns}u + c;
  ${sums.terms}
}
y[(chunk * 2u) * ${columns}u + c] = first;
y[(chunk * 2u + 1u) * ${columns}u + c] = second;`,
  });
}

interface RowMap {
  readonly key: string;
  readonly bindings: readonly Binding[];
  /** WGSL ahead of the rows; `c`, `run` and `u.chunks` are there. */
  readonly prepare: string;
  /** WGSL for the value at `at`. */
  readonly row: string;
}

function applyRows(backend: OwnBackend, layout: Layout, map: RowMap): void {
  const { rows, columns, chunks, runs, workgroup } = layout;
  dispatch(backend, {
    key: `${map.key} ${columns}`,
    bindings: map.bindings,
    numbers: { rows, chunks, runs, length: Math.ceil(rows / runs) },
    workgroup: [workgroup, 1],
    groups: linear(backend, runs * columns, workgroup),
    body: () =>
      `let c = item % ${columns}u;
let run = item / ${columns}u;
if (run >= u.runs) { return; }
${map.prepare}
let end = min((run + 1u) * u.length, u.rows);
for (var row = run * u.length; row < end; row++) {
  let at = row * ${columns}u + c;
  ${map.row}
}`,
  });
}

/** One value per channel, as a uniform where that is possible. */
function perChannel(
  backend: OwnBackend,
  name: string,
  tensor: TensorInfo,
): Binding {
  return fitsUniform(backend, tensor)
    ? { name, tensor, width: 4, access: "uniform" }
    : { name, tensor };
}

/** Adds the chunks of both sums into a tensor each. */
function totals(
  backend: OwnBackend,
  { width, columns, chunks, workgroup, type }: Layout,
  { partial, first, second }: Record<
    "partial" | "first" | "second",
    TensorInfo
  >,
): void {
  dispatch(backend, {
    key: `norm totals ${columns}`,
    bindings: [
      { name: "partial", tensor: partial, width },
      { name: "a", tensor: first, width, access: "write" },
      { name: "b", tensor: second, width, access: "write" },
    ],
    numbers: { chunks },
    workgroup: [workgroup, 1],
    groups: linear(backend, columns, workgroup),
    body: () =>
      `let c = item;
if (c >= ${columns}u) { return; }
${sumPartial(columns, type)}
a[c] = first;
b[c] = second;`,
  });
}

function sumPartial(columns: number, type: string): string {
  return `var first = ${type}();
var second = ${type}();
for (var i = 0u; i < u.chunks; i++) {
  first += partial[(i * 2u) * ${columns}u + c];
  second += partial[(i * 2u + 1u) * ${columns}u + c];
}`;
}

function relu6(value: string, { relu6 }: BatchNormAttributes, type: string) {
  return relu6 ? `clamp(${value}, ${type}(), ${type}(6.0))` : value;
}

function both(width: 1 | 4): string {
  return width === 4
    ? "(z > vec4f()) & (z < vec4f(6.0))"
    : "z > 0.0 && z < 6.0";
}

function float(value: number): string {
  return `f32(${value})`;
}
