// A config from a file.
import { InputError } from "../errors.ts";
import { files } from "../files/files.ts";
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
  const expected = "expected a config file, as in paper-config/";
  let bytes: Uint8Array | null;
  try {
    bytes = await files().read(path);
  } catch (error) {
    if (error instanceof Error && error.name !== "TypeError") {
      throw new InputError(`${path}: cannot be read; ${expected}`);
    }
    throw error;
  }
  if (bytes === null) {
    throw new InputError(`${path}: no such file; ${expected}`);
  }
  return parseConfig(configText(bytes, path), path);
}
