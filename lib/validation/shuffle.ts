import type { Pcg32 } from "../pcg32.ts";

/**
 * Puts values in a random order (Fisher–Yates).
 *
 * @param values They are not changed.
 * @param random Where randomness comes from; a draw for each value but one.
 */
export function shuffle<T>(values: readonly T[], random: Pcg32): T[] {
  const all = [...values];
  for (let i = all.length - 1; i > 0; i--) {
    const j = Math.floor(random.uniform() * (i + 1));
    [all[i], all[j]] = [all[j], all[i]];
  }
  return all;
}
