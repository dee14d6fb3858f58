// A line of thousands of points on a few hundred pixels: what the eye can see
// are the extremes of every column of pixels, so these are kept.

/**
 * Thins a line, keeping its first and last point, and the least and the
 * greatest of every stretch.
 *
 * @param points Points along the line.
 * @param value Height of a point.
 * @param most Points that may be left, at least 4.
 * @returns The points themselves if there are no more than `most`.
 */
export function thin<T>(
  points: readonly T[],
  value: (point: T) => number,
  most: number,
): readonly T[] {
  if (points.length <= most) return points;
  const stretches = Math.floor((most - 2) / 2);
  const kept = new Set<number>([0, points.length - 1]);
  for (let stretch = 0; stretch < stretches; stretch++) {
    const from = Math.floor((stretch * points.length) / stretches);
    const to = Math.floor(((stretch + 1) * points.length) / stretches);
    let least = from;
    let greatest = from;
    for (let at = from + 1; at < to; at++) {
      if (value(points[at]) < value(points[least])) least = at;
      if (value(points[at]) > value(points[greatest])) greatest = at;
    }
    kept.add(least).add(greatest);
  }
  return [...kept].sort((a, b) => a - b).map((at) => points[at]);
}
