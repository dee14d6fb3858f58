// From text to a config, or to one sentence that says what is wrong with it.
import { InputError } from "../errors.ts";
import { checkJson } from "./check_json.ts";
import { configSchema } from "./schema.ts";
import { sentence } from "./sentence.ts";
import type { Config } from "./types.ts";

const VERSION = 1;

/**
 * Parses and checks the text of a config.
 *
 * @param text JSON.
 * @param source What messages call it, as a rule its path.
 * @returns The config, with every default filled in.
 * @throws {InputError} If the text is not JSON (with line and column) or holds
 * anything that a config may not.
 *
 * @example
 * ```ts
 * import { parseConfig } from "./parse.ts";
 *
 * const text = `{ "version": 1, "name": "mine", "title": "My soils",
 *   "data": { "source": "files", "spectra": "s.csv", "labels": "l.csv" } }`;
 * console.log(parseConfig(text, "mine.json").training.epochs); // 5000
 * ```
 */
export function parseConfig(text: string, source: string): Config {
  checkJson(text, source);
  return resolveConfig(JSON.parse(text), source);
}

/**
 * Checks a value that may be a config.
 *
 * @param value What JSON gave.
 * @param source What messages call it.
 * @returns The config, with every default filled in.
 * @throws {InputError} If it holds anything that a config may not.
 */
export function resolveConfig(value: unknown, source: string): Config {
  checkVersion(value, source);
  const result = configSchema.safeParse(value);
  if (!result.success) {
    throw new InputError(`${source}: ${sentence(result.error.issues, value)}`);
  }
  return result.data;
}

/** Other versions have other keys: a word about them comes first. */
function checkVersion(value: unknown, source: string): void {
  if (value === null || typeof value !== "object") return;
  const version: unknown = Reflect.get(value, "version");
  if (typeof version !== "number" || version === VERSION) return;
  const hint = version > VERSION
    ? "it needs a newer Stibnite"
    : "no such version was ever released";
  throw new InputError(
    `${source}: version is ${version}; expected ${VERSION} (${hint})`,
  );
}
