// Many tensors into one, and one into many, in as few kernels as the adapter's
// number of bindings allows.
import * as tf from "../../../third_party/tfjs.ts";
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import { type Binding, dispatch, makeOutput } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";

const WORKGROUP = 256;

/** Values that an invocation copies, one workgroup's width apart. */
const EACH = 8;

/** More would only make the shader long. */
const MOST_PIECES = 60;

/**
 * `JoinPieces`: all values of tensors, one tensor after the other.
 *
 * @param backend The backend.
 * @param pieces The tensors.
 * @returns A vector.
 */
export function joinPieces(
  backend: OwnBackend,
  pieces: readonly TensorInfo[],
): TensorInfo {
  const sizes = pieces.map(({ shape }) => tf.util.sizeFromShape(shape));
  const output = makeOutput(backend, [sizes.reduce((a, b) => a + b, 0)]);
  inGroups(
    backend,
    1,
    sizes,
    ({ from, to, offsets, groups }) =>
      dispatch(backend, {
        key: `join ${to - from}`,
        bindings: [
          ...pieces.slice(from, to).map((tensor, i): Binding => ({
            name: `piece${i}`,
            tensor,
          })),
          { name: "whole", tensor: output, access: "write" },
        ],
        numbers: offsets,
        workgroup: [WORKGROUP, 1],
        groups,
        body: () =>
          loop(to - from, (i) => `whole[u.offset${i} + at] = piece${i}[at];`),
      }),
  );
  return output;
}

/**
 * `CutPieces`: vectors out of one, less those of another.
 *
 * @param backend The backend.
 * @param whole A vector.
 * @param less Another of its size, if anything is to be taken off.
 * @param sizes Sizes of the pieces, which follow one another.
 */
export function cutPieces(
  backend: OwnBackend,
  { whole, less }: { whole: TensorInfo; less?: TensorInfo },
  sizes: readonly number[],
): TensorInfo[] {
  const outputs = sizes.map((size) => makeOutput(backend, [size]));
  inGroups(
    backend,
    less ? 2 : 1,
    sizes,
    ({ from, to, offsets, groups }) =>
      dispatch(backend, {
        key: `cut ${to - from} ${!!less}`,
        bindings: [
          { name: "whole", tensor: whole },
          ...(less ? [{ name: "less", tensor: less }] : []),
          ...outputs.slice(from, to).map((tensor, i): Binding => ({
            name: `piece${i}`,
            tensor,
            access: "write",
          })),
        ],
        numbers: offsets,
        workgroup: [WORKGROUP, 1],
        groups,
        body: () =>
          loop(
            to - from,
            (i) =>
              `piece${i}[at] = whole[u.offset${i} + at]${
                less ? ` - less[u.offset${i} + at]` : ""
              };`,
          ),
      }),
  );
  return outputs;
}

interface Group {
  /** First piece of a kernel, and the one after its last. */
  readonly from: number;
  readonly to: number;
  /** Where each of them begins in the whole. */
  readonly offsets: Readonly<Record<string, number>>;
  readonly groups: readonly [number, number, number];
}

function inGroups(
  { device }: OwnBackend,
  others: number,
  sizes: readonly number[],
  run: (group: Group) => void,
): void {
  const { maxStorageBuffersPerShaderStage } = device.limits;
  const most = Math.min(maxStorageBuffersPerShaderStage - others, MOST_PIECES);
  let offset = 0;
  for (let from = 0; from < sizes.length; from += most) {
    const to = Math.min(from + most, sizes.length);
    const offsets: Record<string, number> = {};
    let largest = 1;
    for (let i = from; i < to; i++) {
      offsets[`offset${i - from}`] = offset;
      offset += sizes[i];
      largest = Math.max(largest, sizes[i]);
    }
    const x = Math.ceil(largest / (WORKGROUP * EACH));
    run({ from, to, offsets, groups: [x, to - from, 1] });
  }
}

/** A buffer is as long as its tensor: sizes need no constants in the code. */
function loop(count: number, copy: (i: number) => string): string {
  const cases = Array.from(
    { length: count },
    (_, i) =>
      `case ${i}u: {
for (var at = item; at < arrayLength(&piece${i}); at += num.x * ${WORKGROUP}u) {
${copy(i)}
}
}`,
  );
  return `switch wg.y {
${cases.join("\n")}
default: {}
}`;
}
