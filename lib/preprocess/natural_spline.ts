// A cubic spline whose second derivative is 0 at both ends: one tridiagonal
// system for the second derivatives, the same for every spectrum of a grid.

/**
 * Prepares the spline of a grid.
 *
 * @param x Increasing, two or more.
 * @returns Gives for values at `x` the spline's second derivatives at `x`.
 */
export function naturalSpline(
  x: Float64Array,
): (y: Float64Array) => Float64Array {
  const n = x.length;
  const step = (i: number) => x[i + 1] - x[i];
  // Thomas's elimination: the matrix is diagonally dominant.
  const upper = new Float64Array(n);
  const pivot = new Float64Array(n).fill(1);
  for (let i = 1; i < n - 1; i++) {
    pivot[i] = 2 * (step(i - 1) + step(i)) - step(i - 1) * upper[i - 1];
    upper[i] = step(i) / pivot[i];
  }
  return (y) => {
    const second = new Float64Array(n);
    for (let i = 1; i < n - 1; i++) {
      const bend = (y[i + 1] - y[i]) / step(i) -
        (y[i] - y[i - 1]) / step(i - 1);
      second[i] = (6 * bend - step(i - 1) * second[i - 1]) / pivot[i];
    }
    for (let i = n - 2; i > 0; i--) second[i] -= upper[i] * second[i + 1];
    return second;
  };
}
