// Numbers in files: decimal, with an optional exponent, and nothing else.
// JavaScript's own conversion would take "", "0x10" and "Infinity", too.

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/**
 * Reads a decimal number.
 *
 * @param text The cell; blanks around the number are ignored.
 * @returns The nearest float64, or undefined if the cell holds anything else
 * or a number beyond float64.
 */
export function decimal(text: string): number | undefined {
  const trimmed = text.trim();
  if (!DECIMAL.test(trimmed)) return undefined;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : undefined;
}
