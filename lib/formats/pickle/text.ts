// Texts and numbers of protocols 0 and 1, as Python writes them in ASCII.
import { type Cursor, latin1 } from "./cursor.ts";
import { toInteger } from "./values.ts";

/** A whole number in decimal digits, or a truth value `00`, `01`. */
export function parseInteger(
  cursor: Cursor,
  line: string,
): number | bigint | boolean {
  if (line === "00") return false;
  if (line === "01") return true;
  const digits = line.endsWith("L") ? line.slice(0, -1) : line;
  if (!/^[+-]?\d{1,80}$/.test(digits)) {
    cursor.fail(`has "${line.slice(0, 40)}" where a whole number stands`);
  }
  return toInteger(BigInt(digits.replace(/^\+/, "")));
}

/** A number as Python's repr writes it. */
export function parseFloat64(cursor: Cursor, line: string): number {
  const special: Record<string, number> = {
    inf: Infinity,
    "-inf": -Infinity,
    nan: NaN,
  };
  if (Object.hasOwn(special, line)) return special[line];
  if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(line)) {
    cursor.fail(`has "${line.slice(0, 40)}" where a number stands`);
  }
  return Number(line);
}

/** `raw-unicode-escape`: Latin-1 with \uXXXX and \UXXXXXXXX. */
export function parseUnicode(cursor: Cursor, line: string): string {
  return line.replace(
    /\\u([0-9a-f]{4})|\\U([0-9a-f]{8})/gi,
    (_, four?: string, eight?: string) => {
      const code = parseInt(four ?? eight!, 16);
      if (code > 0x10ffff) cursor.fail("holds text with a character too high");
      return String.fromCodePoint(code);
    },
  );
}

const ESCAPES: Readonly<Record<string, string>> = {
  n: "\n",
  r: "\r",
  t: "\t",
  a: "\x07",
  b: "\b",
  f: "\f",
  v: "\v",
  "\\": "\\",
  "'": "'",
  '"': '"',
};

/** Python 2's repr of a string, whose characters stand for bytes. */
export function parseQuoted(cursor: Cursor, line: string): string {
  const quote = line[0];
  if (!/^['"]$/.test(quote ?? "") || line.length < 2 || !line.endsWith(quote)) {
    cursor.fail("holds a text without quotes");
  }
  return line.slice(1, -1).replace(
    /\\(?:x([0-9a-f]{2})|([0-7]{1,3})|(.))/gi,
    (all, hex?: string, octal?: string, one?: string) => {
      if (hex) return String.fromCharCode(parseInt(hex, 16));
      if (octal) return String.fromCharCode(parseInt(octal, 8) & 0xff);
      return ESCAPES[one!] ?? all;
    },
  );
}

/** Text that stands for bytes, as protocols 0 to 2 have them. */
export function latin1Bytes(text: string): Uint8Array | undefined {
  const bytes = new Uint8Array(text.length);
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code > 0xff) return undefined;
    bytes[i] = code;
  }
  return bytes;
}

/** Python 2's strings of a counted length. */
export function takeLatin1(cursor: Cursor, length: number): string {
  if (length < 0) cursor.fail(`holds a text of length ${length}`);
  return latin1(cursor.take(length));
}
