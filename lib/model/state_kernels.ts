// The kernels of what a network and its optimizer remember: one for many tensors
// where a backend has it, several where it has not.
import * as tf from "../third_party/tfjs.ts";
import { add, type Inputs, isKernel, reshape, run } from "./kernels.ts";

/** Tensors of one size: Adam changes all but the gradient, in place. */
export interface AdamTensors extends Inputs {
  /** What is trained. */
  readonly variable: tf.Tensor;
  /** First moment. */
  readonly m: tf.Tensor;
  /** Second moment. */
  readonly v: tf.Tensor;
  /** Gradient of the loss. */
  readonly gradient: tf.Tensor;
}

/** One step of Adam for all variables. */
export function adamSteps(
  variables: readonly AdamTensors[],
  attributes: Readonly<
    Record<"stepSize" | "beta1" | "beta2" | "epsilon", number>
  >,
): void {
  if (!isKernel("AdamSteps")) {
    for (const tensors of variables) {
      run<tf.Tensor[]>("AdamStep", { ...tensors }, { ...attributes });
    }
    return;
  }
  const inputs: Inputs = {};
  variables.forEach((tensors, i) => {
    for (const [name, tensor] of Object.entries(tensors)) {
      inputs[`${name}${i}`] = tensor;
    }
  });
  run<tf.Tensor[]>("AdamSteps", inputs, { ...attributes });
}

/** All values of tensors in one vector, one tensor after the other. */
export function joinPieces(pieces: readonly tf.Tensor[]): tf.Tensor {
  if (isKernel("JoinPieces")) {
    const inputs: Inputs = {};
    pieces.forEach((piece, i) => inputs[`piece${i}`] = piece);
    return run("JoinPieces", inputs);
  }
  return tf.tidy(() =>
    tf.concat(pieces.map((piece) => reshape(piece, [piece.size])))
  );
}

/**
 * Vectors that follow one another in one, less the same places of another.
 *
 * @param whole A vector.
 * @param less Another of its size, or null.
 * @param sizes Sizes of the pieces.
 */
export function cutPieces(
  whole: tf.Tensor,
  less: tf.Tensor | null,
  sizes: readonly number[],
): tf.Tensor[] {
  if (isKernel("CutPieces")) {
    const inputs: Inputs = { whole, ...(less && { less }) };
    return run<tf.Tensor[]>("CutPieces", inputs, { sizes: [...sizes] });
  }
  return tf.tidy(() => {
    const rest = less === null ? whole : run("Sub", { a: whole, b: less });
    let start = 0;
    return sizes.map((size) => {
      start += size;
      return tf.slice(rest, [start - size], [size]);
    });
  });
}

/**
 * Multiplies tensors by a number that is another one each time.
 *
 * @returns New tensors, or null where the backend changes them in place.
 */
export function scaled(
  tensors: readonly tf.Tensor[],
  kept: number,
): tf.Tensor[] | null {
  if (isKernel("ScaleSteps")) {
    const inputs: Inputs = {};
    tensors.forEach((tensor, i) => inputs[`variable${i}`] = tensor);
    run<tf.Tensor[]>("ScaleSteps", inputs, { kept });
    return null;
  }
  return tf.tidy(() => {
    const factor = tf.scalar(kept);
    return tensors.map((a) => run("Multiply", { a, b: factor }));
  });
}

/**
 * New moving statistics: `moving · momentum + (moments + shift) · (1 −
 * momentum)`, where the moments lie one after the other as in `moving`.
 *
 * @returns A new tensor, or null where the backend changes them in place.
 */
export function movingStatistics(
  { moving, shift, moments }: {
    readonly moving: tf.Tensor;
    readonly shift: tf.Tensor | null;
    readonly moments: readonly tf.Tensor[];
  },
  momentum: number,
): tf.Tensor | null {
  if (isKernel("MovingStatistics")) {
    const inputs: Inputs = { moving, ...(shift && { shift }) };
    moments.forEach((moment, i) => inputs[`moment${i}`] = moment);
    run<tf.Tensor[]>("MovingStatistics", inputs, { momentum });
    return null;
  }
  return tf.tidy(() => {
    const all = tf.concat([...moments]);
    const batch = shift === null ? all : add(all, shift);
    return add(
      run("Multiply", { a: moving, b: tf.scalar(momentum) }),
      run("Multiply", { a: batch, b: tf.scalar(1 - momentum) }),
    );
  });
}
