// Canonical JSON (RFC 8785): one value, one text. Keys in the order of their
// UTF-16 code units, numbers as ECMAScript writes them, no white space. What
// JSON cannot hold is refused rather than dropped, because this text is hashed.

/**
 * Writes a value as canonical JSON (RFC 8785).
 *
 * @param value Null, booleans, finite numbers, well-formed strings, and arrays
 * and plain objects of these.
 * @returns The text, without a line end.
 * @throws {TypeError} If something in it is no JSON: NaN, an infinity,
 * undefined, a hole, a bigint, a function, a lone surrogate, an object of a
 * class. The message says where, as in `$.runs[2].seed`.
 *
 * @example
 * ```ts
 * import { canonicalJson } from "./canonical_json.ts";
 *
 * const text = canonicalJson({ b: 1e21, a: [0.1, "é"] });
 * if (text !== '{"a":[0.1,"é"],"b":1e+21}') throw new Error(text);
 * ```
 */
export function canonicalJson(value: unknown): string {
  return write(value, "$");
}

function write(value: unknown, at: string): string {
  switch (typeof value) {
    case "boolean":
      return String(value);
    case "number":
      if (Number.isFinite(value)) return JSON.stringify(value);
      throw new TypeError(`${at} is ${value}, must be a finite number`);
    case "string":
      if (value.isWellFormed()) return JSON.stringify(value);
      throw new TypeError(`${at} has a lone surrogate, must be Unicode`);
    case "object":
      if (value === null) return "null";
      return Array.isArray(value)
        ? writeArray(value, at)
        : writeObject(value, at);
    default:
      throw new TypeError(`${at} is a ${typeof value}, must be JSON`);
  }
}

function writeArray(value: readonly unknown[], at: string): string {
  // Array.from sees holes, as undefined; map would skip them.
  const items = Array.from(value, (item, i) => write(item, `${at}[${i}]`));
  return `[${items.join(",")}]`;
}

function writeObject(value: object, at: string): string {
  const prototype = Object.getPrototypeOf(value);
  if (prototype !== Object.prototype && prototype !== null) {
    const name = prototype.constructor?.name ?? "class";
    throw new TypeError(`${at} is a ${name}, must be a plain object`);
  }
  // The default order of sort() is that of UTF-16 code units.
  const keys = Object.keys(value).sort();
  const members = keys.map((key) => {
    const place = `${at}.${key}`;
    const item = (value as Record<string, unknown>)[key];
    return `${write(key, place)}:${write(item, place)}`;
  });
  return `{${members.join(",")}}`;
}
