// Spelling help for wrong keys and flags.

/**
 * Finds the name that a misspelt word most likely meant.
 *
 * @param word What was written.
 * @param names What may be written.
 * @returns The name with the smallest edit distance (Levenshtein 1966), the
 * first of equals, or undefined if even that one differs in over half of its
 * letters.
 *
 * @example
 * ```ts
 * import { nearest } from "./nearest.ts";
 *
 * console.log(nearest("epoch", ["epochs", "batch_size"])); // epochs
 * ```
 */
export function nearest(
  word: string,
  names: readonly string[],
): string | undefined {
  let best: string | undefined;
  let least = Infinity;
  for (const name of names) {
    const distance = editDistance(word.toLowerCase(), name.toLowerCase());
    if (distance < least) [best, least] = [name, distance];
  }
  return best !== undefined && least <= Math.max(best.length, word.length) / 2
    ? best
    : undefined;
}

function editDistance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, j) => j);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const change = row[j - 1] + (a[i - 1] === b[j - 1] ? 0 : 1);
      next.push(Math.min(change, row[j] + 1, next[j - 1] + 1));
    }
    row = next;
  }
  return row[b.length];
}
