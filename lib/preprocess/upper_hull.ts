// The upper convex hull of a curve: the string that is pulled tight over it
// from its first point to its last (Andrew 1979, monotone chain).

/**
 * Finds the points on which a tight string over a curve rests.
 *
 * @param x Increasing, spaced in any way.
 * @param y Values, as many.
 * @returns Indices of the points, increasing; the first and the last point are
 * always among them.
 *
 * @example
 * ```ts
 * import { upperHull } from "./upper_hull.ts";
 *
 * const x = Float64Array.of(0, 1, 2, 10);
 * console.log(upperHull(x, Float64Array.of(0, 3, 2, 1))); // [ 0, 1, 3 ]
 * ```
 */
export function upperHull(x: Float64Array, y: Float64Array): number[] {
  const hull: number[] = [];
  for (let i = 0; i < x.length; i++) {
    while (hull.length > 1) {
      const [a, b] = [hull[hull.length - 2], hull[hull.length - 1]];
      const turn = (x[b] - x[a]) * (y[i] - y[a]) -
        (y[b] - y[a]) * (x[i] - x[a]);
      if (turn < 0) break; // b stands above the line from a to i
      hull.pop();
    }
    hull.push(i);
  }
  return hull;
}

/**
 * Draws the string.
 *
 * @param x Increasing.
 * @param y Values, as many.
 * @returns Its height at each `x`; exactly `y` where it rests on the curve.
 */
export function hullLine(x: Float64Array, y: Float64Array): Float64Array {
  const line = Float64Array.from(y);
  const hull = upperHull(x, y);
  for (let k = 1; k < hull.length; k++) {
    const [a, b] = [hull[k - 1], hull[k]];
    const slope = (y[b] - y[a]) / (x[b] - x[a]);
    for (let i = a + 1; i < b; i++) line[i] = y[a] + slope * (x[i] - x[a]);
  }
  return line;
}
