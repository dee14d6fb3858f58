// Cuts spectra into segments and takes the trend off each: a workgroup for a
// segment, sums in a tree, so in the same order everywhere.
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import type { SpectrogramPlan } from "../../../spectrogram/plan.ts";
import { dispatch, linear, makeOutput } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";
import { treeSum } from "./tree_sum.ts";

const WORKGROUP = 64;

/**
 * Segments of spectra less their trend.
 *
 * @param backend The backend.
 * @param spectra `[spectra, points]`.
 * @param plan How they are cut.
 * @returns `[spectra · frames, segment]`.
 */
export function cutSegments(
  backend: OwnBackend,
  spectra: TensorInfo,
  plan: SpectrogramPlan,
): TensorInfo {
  const { points, length, segment, step, frames, detrend } = plan;
  const rows = spectra.shape[0] * frames;
  const output = makeOutput(backend, [rows, segment]);
  const centre = (segment - 1) / 2;
  const spread = segment * (segment * segment - 1) / 12;
  const all = (body: string) =>
    `for (var i = local.x; i < ${segment}u; i += ${WORKGROUP}u) { ${body} }`;
  const total = (term: string) =>
    `partial[local.x] = 0.0;
${all(`partial[local.x] += ${term};`)}
${treeSum(["partial"], 1, WORKGROUP)}`;
  const constant = detrend !== "none";
  const line = detrend === "linear" && segment > 1;
  dispatch(backend, {
    key: `segments ${points} ${length} ${segment} ${step} ${frames} ${detrend}`,
    bindings: [
      { name: "x", tensor: spectra },
      { name: "y", tensor: output, access: "write" },
    ],
    numbers: { rows },
    workgroup: [WORKGROUP, 1],
    groups: linear(backend, rows, 1),
    declarations: () =>
      `${constant ? `var<workgroup> partial: array<f32, ${WORKGROUP}>;` : ""}
fn value(row: u32, i: u32) -> f32 {
  let at = (row % ${frames}u) * ${step}u + i;
  if (at >= ${Math.min(points, length)}u) { return 0.0; }
  return x[(row / ${frames}u) * ${points}u + at];
}`,
    body: () =>
      `let row = wg.z * num.x + wg.x;
let lane = local.x;
if (row >= u.rows) { return; }
var mean = 0.0;
var slope = 0.0;
${
        constant
          ? `${total("value(row, i)")}\nmean = partial[0] / ${segment}.0;`
          : ""
      }
${
        line
          ? `workgroupBarrier();
${total(`(f32(i) - ${f32(centre)}) * (value(row, i) - mean)`)}
slope = partial[0] / ${f32(spread)};`
          : ""
      }
${
        all(
          `y[row * ${segment}u + i] = value(row, i) - mean - slope * (f32(i) - ${
            f32(centre)
          });`,
        )
      }`,
  });
  return output;
}

function f32(value: number): string {
  return `f32(${value})`;
}
