// The matrix product for graphics processors: a workgroup loads tiles of both
// matrices into shared memory, each invocation makes 4 × 4 values. The inner
// dimension may be cut into chunks whose sums are added afterwards, in a fixed
// order; so there are enough workgroups without atomic additions.
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import { type Binding, dispatch, makeOutput } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";
import { sumChunks } from "./sum_chunks.ts";

/** A size: its value, and how the shader says it. */
export interface Size {
  /** Its value. */
  readonly count: number;
  /** WGSL for it. */
  readonly code: string;
}

/** `output[m, n] = Σ left(m, k) · right(k, n)`. */
export interface TiledProduct {
  /** Determines the code. */
  readonly key: string;
  /** Tensors that `left`, `right` and `finish` read. */
  readonly bindings: readonly Binding[];
  /** Result. */
  readonly output: TensorInfo;
  /** m. */
  readonly rows: Size;
  /** n. */
  readonly columns: Size;
  /** k. */
  readonly inner: Size;
  /** Parts that the inner dimension is cut into. */
  readonly chunks: number;
  /** Numbers that the code reads. */
  readonly numbers?: Readonly<Record<string, number>>;
  /** WGSL that returns `left(m, k)`. */
  readonly left: string;
  /** WGSL that returns `right(k, n)`. */
  readonly right: string;
  /** WGSL that returns what is stored for the sum `v` of column `n`. */
  readonly finish?: string;
}

const ROWS = 64;
const COLUMNS = 32;
const INNER = 16;
const THREADS = (ROWS / 4) * (COLUMNS / 4);

/**
 * Runs the product.
 *
 * @param backend The backend.
 * @param product What to multiply; with several chunks `finish` is not used.
 */
export function tiledProduct(
  backend: OwnBackend,
  product: TiledProduct,
): void {
  const { output, rows, columns, inner, chunks } = product;
  const size = rows.count * columns.count;
  const target = chunks === 1 ? output : makeOutput(backend, [chunks, size]);
  const length = Math.ceil(inner.count / chunks);
  dispatch(backend, {
    key: `tiled ${product.key} ${chunks > 1}`,
    bindings: [
      ...product.bindings,
      { name: "y", tensor: target, access: "write" },
    ],
    numbers: { ...product.numbers, length },
    workgroup: [COLUMNS / 4, ROWS / 4],
    groups: [
      Math.ceil(rows.count / ROWS),
      Math.ceil(columns.count / COLUMNS),
      chunks,
    ],
    declarations: () =>
      `var<workgroup> tileA: array<f32, ${ROWS * INNER}>;
var<workgroup> tileB: array<f32, ${INNER * COLUMNS}>;
fn left(m: u32, k: u32) -> f32 {
${product.left}
}
fn right(k: u32, n: u32) -> f32 {
${product.right}
}
fn finish(v: f32, n: u32) -> f32 {
${chunks === 1 && product.finish ? product.finish : "return v;"}
}`,
    body: () =>
      `let thread = local.y * ${COLUMNS / 4}u + local.x;
let rows = ${rows.code};
let columns = ${columns.code};
let begin = wg.z * u.length;
let end = min(begin + u.length, ${inner.code});
var sums: array<vec4f, 4>;
for (var k0 = begin; k0 < end; k0 += ${INNER}u) {
  for (var i = thread; i < ${ROWS * INNER}u; i += ${THREADS}u) {
    let m = wg.x * ${ROWS}u + i / ${INNER}u;
    let k = k0 + i % ${INNER}u;
    var v = 0.0;
    if (m < rows && k < end) { v = left(m, k); }
    tileA[i] = v;
  }
  for (var i = thread; i < ${INNER * COLUMNS}u; i += ${THREADS}u) {
    let k = k0 + i / ${COLUMNS}u;
    let n = wg.y * ${COLUMNS}u + i % ${COLUMNS}u;
    var v = 0.0;
    if (n < columns && k < end) { v = right(k, n); }
    tileB[i] = v;
  }
  workgroupBarrier();
  for (var k = 0u; k < ${INNER}u; k++) {
    let at = k * ${COLUMNS}u + local.x * 4u;
    let b = vec4f(tileB[at], tileB[at + 1u], tileB[at + 2u], tileB[at + 3u]);
    for (var i = 0u; i < 4u; i++) {
      sums[i] += tileA[(local.y * 4u + i) * ${INNER}u + k] * b;
    }
  }
  workgroupBarrier();
}
for (var i = 0u; i < 4u; i++) {
  let m = wg.x * ${ROWS}u + local.y * 4u + i;
  for (var j = 0u; j < 4u; j++) {
    let n = wg.y * ${COLUMNS}u + local.x * 4u + j;
    if (m < rows && n < columns) {
      y[(wg.z * rows + m) * columns + n] = finish(sums[i][j], n);
    }
  }
}`,
  });
  if (target === output) return;
  sumChunks(backend, { partial: target, chunks, size, output });
  backend.inside.disposeData(target.dataId);
}
