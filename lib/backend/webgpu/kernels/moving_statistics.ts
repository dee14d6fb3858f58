// Moving statistics of all batch norms, which lie in one tensor, after a step:
// one kernel where an adapter allows enough bindings.
import * as tf from "../../../third_party/tfjs.ts";
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import { dispatch, linear } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";

/** Old statistics and the batch's. */
export interface MovingStatistics {
  /** All of them. */
  readonly moving: TensorInfo;
  /** Added to the batch's, in the layout of `moving`. */
  readonly shift?: TensorInfo;
  /** The batch's, one after the other as in `moving`. */
  readonly moments: readonly TensorInfo[];
}

const WORKGROUP = 64;

/** More would only make the shader long. */
const MOST_MOMENTS = 60;

/**
 * `MovingStatistics`: `moving · momentum + (batch + shift) · (1 − momentum)`, in
 * place.
 *
 * @param backend The backend.
 * @param statistics Old ones and the batch's.
 * @param momentum Between 0 and 1.
 */
export function movingStatistics(
  backend: OwnBackend,
  { moving, shift, moments }: MovingStatistics,
  momentum: number,
): void {
  const { maxStorageBuffersPerShaderStage } = backend.device.limits;
  const most = Math.min(maxStorageBuffersPerShaderStage - 2, MOST_MOMENTS);
  const sizes = moments.map(({ shape }) => tf.util.sizeFromShape(shape));
  let offset = 0;
  for (let from = 0; from < moments.length; from += most) {
    const some = moments.slice(from, from + most);
    const offsets: Record<string, number> = {};
    some.forEach((_, i) => {
      offsets[`offset${i}`] = offset;
      offset += sizes[from + i];
    });
    dispatch(backend, {
      key: `moving statistics ${some.length} ${!!shift}`,
      bindings: [
        { name: "moving", tensor: moving, access: "write" },
        ...(shift ? [{ name: "shift", tensor: shift }] : []),
        ...some.map((tensor, i) => ({ name: `moment${i}`, tensor })),
      ],
      numbers: { momentum, rest: 1 - momentum, ...offsets },
      numberType: "f32", // exact for offsets up to 2 to the 24
      workgroup: [WORKGROUP, 1],
      groups: linear(
        backend,
        Math.max(...sizes.slice(from, from + most)),
        WORKGROUP,
        some.length,
      ),
      body: () =>
        `var at = item;
var batch = 0.0;
switch wg.y {
${
          some.map((_, i) =>
            `case ${i}u: {
if (item >= arrayLength(&moment${i})) { return; }
at += u32(u.offset${i});
batch = moment${i}[item];
}`
          ).join("\n")
        }
default: { return; }
}
moving[at] = moving[at] * u.momentum + ${
          shift ? "(batch + shift[at])" : "batch"
        } * u.rest;`,
    });
  }
}
