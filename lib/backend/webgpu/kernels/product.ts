// Product of gathered rows with a matrix of weights, for software adapters: an
// invocation makes several rows × columns in registers, because there a load
// costs as much as dozens of multiplications. Weights are bound as a uniform
// where they fit: no bounds checks, a cheaper load.
import * as tf from "../../../third_party/tfjs.ts";
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import { type Binding, dispatch, fitsUniform, linear } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";
import { type Finish, finishBindings, finishCode } from "./finish.ts";
import { type Gather, gatheredLoad, isPlain } from "./gather.ts";
import { tiledProduct, tileSide } from "./tiled_product.ts";

/** A product and its tensors. */
export interface Product extends Finish {
  /** How rows find their source. */
  readonly gather: Gather;
  /** What rows are gathered from. */
  readonly source: TensorInfo;
  /** The right matrix. */
  readonly weights: TensorInfo;
  /**
   * `columns`: weights are `[taps, channels, columns]`; `channels`:
   * `[taps, columns, channels]`, as for gradients of inputs.
   */
  readonly lastAxis: "columns" | "channels";
  /** Rows of the result. */
  readonly rows: number;
  /** Its columns. */
  readonly columns: number;
  /** The result. */
  readonly output: TensorInfo;
}

/** Invocations in a workgroup: small, so that two cores share evenly. */
const WORKGROUP = 16;

/** Large tiles where a large GPU's cores get two of them each. */
const ENOUGH_TILES = 264;

/** An inner dimension from here on is cut into chunks. */
const LONG_INNER = 512;
const INNER_CHUNK = 64;

/**
 * Computes `output[row, column] = Σ source(row, tap, c) · weights`.
 *
 * @param backend The backend.
 * @param product What to multiply.
 */
export function multiplyGathered(backend: OwnBackend, product: Product): void {
  if (backend.tuning === "hardware") return onHardware(backend, product);
  const { gather, columns, rows, lastAxis } = product;
  const { channels, taps } = gather;
  const wideColumns = columns % 4 === 0;
  const wideChannels = channels % 4 === 0;
  const byColumns = lastAxis === "columns";
  const wideWeights = byColumns ? wideColumns : wideChannels;
  const width = columnsPerTile(columns);
  const tiles = Math.ceil(columns / width);
  const height = rowsPerTile(rows, tiles);
  const bindings: Binding[] = [
    { name: "x", tensor: product.source, width: wideChannels ? 4 : 1 },
    {
      name: "w",
      tensor: product.weights,
      width: wideWeights ? 4 : 1,
      access: wideWeights && fitsUniform(backend, product.weights)
        ? "uniform"
        : "read",
    },
    {
      name: "y",
      tensor: product.output,
      width: wideColumns ? 4 : 1,
      access: "write",
    },
  ];
  const finish = finishBindings(product, wideColumns ? 4 : 1);
  bindings.push(...finish.bindings);
  dispatch(backend, {
    key: [
      "product",
      gather.key,
      columns,
      lastAxis,
      height,
      width,
      finish.key,
    ].join(" "),
    bindings,
    numbers: { rows },
    workgroup: [WORKGROUP, 1],
    groups: linear(backend, Math.ceil(rows / height), WORKGROUP, tiles),
    body,
  });

  function body(): string {
    const ragged = columns % width !== 0;
    const quads = width / 4;
    const vectors = byColumns && wideColumns;
    const lines = [
      `let first = item * ${height}u;`,
      "if (first >= u.rows) { return; }",
      `let column = wg.y * ${width}u;`,
    ];
    for (let i = 0; i < height; i++) {
      lines.push(`let row${i} = min(first + ${i}u, u.rows - 1u);`);
      lines.push(gather.row(`row${i}`, `${i}`));
      const count = vectors ? quads : width;
      for (let j = 0; j < count; j++) {
        lines.push(`var a${i}_${j} = ${vectors ? "vec4f()" : "0.0"};`);
      }
    }
    if (taps > 1) {
      lines.push(`for (var tap = 0u; tap < ${taps}u; tap++) {`);
    } else lines.push("{ let tap = 0u;");
    for (let i = 0; i < height; i++) lines.push(gather.tap(`${i}`));
    const steps = wideChannels ? channels / 4 : channels;
    lines.push(`for (var c = 0u; c < ${steps}u; c++) {`);
    for (let i = 0; i < height; i++) {
      const load = wideChannels ? `x[base${i} / 4u + c]` : `x[base${i} + c]`;
      const zero = wideChannels ? "vec4f()" : "0.0";
      lines.push(
        gather.padded
          ? `let x${i} = select(${zero}, ${load}, inside${i});`
          : `let x${i} = ${load};`,
      );
    }
    lines.push(vectors ? quadColumns() : singleColumns(), "} }");
    lines.push(stores());
    return lines.join("\n");

    function quadColumns(): string {
      const code: string[] = [];
      const all = columns / 4;
      for (let q = 0; q < (wideChannels ? 4 : 1); q++) {
        const channel = wideChannels ? `(c * 4u + ${q}u)` : "c";
        for (let j = 0; j < quads; j++) {
          const at = `column / 4u + ${j}u`;
          const quad = ragged ? `min(${at}, ${all - 1}u)` : at;
          code.push(
            `{ let v = w[(tap * ${channels}u + ${channel}) * ${all}u + ${quad}];`,
          );
          for (let i = 0; i < height; i++) {
            const factor = wideChannels ? `x${i}[${q}]` : `x${i}`;
            code.push(`a${i}_${j} += ${factor} * v;`);
          }
          code.push("}");
        }
      }
      return code.join("\n");
    }

    function singleColumns(): string {
      const code: string[] = [];
      for (let j = 0; j < width; j++) {
        const at = `column + ${j}u`;
        const col = ragged ? `min(${at}, ${columns - 1}u)` : at;
        if (!byColumns) {
          const place = wideChannels
            ? `(tap * ${columns}u + ${col}) * ${channels / 4}u + c`
            : `(tap * ${columns}u + ${col}) * ${channels}u + c`;
          code.push(`{ let v = w[${place}];`);
          for (let i = 0; i < height; i++) {
            const term = wideChannels ? `dot(x${i}, v)` : `x${i} * v`;
            code.push(`a${i}_${j} += ${term};`);
          }
          code.push("}");
          continue;
        }
        for (let q = 0; q < (wideChannels ? 4 : 1); q++) {
          const channel = wideChannels ? `(c * 4u + ${q}u)` : "c";
          code.push(
            `{ let v = w[(tap * ${channels}u + ${channel}) * ${columns}u + ${col}];`,
          );
          for (let i = 0; i < height; i++) {
            const factor = wideChannels ? `x${i}[${q}]` : `x${i}`;
            code.push(`a${i}_${j} += ${factor} * v;`);
          }
          code.push("}");
        }
      }
      return code.join("\n");
    }

    function stores(): string {
      const code: string[] = [];
      for (let i = 0; i < height; i++) {
        code.push(`if (first + ${i}u < u.rows) {`);
        const count = wideColumns ? quads : width;
        for (let j = 0; j < count; j++) {
          const at = wideColumns ? `column / 4u + ${j}u` : `column + ${j}u`;
          const limit = wideColumns ? columns / 4 : columns;
          const parts = [0, 1, 2, 3].map((q) => `a${i}_${j * 4 + q}`);
          const value = vectors || !wideColumns
            ? `a${i}_${j}`
            : `vec4f(${parts.join(", ")})`;
          const place = `row${i} * ${limit}u + ${at}`;
          const finished = finishCode(
            product,
            value,
            { column: at, place },
            wideColumns ? 4 : 1,
          );
          const store = `y[${place}] = ${finished};`;
          code.push(ragged ? `if (${at} < ${limit}u) { ${store} }` : store);
        }
        code.push("}");
      }
      return code.join("\n");
    }
  }
}

/** Up to 24 columns, all tiles of one size as far as possible. */
function columnsPerTile(columns: number): number {
  if (columns % 4 !== 0) return Math.min(columns, 8);
  const tiles = Math.ceil(columns / 24);
  return Math.ceil(columns / 4 / tiles) * 4;
}

/** Up to 8 rows, fewer where too few invocations would be left. */
function rowsPerTile(rows: number, tiles: number): number {
  let height = 8;
  while (height > 1 && rows * tiles < height * 128) height /= 2;
  return height;
}

function onHardware(backend: OwnBackend, product: Product): void {
  const { gather, columns, rows, lastAxis } = product;
  const { bias, activation, addend } = product;
  const { channels, taps } = gather;
  const inner = taps * channels;
  tf.util.assert(inner > 0 && columns > 0, () => "The product is empty");
  const wideLeft = channels % 4 === 0;
  const byColumns = lastAxis === "columns";
  const wideRight = byColumns ? columns % 4 === 0 : wideLeft;
  const across = tileSide(columns);
  const tiles = Math.ceil(rows / 128) * Math.ceil(columns / across);
  tiledProduct(backend, {
    key: isPlain(gather) ? "plain" : gather.key,
    bindings: [
      { name: "x", tensor: product.source, width: wideLeft ? 4 : 1 },
      { name: "w", tensor: product.weights, width: wideRight ? 4 : 1 },
    ],
    output: product.output,
    size: [rows, columns, inner],
    left: { along: "inner", wide: wideLeft, load: gatheredLoad(gather, "o") },
    right: byColumns
      ? {
        along: "outer",
        wide: wideRight,
        load: `return w[(k * u.n + o)${wideRight ? " / 4u" : ""}];`,
      }
      : {
        along: "inner",
        wide: wideRight,
        load: `return w[(${
          taps === 1
            ? "o * u.k + k"
            : `(k / ${channels}u * u.n + o) * ${channels}u + k % ${channels}u`
        })${wideRight ? " / 4u" : ""}];`,
      },
    tile: tiles >= ENOUGH_TILES
      ? { down: 128, across, each: 8 }
      : { down: 32, across, each: 4 },
    // Of the inner dimension only: a row's result must not depend on how many
    // rows there are.
    chunk: inner >= LONG_INNER && !addend ? INNER_CHUNK : undefined,
    ...{ bias, activation, addend },
  });
}
