// The median without sorting: Hoare's quickselect, in place. Called for every
// spectrum, so it allocates nothing.

/**
 * Finds the median of the first values of an array, as `numpy.median` does.
 *
 * @param values Finite values; they are reordered.
 * @param count How many of them, at least 1.
 */
export function medianInPlace(values: Float64Array, count: number): number {
  const half = count >> 1;
  const upper = select(values, count, half);
  if (count % 2 === 1) return upper;
  let lower = -Infinity;
  // Everything before `half` is at most `upper` now.
  for (let i = 0; i < half; i++) if (values[i] > lower) lower = values[i];
  return (lower + upper) / 2;
}

/** Puts the value of a rank in its place, lesser ones before it. */
function select(values: Float64Array, count: number, rank: number): number {
  let low = 0;
  let high = count - 1;
  while (low < high) {
    const pivot = middleOf(
      values[low],
      values[(low + high) >> 1],
      values[high],
    );
    let i = low;
    let j = high;
    while (i <= j) {
      while (values[i] < pivot) i++;
      while (values[j] > pivot) j--;
      if (i > j) break;
      const value = values[i];
      values[i++] = values[j];
      values[j--] = value;
    }
    if (rank <= j) high = j;
    else if (rank >= i) low = i;
    else break;
  }
  return values[rank];
}

function middleOf(a: number, b: number, c: number): number {
  return Math.max(Math.min(a, b), Math.min(Math.max(a, b), c));
}
