// The gradient of a ReLU from its output.
import * as tf from "../../../third_party/tfjs.ts";
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import { dispatch, linear, makeOutput } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";

const WORKGROUP = 64;

/**
 * `ReluGrad`: `dy` where `y` is positive, else 0.
 *
 * @param backend The backend.
 * @param inputs Tensors of one shape.
 * @returns The gradient of the ReLU's input.
 */
export function reluGrad(
  backend: OwnBackend,
  { dy, y }: Record<"dy" | "y", TensorInfo>,
): TensorInfo {
  const size = tf.util.sizeFromShape(dy.shape);
  const dx = makeOutput(backend, dy.shape);
  dispatch(backend, {
    key: "relu gradient",
    bindings: [
      { name: "dy", tensor: dy },
      { name: "y", tensor: y },
      { name: "dx", tensor: dx, access: "write" },
    ],
    numbers: { size },
    workgroup: [WORKGROUP, 1],
    groups: linear(backend, size, WORKGROUP),
    body: () =>
      `if (item >= u.size) { return; }
dx[item] = select(0.0, dy[item], y[item] > 0.0);`,
  });
  return dx;
}
