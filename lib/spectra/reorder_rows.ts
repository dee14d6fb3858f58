// Rows of a matrix into another order without a second matrix: each cycle of
// the permutation is walked once, with one row set aside.

/**
 * Reorders the rows of a matrix in place.
 *
 * @param values Matrix in C order.
 * @param size Values in a row.
 * @param order Permutation of the rows; `order[i]` comes to row `i`.
 *
 * @example
 * ```ts
 * import { reorderRows } from "./reorder_rows.ts";
 *
 * const values = Float64Array.of(1, 2, 3, 4, 5, 6);
 * reorderRows(values, 2, [2, 0, 1]);
 * console.log(values.join()); // 5,6,1,2,3,4
 * ```
 */
export function reorderRows(
  values: Float64Array,
  size: number,
  order: readonly number[],
): void {
  const done = new Uint8Array(order.length);
  const aside = new Float64Array(size);
  for (let start = 0; start < order.length; start++) {
    if (done[start] || order[start] === start) continue;
    aside.set(values.subarray(start * size, (start + 1) * size));
    let at = start;
    while (order[at] !== start) {
      done[at] = 1;
      const from = order[at] * size;
      values.copyWithin(at * size, from, from + size);
      at = order[at];
    }
    done[at] = 1;
    values.set(aside, at * size);
  }
}
