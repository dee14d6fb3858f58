// Statistics of the benchmark: medians, because a busy machine makes outliers
// on one side only.

/**
 * The middle of some numbers; the mean of the two middle ones of an even count.
 *
 * @throws {RangeError} If there are none.
 */
export function median(values: readonly number[]): number {
  if (values.length === 0) throw new RangeError("No values have no median");
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

/** Median of ours over median of theirs; null where one was not measured. */
export function ratio(
  ours: readonly number[] | null,
  theirs: readonly number[] | null,
): number | null {
  if (!ours?.length || !theirs?.length) return null;
  return median(ours) / median(theirs);
}
