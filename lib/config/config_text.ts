import { InputError } from "../errors.ts";

/**
 * The text of a config file. Tasks and the launcher that grants their
 * permissions read configs through this one function: UTF-8, with or without a
 * byte order mark.
 *
 * @param bytes The file.
 * @param path What messages call it.
 * @throws {InputError} If it is not UTF-8.
 */
export function configText(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    throw new InputError(`${path}: not valid UTF-8; expected JSON in UTF-8`);
  }
}
