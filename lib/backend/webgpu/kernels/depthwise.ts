// Depthwise convolution (one filter per channel) and its input's gradient. An
// invocation makes a tile of outputs for four channels, so that a source value
// is loaded once for up to nine uses.
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import { dispatch, fitsUniform, linear } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";
import {
  backwardWindow,
  forEachOutput,
  forwardWindow,
  loadSource,
  originOf,
  tileSize,
  type Window,
} from "./depthwise_window.ts";
import { largestDivisor } from "./divisor.ts";
import type { Geometry } from "./gather.ts";

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
    window: forwardWindow(g, tileSize(backend.tuning)),
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
    window: backwardWindow(g, tileSize(backend.tuning)),
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
  const workgroup = software ? 16 : 256;
  const uniform = software && width === 4 && fitsUniform(backend, filter);
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
