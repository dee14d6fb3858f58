// When a logarithmic axis shows more than a linear one.

/** Decades that values must span for a logarithmic axis. */
export const LOG_DECADES = 1.5;

/**
 * Tells whether values ask for a logarithmic axis.
 *
 * @param values Values of one axis.
 * @returns Whether all are finite and positive and the largest is more than
 * 10^1.5 times the smallest.
 */
export function wantsLogAxis(values: Iterable<number>): boolean {
  let least = Infinity;
  let most = 0;
  for (const value of values) {
    if (!(value > 0) || value === Infinity) return false;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  return most > least * 10 ** LOG_DECADES;
}

/**
 * Ticks of a logarithmic axis, all with labels: 1, 2 and 5 times powers of ten
 * on a short axis, only the powers on one of more than three decades.
 *
 * @param range Its two ends, positive.
 */
export function logTicks([low, high]: readonly [number, number]): number[] {
  const digits = high > low * 1000 ? [1] : [1, 2, 5];
  const ticks = [];
  const last = Math.ceil(Math.log10(high));
  for (let power = Math.floor(Math.log10(low)); power <= last; power++) {
    ticks.push(...digits.map((digit) => Number(`${digit}e${power}`)));
  }
  return ticks.filter((tick) => tick >= low && tick <= high);
}
