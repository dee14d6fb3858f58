// Points of the unit circle at exact fractions of a turn. The angle is folded into the first eighth of the circle while
// it is still a pair of integers, so that tables are right to the last bit or so, however large the index.

/**
 * Cosine and sine of `2 π index / count`.
 *
 * @param index Any integer from 0 to `Number.MAX_SAFE_INTEGER / 8`.
 * @param count Number of equal parts of a full turn, positive integer.
 * @returns `[cosine, sine]`.
 */
export function unitCircle(index: number, count: number): [number, number] {
  // In eighths of a turn: position = 8 * index / count, kept as integers.
  const eighths = 8 * (index % count);
  const octant = Math.floor(eighths / count);
  const rest = eighths - octant * count;
  const inner = octant % 2 === 0 ? rest : count - rest;
  const angle = (Math.PI * inner) / (4 * count);
  const c = Math.cos(angle);
  const s = Math.sin(angle);
  switch (octant) {
    case 0:
      return [c, s];
    case 1:
      return [s, c];
    case 2:
      return [-s, c];
    case 3:
      return [-c, s];
    case 4:
      return [-c, -s];
    case 5:
      return [-s, -c];
    case 6:
      return [s, -c];
    default:
      return [c, -s];
  }
}
