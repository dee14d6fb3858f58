// What is done to a finished sum before it is stored.
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import type { Binding } from "../dispatch.ts";

/** What is done to a finished sum. */
export type Activation = "linear" | "relu" | "relu6";

/** Bias, activation, addend: none if not given. */
export interface Finish {
  /** `[columns]`, added to each row. */
  readonly bias?: TensorInfo;
  /** Applied to that. */
  readonly activation?: Activation;
  /** Of the result's shape, added at the end; it excludes chunks. */
  readonly addend?: TensorInfo;
}

/**
 * WGSL of the value to store.
 *
 * @param finish Bias and activation.
 * @param sum WGSL of the sum.
 * @param at WGSL for the places of its bias and its addend, in values of
 * `width`.
 * @param width Values in it.
 */
export function finishCode(
  { bias, activation = "linear", addend }: Finish,
  sum: string,
  at: { readonly column: string; readonly place: string },
  width: 1 | 4,
): string {
  const value = bias ? `(${sum} + bias[${at.column}])` : sum;
  const [zero, six] = width === 4 ? ["vec4f()", "vec4f(6.0)"] : ["0.0", "6.0"];
  const active = activation === "relu"
    ? `max(${value}, ${zero})`
    : activation === "relu6"
    ? `clamp(${value}, ${zero}, ${six})`
    : value;
  return addend ? `${active} + addend[${at.place}]` : active;
}

/**
 * The tensors of a finish, and what determines its code.
 *
 * @param finish Bias, activation, addend.
 * @param width Values in an element.
 */
export function finishBindings(
  { bias, activation, addend }: Finish,
  width: 1 | 4,
): { key: string; bindings: Binding[] } {
  return {
    key: `${activation ?? "linear"} ${!!bias} ${!!addend}`,
    bindings: [
      ...(bias ? [{ name: "bias", tensor: bias, width }] : []),
      ...(addend ? [{ name: "addend", tensor: addend, width }] : []),
    ],
  };
}
