// The range of an axis around values: a little room, then round numbers.

/**
 * A range that holds all values, for an axis.
 *
 * @param values Finite values, one at least; positive ones if `log`.
 * @param log Whether the axis is logarithmic.
 * @returns Its two ends; they differ.
 */
export function niceRange(
  values: readonly number[],
  log: boolean,
): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (const value of values) {
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  if (log) {
    const room = (high / low) ** 0.04;
    return [roundLog(low / room, Math.floor), roundLog(high * room, Math.ceil)];
  }
  if (low === high) {
    const room = Math.abs(low) / 10 || 1;
    low -= room;
    high += room;
  }
  const room = (high - low) * 0.03;
  const step = roundStep((high - low) / 6);
  // Values that are all positive do not get an axis below zero.
  const floor = low >= 0 ? 0 : -Infinity;
  return [
    Math.max(floor, Math.floor((low - room) / step) * step),
    Math.ceil((high + room) / step) * step,
  ];
}

/** 1, 2 or 5 times a power of ten, at most twice as fine as asked. */
function roundStep(step: number): number {
  const power = 10 ** Math.floor(Math.log10(step));
  const factor = [5, 2, 1].find((digit) => digit * power <= step) ?? 1;
  return factor * power;
}

/** To one digit in the direction of `round`. */
function roundLog(value: number, round: (value: number) => number): number {
  const exponent = Math.floor(Math.log10(value));
  return Number(`${round(value / 10 ** exponent)}e${exponent}`);
}
