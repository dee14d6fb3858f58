// Tiles of one size need no checks at their edges.

/**
 * The largest divisor of a number up to a limit.
 *
 * @param value The number, at least 1.
 * @param most The limit, at least 1.
 */
export function largestDivisor(value: number, most: number): number {
  let divisor = Math.min(value, most);
  while (value % divisor !== 0) divisor--;
  return divisor;
}
