// What the spectrogram tests share: the goldens' shape, and the measure that errors are stated in.

import { assertLessOrEqual } from "@std/assert";
import type { ScipyOptions } from "../lib/spectrogram/scipy.ts";
import type { TensorflowOptions } from "../lib/spectrogram/tensorflow.ts";
import type { WindowOptions } from "../lib/spectrogram/window.ts";

/** Some values of a spectrogram, by their place in C order. */
export interface Digest {
  max: number;
  at: number[];
  values: number[];
}

/** One spectrogram of the first `length` points of the golden spectra, laid end to end. */
export interface GoldenCase<Options> extends Digest {
  length: number;
  options: Options;
  shape: [number, number];
  bin_sums: number[];
  frame_sums: number[];
}

/** tests/goldens/spectrogram.json, see tests/reference/spectrogram.py. */
export interface Goldens {
  spectra: number[][];
  windows: { window: WindowOptions; length: number; values: number[] }[];
  scipy: (GoldenCase<ScipyOptions> & {
    frequencies: [number, number];
    times: [number, number];
  })[];
  tensorflow: GoldenCase<TensorflowOptions>[];
}

export function readGoldens<T>(name: string): T {
  const url = new URL(`goldens/${name}`, import.meta.url);
  return JSON.parse(Deno.readTextFileSync(url)) as T;
}

/** The folder with the Geeves spectra, or null where it is absent. */
export function geevesSpectra(): URL | null {
  const url = new URL("../../shared/data/geeves/spectra.csv", import.meta.url);
  try {
    Deno.statSync(url);
    return url;
  } catch {
    return null;
  }
}

/** Reads a plain table of numbers with a header and names in its first column. */
export function readSpectra(url: URL): { rows: number; values: Float64Array } {
  const lines = Deno.readTextFileSync(url).trim().split(/\r?\n/).slice(1);
  const values = lines.flatMap((line) => line.split(",").slice(1).map(Number));
  return { rows: lines.length, values: Float64Array.from(values) };
}

/** Greatest difference, as a share of the reference's maximum. */
export function worstError(
  actual: ArrayLike<number>,
  expected: ArrayLike<number>,
  max = Math.max(...Array.from(expected, Math.abs)),
): number {
  let worst = 0;
  for (let i = 0; i < expected.length; i++) {
    const error = Math.abs(actual[i] - expected[i]);
    // Not `Math.max`, and not `>`: what is not a number must fail.
    if (!(error <= worst)) worst = error;
  }
  return max === 0 ? worst : worst / max;
}

/** Holds a whole spectrogram against a golden's sums along both axes and its chosen values. */
export function assertMatchesGolden(
  values: Float64Array,
  golden: GoldenCase<unknown>,
  tolerance: number,
): void {
  const [bins, frames] = golden.shape;
  const what = JSON.stringify([golden.length, golden.options]);
  const binSums = new Float64Array(bins);
  const frameSums = new Float64Array(frames);
  for (let k = 0; k < bins; k++) {
    for (let j = 0; j < frames; j++) {
      binSums[k] += values[k * frames + j];
      frameSums[j] += values[k * frames + j];
    }
  }
  const chosen = golden.at.map((i) => values[i]);
  const errors = [
    worstError(chosen, golden.values, golden.max),
    worstError(binSums, golden.bin_sums),
    worstError(frameSums, golden.frame_sums),
  ];
  for (const error of errors) assertLessOrEqual(error, tolerance, what);
}
