// Mean squared error and its gradient, in one workgroup: a batch's predictions
// are few.
import * as tf from "../../../third_party/tfjs.ts";
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import { dispatch, makeOutput } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";

const WORKGROUP = 64;

/**
 * `MeanSquaredErrorGrad`.
 *
 * @param backend The backend.
 * @param inputs `prediction` and `target` of one shape.
 * @returns `[loss, gradient]`: a scalar, and 2 (p − t) / size.
 */
export function meanSquaredErrorGrad(
  backend: OwnBackend,
  { prediction, target }: Record<"prediction" | "target", TensorInfo>,
): TensorInfo[] {
  const size = tf.util.sizeFromShape(prediction.shape);
  const loss = makeOutput(backend, []);
  const gradient = makeOutput(backend, prediction.shape);
  dispatch(backend, {
    key: "mean squared error",
    bindings: [
      { name: "prediction", tensor: prediction },
      { name: "truth", tensor: target },
      { name: "loss", tensor: loss, access: "write" },
      { name: "gradient", tensor: gradient, access: "write" },
    ],
    numbers: { size },
    workgroup: [WORKGROUP, 1],
    groups: [1, 1, 1],
    declarations: () => `var<workgroup> sums: array<f32, ${WORKGROUP}>;`,
    body: () =>
      `let size = f32(u.size);
var sum = 0.0;
for (var i = local.x; i < u.size; i += ${WORKGROUP}u) {
  let d = prediction[i] - truth[i];
  gradient[i] = 2.0 * d / size;
  sum += d * d;
}
sums[local.x] = sum;
workgroupBarrier();
if (item == 0u) {
  var all = 0.0;
  for (var i = 0u; i < ${WORKGROUP}u; i++) { all += sums[i]; }
  loss[0] = all / size;
}`,
  });
  return [loss, gradient];
}
