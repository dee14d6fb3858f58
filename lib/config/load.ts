// A config from a file.
import { InputError } from "../errors.ts";
import { configText } from "./config_text.ts";
import { parseConfig } from "./parse.ts";
import type { Config } from "./types.ts";

/**
 * Reads and checks a config file.
 *
 * @param path Path of the JSON file.
 * @returns The config, with every default filled in.
 * @throws {InputError} If the file cannot be read, is not UTF-8 or not JSON,
 * or holds anything that a config may not.
 */
export async function loadConfig(path: string): Promise<Config> {
  let bytes: Uint8Array;
  try {
    bytes = await Deno.readFile(path);
  } catch (error) {
    const expected = "expected a config file, as in paper-config/";
    if (error instanceof Deno.errors.NotFound) {
      throw new InputError(`${path}: no such file; ${expected}`);
    }
    if (error instanceof Error && error.name !== "TypeError") {
      throw new InputError(`${path}: cannot be read; ${expected}`);
    }
    throw error;
  }
  return parseConfig(configText(bytes, path), path);
}
