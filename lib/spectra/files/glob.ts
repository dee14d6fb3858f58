// Patterns of paths, such as `field/**/*.asd`: which files they stand for.
import { InputError } from "../../errors.ts";
import { listFolder, statPath } from "../../formats/shared/open_file.ts";

const WILD = /[*?[{]/;

/** Folders deeper than this are not walked. */
const MOST_DEPTH = 32;

/**
 * Tells whether a path is a pattern.
 *
 * @param path A path; whoever asks has seen that there is no file of this name.
 */
export function isGlob(path: string): boolean {
  return WILD.test(path);
}

/**
 * Splits a pattern.
 *
 * @returns The folder that its files lie in or below, which is everything
 * before the first part with a wildcard, and the rest.
 *
 * @example
 * ```ts
 * import { splitGlob } from "./glob.ts";
 *
 * console.log(splitGlob("field/2019/*.asd").folder); // field/2019
 * console.log(splitGlob("*.asd").folder); // .
 * ```
 */
export function splitGlob(
  pattern: string,
): { readonly folder: string; readonly inside: string } {
  const parts = slashes(pattern).split("/");
  const first = parts.findIndex((part) => WILD.test(part));
  const at = first < 0 ? parts.length - 1 : first;
  // An empty first part is the root of the file system.
  const folder = at === 0 ? "." : parts.slice(0, at).join("/") || "/";
  return { folder, inside: parts.slice(at).join("/") };
}

/**
 * Lists the files of a folder that fit a pattern, but hidden ones.
 *
 * @param folder Where the pattern begins; no pattern itself.
 * @param pattern With `*`, `?`, `[…]`, `{…,…}` in parts of a path, or `**` for
 * any number of folders.
 * @returns Paths relative to the folder, sorted by code units; none if nothing
 * fits.
 * @throws {InputError} If a folder may not be read.
 */
export async function matchFiles(
  folder: string,
  pattern: string,
): Promise<string[]> {
  const { picomatch } = await import("../../third_party/picomatch.ts");
  const wanted = slashes(pattern);
  const fits = picomatch(wanted);
  const parts = wanted.split("/");
  const depth = parts.includes("**") ? MOST_DEPTH : parts.length;
  const found: string[] = [];
  await walk("", 1);
  return found.sort();

  async function walk(below: string, level: number): Promise<void> {
    for (const name of await listFolder(`${folder}/${below}`)) {
      if (name.startsWith(".")) continue;
      const { isFile } = await statPath(`${folder}/${below}${name}`);
      if (!isFile && level < depth) await walk(`${below}${name}/`, level + 1);
      if (isFile && fits(below + name)) found.push(below + name);
    }
  }
}

/**
 * Lists the files that a pattern stands for.
 *
 * @param pattern A path for which `isGlob` is true.
 * @returns Paths relative to its folder, sorted.
 * @throws {InputError} If there are none.
 */
export async function expandGlob(pattern: string): Promise<string[]> {
  const { folder, inside } = splitGlob(pattern);
  const found = await matchFiles(folder, inside);
  if (found.length > 0) return found;
  throw new InputError(
    `${pattern}: no file matches this pattern; expected one at least`,
  );
}

function slashes(path: string): string {
  return path.replaceAll("\\", "/");
}
