// Numbers in files: decimal, with an optional exponent, and nothing else.
// JavaScript's own conversion would take "", "0x10" and "Infinity", too.

const DECIMAL = /^[+-]?(?:\d+\.?\d*|\.\d+)(?:[eE][+-]?\d+)?$/;

/** Powers of ten that float64 holds exactly. */
const POWERS = Array.from({ length: 23 }, (_, power) => Number(`1e${power}`));

/** So many digits always fit into the 53 bits of a float64. */
const EXACT_DIGITS = 15;

/**
 * Reads a decimal number.
 *
 * @param text The cell; blanks around the number are ignored.
 * @returns The nearest float64, or undefined if the cell holds anything else
 * or a number beyond float64.
 */
export function decimal(text: string): number | undefined {
  return plain(text) ?? general(text);
}

/**
 * Digits with at most one point, few enough that digits and power of ten are
 * both exact and one division rounds correctly (Clinger 1990, "How to read
 * floating point numbers accurately"). Millions of cells are of this kind.
 */
function plain(text: string): number | undefined {
  const length = text.length;
  if (length > EXACT_DIGITS + 2) return undefined;
  const negative = text.charCodeAt(0) === 0x2d;
  let mantissa = 0;
  let digits = 0;
  let point = -1;
  for (let i = negative ? 1 : 0; i < length; i++) {
    const digit = text.charCodeAt(i) - 0x30;
    if (digit >= 0 && digit <= 9) {
      mantissa = mantissa * 10 + digit;
      digits++;
    } else if (digit === -2 && point < 0) {
      point = digits;
    } else {
      return undefined;
    }
  }
  if (digits === 0 || digits > EXACT_DIGITS) return undefined;
  const value = point < 0 ? mantissa : mantissa / POWERS[digits - point];
  return negative ? -value : value;
}

/** Every number, by the language's own correctly rounding conversion. */
function general(text: string): number | undefined {
  const trimmed = text.trim();
  if (!DECIMAL.test(trimmed)) return undefined;
  const value = Number(trimmed);
  return Number.isFinite(value) ? value : undefined;
}
