// From the values of one spectrogram to what the network is fed: optionally their logarithm, then optionally stretched
// to 0..1, as Code S1's normalize_spectrogram does it.

/** What happens to the values of each spectrogram. */
export interface NormalizeOptions {
  /** "linear" keeps the values, "log10" takes log10(value + 2^-52). */
  readonly scale: "linear" | "log10";
  /**
   * "min-max" maps each spectrogram to 0..1 (after the logarithm, if any), "none" leaves it, and so does "standardize",
   * which is a matter of all images of a training part.
   */
  readonly normalization: "min-max" | "none" | "standardize";
}

/** NumPy's `np.finfo(float).eps`, which Code S1's figure adds before it takes the logarithm. */
export const LOG_EPSILON: number = Number.EPSILON;

/**
 * Scales one spectrogram in place: `log10(values + 2^-52)` for scale "log10", then `(v - min) / (max - min)` for
 * normalization "min-max".
 *
 * @param values One spectrogram, any order.
 * @param options What to do.
 * @param level Largest range of values that may still be rounding error; 0 if left out.
 * @returns `false`, and values that are of no use, where "min-max" finds no range above `level` to stretch (or none
 * after the logarithm); `true` otherwise.
 *
 * @example
 * ```ts
 * import { normalizeSpectrogram } from "./normalize.ts";
 *
 * const values = new Float64Array([2, 3, 4]);
 * normalizeSpectrogram(values, { scale: "linear", normalization: "min-max" });
 * if (values.join() !== "0,0.5,1") throw new Error(values.join());
 * ```
 */
export function normalizeSpectrogram(
  values: Float64Array,
  options: NormalizeOptions,
  level = 0,
): boolean {
  const stretch = options.normalization === "min-max";
  if (stretch && !(range(values)[1] > level)) return false;
  if (options.scale === "log10") {
    for (let i = 0; i < values.length; i++) {
      values[i] = Math.log10(values[i] + LOG_EPSILON);
    }
  }
  if (!stretch) return true;
  const [least, width] = range(values);
  if (!(width > 0)) return false;
  for (let i = 0; i < values.length; i++) {
    values[i] = (values[i] - least) / width;
  }
  return true;
}

/** Least value and distance from it to the greatest. */
function range(values: Float64Array): [number, number] {
  let least = Infinity;
  let greatest = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < least) least = value;
    if (value > greatest) greatest = value;
  }
  return [least, greatest - least];
}
