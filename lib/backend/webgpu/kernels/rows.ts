// Kernels over the rows of a matrix with a value per column: sums of columns in
// chunks of rows, and changes of every element. Batch norm is made of these.
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import { type Binding, dispatch, linear } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";
import { largestDivisor } from "./divisor.ts";

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
  const tile = software ? largestDivisor(columns, 12) : 1;
  const parts = (length: number, most: number) =>
    Math.max(1, Math.min(most, Math.ceil(rows / length)));
  const eights = (invocations: number) =>
    Math.max(1, Math.round(invocations * tile / columns / 8)) * 8;
  return {
    rows,
    channels,
    width,
    columns,
    tile,
    chunks: software ? parts(16, Math.min(32, eights(96))) : parts(32, 64),
    runs: software ? parts(16, Math.min(64, eights(192))) : parts(32, 4096),
    workgroup: software ? 8 : 64,
    type: width === 4 ? "vec4f" : "f32",
    epsilon,
  };
}

/** WGSL for one element of a row; `s` ends the names of its variables. */
export type ElementCode = (s: string) => string;

/** Two sums over each column. */
export interface RowSums {
  /** Determines the code. */
  readonly key: string;
  /** Without the partial sums. */
  readonly bindings: readonly Binding[];
  /** `[chunks, 2, channels]`. */
  readonly partial: TensorInfo;
  /** Ahead of the rows. */
  readonly prepare: ElementCode;
  /** Adds the element `at` to `first` and `second`. */
  readonly terms: ElementCode;
}

/**
 * Sums each column in `layout.chunks` chunks.
 *
 * @param backend The backend.
 * @param layout How rows are shared out.
 * @param sums What is added.
 */
export function sumRows(
  backend: OwnBackend,
  layout: Layout,
  sums: RowSums,
): void {
  const { rows, width, columns, chunks, type } = layout;
  overRows(backend, layout, {
    key: sums.key,
    bindings: [
      ...sums.bindings,
      { name: "y", tensor: sums.partial, width, access: "write" },
    ],
    numbers: { rows, parts: chunks, length: Math.ceil(rows / chunks) },
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
  /** All tensors. */
  readonly bindings: readonly Binding[];
  /** Ahead of the rows. */
  readonly prepare: ElementCode;
  /** For each element `at`. */
  readonly row: ElementCode;
}

/**
 * Changes every element; `u.chunks` is known to the code.
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
  const { rows, chunks, runs } = layout;
  const length = Math.ceil(rows / runs);
  const numbers = { rows, parts: runs, length, chunks };
  overRows(backend, layout, { ...map, numbers });
}

interface RowLoop extends RowMap {
  readonly numbers: Readonly<Record<string, number>>;
  /** After the rows. */
  readonly finish?: ElementCode;
}

/** Elements `c` (their channel) of the rows of part `part`. */
function overRows(backend: OwnBackend, layout: Layout, loop: RowLoop): void {
  const { columns, tile, workgroup } = layout;
  const { parts } = loop.numbers;
  const tiles = columns / tile;
  const each = (code: ElementCode) =>
    Array.from({ length: tile }, (_, j) => code(`${j}`)).join("\n");
  dispatch(backend, {
    key: `${loop.key} ${columns} ${tile} ${layout.epsilon}`,
    bindings: loop.bindings,
    declarations: () => `const EPSILON = f32(${layout.epsilon});`,
    numbers: loop.numbers,
    workgroup: [workgroup, 1],
    groups: tile === 1
      ? linear(backend, parts * tiles, workgroup)
      : linear(backend, parts, workgroup, tiles),
    body: () =>
      `${
        tile === 1
          ? `let part = item / ${tiles}u; let column = item % ${tiles}u;`
          : `let part = item; let column = wg.y * ${tile}u;`
      }
if (part >= u.parts) { return; }
${each((s) => `let c${s} = column + ${s}u;\n${loop.prepare(s)}`)}
let end = min((part + 1u) * u.length, u.rows);
for (var row = part * u.length; row < end; row++) {
  let at = row * ${columns}u + column;
${each((s) => `let at${s} = at + ${s}u;\n${loop.row(s)}`)}
}
${loop.finish ? each(loop.finish) : ""}`,
  });
}

/**
 * WGSL that adds the chunks of both sums of channel `c`.
 *
 * @param columns Elements in a row.
 * @param type Their type.
 * @param s Ends the names of variables.
 */
export function sumPartial(columns: number, type: string, s: string): string {
  return `var first${s} = ${type}();
var second${s} = ${type}();
for (var i = 0u; i < u.chunks; i++) {
  first${s} += partial[(i * 2u) * ${columns}u + c${s}];
  second${s} += partial[(i * 2u + 1u) * ${columns}u + c${s}];
}`;
}
