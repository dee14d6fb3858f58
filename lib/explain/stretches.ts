// Stretches of wavelengths that follow one another without a gap.

/**
 * Cuts wavelengths into stretches.
 *
 * @param wavelengths Rising, in nm.
 * @param width Width of a stretch in nm.
 * @returns First and last band of each.
 * @throws {RangeError} If the width is not above 0.
 */
export function stretchesOf(
  wavelengths: Float64Array,
  width: number,
): [number, number][] {
  if (!(width > 0)) {
    throw new RangeError(`Width is ${width}, must be above 0 nm`);
  }
  const stretches: [number, number][] = [];
  let first = 0;
  for (let band = 1; band <= wavelengths.length; band++) {
    const ends = band === wavelengths.length ||
      wavelengths[band] - wavelengths[first] >= width;
    if (!ends) continue;
    stretches.push([first, band - 1]);
    first = band;
  }
  return stretches;
}
