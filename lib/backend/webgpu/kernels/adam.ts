// One step of Adam for one variable, in place, in one kernel; Keras's
// arithmetic: the bias correction is in the step size, epsilon is added to the
// root of v.
import * as tf from "../../../third_party/tfjs.ts";
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import { dispatch, linear } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";

/** What changes and what stays in a training run. */
export interface AdamAttributes {
  /** lr · sqrt(1 − beta2^t) / (1 − beta1^t). */
  readonly stepSize: number;
  /** Decay of the first moment. */
  readonly beta1: number;
  /** Decay of the second moment. */
  readonly beta2: number;
  /** Added to the root of the second moment. */
  readonly epsilon: number;
}

/**
 * `AdamStep`: updates `variable`, `m` and `v`. Tensors that share their storage
 * with one of them (`clone`, `reshape`) change too.
 *
 * @param backend The backend.
 * @param inputs Tensors of one size.
 * @param attributes Step size and constants.
 */
export function adamStep(
  backend: OwnBackend,
  { variable, m, v, gradient }: Record<
    "variable" | "m" | "v" | "gradient",
    TensorInfo
  >,
  { stepSize, beta1, beta2, epsilon }: AdamAttributes,
): void {
  const size = tf.util.sizeFromShape(variable.shape);
  const width = size % 4 === 0 ? 4 : 1;
  const workgroup = backend.tuning === "software" ? 16 : 64;
  dispatch(backend, {
    key: `adam ${size}`,
    bindings: [
      { name: "variable", tensor: variable, width, access: "write" },
      { name: "m", tensor: m, width, access: "write" },
      { name: "v", tensor: v, width, access: "write" },
      { name: "gradient", tensor: gradient, width },
    ],
    numbers: {
      stepSize,
      keep1: 1 - beta1,
      keep2: 1 - beta2,
      epsilon,
    },
    numberType: "f32",
    changing: true,
    workgroup: [workgroup, 1],
    groups: linear(backend, size / width, workgroup),
    body: () =>
      `if (item >= ${size / width}u) { return; }
let g = gradient[item];
let first = m[item] + (g - m[item]) * u.keep1;
let second = v[item] + (g * g - v[item]) * u.keep2;
m[item] = first;
v[item] = second;
variable[item] -= first * u.stepSize / (sqrt(second) + u.epsilon);`,
  });
}
