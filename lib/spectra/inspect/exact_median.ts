// The exact median of tens of millions of values in little memory: a histogram
// finds the bin that the middle is in, the next one looks into that bin alone,
// until what is in it can be sorted.

const BINS = 1 << 16;
const SORTED = 1 << 20;

/**
 * The median, as `numpy.median`.
 *
 * @param values Finite values, one at least; they stay as they are.
 * @throws {RangeError} If there are none.
 */
export function exactMedian(values: Float64Array): number {
  if (values.length === 0) {
    throw new RangeError("Values are none, must be one at least");
  }
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < values.length; i++) {
    const value = values[i];
    if (value < low) low = value;
    if (value > high) high = value;
  }
  const half = values.length >> 1;
  const [upper, before] = valueAt(values, half, { low, high });
  if (values.length % 2 === 1) return upper;
  // Seldom the two are in different bins.
  const [lower] = before === undefined
    ? valueAt(values, half - 1, { low, high })
    : [before];
  return (lower + upper) / 2;
}

/**
 * The value of a rank among those from `low` to `high`, both inside, and that
 * of the rank before if it has been seen.
 */
function valueAt(
  values: Float64Array,
  rank: number,
  { low, high }: { low: number; high: number },
): readonly [value: number, before?: number] {
  for (;;) {
    if (low === high) return rank > 0 ? [low, low] : [low];
    // Halves, because the distance of the largest numbers is none.
    const scale = BINS / (high / 2 - low / 2);
    const bin = scale < Infinity
      ? (value: number) =>
        Math.min(BINS - 1, Math.floor((value / 2 - low / 2) * scale))
      // A range too small to be divided sheds its least number.
      : (value: number) => value === low ? 0 : 1;
    const counts = new Uint32Array(BINS);
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value >= low && value <= high) counts[bin(value)]++;
    }
    let at = 0;
    while (rank >= counts[at]) rank -= counts[at++];
    let [least, greatest] = [Infinity, -Infinity];
    const few = counts[at] <= SORTED ? new Float64Array(counts[at]) : null;
    let count = 0;
    for (let i = 0; i < values.length; i++) {
      const value = values[i];
      if (value < low || value > high || bin(value) !== at) continue;
      if (few) few[count++] = value;
      if (value < least) least = value;
      if (value > greatest) greatest = value;
    }
    if (few) {
      few.sort();
      return [few[rank], few[rank - 1]];
    }
    [low, high] = [least, greatest];
  }
}
