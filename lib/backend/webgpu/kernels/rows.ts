// Kernels over the rows of a matrix with a value per column: sums of columns in
// chunks of rows, and changes of every element. Batch norm is made of these.
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import { type Binding, dispatch, linear, makeOutput } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";
import { largestDivisor } from "./divisor.ts";
import { type Block, blockOf, mapBlocks, sumBlocks } from "./row_blocks.ts";
import { aloneBlock, sumAndMapAlone } from "./row_columns.ts";

/** How rows and columns are shared out. */
export interface Layout {
  /** All values but the last axis'. */
  readonly rows: number;
  /** The last axis. */
  readonly channels: number;
  /** Channels in an element. */
  readonly width: 1 | 4;
  /** Elements in a row. */
  readonly columns: number;
  /** Elements of a row that an invocation does. */
  readonly tile: number;
  /** Parts that the rows are summed in. */
  readonly chunks: number;
  /** Parts that the rows are written in. */
  readonly runs: number;
  /** Invocations in a workgroup. */
  readonly workgroup: number;
  /** WGSL type of an element. */
  readonly type: string;
  /** The shader's constant `EPSILON`. */
  readonly epsilon: number;
  /** A graphics processor's shares, which then decide; else null. */
  readonly block: Block | null;
  /** The same where one workgroup does all rows of its columns; else null. */
  readonly alone: Block | null;
}

/**
 * A GPU's neighbouring invocations take neighbouring channels. A software
 * adapter's invocation does best to walk through memory on its own, with a
 * dozen elements of each row.
 *
 * @param backend The backend.
 * @param x Values, channels last.
 * @param epsilon Becomes the shader's constant.
 */
export function layoutOf(
  backend: OwnBackend,
  x: TensorInfo,
  epsilon: number,
): Layout {
  const channels = x.shape[x.shape.length - 1];
  const rows = x.shape.slice(0, -1).reduce((a, b) => a * b, 1);
  const software = backend.tuning === "software";
  const width = channels % 4 === 0 ? 4 : 1;
  const columns = channels / width;
  const tile = largestDivisor(columns, 12);
  const parts = (most: number) =>
    Math.max(1, Math.min(most, Math.ceil(rows / 16)));
  const eights = (invocations: number) =>
    Math.max(1, Math.round(invocations * tile / columns / 8)) * 8;
  const block = software ? null : blockOf(rows, columns, width);
  return {
    rows,
    channels,
    width,
    columns,
    tile,
    chunks: block
      ? Math.ceil(rows / block.chunkRows)
      : parts(Math.min(32, eights(96))),
    runs: parts(Math.min(64, eights(192))),
    workgroup: 8,
    type: width === 4 ? "vec4f" : "f32",
    epsilon,
    block,
    alone: block && aloneBlock(rows, columns, width),
  };
}

/** WGSL for one channel; `s` ends the names of its variables. */
export type ChannelCode = (s: string) => string;

/**
 * WGSL for one element of a row: `s` ends the names of its channel's
 * variables, `_r` those of its own.
 */
export type ElementCode = (s: string, r: string) => string;

/** Two sums over each column. */
export interface RowSums {
  /** Determines the code. */
  readonly key: string;
  /** Without the partial sums. */
  readonly bindings: readonly Binding[];
  /** Those of them that are read for each element. */
  readonly reads: readonly string[];
  /** Ahead of the rows. */
  readonly prepare: ChannelCode;
  /** Adds the element to `first` and `second`. */
  readonly terms: ElementCode;
}

/**
 * Sums columns, then changes every element, in one kernel if there are few
 * rows.
 *
 * @param backend The backend.
 * @param layout How rows are shared out.
 * @param sums What is added.
 * @param map What is done with the sums. With two kernels, rows for `kept`
 * values per channel follow the sums in `partial`; the first kernel has it as
 * `y`.
 */
export function sumAndApply(
  backend: OwnBackend,
  layout: Layout,
  sums: RowSums,
  map: RowMap & { readonly kept?: number },
): void {
  if (layout.alone) {
    const block = layout.alone;
    const loops = [
      blockLoop(layout, { ...sums, row: sums.terms }),
      blockLoop(layout, map),
    ].map((loop) => ({ ...loop, block }));
    return sumAndMapAlone(backend, loops[0], loops[1]);
  }
  const { channels, chunks, width } = layout;
  const partial = makeOutput(backend, [chunks * 2 + (map.kept ?? 0), channels]);
  sumRows(backend, layout, { ...sums, partial });
  applyRows(backend, layout, {
    ...map,
    bindings: [...map.bindings, { name: "partial", tensor: partial, width }],
  });
  backend.inside.disposeData(partial.dataId);
}

/** Sums each column in `layout.chunks` chunks. */
function sumRows(
  backend: OwnBackend,
  layout: Layout,
  sums: RowSums & { readonly partial: TensorInfo },
): void {
  const { rows, width, columns, chunks, type } = layout;
  if (layout.block) {
    const loop = blockLoop(layout, { ...sums, row: sums.terms });
    return sumBlocks(backend, loop, sums.partial);
  }
  overRows(backend, layout, {
    key: sums.key,
    bindings: [
      ...sums.bindings,
      { name: "y", tensor: sums.partial, width, access: "write" },
    ],
    reads: sums.reads,
    numbers: {
      rows,
      parts: chunks,
      length: Math.ceil(rows / chunks),
      chunks,
    },
    prepare: (s) =>
      `${sums.prepare(s)}
var first${s} = ${type}();
var second${s} = ${type}();`,
    row: sums.terms,
    finish: (s) =>
      `y[(part * 2u) * ${columns}u + c${s}] = first${s};
y[(part * 2u + 1u) * ${columns}u + c${s}] = second${s};`,
  });
}

/** A change of every element. */
export interface RowMap {
  /** Determines the code. */
  readonly key: string;
  /** All tensors; `partial` holds partial sums if there is one. */
  readonly bindings: readonly Binding[];
  /** Those of them that are read for each element. */
  readonly reads: readonly string[];
  /**
   * Ahead of the rows; knows the sums `first` and `second`, and writes what is
   * one per channel if `chief`.
   */
  readonly prepare: ChannelCode;
  /** For each element `at`. */
  readonly row: ElementCode;
}

/**
 * Changes every element.
 *
 * @param backend The backend.
 * @param layout How rows are shared out.
 * @param map What is done.
 */
export function applyRows(
  backend: OwnBackend,
  layout: Layout,
  map: RowMap,
): void {
  const { rows, chunks, runs, columns, type } = layout;
  const fold = map.bindings.some(({ name }) => name === "partial");
  if (layout.block) return mapBlocks(backend, blockLoop(layout, map), fold);
  const length = Math.ceil(rows / runs);
  const numbers = { rows, parts: runs, length, chunks };
  const prepare: ChannelCode = fold
    ? (s) => `${sumPartial(columns, type, s)}\n${map.prepare(s)}`
    : map.prepare;
  overRows(backend, layout, { ...map, prepare, numbers });
}

function blockLoop(layout: Layout, map: RowMap) {
  const { rows, columns, chunks, type, epsilon } = layout;
  return {
    key: `${map.key} ${epsilon}`,
    bindings: map.bindings,
    block: layout.block!,
    type,
    numbers: { rows, columns, chunks },
    declarations: `const EPSILON = f32(${epsilon});`,
    reads: map.reads,
    prepare: map.prepare(""),
    row: (r: string) => map.row("", r),
  };
}

interface RowLoop extends RowMap {
  readonly numbers: Readonly<Record<string, number>>;
  /** After the rows. */
  readonly finish?: ChannelCode;
}

/** Elements `c` (their channel) of the rows of part `part`. */
function overRows(backend: OwnBackend, layout: Layout, loop: RowLoop): void {
  const { columns, tile, workgroup } = layout;
  const { parts } = loop.numbers;
  const each = (code: ChannelCode) =>
    Array.from({ length: tile }, (_, j) => code(`${j}`)).join("\n");
  const load = (s: string) =>
    loop.reads.map((name) => `let ${name}_${s} = ${name}[at_${s}];`).join(" ");
  dispatch(backend, {
    key: `${loop.key} ${columns} ${tile} ${layout.epsilon}`,
    bindings: loop.bindings,
    declarations: () => `const EPSILON = f32(${layout.epsilon});`,
    numbers: loop.numbers,
    workgroup: [workgroup, 1],
    groups: linear(backend, parts, workgroup, columns / tile),
    body: () =>
      `let part = item; let column = wg.y * ${tile}u;
let chief = part == 0u;
if (part >= u.parts) { return; }
${each((s) => `let c${s} = column + ${s}u;\n${loop.prepare(s)}`)}
let end = min((part + 1u) * u.length, u.rows);
for (var row = part * u.length; row < end; row++) {
  let at = row * ${columns}u + column;
${each((s) => `let at_${s} = at + ${s}u;\n${load(s)}\n${loop.row(s, s)}`)}
}
${loop.finish ? each(loop.finish) : ""}`,
  });
}

/**
 * WGSL for the elements in a row: a graphics processor's code is the same for
 * all widths, which saves compiling.
 *
 * @param layout How rows are shared out.
 */
export function columnsOf({ block, columns }: Layout): string {
  return block ? "u.columns" : `${columns}u`;
}

/** WGSL that adds the chunks of both sums of channel `c`. */
function sumPartial(columns: number, type: string, s: string): string {
  return `var first${s} = ${type}();
var second${s} = ${type}();
for (var i = 0u; i < u.chunks; i++) {
  first${s} += partial[(i * 2u) * ${columns}u + c${s}];
  second${s} += partial[(i * 2u + 1u) * ${columns}u + c${s}];
}`;
}
