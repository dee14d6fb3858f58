// What is done to a finished sum before it is stored.
import type { TensorInfo } from "../../../third_party/tfjs.ts";

/** What is done to a finished sum. */
export type Activation = "linear" | "relu" | "relu6";

/** Bias and activation, none if not given. */
export interface Finish {
  /** `[columns]`, added to each row. */
  readonly bias?: TensorInfo;
  /** Applied at the end. */
  readonly activation?: Activation;
}

/**
 * WGSL of the value to store.
 *
 * @param finish Bias and activation.
 * @param sum WGSL of the sum.
 * @param bias WGSL of its bias.
 * @param width Values in it.
 */
export function finishCode(
  { bias: biased, activation = "linear" }: Finish,
  sum: string,
  bias: string,
  width: 1 | 4,
): string {
  const value = biased ? `(${sum} + ${bias})` : sum;
  const [zero, six] = width === 4 ? ["vec4f()", "vec4f(6.0)"] : ["0.0", "6.0"];
  if (activation === "relu") return `max(${value}, ${zero})`;
  if (activation === "relu6") return `clamp(${value}, ${zero}, ${six})`;
  return value;
}
