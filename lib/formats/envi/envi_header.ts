// The text that says what is in a file of ENVI's: a line "ENVI", then
// `name = value`, where a value between braces may go on over lines and be a
// list. Lines that begin with a semicolon are comments.
//
// Source: NV5 Geospatial, "ENVI Header Files", which lists the names.
import { InputError } from "../../errors.ts";
import { decimal } from "../shared/number.ts";
import { decodeText } from "../shared/text.ts";

/** One field. */
export interface EnviField {
  /** Line of the header that it begins in, counted from 1. */
  readonly line: number;
  /** Its value, without braces. */
  readonly text: string;
}

/** Fields by name, in small letters. */
export type EnviHeader = ReadonlyMap<string, EnviField>;

/** Longer values are not shown whole. */
const SHOWN = 40;

/**
 * Reads a header.
 *
 * @param bytes The file.
 * @param path Its name, for messages.
 * @throws {InputError} If a brace is not closed, or a name stands twice with
 * different values.
 */
export function readEnviHeader(bytes: Uint8Array, path: string): EnviHeader {
  const lines = decodeText(bytes).split(/\r\n|\n|\r/);
  const fields = new Map<string, EnviField>();
  for (let at = 1; at < lines.length; at++) {
    const equals = lines[at].indexOf("=");
    if (equals < 0 || lines[at].trimStart().startsWith(";")) continue;
    const name = lines[at].slice(0, equals).trim().toLowerCase()
      .replace(/\s+/g, " ");
    const line = at + 1;
    const parts = [lines[at].slice(equals + 1).trim()];
    if (parts[0].startsWith("{")) {
      while (!parts[parts.length - 1].endsWith("}")) {
        if (++at === lines.length) {
          throw new InputError(
            `${path}, line ${line}: the list "${shown(name)}" does not end; ` +
              "expected a closing brace",
          );
        }
        const next = lines[at].trim();
        if (!next.startsWith(";")) parts.push(next);
      }
    }
    const text = parts.join("\n").replace(/^\{([^]*)\}$/, "$1").trim();
    const before = fields.get(name);
    if (before && before.text !== text) {
      throw new InputError(
        `${path}, line ${line}: has "${shown(name)}" a second time, first in ` +
          `line ${before.line}; expected it once`,
      );
    }
    fields.set(name, { line, text });
  }
  return fields;
}

/** A value in one line, or "" if there is none. */
export function enviText(header: EnviHeader, name: string): string {
  return (header.get(name)?.text ?? "").replace(/\s+/g, " ");
}

/** A list, or null if there is none. */
export function enviList(header: EnviHeader, name: string): string[] | null {
  const text = header.get(name)?.text;
  if (text === undefined || text === "") return null;
  return text.split(",").map((entry) => entry.replace(/\s+/g, " ").trim());
}

/** Where a number may lie. */
export interface EnviRange {
  /** Name of the header's file, for messages. */
  readonly path: string;
  /** What is taken if there is none; without it the field must be there. */
  readonly without?: number;
  /** What is expected. */
  readonly expected: string;
  /** Whether a number is that. */
  readonly fits: (value: number) => boolean;
}

/**
 * Reads a field that is one number.
 *
 * @throws {InputError} If it is missing or no number of the kind.
 */
export function enviNumber(
  header: EnviHeader,
  name: string,
  { path, without, expected, fits }: EnviRange,
): number {
  const field = header.get(name);
  if (!field && without !== undefined) return without;
  const value = decimal(field?.text ?? "");
  if (field && value !== undefined && fits(value)) return value;
  const found = field
    ? `, line ${field.line}: has ${name} = ${shown(field.text)}`
    : `: has no line "${name}"`;
  throw new InputError(`${path}${found}; expected ${expected}`);
}

/**
 * Reads a field that is a list of numbers.
 *
 * @param count How many there must be.
 * @returns The numbers, or null if there is no such field.
 * @throws {InputError} If there are more or fewer, or something else is there.
 */
export function enviNumbers(
  header: EnviHeader,
  name: string,
  { path, count }: { readonly path: string; readonly count: number },
): Float64Array | null {
  const list = enviList(header, name);
  if (!list) return null;
  const place = `${path}, line ${header.get(name)!.line}`;
  if (list.length !== count) {
    throw new InputError(
      `${place}: the list "${name}" has ${list.length} entries; expected ` +
        `${count}, as many as bands`,
    );
  }
  return Float64Array.from(list, (text, i) => {
    const value = decimal(text);
    if (value !== undefined) return value;
    throw new InputError(
      `${place}: entry ${i + 1} of the list "${name}" is "${shown(text)}"; ` +
        "expected a number",
    );
  });
}

function shown(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, " ").slice(0, SHOWN);
}
