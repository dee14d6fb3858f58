// The second half of every long sum: adds the chunks' partial sums, always in
// the same order. That is why no kernel here needs atomic additions and why
// two runs give the same bytes.
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import * as tf from "../../../third_party/tfjs.ts";
import { type Binding, dispatch, linear } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";
import { deferSum } from "./deferred_sums.ts";
import { type Finish, finishBindings, finishCode } from "./finish.ts";
import { treeSum } from "./tree_sum.ts";

/** Partial sums. */
export interface Chunks extends Finish {
  /** `[chunks, size]`. */
  readonly partial: TensorInfo;
  /** How many. */
  readonly chunks: number;
  /** Values of a chunk. */
  readonly size: number;
  /** `[size]`. */
  readonly output: TensorInfo;
}

/** Invocations in a graphics processor's workgroup. */
const THREADS = 256;

/** Larger sums fill a graphics processor on their own. */
const LARGE = 16384;

/**
 * Adds the chunks and gives them back, a graphics processor when the sum is
 * wanted.
 *
 * @param backend The backend.
 * @param sums Partial sums and where their sum goes.
 */
export function sumLater(backend: OwnBackend, sums: Chunks): void {
  const { partial, size, bias, activation } = sums;
  const plain = !bias && (activation ?? "linear") === "linear";
  const small = size % 4 === 0 && size <= LARGE;
  if (backend.tuning === "hardware" && plain && small) {
    return deferSum(backend, sums);
  }
  sumChunks(backend, sums);
  backend.inside.disposeData(partial.dataId);
}

/**
 * Adds the chunks.
 *
 * @param backend The backend.
 * @param sums Partial sums and where their sum goes.
 */
export function sumChunks(backend: OwnBackend, sums: Chunks): void {
  const { partial, chunks, size, output, bias } = sums;
  const width = size % 4 === 0 &&
      (!bias || tf.util.sizeFromShape(bias.shape) % 4 === 0)
    ? 4
    : 1;
  const biasSize = bias ? tf.util.sizeFromShape(bias.shape) / width : 1;
  const lanes = backend.tuning === "software" ? 1 : lanesFor(chunks);
  const across = backend.tuning === "software"
    ? 16
    : lanes === 1
    ? 64
    : THREADS / lanes;
  const bindings: Binding[] = [
    { name: "x", tensor: partial, width },
    { name: "y", tensor: output, width, access: "write" },
  ];
  const finished = finishBindings(sums, width);
  bindings.push(...finished.bindings);
  const at = { column: "column % u.bias", place: "column" };
  const finish = finishCode(sums, "sum", at, width);
  dispatch(backend, {
    key: `sum chunks ${lanes} ${finished.key}`,
    bindings,
    numbers: { chunks, size: size / width, ...(bias && { bias: biasSize }) },
    workgroup: [across * lanes, 1],
    groups: linear(backend, size / width, across),
    declarations: () =>
      lanes === 1
        ? ""
        : `var<workgroup> sums: array<${
          width === 4 ? "vec4f" : "f32"
        }, ${THREADS}>;`,
    body: () =>
      lanes === 1
        ? `let column = item;
if (column >= u.size) { return; }
var sum = x[column];
for (var i = 1u; i < u.chunks; i++) {
  sum += x[i * u.size + column];
}
y[column] = ${finish};`
        : manyLanes(across, lanes, width, finish),
  });
}

/** A chain of additions is slow: more invocations share a long one. */
function lanesFor(chunks: number): number {
  if (chunks <= 4) return 1;
  return chunks <= 64 ? 8 : 32;
}

function manyLanes(
  across: number,
  lanes: number,
  width: 1 | 4,
  finish: string,
): string {
  const rows = [0, 1, 2, 3];
  return `let lane = local.x / ${across}u;
let column = (wg.z * num.x + wg.x) * ${across}u + local.x % ${across}u;
let c = min(column, u.size - 1u);
var sum = ${width === 4 ? "vec4f()" : "0.0"};
for (var i = lane; i < u.chunks; i += ${4 * lanes}u) {
${
    rows.map((r) =>
      `let x${r} = x[min(i + ${r * lanes}u, u.chunks - 1u) * u.size + c];`
    ).join("\n")
  }
${
    rows.map((r) => `if (i + ${r * lanes}u < u.chunks) { sum += x${r}; }`).join(
      "\n",
    )
  }
}
sums[local.x] = sum;
${treeSum(["sums"], across, lanes)}
if (lane == 0u && column < u.size) {
  sum = sums[local.x];
  y[column] = ${finish};
}`;
}
