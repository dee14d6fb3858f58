// When two grids of wavelengths are one, and what messages say of them.

/** Largest distance in nm of two wavelengths that are meant to be one. */
export const SAME_NM = 1e-3;

/**
 * Finds the first band in which two grids differ.
 *
 * @returns Its index, or -1 if they are one.
 */
export function firstDifference(
  a: ArrayLike<number>,
  b: ArrayLike<number>,
): number {
  const length = Math.max(a.length, b.length);
  for (let band = 0; band < length; band++) {
    // A band that one of them lacks gives NaN.
    if (!(Math.abs(a[band] - b[band]) <= SAME_NM)) return band;
  }
  return -1;
}

/** Describes a grid: `2151 wavelengths from 350 to 2500 nm`. */
export function gridText(grid: ArrayLike<number>): string {
  return `${grid.length} wavelengths from ${grid[0]} to ` +
    `${grid[grid.length - 1]} nm`;
}
