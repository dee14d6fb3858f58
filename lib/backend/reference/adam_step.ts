// Adam's step as Keras 3 has it, in place, rounded to float32 where Keras is.
import type {
  KernelAttributes,
  KernelInputs,
  Values,
} from "./reference_kernel.ts";

/**
 * Changes `variable`, `m` and `v` in place; source:
 * `keras.optimizers.Adam.update_step` of Keras 3.
 */
export function adamStep(
  inputs: KernelInputs,
  attributes: KernelAttributes,
): Values[] {
  const f = Math.fround;
  const [variable, m, v, gradient] = [
    inputs.variable.values,
    inputs.m.values,
    inputs.v.values,
    inputs.gradient.values,
  ];
  const { stepSize, epsilon } = attributes;
  const first = f(1 - attributes.beta1);
  const second = f(1 - attributes.beta2);
  for (let i = 0; i < variable.length; i++) {
    const g = gradient[i];
    m[i] += f(f(g - m[i]) * first);
    v[i] += f(f(f(g * g) - v[i]) * second);
    variable[i] -= f(f(m[i] * stepSize) / f(f(Math.sqrt(v[i])) + f(epsilon)));
  }
  return [];
}
