// A file's own absorbance with what else is to be said of its values.
import type { FileAbsorbance } from "./metadata.ts";

/**
 * Appends a note to the quantity of a file's absorbance.
 *
 * @param absorbance The file's own values; undefined if it has none.
 * @param note What is said of its reflectance, too, such as `, as processed`.
 * @returns The key `absorbance` of a spectrum, or nothing.
 */
export function notedAbsorbance(
  absorbance: FileAbsorbance | undefined,
  note: string,
): { readonly absorbance?: FileAbsorbance } {
  if (!absorbance) return {};
  const { values, quantity } = absorbance;
  return { absorbance: { values, quantity: quantity + note } };
}
