// Weight decay of many variables, in place, by a factor that is another one in
// every step.
import * as tf from "../../../third_party/tfjs.ts";
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import { type Binding, dispatch, linear } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";

const WORKGROUP = 256;

/** More would only make the shader long. */
const MOST_VARIABLES = 60;

/**
 * `ScaleSteps`: multiplies tensors by a number. Tensors that share their storage
 * with one of them (`clone`, `reshape`) change too.
 *
 * @param backend The backend.
 * @param variables Which.
 * @param kept The number.
 */
export function scaleSteps(
  backend: OwnBackend,
  variables: readonly TensorInfo[],
  kept: number,
): void {
  const { maxStorageBuffersPerShaderStage } = backend.device.limits;
  const most = Math.min(maxStorageBuffersPerShaderStage, MOST_VARIABLES);
  for (let from = 0; from < variables.length; from += most) {
    const some = variables.slice(from, from + most);
    const sizes = some.map(({ shape }) => tf.util.sizeFromShape(shape));
    dispatch(backend, {
      key: `scale ${some.length}`,
      bindings: some.map((tensor, i): Binding => ({
        name: `variable${i}`,
        tensor,
        access: "write",
      })),
      numbers: { kept },
      numberType: "f32",
      changing: true,
      workgroup: [WORKGROUP, 1],
      groups: linear(backend, Math.max(...sizes), WORKGROUP, some.length),
      body: () =>
        `switch wg.y {
${
          some.map((_, i) =>
            `case ${i}u: {
if (item >= arrayLength(&variable${i})) { return; }
variable${i}[item] *= u.kept;
}`
          ).join("\n")
        }
default: {}
}`,
    });
  }
}
