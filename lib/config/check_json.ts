// JSON.parse does not always say where it stopped, and takes a key that stands
// twice. This walks over the text first and refuses both with line and column.
import { InputError } from "../errors.ts";

const SPACE = /[ \t\n\r]*/y;
const STRING = /"(?:[ !#-[\]-\uffff]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*"/y;
const PLAIN = /-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null/y;
const MAX_DEPTH = 100;

/**
 * Checks that a text is JSON without keys that stand twice.
 *
 * @param text The text.
 * @param source What messages call it.
 * @throws {InputError} If it is not, with line and column.
 */
export function checkJson(text: string, source: string): void {
  let at = 0;

  function refuse(expected: string, position = at): never {
    const before = text.slice(0, position).split("\n");
    const column = [...before[before.length - 1]].length + 1;
    const found = position < text.length
      ? JSON.stringify(String.fromCodePoint(text.codePointAt(position)!))
      : "the end of the file";
    throw new InputError(
      `${source}, line ${before.length}, column ${column}: found ${found}; ` +
        `expected ${expected}`,
    );
  }

  function take(pattern: RegExp): string | undefined {
    pattern.lastIndex = at;
    const match = pattern.exec(text)?.[0];
    at += match?.length ?? 0;
    return match;
  }

  function takeSign(signs: string): string | undefined {
    take(SPACE);
    return at < text.length && signs.includes(text[at])
      ? text[at++]
      : undefined;
  }

  function takeKey(keys: Set<string>): void {
    take(SPACE);
    const start = at;
    const written = take(STRING) ?? refuse("a key in double quotes");
    const key: string = JSON.parse(written);
    if (keys.has(key)) refuse(`each key once, not ${written} again`, start);
    keys.add(key);
    takeSign(":") ?? refuse("a colon");
  }

  function takeItems(open: string, depth: number): void {
    const close = open === "{" ? "}" : "]";
    const keys = new Set<string>();
    if (depth > MAX_DEPTH) refuse(`at most ${MAX_DEPTH} levels`);
    if (takeSign(close) !== undefined) return;
    do {
      if (open === "{") takeKey(keys);
      takeValue(depth);
    } while (takeSign(",") !== undefined);
    takeSign(close) ?? refuse(`a comma or ${close}`);
  }

  function takeValue(depth: number): void {
    const open = takeSign("{[");
    if (open !== undefined) return takeItems(open, depth + 1);
    take(STRING) ?? take(PLAIN) ?? refuse("a JSON value");
  }

  takeValue(0);
  take(SPACE);
  if (at < text.length) refuse("the end of the file");
}
