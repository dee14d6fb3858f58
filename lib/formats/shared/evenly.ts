/**
 * Makes equally spaced abscissae.
 *
 * @param first The first.
 * @param last The last; it comes out as it is.
 * @param count How many, 2 or more.
 */
export function evenly(
  first: number,
  last: number,
  count: number,
): Float64Array {
  const step = (last - first) / (count - 1);
  const x = Float64Array.from({ length: count }, (_, i) => first + i * step);
  x[count - 1] = last;
  return x;
}
