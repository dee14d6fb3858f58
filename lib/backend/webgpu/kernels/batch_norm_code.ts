// What the kernels of batch norm say alike.
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import { type Binding, fitsUniform } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";

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
 *
 * @param s Ends the names of the channel's variables.
 * @param shifted Whether the shift is wanted.
 */
export function factors(s: string, shifted = true): string {
  return `let inverse${s} = 1.0 / sqrt(variance${s} + EPSILON);
let factor${s} = gamma[c${s}] * inverse${s};
${shifted ? `let offset${s} = beta[c${s}];` : ""}`;
}

/**
 * One value per channel; as a uniform where that is possible on a software
 * adapter. A GPU's neighbours read different channels, for which its cache of
 * uniforms is not made.
 *
 * @param backend The backend.
 * @param name Its name in the kernel's code.
 * @param tensor `[channels]`.
 * @param uniform Whether it is wanted as a uniform.
 */
export function perChannel(
  backend: OwnBackend,
  name: string,
  tensor: TensorInfo,
  uniform = backend.tuning === "software",
): Binding {
  return uniform && fitsUniform(backend, tensor)
    ? { name, tensor, width: 4, access: "uniform" }
    : { name, tensor, width: tensor.shape[0] % 4 === 0 ? 4 : 1 };
}

/** WGSL for what comes out of batch norm, ahead of an activation. */
export function affineOf(value: string, s: string): string {
  return `${value} * factor${s} + offset${s}`;
}

/** WGSL for the activation, if there is one. */
export function relu6(
  value: string,
  { relu6 }: BatchNormAttributes,
  type: string,
) {
  return relu6 ? `clamp(${value}, ${type}(), ${type}(6.0))` : value;
}
