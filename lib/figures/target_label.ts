// A target has its unit in its name: `Sb_ppm` is Sb in ppm.

/** Units as they are written, where that differs from the column's name. */
const UNITS: Readonly<Record<string, string>> = {
  percent: "%",
  pct: "%",
  ppm: "ppm",
  ppb: "ppb",
  mg_kg: "mg/kg",
  g_kg: "g/kg",
  ug_g: "µg/g",
};

/**
 * Splits a target's name into quantity and unit.
 *
 * @param target Such as `Sb_ppm`, `clay_percent` or `pH`.
 * @returns Quantity and unit; the unit is null where the name has none.
 *
 * @example
 * ```ts
 * import { splitTarget } from "./target_label.ts";
 *
 * const { quantity, unit } = splitTarget("Sb_ppm");
 * if (quantity !== "Sb" || unit !== "ppm") throw new Error();
 * ```
 */
export function splitTarget(
  target: string,
): { quantity: string; unit: string | null } {
  for (const [suffix, unit] of Object.entries(UNITS)) {
    if (target.toLowerCase().endsWith(`_${suffix}`)) {
      const quantity = target.slice(0, -suffix.length - 1);
      return { quantity: quantity.replaceAll("_", " "), unit };
    }
  }
  return { quantity: target.replaceAll("_", " "), unit: null };
}

/** `Measured` and `Sb_ppm` make `Measured Sb (ppm)`. */
export function targetTitle(word: string, target: string): string {
  const { quantity, unit } = splitTarget(target);
  return `${word} ${quantity}${unit === null ? "" : ` (${unit})`}`;
}
