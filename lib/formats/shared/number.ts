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
  const cursor = { at: 0 };
  const value = plainNumber(text, cursor, NO_CHARACTER);
  return Number.isNaN(value) ? general(text) : value;
}

/** Where a reader stands in a text. */
export interface Cursor {
  /** The next character. */
  at: number;
}

/** No character of a text has this code. */
const NO_CHARACTER = -1;

/**
 * Reads digits with at most one point, few enough that digits and power of ten
 * are both exact and one division rounds correctly (Clinger 1990, "How to read
 * floating point numbers accurately"). Millions of cells are of this kind.
 *
 * @param text A text.
 * @param cursor Where the number begins; is moved to where it ends.
 * @param end Code of the character that ends it; the end of the text does, too.
 * @returns The number, or NaN if there stands anything else.
 */
export function plainNumber(
  text: string,
  cursor: Cursor,
  end: number,
): number {
  const { length } = text;
  let i = cursor.at;
  const negative = i < length && text.charCodeAt(i) === 0x2d;
  if (negative) i++;
  let mantissa = 0;
  let digits = 0;
  let point = -1;
  for (; i < length; i++) {
    const code = text.charCodeAt(i);
    if (code >= 0x30 && code <= 0x39) {
      mantissa = mantissa * 10 + (code - 0x30);
      digits++;
    } else if (code === 0x2e && point < 0) {
      point = digits;
    } else if (code === end) {
      break;
    } else {
      return NaN;
    }
  }
  cursor.at = i;
  if (digits === 0 || digits > EXACT_DIGITS) return NaN;
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
