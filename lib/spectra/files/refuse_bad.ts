// Files of a folder that cannot be read: all of them are named at once.
import { InputError } from "../../errors.ts";
import { nameAll } from "../name_all.ts";

/** A file and what is wrong with it. */
export interface BadFile {
  readonly file: string;
  /** A sentence, most often with the file at its beginning. */
  readonly message: string;
}

/**
 * Names every file that cannot be read, with what is wrong with it; what is
 * wrong with all of them is said once.
 *
 * @param bad The files.
 * @param path Where they are.
 * @param files How many there are.
 * @throws {InputError} If there is one.
 */
export function refuseBad(
  bad: readonly BadFile[],
  path: string,
  files: number,
): void {
  if (bad.length === 0) return;
  if (bad.length === 1) throw new InputError(bad[0].message);
  const reasons = new Set(
    bad.map(({ file, message }) =>
      message.startsWith(`${file}: `) ? message.slice(file.length) : message
    ),
  );
  const [reason] = reasons;
  const alike = reasons.size === 1 && reason.startsWith(": ");
  throw new InputError(
    `${path}: ${bad.length} of ${files} files cannot be read: ` +
      (alike
        ? nameAll(bad.map(({ file }) => file)) + reason
        : nameAll(bad.map(({ message }) => message))),
  );
}
