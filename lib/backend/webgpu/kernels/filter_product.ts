// Gradient of a filter: gathered rows, transposed, times the output's
// gradient. The long dimension is the batch's positions: it is cut into
// chunks, each invocation sums an output tile over one chunk, and a second
// kernel adds the chunks.
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import { dispatch, linear, makeOutput } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";
import { type Gather, gatheredLoad, isPlain } from "./gather.ts";
import { sumLater } from "./sum_chunks.ts";
import { INNER, tiledProduct, tileSide } from "./tiled_product.ts";

/** A filter gradient and its tensors. */
export interface FilterProduct {
  /** How rows find their source. */
  readonly gather: Gather;
  /** The convolution's input. */
  readonly source: TensorInfo;
  /** `[rows, columns]`. */
  readonly dy: TensorInfo;
  /** Output positions of the batch. */
  readonly rows: number;
  /** Output channels. */
  readonly columns: number;
  /** `[taps, channels, columns]`. */
  readonly output: TensorInfo;
}

const WORKGROUP = 8;
const INVOCATIONS = 128;
const ROWS_PER_CHUNK = 32;

/** On a graphics processor: most workgroups, fewest rows of a chunk. */
const TILED_GROUPS = 1056;
const TILED_ROWS = 64;

/**
 * Computes `output[tap, c, column] = Σ source(row, tap, c) · dy[row, column]`.
 *
 * @param backend The backend.
 * @param product What to multiply.
 */
export function multiplyTransposed(
  backend: OwnBackend,
  product: FilterProduct,
): void {
  if (backend.tuning === "hardware") return onHardware(backend, product);
  const { gather, columns, rows, output } = product;
  const { channels, taps } = gather;
  const wideChannels = channels % 4 === 0;
  const wideColumns = columns % 4 === 0;
  const height = perTile(channels, 16);
  const width = perTile(columns, 24);
  const down = Math.ceil(channels / height);
  const across = Math.ceil(columns / width);
  const tiles = taps * down * across;
  const size = taps * channels * columns;
  const chunks = chunkCount(rows, tiles);
  const target = chunks === 1 ? output : makeOutput(backend, [chunks, size]);
  const wide = wideColumns;
  dispatch(backend, {
    key: ["filter", gather.key, columns, height, width].join(" "),
    bindings: [
      { name: "x", tensor: product.source, width: wideChannels ? 4 : 1 },
      { name: "dy", tensor: product.dy, width: wide ? 4 : 1 },
      { name: "y", tensor: target, width: wide ? 4 : 1, access: "write" },
    ],
    numbers: { rows, chunks, length: Math.ceil(rows / chunks) },
    workgroup: [WORKGROUP, 1],
    groups: linear(backend, chunks * tiles, WORKGROUP),
    body,
  });
  if (target === output) return;
  sumLater(backend, { partial: target, chunks, size, output });

  function body(): string {
    const unit = wide ? 4 : 1;
    const lines = [
      "let chunk = item % u.chunks;",
      "let tile = item / u.chunks;",
      `if (tile >= ${tiles}u) { return; }`,
      `let tap = tile / ${down * across}u;`,
      `let channel = tile / ${across}u % ${down}u * ${height}u;`,
      `let column = tile % ${across}u * ${width}u;`,
      "let begin = chunk * u.length;",
      "let end = min(begin + u.length, u.rows);",
    ];
    for (let p = 0; p < height; p++) {
      for (let q = 0; q < width / unit; q++) {
        lines.push(`var a${p}_${q} = ${wide ? "vec4f()" : "0.0"};`);
      }
    }
    lines.push(
      "for (var row = begin; row < end; row++) {",
      gather.row("row", ""),
      gather.tap(""),
    );
    const step = wideChannels ? 4 : 1;
    for (let p = 0; p < height; p += step) {
      const at = clamped(`channel + ${p}u`, channels, height, step);
      const load = wideChannels ? `x[(base + ${at}) / 4u]` : `x[base + ${at}]`;
      const zero = wideChannels ? "vec4f()" : "0.0";
      lines.push(
        `let x${p} = ${
          gather.padded ? `select(${zero}, ${load}, inside)` : load
        };`,
      );
    }
    for (let q = 0; q < width / unit; q++) {
      const at = clamped(`column + ${q * unit}u`, columns, width, unit);
      const place = wide
        ? `(row * ${columns}u + ${at}) / 4u`
        : `row * ${columns}u + ${at}`;
      lines.push(`{ let d = dy[${place}];`);
      for (let p = 0; p < height; p++) {
        const factor = wideChannels ? `x${p - p % 4}[${p % 4}]` : `x${p}`;
        lines.push(`a${p}_${q} += ${factor} * d;`);
      }
      lines.push("}");
    }
    lines.push("}");
    for (let p = 0; p < height; p++) {
      for (let q = 0; q < width / unit; q++) {
        const [c, k] = [`channel + ${p}u`, `column + ${q * unit}u`];
        lines.push(
          `if (${c} < ${channels}u && ${k} < ${columns}u) {`,
          `y[(((chunk * ${taps}u + tap) * ${channels}u + ${c}) * ${columns}u + ${k}) / ${unit}u] = a${p}_${q}; }`,
        );
      }
    }
    return lines.join("\n");
  }
}

function clamped(at: string, all: number, tile: number, step: number): string {
  return all % tile === 0 ? at : `min(${at}, ${all - step}u)`;
}

/** Values of one axis in a tile, tiles alike as far as possible. */
function perTile(all: number, most: number): number {
  if (all % 4 !== 0) return Math.min(all, 8);
  const tiles = Math.ceil(all / most);
  return Math.ceil(all / 4 / tiles) * 4;
}

function chunkCount(rows: number, tiles: number): number {
  const wanted = Math.ceil(INVOCATIONS / tiles / 8) * 8;
  return Math.max(1, Math.min(wanted, Math.floor(rows / ROWS_PER_CHUNK)));
}

function onHardware(backend: OwnBackend, product: FilterProduct): void {
  const { gather, columns, rows, output, source, dy } = product;
  const { channels, taps } = gather;
  const inner = taps * channels;
  const wideLeft = channels % 4 === 0;
  const wideRight = columns % 4 === 0;
  const tile = {
    down: tileSide(inner),
    across: tileSide(columns),
    each: 4,
  } as const;
  const tiles = Math.ceil(inner / tile.down) * Math.ceil(columns / tile.across);
  const wanted = Math.ceil(rows * tiles / TILED_GROUPS);
  tiledProduct(backend, {
    key: `filter ${isPlain(gather) ? "plain" : gather.key}`,
    bindings: [
      { name: "x", tensor: source, width: wideLeft ? 4 : 1 },
      { name: "dy", tensor: dy, width: wideRight ? 4 : 1 },
    ],
    output,
    size: [inner, columns, rows],
    left: {
      along: "outer",
      wide: wideLeft,
      load: gatheredLoad(gather, "k"),
    },
    right: {
      along: "outer",
      wide: wideRight,
      load: `return dy[(k * u.n + o)${wideRight ? " / 4u" : ""}];`,
    },
    tile,
    chunk: Math.max(TILED_ROWS, Math.ceil(wanted / INNER) * INNER),
  });
}
