// Kernels over rows for graphics processors. A workgroup takes some columns and
// a run of rows: neighbouring invocations read neighbouring columns, then
// neighbouring rows, so that every load is a whole line of memory, and each
// invocation has several loads under way before it waits for the first. Sums
// meet in workgroup memory as a tree. Sizes depend on the tensor's shape only:
// two graphics processors add in the same order.
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import { type Binding, dispatch } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";
import { largestDivisor } from "./divisor.ts";
import { treeSum } from "./tree_sum.ts";

/** How a workgroup's invocations lie over columns and rows. */
export interface Block {
  /** Elements of a row that a workgroup does. */
  readonly across: number;
  /** Rows that it does at once. */
  readonly lanes: number;
  /** Workgroups side by side. */
  readonly groups: number;
  /** Rows of a chunk of sums. */
  readonly chunkRows: number;
  /** Rows of a run of changes. */
  readonly runRows: number;
}

/** Invocations of a workgroup, at most; every adapter has as many. */
const THREADS = 256;

/** Rows that an invocation loads before it adds them. */
const SUM_ROWS = 8;

/** Rows that an invocation loads before it changes them. */
const MAP_ROWS = 4;

/** Workgroups of a sum: a large GPU's share of partial sums, not more. */
const SUM_GROUPS = 264;

/** Workgroups of a change: each adds up the partial sums of its columns. */
const MAP_GROUPS = 528;

/**
 * Shares out a matrix.
 *
 * @param rows Its rows.
 * @param columns Elements in a row.
 * @param width Values in an element.
 */
export function blockOf(rows: number, columns: number, width: 1 | 4): Block {
  const most = width === 4 ? 8 : 32;
  const even = largestDivisor(columns, most);
  const across = columns <= most || even * 2 < most
    ? Math.min(columns, most)
    : even;
  const lanes = Math.floor(THREADS / across);
  const groups = Math.ceil(columns / across);
  const length = (step: number, most: number) => {
    const parts = Math.max(1, Math.floor(most / groups));
    return step * Math.max(1, Math.ceil(rows / step / parts));
  };
  return {
    across,
    lanes,
    groups,
    chunkRows: length(lanes * SUM_ROWS, SUM_GROUPS),
    runRows: length(lanes * MAP_ROWS, MAP_GROUPS),
  };
}

/** What a kernel over blocks does. */
export interface BlockLoop {
  /** Determines the code. */
  readonly key: string;
  /** All tensors; `partial` is read where `fold` is given. */
  readonly bindings: readonly Binding[];
  /** How rows and columns are shared out. */
  readonly block: Block;
  /** WGSL type of an element. */
  readonly type: string;
  /** Rows of the matrix, elements in a row, chunks of partial sums. */
  readonly numbers: Readonly<Record<"rows" | "columns" | "chunks", number>>;
  /** Declarations ahead of the main function. */
  readonly declarations: string;
  /** Tensors that are read for each element, as `name_r`. */
  readonly reads: readonly string[];
  /** Ahead of the rows, for channel `c`. */
  readonly prepare: string;
  /** For each element `at_r`. */
  readonly row: (r: string) => string;
}

/**
 * Sums `first` and `second` over the rows of each chunk.
 *
 * @param backend The backend.
 * @param loop `row` adds to both.
 * @param partial `[chunks, 2, channels]`.
 */
export function sumBlocks(
  backend: OwnBackend,
  loop: BlockLoop,
  partial: TensorInfo,
): void {
  const { block: { across, lanes, groups, chunkRows }, type } = loop;
  const width = type === "f32" ? 1 : 4;
  dispatch(backend, {
    key: `${loop.key} ${across} rows`,
    bindings: [
      ...loop.bindings,
      { name: "y", tensor: partial, width, access: "write" },
    ],
    numbers: { ...loop.numbers, length: chunkRows },
    workgroup: [across * lanes, 1],
    groups: [loop.numbers.chunks, groups, 1],
    declarations: () => `${loop.declarations}\n${sharedSums(loop)}`,
    body: () =>
      `${place(loop)}
${loop.prepare}
var first = ${type}();
var second = ${type}();
${overRows(loop, SUM_ROWS)}
${shareSums(loop)}
if (lane == 0u && inside) {
  y[(wg.x * 2u) * u.columns + c] = firsts[local.x];
  y[(wg.x * 2u + 1u) * u.columns + c] = seconds[local.x];
}`,
  });
}

/**
 * Changes every element.
 *
 * @param backend The backend.
 * @param loop `prepare` may write what is one per channel if `chief`; with
 * `fold` it knows the sums of all chunks as `first` and `second`.
 * @param fold Whether there are partial sums.
 */
export function mapBlocks(
  backend: OwnBackend,
  loop: BlockLoop,
  fold: boolean,
): void {
  const { block: { across, lanes, groups, runRows }, type, numbers } = loop;
  dispatch(backend, {
    key: `${loop.key} ${across} rows`,
    bindings: loop.bindings,
    numbers: { ...numbers, length: runRows },
    workgroup: [across * lanes, 1],
    groups: [Math.ceil(numbers.rows / runRows), groups, 1],
    declarations: () => `${loop.declarations}\n${fold ? sharedSums(loop) : ""}`,
    body: () =>
      `${place(loop)}
${
        fold
          ? `var first = ${type}();
var second = ${type}();
for (var i = lane; i < u.chunks; i += ${4 * lanes}u) {
${
            [0, 1, 2, 3].map((j) =>
              `let i${j} = min(i + ${j * lanes}u, u.chunks - 1u);
let a${j} = partial[(i${j} * 2u) * u.columns + c];
let b${j} = partial[(i${j} * 2u + 1u) * u.columns + c];`
            ).join("\n")
          }
${
            [0, 1, 2, 3].map((j) =>
              `if (i + ${
                j * lanes
              }u < u.chunks) { first += a${j}; second += b${j}; }`
            ).join("\n")
          }
}
${shareSums(loop)}
first = firsts[local.x % ${across}u];
second = seconds[local.x % ${across}u];`
          : ""
      }
${loop.prepare}
if (inside) {
${overRows(loop, MAP_ROWS)}
}`,
  });
}

/**
 * WGSL for where an invocation stands: `lane`, `c`, `inside`, `chief`.
 *
 * @param loop The kernel.
 */
export function place({ block: { across } }: BlockLoop): string {
  return `let lane = local.x / ${across}u;
let column = wg.y * ${across}u + local.x % ${across}u;
let inside = column < u.columns;
let chief = wg.x == 0u && lane == 0u && inside;
let c = min(column, u.columns - 1u);`;
}

/**
 * WGSL for the rows of the workgroup's part: some at once, then what is left.
 *
 * @param loop The kernel.
 * @param count How many at once.
 */
export function overRows(
  { block: { lanes }, reads, row }: BlockLoop,
  count: number,
) {
  const load = (r: string) =>
    reads.map((name) => `let ${name}_${r} = ${name}[at_${r}];`).join(" ");
  const each = Array.from({ length: count }, (_, r) => `${r}`);
  return `let end = min((wg.x + 1u) * u.length, u.rows);
var row = wg.x * u.length + lane;
for (; row + ${(count - 1) * lanes}u < end; row += ${count * lanes}u) {
let at_0 = row * u.columns + c;
${
    each.slice(1).map((r) => `let at_${r} = at_0 + ${+r * lanes}u * u.columns;`)
      .join("\n")
  }
${each.map(load).join("\n")}
${each.map((r) => `{ ${row(r)} }`).join("\n")}
}
for (; row < end; row += ${lanes}u) {
let at_0 = row * u.columns + c;
${load("0")}
${row("0")}
}`;
}

/**
 * WGSL that declares `firsts` and `seconds` in workgroup memory.
 *
 * @param loop The kernel.
 */
export function sharedSums(
  { block: { across, lanes }, type }: BlockLoop,
): string {
  return ["firsts", "seconds"].map((name) =>
    `var<workgroup> ${name}: array<${type}, ${across * lanes}>;`
  ).join("\n");
}

/**
 * WGSL that adds the lanes' `first` and `second` there, for the first lane.
 *
 * @param loop The kernel.
 */
export function shareSums({ block: { across, lanes } }: BlockLoop): string {
  return `firsts[local.x] = first;
seconds[local.x] = second;
${treeSum(["firsts", "seconds"], across, lanes)}`;
}
