// Sums in workgroup memory, always in the same order.

/**
 * WGSL that adds the lanes of a workgroup: afterwards the first lane's places
 * hold the sums. It must run in uniform control flow; `local.x` is lane ·
 * across + column, and `lane` is known.
 *
 * @param names Arrays in workgroup memory with a value per invocation.
 * @param across Columns of the workgroup.
 * @param lanes Values to add for each column.
 *
 * @example
 * ```ts
 * import { treeSum } from "./tree_sum.ts";
 *
 * const code = treeSum(["sums"], 8, 3);
 * if (!code.includes("sums[local.x] += sums[local.x + 16u]")) throw code;
 * ```
 */
export function treeSum(
  names: readonly string[],
  across: number,
  lanes: number,
): string {
  const lines = ["workgroupBarrier();"];
  let step = 1;
  while (step * 2 < lanes) step *= 2;
  for (; lanes > 1 && step >= 1; step /= 2) {
    const both = step * 2 > lanes ? ` && lane + ${step}u < ${lanes}u` : "";
    const adds = names.map((name) =>
      `${name}[local.x] += ${name}[local.x + ${step * across}u];`
    );
    lines.push(
      `if (lane < ${step}u${both}) { ${adds.join(" ")} }`,
      "workgroupBarrier();",
    );
  }
  return lines.join("\n");
}
