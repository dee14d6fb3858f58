// How a tiled product reads one of its matrices.

/** A matrix of a product, by its outer index `o` (m or n) and its inner `k`. */
export interface Operand {
  /** Along which index values are neighbours in memory. */
  readonly along: "inner" | "outer";
  /** Whether four neighbours are one vec4f, and sizes multiples of 4. */
  readonly wide: boolean;
  /** WGSL that returns the value, or the four if `wide`, at `o` and `k`. */
  readonly load: string;
}

/**
 * WGSL of a function that gives four neighbours from `(o, k)` on, zeros past
 * the matrix's end or the chunk's.
 *
 * @param name Its name.
 * @param operand The matrix.
 * @param limit WGSL for the size of the outer dimension.
 */
export function quadFunction(
  name: string,
  { along, wide, load }: Operand,
  limit: string,
): string {
  if (wide) {
    return `fn ${name}(o: u32, k: u32, end: u32) -> vec4f {
if (o >= ${limit} || k >= end) { return vec4f(); }
${load}
}`;
  }
  const parts = [0, 1, 2, 3].map((j) =>
    along === "inner"
      ? `${name}One(o, k + ${j}u, end)`
      : `${name}One(o + ${j}u, k, end)`
  );
  return `fn ${name}One(o: u32, k: u32, end: u32) -> f32 {
if (o >= ${limit} || k >= end) { return 0.0; }
${load}
}
fn ${name}(o: u32, k: u32, end: u32) -> vec4f {
return vec4f(${parts.join(", ")});
}`;
}
