// The format of a file to write is chosen by the ending of its name.
import { UsageError } from "../errors.ts";

/**
 * Picks by the ending of a path.
 *
 * @param path Where the file goes.
 * @param choices What there is to pick from, by ending without the point.
 * @param what What is written, for the message.
 * @throws {UsageError} If there is nothing for that ending.
 */
export function byEnding<T>(
  path: string,
  choices: Readonly<Record<string, T>>,
  what: string,
): T {
  const ending = /\.([^./\\]+)$/.exec(path)?.[1].toLowerCase() ?? "";
  if (Object.hasOwn(choices, ending)) return choices[ending];
  const endings = Object.keys(choices).map((known) => `.${known}`);
  throw new UsageError(
    `${what} cannot be written as ${path}; expected a name that ends in ` +
      `${endings.join(" or ")}.`,
  );
}
