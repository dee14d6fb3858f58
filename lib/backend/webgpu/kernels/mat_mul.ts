// Matrix products of two matrices with our kernels. Stock ones differ from run
// to run where the inner dimension is 2,000 or more (atomic additions).
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import { makeOutput } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";
import { multiplyTransposed } from "./filter_product.ts";
import { plainGather } from "./gather.ts";
import { type Activation, multiplyGathered } from "./product.ts";
import { tiledProduct } from "./tiled_product.ts";

/** A product of matrices. */
export interface MatMul {
  /** Left matrix. */
  readonly a: TensorInfo;
  /** Right matrix. */
  readonly b: TensorInfo;
  /** Whether `a` is stored transposed. */
  readonly transposeA: boolean;
  /** Whether `b` is stored transposed. */
  readonly transposeB: boolean;
  /** `[n]`, or a single value. */
  readonly bias?: TensorInfo;
  /** Applied at the end. */
  readonly activation?: Activation;
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
      key: `mat mul ${transposeB} ${activation} ${!!bias}`,
      bindings: [
        { name: "a", tensor: a },
        { name: "b", tensor: b },
        ...(bias ? [{ name: "bias", tensor: bias }] : []),
      ],
      output,
      rows: { count: m, code: "u.m" },
      columns: { count: n, code: "u.n" },
      inner: { count: k, code: "u.k" },
      chunks: 1,
      numbers: { m, n, k },
      left: "return a[k * u.m + m];",
      right: transposeB ? "return b[n * u.k + k];" : "return b[k * u.n + n];",
      finish: finish(!!bias, activation ?? "linear"),
    });
  }
  return output;
}

function finish(bias: boolean, activation: Activation): string {
  const value = bias ? "(v + bias[n])" : "v";
  if (activation === "relu") return `return max(${value}, 0.0);`;
  if (activation === "relu6") return `return clamp(${value}, 0.0, 6.0);`;
  return `return ${value};`;
}
