// From the real and imaginary parts of all segments to images: the modulus, its
// factor, and each spectrogram stretched on its own. A workgroup for a spectrum.
import type { TensorInfo } from "../../../third_party/tfjs.ts";
import type { SpectrogramPlan } from "../../../spectrogram/plan.ts";
import { dispatch, linear, makeOutput } from "../dispatch.ts";
import type { OwnBackend } from "../own_backend.ts";

const WORKGROUP = 128;

/**
 * Images of spectra.
 *
 * @param backend The backend.
 * @param tensors `parts`: `[spectra · frames, nfft]`, the real parts of all bins
 * and then the imaginary parts of those that have one; `factors`: `[bins]`.
 * @param plan What they are of.
 * @param options Replicates of a sample, and whether to stretch to 0..1.
 * @returns Images `[samples, bins, frames, channels]`, and the range of each
 * spectrogram `[spectra]`.
 */
export function spectrogramImages(
  backend: OwnBackend,
  { parts, factors }: { parts: TensorInfo; factors: TensorInfo },
  plan: SpectrogramPlan,
  { channels, stretch }: { channels: number; stretch: boolean },
): { images: TensorInfo; ranges: TensorInfo } {
  const { bins, frames, nfft, power } = plan;
  const count = parts.shape[0] / frames;
  const images = makeOutput(backend, [
    count / channels,
    bins,
    frames,
    channels,
  ]);
  const ranges = makeOutput(backend, [count]);
  const each = (body: string) =>
    `for (var e = local.x; e < ${bins * frames}u; e += ${WORKGROUP}u) {
let bin = e % ${bins}u;
let frame = e / ${bins}u;
let value = value_of(spectrum * ${frames}u + frame, bin);
${body}
}`;
  dispatch(backend, {
    key: `images ${bins} ${frames} ${nfft} ${power} ${channels} ${stretch}`,
    bindings: [
      { name: "parts", tensor: parts },
      { name: "factors", tensor: factors },
      { name: "images", tensor: images, access: "write" },
      { name: "ranges", tensor: ranges, access: "write" },
    ],
    numbers: { count },
    workgroup: [WORKGROUP, 1],
    groups: linear(backend, count, 1),
    declarations: () =>
      `var<workgroup> least: array<f32, ${WORKGROUP}>;
var<workgroup> greatest: array<f32, ${WORKGROUP}>;
fn value_of(row: u32, bin: u32) -> f32 {
  let re = parts[row * ${nfft}u + bin];
  var squared = re * re;
  if (bin != 0u && 2u * bin != ${nfft}u) {
    let im = parts[row * ${nfft}u + ${bins - 1}u + bin];
    squared += im * im;
  }
  return ${power ? "squared" : "sqrt(squared)"} * factors[bin];
}`,
    body: () =>
      `let spectrum = wg.z * num.x + wg.x;
if (spectrum >= u.count) { return; }
let first = value_of(spectrum * ${frames}u, 0u);
var low = first;
var high = first;
${each("low = min(low, value); high = max(high, value);")}
least[local.x] = low;
greatest[local.x] = high;
workgroupBarrier();
for (var half = ${WORKGROUP / 2}u; half > 0u; half /= 2u) {
  if (local.x < half) {
    least[local.x] = min(least[local.x], least[local.x + half]);
    greatest[local.x] = max(greatest[local.x], greatest[local.x + half]);
  }
  workgroupBarrier();
}
let bottom = least[0];
let width = greatest[0] - bottom;
if (local.x == 0u) { ranges[spectrum] = width; }
let sample = spectrum / ${channels}u;
let channel = spectrum % ${channels}u;
${
        each(
          `images[((sample * ${bins}u + bin) * ${frames}u + frame) * ${channels}u + channel] = ${
            stretch ? "(value - bottom) / width" : "value"
          };`,
        )
      }`,
  });
  return { images, ranges };
}
