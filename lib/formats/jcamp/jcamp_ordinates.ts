// The ordinates of one line of a table (X++(Y..Y)): plain numbers (AFFN), or
// numbers whose first digit is a letter that also says what kind of number it
// is (ASDF): an ordinate (SQZ), a difference from the one before (DIF), or how
// often the one before stands (DUP).
//
// Source: McDonald and Wilks 1988, section 5 and Table VII.

/** One number of a line. */
export interface OrdinateToken {
  /** What the number is; `lost` is the `?` of an ordinate off scale. */
  readonly kind: "ordinate" | "difference" | "repeat" | "lost";
  /** The number; NaN for a lost ordinate. */
  readonly value: number;
}

/** A line: its abscissa, then its ordinates. */
export interface OrdinateLine {
  /** The abscissa, in units of XFACTOR. */
  readonly abscissa: number;
  /** The place value of the last digit that it is written with. */
  readonly resolution: number;
  /** The numbers after it. */
  readonly tokens: readonly OrdinateToken[];
}

// A power of ten has a sign: E+05. An E without one is the digit 5.
const NUMBER = /[+-]?(?:\d+\.?\d*|\.\d+)(?:[Ee][+-]\d{1,3}(?!\d))?/y;
const DIGIT = /([@A-Ia-i%J-Rj-rS-Zs])(\d*(?:\.\d*)?)/y;
const BETWEEN = /[ \t,]+/y;

const KINDS = [
  { digits: "@ABCDEFGHI", kind: "ordinate", sign: 1 },
  { digits: " abcdefghi", kind: "ordinate", sign: -1 },
  { digits: "%JKLMNOPQR", kind: "difference", sign: 1 },
  { digits: " jklmnopqr", kind: "difference", sign: -1 },
  { digits: " STUVWXYZs", kind: "repeat", sign: 1 },
] as const;

/**
 * Reads a line.
 *
 * @param text The line, without comment.
 * @returns The line's numbers, or the place (from 0) of what is none.
 */
export function readOrdinateLine(text: string): OrdinateLine | number {
  const tokens: OrdinateToken[] = [];
  const first = match(NUMBER, text, 0);
  if (first === null) return 0;
  let at = first[0].length;
  while (at < text.length) {
    const gap = match(BETWEEN, text, at);
    if (gap !== null) {
      at += gap[0].length;
      continue;
    }
    const token = readToken(text, at);
    if (token === null) return at;
    tokens.push(token);
    at += token.length;
  }
  return {
    abscissa: Number(first[0]),
    resolution: resolution(first[0]),
    tokens,
  };
}

/** Whether a line has what the compressed forms alone have. */
export function isCompressed(text: string): boolean {
  return /[@-Da-dF-Zf-s%]/.test(text);
}

function readToken(
  text: string,
  at: number,
): OrdinateToken & { readonly length: number } | null {
  if (text[at] === "?") return { kind: "lost", value: NaN, length: 1 };
  const number = match(NUMBER, text, at);
  if (number !== null) {
    const [{ length }] = number;
    return { kind: "ordinate", value: Number(number[0]), length };
  }
  const digit = match(DIGIT, text, at);
  if (digit === null) return null;
  const [{ length }, letter, rest] = digit;
  for (const { digits, kind, sign } of KINDS) {
    const value = digits.indexOf(letter);
    if (value >= 0) return { kind, value: sign * Number(value + rest), length };
  }
  return null;
}

/** The place value of a decimal number's last digit. */
export function resolution(number: string): number {
  const [mantissa, power = "0"] = number.split(/[Ee]/);
  const decimals = mantissa.split(".")[1]?.length ?? 0;
  return 10 ** (Number(power) - decimals);
}

function match(pattern: RegExp, text: string, at: number) {
  pattern.lastIndex = at;
  return pattern.exec(text);
}
