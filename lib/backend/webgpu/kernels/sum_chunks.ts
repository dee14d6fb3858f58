// The second half of every long sum: adds the chunks' partial sums, always in
// the same order. That is why no kernel here needs atomic additions and why
// two runs give the same bytes.
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import { dispatch, linear } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";

/** Partial sums. */
export interface Chunks {
  /** `[chunks, size]`. */
  readonly partial: TensorInfo;
  /** How many. */
  readonly chunks: number;
  /** Values of a chunk. */
  readonly size: number;
  /** `[size]`. */
  readonly output: TensorInfo;
}

/**
 * Adds the chunks.
 *
 * @param backend The backend.
 * @param sums Partial sums and where their sum goes.
 */
export function sumChunks(
  backend: OwnBackend,
  { partial, chunks, size, output }: Chunks,
): void {
  const width = size % 4 === 0 ? 4 : 1;
  const workgroup = backend.tuning === "software" ? 16 : 64;
  dispatch(backend, {
    key: "sum chunks",
    bindings: [
      { name: "x", tensor: partial, width },
      { name: "y", tensor: output, width, access: "write" },
    ],
    numbers: { chunks, size: size / width },
    workgroup: [workgroup, 1],
    groups: linear(backend, size / width, workgroup),
    body: () =>
      `if (item >= u.size) { return; }
var sum = x[item];
for (var i = 1u; i < u.chunks; i++) {
  sum += x[i * u.size + item];
}
y[item] = sum;`,
  });
}
