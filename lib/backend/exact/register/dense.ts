// Dense layers: products of matrices, either of them transposed.
import type * as tf from "../../../third_party/tfjs.ts";
import type { FastKernel, KernelCall } from "./override.ts";
import {
  type Activation,
  activationOf,
  multiply,
  multiplyColumns,
} from "./product.ts";

function product(
  { inputs, attrs, backend }: KernelCall,
  bias: tf.TensorInfo | undefined,
  activation: Activation,
): tf.TensorInfo | null {
  const { a, b } = inputs;
  const rank = a.shape.length;
  const batches = (t: tf.TensorInfo) =>
    t.shape.slice(0, -2).reduce((size, n) => size * n, 1);
  // Batched products are rare here: JavaScript does them.
  if (rank !== b.shape.length || batches(a) !== 1 || batches(b) !== 1) {
    return null;
  }
  const [rowsA, columnsA] = a.shape.slice(-2);
  const [rowsB, columnsB] = b.shape.slice(-2);
  const [m, k] = attrs.transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
  const n = attrs.transposeB ? rowsB : columnsB;
  if (bias && (bias.shape.length !== 1 || bias.shape[0] !== n)) return null;
  if (k === 0 || (attrs.transposeA && attrs.transposeB)) return null;
  if (attrs.transposeA && (bias || activation)) return null;
  const c = backend.output([...a.shape.slice(0, -2), m, n]);
  if (attrs.transposeA) {
    multiplyColumns(backend, {
      a: backend.address(a),
      b: backend.address(b),
      c: backend.address(c),
      m: k,
      n,
      k: m,
    });
    return c;
  }
  const [rowStep, columnStep] = attrs.transposeB ? [1, k] : [n, 1];
  multiply(backend, {
    a: backend.address(a),
    b: { address: backend.address(b), rowStep, columnStep },
    c: backend.address(c),
    bias: bias ? backend.address(bias) : 0,
    activation,
    m,
    n,
    k,
  });
  return c;
}

/** BatchMatMul of one matrix each. */
export const batchMatMul: FastKernel = (call) => product(call, undefined, 0);

/** _FusedMatMul: bias and activation too. */
export const fusedMatMul: FastKernel = (call) => {
  const { inputs: { bias, preluActivationWeights }, attrs } = call;
  const activation = activationOf(attrs.activation as string);
  if (activation === undefined || preluActivationWeights) return null;
  return product(call, bias, activation);
};
