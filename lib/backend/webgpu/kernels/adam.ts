// One step of Adam for many variables, in place, in as few kernels as the
// adapter's number of bindings allows; Keras's arithmetic: the bias correction
// is in the step size, epsilon is added to the root of v.
import * as tf from "../../../third_party/tfjs.ts";
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import { type Binding, dispatch } from "../dispatch.ts";
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

/** Tensors of one size; all but the gradient change. */
export type AdamTensors = Readonly<
  Record<"variable" | "m" | "v" | "gradient", TensorInfo>
>;

const NAMES = ["variable", "m", "v", "gradient"] as const;

/** More would only make the shader long. */
const MOST_VARIABLES = 32;

/** Workgroups for one of several variables: most of them are small. */
const GROUPS = { software: 4, hardware: 32 };

/**
 * `AdamStep` and `AdamSteps`: updates `variable`, `m` and `v`. Tensors that
 * share their storage with one of them (`clone`, `reshape`) change too.
 *
 * @param backend The backend.
 * @param variables Each with its moments and its gradient.
 * @param attributes Step size and constants.
 */
export function adamSteps(
  backend: OwnBackend,
  variables: readonly AdamTensors[],
  attributes: AdamAttributes,
): void {
  const { maxStorageBuffersPerShaderStage } = backend.device.limits;
  const bindings = Math.floor(maxStorageBuffersPerShaderStage / NAMES.length);
  const most = Math.min(bindings, MOST_VARIABLES);
  for (let from = 0; from < variables.length; from += most) {
    someSteps(backend, variables.slice(from, from + most), attributes);
  }
}

function someSteps(
  backend: OwnBackend,
  variables: readonly AdamTensors[],
  { stepSize, beta1, beta2, epsilon }: AdamAttributes,
): void {
  const sizes = variables.map(({ variable }) =>
    tf.util.sizeFromShape(variable.shape)
  );
  const most = Math.max(...sizes);
  const width = variables.length === 1 && most % 4 === 0 ? 4 : 1;
  const workgroup = backend.tuning === "software" ? 16 : 256;
  const groups = Math.ceil(most / width / workgroup);
  dispatch(backend, {
    key: `adam ${variables.length}`,
    bindings: variables.flatMap((tensors, i) =>
      NAMES.map((name): Binding => ({
        name: `${name}${i}`,
        tensor: tensors[name],
        width,
        access: name === "gradient" ? "read" : "write",
      }))
    ),
    numbers: {
      stepSize,
      keep1: 1 - beta1,
      keep2: 1 - beta2,
      epsilon,
    },
    numberType: "f32",
    changing: true,
    workgroup: [workgroup, 1],
    groups: [
      variables.length === 1 ? Math.min(groups, 65535) : GROUPS[backend.tuning],
      variables.length,
      1,
    ],
    // A buffer is as long as its tensor: sizes need no constants in the code.
    body: () =>
      `switch wg.y {
${
        variables.map((_, i) =>
          `case ${i}u: {
for (var i = item; i < arrayLength(&variable${i}); i += num.x * ${workgroup}u) {
let g = gradient${i}[i];
let first = m${i}[i] + (g - m${i}[i]) * u.keep1;
let second = v${i}[i] + (g * g - v${i}[i]) * u.keep2;
m${i}[i] = first;
v${i}[i] = second;
variable${i}[i] -= first * u.stepSize / (sqrt(second) + u.epsilon);
}
}`
        ).join("\n")
      }
default: {}
}`,
  });
}
