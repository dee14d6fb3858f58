// The file of the white panel that a person names for files of an instrument
// which lack a white reference: it is no sample, and must be of use.
import { InputError } from "../../errors.ts";
import { isThere, statPath } from "../../formats/shared/open_file.ts";

const OPTION = "data.white_reference (--white-reference)";

/**
 * Tells whether a path is that of the white panel's file, however it is written.
 *
 * @param path A file.
 * @param white The white panel's file, if one is named.
 */
export async function isWhiteFile(
  path: string,
  white: string | undefined,
): Promise<boolean> {
  if (white === undefined) return false;
  if (plain(path) === plain(white)) return true;
  if (nameOf(path) !== nameOf(white) || !await isThere(white)) return false;
  const [a, b] = [await statPath(path), await statPath(white)];
  return a.ino !== null && a.ino > 0 && a.ino === b.ino && a.dev === b.dev;
}

/**
 * Refuses a white panel's file that nothing was divided by.
 *
 * @param path What was read.
 * @param white The white panel's file, if one is named.
 * @param used Whether some spectrum needed it.
 * @throws {InputError} If one is named and none did.
 */
export function refuseUnusedWhite(
  path: string,
  white: string | undefined,
  used = false,
): void {
  if (white === undefined || used) return;
  throw new InputError(
    `${path}: has no counts that lack a white reference, for which ${white} is ` +
      "named; expected files of ASD or Spectral Evolution with counts or " +
      "radiance alone, or no " +
      OPTION,
  );
}

function nameOf(path: string): string {
  return path.split(/[\\/]/).at(-1)!;
}

/** A path with slashes, and no parts that lead nowhere. */
function plain(path: string): string {
  return path.replaceAll("\\", "/").replace(/(^|\/)(?:\.\/)+/g, "$1")
    .replace(/(?!^)\/{2,}/g, "/");
}
