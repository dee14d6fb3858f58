// Soils by a formula: what makes a spectrum look like one, and nothing else.

/** What a made soil is like. */
export interface SoilCurve {
  /** Reflectance in blue light; 0.1 if not given. */
  readonly blue?: number;
  /** Reflectance in the infrared; 0.4 if not given. */
  readonly infrared?: number;
  /** Depth of the dips of water at 1415 and 1915 nm; 0.15 if not given. */
  readonly water?: number;
}

/**
 * Reflectance of a soil at a wavelength.
 *
 * @param nm Wavelength.
 */
export function soilCurve(
  nm: number,
  { blue = 0.1, infrared = 0.4, water = 0.15 }: SoilCurve = {},
): number {
  const rise = blue + (infrared - blue) / (1 + Math.exp((700 - nm) / 150));
  const dip = (at: number, width: number, depth: number) =>
    depth * Math.exp(-(((nm - at) / width) ** 2));
  return rise * (1 - dip(1415, 40, water / 2) - dip(1915, 50, water) -
    dip(2208, 20, water / 3));
}

/** Wavelengths from one to another. */
export function grid(from: number, to: number, step: number): Float64Array {
  const length = Math.round((to - from) / step) + 1;
  return Float64Array.from({ length }, (_, i) => from + i * step);
}
