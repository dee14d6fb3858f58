// Quantiles as NumPy's default has them.

/**
 * A quantile by linear interpolation between the two nearest values in order:
 * `numpy.quantile(values, q)` (Hyndman and Fan 1996, type 7).
 *
 * @param values At least one value.
 * @param q From 0 to 1.
 */
export function quantile(values: ArrayLike<number>, q: number): number {
  const sorted = Float64Array.from(values).sort();
  const at = q * (sorted.length - 1);
  const below = Math.floor(at);
  const above = Math.min(below + 1, sorted.length - 1);
  const share = at - below;
  const step = sorted[above] - sorted[below];
  // NumPy goes from the nearer end, so that both ends are met exactly.
  return share < 0.5
    ? sorted[below] + step * share
    : sorted[above] - step * (1 - share);
}
