/** How many a message names. */
const NAMED = 20;

/**
 * Names all that something is wrong with, as far as a person reads.
 *
 * @param all What to name, in its order.
 * @returns Up to twenty, then how many more there are.
 */
export function nameAll(all: readonly string[]): string {
  const more = all.length - NAMED;
  return all.slice(0, NAMED).join(", ") +
    (more > 0 ? ` and ${more} more` : "");
}
