// Gradient of a depthwise convolution's filter: tiles of outputs in chunks, and
// a second kernel that adds the chunks.
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import { dispatch, linear, makeOutput } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";
import {
  forEachOutput,
  forwardWindow,
  loadSource,
  originOf,
  tileSize,
  type Window,
} from "./depthwise_window.ts";
import type { Geometry } from "./gather.ts";
import { blockOf } from "./row_blocks.ts";
import { sumLater } from "./sum_chunks.ts";
import { treeSum } from "./tree_sum.ts";

/** Tensors of the gradient. */
export interface DepthwiseFilter {
  /** The convolution's input. */
  readonly x: TensorInfo;
  /** Gradient of its output. */
  readonly dy: TensorInfo;
  /** Gradient of its filter. */
  readonly output: TensorInfo;
}

/** Workgroups on a graphics processor, at most. */
const GROUPS = 528;

/** Taps whose sums lie in a workgroup's memory at once. */
const TAPS = 3;

/** What both ways to share the work know. */
interface Task extends DepthwiseFilter {
  readonly window: Window;
  readonly width: 1 | 4;
  readonly columns: number;
  readonly tiles: number;
  readonly taps: number;
  readonly size: number;
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
  tensors: DepthwiseFilter,
): void {
  const window = forwardWindow(g, tileSize(backend.tuning));
  const width = g.inChannels % 4 === 0 ? 4 : 1;
  const taps = g.filterHeight * g.filterWidth;
  const task = {
    ...tensors,
    window,
    width,
    columns: g.inChannels / width,
    tiles: g.batchSize * window.down * window.across,
    taps,
    size: taps * g.inChannels,
  } as const;
  if (backend.tuning === "software") onSoftware(backend, task);
  else onHardware(backend, task);
}

function onSoftware(backend: OwnBackend, task: Task): void {
  const { columns, tiles, taps } = task;
  const workgroup = 8;
  const chunks = Math.max(1, Math.min(32, tiles >> 2));
  inChunks(backend, task, chunks, (bindings) =>
    dispatch(backend, {
      key: `depthwise filter ${task.window.key}`,
      bindings,
      numbers: { tiles, chunks, length: Math.ceil(tiles / chunks) },
      workgroup: [workgroup, 1],
      groups: linear(backend, chunks * columns, workgroup),
      declarations: () => `const CHANNELS = ${columns}u;`,
      body: () =>
        [
          `let chunk = item / ${columns}u;`,
          "if (chunk >= u.chunks) { return; }",
          `let c = item % ${columns}u;`,
          zeros(task),
          "let end = min((chunk + 1u) * u.length, u.tiles);",
          "for (var tile = chunk * u.length; tile < end; tile++) {",
          ...terms(task),
          "}",
          ...each(
            taps,
            (tap) =>
              `y[(chunk * ${taps}u + ${tap}u) * CHANNELS + c] = a${tap};`,
          ),
        ].join("\n"),
    }));
}

/** Neighbours take neighbouring columns; a tree adds a workgroup's lanes. */
function onHardware(backend: OwnBackend, task: Task): void {
  const { columns, tiles, taps, width } = task;
  const { across, lanes, groups } = blockOf(tiles, columns, width);
  const most = Math.max(1, Math.floor(GROUPS / groups));
  const length = lanes * Math.max(1, Math.ceil(tiles / lanes / most));
  const chunks = Math.ceil(tiles / length);
  const type = width === 4 ? "vec4f" : "f32";
  inChunks(backend, task, chunks, (bindings) =>
    dispatch(backend, {
      key: `depthwise filter ${task.window.key} ${across}`,
      bindings,
      numbers: { tiles, length },
      workgroup: [across * lanes, 1],
      groups: [chunks, groups, 1],
      declarations: () =>
        [
          `const CHANNELS = ${columns}u;`,
          ...each(
            TAPS,
            (i) =>
              `var<workgroup> sums${i}: array<${type}, ${across * lanes}>;`,
          ),
        ].join("\n"),
      body: () =>
        [
          `let lane = local.x / ${across}u;`,
          `let column = wg.y * ${across}u + local.x % ${across}u;`,
          "let c = min(column, CHANNELS - 1u);",
          zeros(task),
          "let end = min((wg.x + 1u) * u.length, u.tiles);",
          `for (var tile = wg.x * u.length + lane; tile < end; tile += ${lanes}u) {`,
          ...terms(task),
          "}",
          ...each(Math.ceil(taps / TAPS), (round) => {
            const some = Math.min(TAPS, taps - round * TAPS);
            const names = each(some, (i) => `sums${i}`);
            const tap = (i: number) => round * TAPS + i;
            return [
              ...names.map((name, i) => `${name}[local.x] = a${tap(i)};`),
              treeSum(names, across, lanes),
              "if (lane == 0u && column < CHANNELS) {",
              ...names.map((name, i) =>
                `y[(wg.x * ${taps}u + ${
                  tap(i)
                }u) * CHANNELS + c] = ${name}[local.x];`
              ),
              "}",
            ].join("\n");
          }),
        ].join("\n"),
    }));
}

type Bindings = Parameters<typeof dispatch>[1]["bindings"];

function inChunks(
  backend: OwnBackend,
  { x, dy, output, width, size }: Task,
  chunks: number,
  run: (bindings: Bindings) => void,
): void {
  const target = chunks === 1 ? output : makeOutput(backend, [chunks, size]);
  run([
    { name: "x", tensor: x, width },
    { name: "dy", tensor: dy, width },
    { name: "y", tensor: target, width, access: "write" },
  ]);
  if (target === output) return;
  sumLater(backend, { partial: target, chunks, size, output });
}

function each<T>(count: number, code: (i: number) => T): T[] {
  return Array.from({ length: count }, (_, i) => code(i));
}

function zeroOf({ width }: Task): string {
  return width === 4 ? "vec4f()" : "0.0";
}

function zeros(task: Task): string {
  return each(task.taps, (tap) => `var a${tap} = ${zeroOf(task)};`).join("\n");
}

/** WGSL that adds what the tile `tile` gives to each tap. */
function terms(task: Task): string[] {
  const { window } = task;
  const lines = originOf(window);
  for (let row = 0; row < window.height; row++) {
    for (let column = 0; column < window.width; column++) {
      lines.push(`var d${row}_${column} = ${zeroOf(task)};`);
    }
  }
  forEachOutput(window, (row, column, at) => {
    lines.push(`d${row}_${column} = dy[${at}];`);
  }, lines);
  for (const value of window.values) {
    lines.push(`{ ${loadSource(window, value, zeroOf(task))}`);
    for (const { row, column, tap } of value.uses) {
      lines.push(`a${tap} += v * d${row}_${column};`);
    }
    lines.push("}");
  }
  return lines;
}
