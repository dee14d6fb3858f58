// Polynomials that are orthonormal over a set of points, by the three-term
// recurrence (Forsythe 1957), as R's poly() makes them: least squares without
// the ill-conditioned powers of a wavelength.

/** Orthonormal polynomials on given points. */
export interface Orthonormal {
  /** Values of each polynomial at the points, by degree. */
  readonly values: readonly Float64Array[];
  /** `p[k+1] = ((x - centers[k]) p[k] - norms[k] p[k-1]) / norms[k+1]`. */
  readonly centers: readonly number[];
  /** See `centers`; the first is that of the constant. */
  readonly norms: readonly number[];
}

/**
 * Makes the polynomials up to a degree.
 *
 * @param points Distinct numbers, best within -1..1; more than `degree`.
 * @param degree The highest.
 * @throws {RangeError} If there are too few points.
 *
 * @example
 * ```ts
 * import { orthonormal } from "./orthonormal.ts";
 *
 * const { values } = orthonormal(Float64Array.of(-1, 0, 1), 1);
 * console.log(values[1].map((v) => v * v)); // 0.5, 0, 0.5
 * ```
 */
export function orthonormal(points: Float64Array, degree: number): Orthonormal {
  if (points.length <= degree) {
    throw new RangeError(
      `There are ${points.length} points, must be more than ${degree}`,
    );
  }
  const norms = [Math.sqrt(points.length)];
  const centers: number[] = [];
  const values = [new Float64Array(points.length).fill(1 / norms[0])];
  for (let k = 0; k < degree; k++) {
    const now = values[k];
    const before = values[k - 1];
    let center = 0;
    for (let i = 0; i < now.length; i++) center += points[i] * now[i] * now[i];
    const next = now.map((value, i) =>
      (points[i] - center) * value - (before ? norms[k] * before[i] : 0)
    );
    // Rounding leaves a little of the lower degrees; take it out once more.
    for (const lower of values) {
      const share = dot(lower, next);
      for (let i = 0; i < next.length; i++) next[i] -= share * lower[i];
    }
    const norm = Math.sqrt(dot(next, next));
    centers.push(center);
    norms.push(norm);
    values.push(next.map((value) => value / norm));
  }
  return { values, centers, norms };
}

/** Sum of products. */
export function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let i = 0; i < a.length; i++) sum += a[i] * b[i];
  return sum;
}
