// Sums over all axes but the last: gradients of biases, and tfjs's Sum where
// it would transpose the tensor first.
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import { dispatch, linear, makeOutput } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";
import { sumChunks } from "./sum_chunks.ts";

/** So many are as good as chunks on a graphics processor. */
const FEW_ROWS = 2048;

/**
 * Sums the columns of a matrix.
 *
 * @param backend The backend.
 * @param x `[rows, columns]`, in whatever shape.
 * @param size Rows and columns.
 * @param output `[columns]`, in whatever shape.
 */
export function columnSums(
  backend: OwnBackend,
  x: TensorInfo,
  { rows, columns, output }: {
    rows: number;
    columns: number;
    output: TensorInfo;
  },
): void {
  const width = columns % 4 === 0 ? 4 : 1;
  const software = backend.tuning === "software";
  if (!software && rows <= FEW_ROWS) {
    const size = columns;
    return sumChunks(backend, { partial: x, chunks: rows, size, output });
  }
  const workgroup = software ? 16 : 64;
  const chunks = rows <= 256
    ? 1
    : Math.min(software ? 32 : 256, Math.ceil(rows / 64));
  const target = chunks === 1 ? output : makeOutput(backend, [chunks, columns]);
  const across = columns / width;
  dispatch(backend, {
    key: "column sums",
    bindings: [
      { name: "x", tensor: x, width },
      { name: "y", tensor: target, width, access: "write" },
    ],
    numbers: {
      rows,
      chunks,
      columns: across,
      length: Math.ceil(rows / chunks),
    },
    workgroup: [workgroup, 1],
    groups: linear(backend, chunks * across, workgroup),
    body: () =>
      `let chunk = item / u.columns;
if (chunk >= u.chunks) { return; }
let c = item % u.columns;
var sum = ${width === 4 ? "vec4f()" : "0.0"};
let end = min((chunk + 1u) * u.length, u.rows);
for (var row = chunk * u.length; row < end; row++) {
  sum += x[row * u.columns + c];
}
y[item] = sum;`,
  });
  if (target === output) return;
  sumChunks(backend, { partial: target, chunks, size: columns, output });
  backend.inside.disposeData(target.dataId);
}
