/**
 * What a formula's cell holds if no program has stored its value: a text, so
 * that it is refused where a number is wanted, and in the way nowhere else.
 *
 * @param formula Such as `B2/100`.
 */
export function notStored(formula: string): string {
  const bare = formula.replace(/^(of:|oooc:|msoxl:)?=/, "").slice(0, 40);
  return `=${bare} (a formula without a stored value)`;
}
