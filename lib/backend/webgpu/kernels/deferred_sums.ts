// Sums of chunks that nobody reads yet: gradients of filters wait for Adam. A
// launch costs as much as such a sum, so they are kept until one of them is
// wanted, and then all of them are added in one kernel, or in as few as the
// adapter's number of bindings allows.
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import { type Binding, dispatch } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";
import { treeSum } from "./tree_sum.ts";

/** Sums of chunks, without bias or activation. */
export interface DeferredSum {
  /** `[chunks, size]`; given back after the sum. */
  readonly partial: TensorInfo;
  /** How many. */
  readonly chunks: number;
  /** Values of a chunk, a multiple of 4. */
  readonly size: number;
  /** `[size]`. */
  readonly output: TensorInfo;
}

/** Columns (of four values) and lanes of a workgroup. */
const ACROSS = 8;
const LANES = 32;

/** More would only make the shader long. */
const MOST_SUMS = 24;

const waiting = new WeakMap<OwnBackend, Map<object, DeferredSum>>();

/**
 * Adds the chunks when the sum is wanted.
 *
 * @param backend The backend.
 * @param sum Partial sums, now the backend's, and where their sum goes.
 */
export function deferSum(backend: OwnBackend, sum: DeferredSum): void {
  let sums = waiting.get(backend);
  if (!sums) {
    sums = new Map();
    waiting.set(backend, sums);
    watch(backend, sums);
  }
  backend.inside.uploadToGPU(sum.output.dataId); // its buffer; no values yet
  sums.set(sum.output.dataId, sum);
}

/** Every use of a tensor passes one of these. */
function watch(backend: OwnBackend, sums: Map<object, DeferredSum>): void {
  const { inside } = backend;
  const wanted = (dataId: object) => {
    if (sums.has(dataId)) flush(backend, sums);
  };
  const upload = inside.uploadToGPU.bind(inside);
  inside.uploadToGPU = (dataId) => {
    wanted(dataId);
    upload(dataId);
  };
  const dispose = inside.disposeData.bind(inside);
  inside.disposeData = (dataId, ...rest) => {
    wanted(dataId);
    return dispose(dataId, ...rest);
  };
  const read = backend.read.bind(backend);
  backend.read = (dataId) => {
    wanted(dataId);
    return read(dataId);
  };
}

function flush(backend: OwnBackend, sums: Map<object, DeferredSum>): void {
  const all = [...sums.values()];
  sums.clear();
  const { maxStorageBuffersPerShaderStage: bindings } = backend.device.limits;
  const most = Math.min(MOST_SUMS, Math.floor(bindings / 2));
  for (let from = 0; from < all.length; from += most) {
    addAll(backend, all.slice(from, from + most));
  }
  for (const { partial } of all) backend.inside.disposeData(partial.dataId);
}

function addAll(backend: OwnBackend, sums: readonly DeferredSum[]): void {
  const numbers: Record<string, number> = {};
  sums.forEach(({ chunks, size }, i) => {
    numbers[`chunks${i}`] = chunks;
    numbers[`size${i}`] = size / 4;
  });
  const most = Math.max(...sums.map(({ size }) => size / 4));
  dispatch(backend, {
    key: `deferred sums ${sums.length}`,
    bindings: sums.flatMap(({ partial, output }, i): Binding[] => [
      { name: `x${i}`, tensor: partial, width: 4 },
      { name: `y${i}`, tensor: output, width: 4, access: "write" },
    ]),
    numbers,
    workgroup: [ACROSS * LANES, 1],
    groups: [Math.ceil(most / ACROSS), sums.length, 1],
    declarations: () => `var<workgroup> sums: array<vec4f, ${ACROSS * LANES}>;`,
    body: () =>
      `let lane = local.x / ${ACROSS}u;
let column = wg.x * ${ACROSS}u + local.x % ${ACROSS}u;
var sum = vec4f();
switch wg.y {
${sums.map((_, i) => `case ${i}u: { ${oneSum(`${i}`)} }`).join("\n")}
default: {}
}
sums[local.x] = sum;
${treeSum(["sums"], ACROSS, LANES)}
if (lane != 0u) { return; }
sum = sums[local.x];
switch wg.y {
${
        sums.map((_, i) =>
          `case ${i}u: { if (column < u.size${i}) { y${i}[column] = sum; } }`
        ).join("\n")
      }
default: {}
}`,
  });
}

/** WGSL: a lane's share of the chunks, four loads under way at a time. */
function oneSum(s: string): string {
  const each = [0, 1, 2, 3];
  return `let c = min(column, u.size${s} - 1u);
if (wg.x * ${ACROSS}u >= u.size${s}) { return; }
for (var i = lane; i < u.chunks${s}; i += ${4 * LANES}u) {
${
    each.map((r) =>
      `let v${r} = x${s}[min(i + ${
        r * LANES
      }u, u.chunks${s} - 1u) * u.size${s} + c];`
    ).join("\n")
  }
${
    each.map((r) => `if (i + ${r * LANES}u < u.chunks${s}) { sum += v${r}; }`)
      .join("\n")
  }
}`;
}
