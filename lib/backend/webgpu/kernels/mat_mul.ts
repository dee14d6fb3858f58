// Matrix products of two matrices with our kernels. Stock ones differ from run
// to run where the inner dimension is 2,000 or more (atomic additions).
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import { makeOutput } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";
import { multiplyTransposed } from "./filter_product.ts";
import { plainGather } from "./gather.ts";
import type { Finish } from "./finish.ts";
import { multiplyGathered } from "./product.ts";
import { tiledProduct, tileSide } from "./tiled_product.ts";

/** A product of matrices. */
export interface MatMul extends Finish {
  /** Left matrix. */
  readonly a: TensorInfo;
  /** Right matrix. */
  readonly b: TensorInfo;
  /** Whether `a` is stored transposed. */
  readonly transposeA: boolean;
  /** Whether `b` is stored transposed. */
  readonly transposeB: boolean;
  /** Shape of the result, `[…ones, m, n]`. */
  readonly shape: readonly number[];
}

/**
 * `a · b`, either transposed.
 *
 * @param backend The backend.
 * @param product The matrices; leading dimensions are 1.
 * @returns The product.
 */
export function matMul(backend: OwnBackend, product: MatMul): TensorInfo {
  const { a, b, transposeA, transposeB, bias, activation, shape } = product;
  const [m, n] = shape.slice(-2);
  const k = a.shape[a.shape.length - (transposeA ? 2 : 1)];
  const output = makeOutput(backend, shape);
  if (!transposeA) {
    multiplyGathered(backend, {
      gather: plainGather(k),
      source: a,
      weights: b,
      lastAxis: transposeB ? "channels" : "columns",
      rows: m,
      columns: n,
      output,
      bias,
      activation,
    });
  } else if (!transposeB && !bias && (activation ?? "linear") === "linear") {
    multiplyTransposed(backend, {
      gather: plainGather(m),
      source: a,
      dy: b,
      rows: k,
      columns: n,
      output,
    });
  } else {
    tiledProduct(backend, {
      key: "mat mul",
      bindings: [{ name: "a", tensor: a }, { name: "b", tensor: b }],
      output,
      size: [m, n, k],
      left: { along: "outer", wide: false, load: "return a[k * u.m + o];" },
      right: transposeB
        ? { along: "inner", wide: false, load: "return b[o * u.k + k];" }
        : { along: "outer", wide: false, load: "return b[k * u.n + o];" },
      tile: { down: 32, across: tileSide(n), each: 4 },
      bias,
      activation,
    });
  }
  return output;
}
