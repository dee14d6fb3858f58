// Options of a study that are the same for all targets, or one for each.

/**
 * Takes what is meant for one target.
 *
 * @param given One value for all, or values by target.
 * @param target The target; a checked study has a value for each.
 */
export function forTarget<T extends string | readonly unknown[]>(
  given: T | Readonly<Record<string, T>>,
  target: string,
): T {
  const same = typeof given === "string" || Array.isArray(given);
  return same ? given as T : (given as Readonly<Record<string, T>>)[target];
}
