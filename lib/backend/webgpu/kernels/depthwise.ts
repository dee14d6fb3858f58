// Depthwise convolution (one filter per channel) and its gradients. An
// invocation makes a tile of outputs for four channels, so that a source value
// is loaded once for up to nine uses.
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import { dispatch, fitsUniform, linear, makeOutput } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";
import {
  backwardWindow,
  forwardWindow,
  loadSource,
  type TileSize,
  type Window,
} from "./depthwise_window.ts";
import { largestDivisor } from "./divisor.ts";
import type { Geometry } from "./gather.ts";
import { sumChunks } from "./sum_chunks.ts";

function tileSize(backend: OwnBackend): TileSize {
  return backend.tuning === "software"
    ? { height: 4, width: 5 }
    : { height: 2, width: 2 };
}

/**
 * Forward pass.
 *
 * @param backend The backend.
 * @param g The convolution, with as many output as input channels.
 * @param tensors `x`, `filter` and where the result goes.
 */
export function depthwiseForward(
  backend: OwnBackend,
  g: Geometry,
  tensors: { x: TensorInfo; filter: TensorInfo; output: TensorInfo },
): void {
  slide(backend, g, {
    window: forwardWindow(g, tileSize(backend)),
    source: tensors.x,
    ...tensors,
  });
}

/**
 * Gradient of the input.
 *
 * @param backend The backend.
 * @param g The convolution.
 * @param tensors `dy`, `filter` and where the result goes.
 */
export function depthwiseBackward(
  backend: OwnBackend,
  g: Geometry,
  tensors: { dy: TensorInfo; filter: TensorInfo; output: TensorInfo },
): void {
  slide(backend, g, {
    window: backwardWindow(g, tileSize(backend)),
    source: tensors.dy,
    ...tensors,
  });
}

interface Slide {
  readonly window: Window;
  readonly source: TensorInfo;
  readonly filter: TensorInfo;
  readonly output: TensorInfo;
}

function slide(
  backend: OwnBackend,
  g: Geometry,
  { window, source, filter, output }: Slide,
): void {
  const width = g.inChannels % 4 === 0 ? 4 : 1;
  const channels = g.inChannels / width;
  const zero = width === 4 ? "vec4f()" : "0.0";
  const taps = g.filterHeight * g.filterWidth;
  const tiles = g.batchSize * window.down * window.across;
  // A GPU's neighbouring invocations take neighbouring channels; a software
  // adapter's invocation walks through some channels on its own.
  const software = backend.tuning === "software";
  const run = software ? largestDivisor(channels, 12) : 1;
  const workgroup = software ? 16 : 64;
  const uniform = width === 4 && fitsUniform(backend, filter);
  dispatch(backend, {
    key: `depthwise ${window.key} ${run}`,
    bindings: [
      { name: "x", tensor: source, width },
      {
        name: "w",
        tensor: filter,
        width,
        access: uniform ? "uniform" : "read",
      },
      { name: "y", tensor: output, width, access: "write" },
    ],
    numbers: { tiles },
    workgroup: [workgroup, 1],
    groups: run === 1
      ? linear(backend, tiles * channels, workgroup)
      : linear(backend, tiles, workgroup, channels / run),
    declarations: () => `const CHANNELS = ${channels}u;`,
    body() {
      const lines = run === 1
        ? [
          `let tile = item / ${channels}u;`,
          "if (tile >= u.tiles) { return; }",
          ...originOf(window),
          `{ let c = item % ${channels}u;`,
        ]
        : [
          "let tile = item;",
          "if (tile >= u.tiles) { return; }",
          ...originOf(window),
          `let start = wg.y * ${run}u;`,
          `for (var c = start; c < start + ${run}u; c++) {`,
        ];
      for (let tap = 0; tap < taps; tap++) {
        lines.push(`let w${tap} = w[${tap * channels}u + c];`);
      }
      for (let row = 0; row < window.height; row++) {
        for (let column = 0; column < window.width; column++) {
          lines.push(`var a${row}_${column} = ${zero};`);
        }
      }
      for (const value of window.values) {
        lines.push(`{ ${loadSource(window, value, zero)}`);
        for (const { row, column, tap } of value.uses) {
          lines.push(`a${row}_${column} += v * w${tap};`);
        }
        lines.push("}");
      }
      forEachOutput(window, (row, column, at) => {
        lines.push(`y[${at}] = a${row}_${column};`);
      }, lines);
      lines.push("}");
      return lines.join("\n");
    },
  });
}

/**
 * Gradient of the filter.
 *
 * @param backend The backend.
 * @param g The convolution.
 * @param tensors `x`, `dy` and where the result goes.
 */
export function depthwiseFilter(
  backend: OwnBackend,
  g: Geometry,
  { x, dy, output }: { x: TensorInfo; dy: TensorInfo; output: TensorInfo },
): void {
  const window = forwardWindow(g, tileSize(backend));
  const width = g.inChannels % 4 === 0 ? 4 : 1;
  const channels = g.inChannels / width;
  const zero = width === 4 ? "vec4f()" : "0.0";
  const taps = g.filterHeight * g.filterWidth;
  const tiles = g.batchSize * window.down * window.across;
  const software = backend.tuning === "software";
  const workgroup = software ? 8 : 64;
  const chunks = Math.max(1, Math.min(software ? 32 : 256, tiles >> 2));
  const size = taps * g.inChannels;
  const target = chunks === 1 ? output : makeOutput(backend, [chunks, size]);
  dispatch(backend, {
    key: `depthwise filter ${window.key}`,
    bindings: [
      { name: "x", tensor: x, width },
      { name: "dy", tensor: dy, width },
      { name: "y", tensor: target, width, access: "write" },
    ],
    numbers: { tiles, chunks, length: Math.ceil(tiles / chunks) },
    workgroup: [workgroup, 1],
    groups: linear(backend, chunks * channels, workgroup),
    declarations: () => `const CHANNELS = ${channels}u;`,
    body() {
      const lines = [
        `let chunk = item / ${channels}u;`,
        "if (chunk >= u.chunks) { return; }",
        `let c = item % ${channels}u;`,
      ];
      for (let tap = 0; tap < taps; tap++) {
        lines.push(`var a${tap} = ${zero};`);
      }
      lines.push(
        "let end = min((chunk + 1u) * u.length, u.tiles);",
        "for (var tile = chunk * u.length; tile < end; tile++) {",
        ...originOf(window),
      );
      for (let row = 0; row < window.height; row++) {
        for (let column = 0; column < window.width; column++) {
          lines.push(`var d${row}_${column} = ${zero};`);
        }
      }
      forEachOutput(window, (row, column, at) => {
        lines.push(`d${row}_${column} = dy[${at}];`);
      }, lines);
      for (const value of window.values) {
        lines.push(`{ ${loadSource(window, value, zero)}`);
        for (const { row, column, tap } of value.uses) {
          lines.push(`a${tap} += v * d${row}_${column};`);
        }
        lines.push("}");
      }
      lines.push("}");
      for (let tap = 0; tap < taps; tap++) {
        lines.push(
          `y[(chunk * ${taps}u + ${tap}u) * CHANNELS + c] = a${tap};`,
        );
      }
      return lines.join("\n");
    },
  });
  if (target === output) return;
  sumChunks(backend, { partial: target, chunks, size, output });
  backend.inside.disposeData(target.dataId);
}

/** WGSL for where the tile `tile` lies. */
function originOf(window: Window): string[] {
  const { down, across, sourceHeight, sourceWidth, stepY, stepX } = window;
  return [
    `let n = tile / ${down * across}u;`,
    `let ty = tile / ${across}u % ${down}u;`,
    `let tx = tile % ${across}u;`,
    `let image = n * ${sourceHeight * sourceWidth}u;`,
    `let originY = i32(ty * ${stepY}u);`,
    `let originX = i32(tx * ${stepX}u);`,
  ];
}

/** WGSL for each output of a tile that lies in the image. */
function forEachOutput(
  window: Window,
  write: (row: number, column: number, at: string) => void,
  lines: string[],
): void {
  const { height, width, down, across, outHeight, outWidth } = window;
  for (let row = 0; row < height; row++) {
    lines.push(`{ let oy = ty * ${height}u + ${row}u;`);
    const tall = down * height > outHeight;
    if (tall) lines.push(`if (oy < ${outHeight}u) {`);
    for (let column = 0; column < width; column++) {
      lines.push(`{ let ox = tx * ${width}u + ${column}u;`);
      const broad = across * width > outWidth;
      if (broad) lines.push(`if (ox < ${outWidth}u) {`);
      write(
        row,
        column,
        `((n * ${outHeight}u + oy) * ${outWidth}u + ox) * CHANNELS + c`,
      );
      lines.push(broad ? "} }" : "}");
    }
    lines.push(tall ? "} }" : "}");
  }
}
