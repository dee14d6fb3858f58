// Patterns of paths, such as `field/**/*.asd`: which files they stand for.
import { InputError } from "../../errors.ts";
import { files } from "../../files/files.ts";
import { listFolder, statPath } from "../../formats/shared/open_file.ts";

const WILD = /[*?[{]/;

/** Folders deeper than this are not walked. */
const MOST_DEPTH = 32;

/**
 * Tells whether a path looks like a pattern.
 *
 * @param path A path; `splitGlob` tells whether it is one.
 */
export function isGlob(path: string): boolean {
  return WILD.test(path);
}

/** A path that may be a pattern, see `splitGlob`. */
export interface Split {
  /** Everything before the first part with a wildcard. */
  readonly folder: string;
  /** The rest; empty where no part has one, which is then no pattern. */
  readonly inside: string;
  /** Folders that were looked into for it. */
  readonly looked: readonly string[];
}

/**
 * Splits a pattern. What is there counts more than how it is written: `[` and
 * `{` may be part of a name, so a part that is there under this very name has
 * no wildcard.
 *
 * @param pattern A path.
 *
 * @example
 * ```ts
 * import { splitGlob } from "./glob.ts";
 *
 * console.log(splitGlob("field/2019/*.asd").folder); // field/2019
 * console.log(splitGlob("*.asd").folder); // .
 * ```
 */
export function splitGlob(pattern: string): Split {
  const parts = slashes(pattern).split("/");
  const looked: string[] = [];
  for (const [at, part] of parts.entries()) {
    if (!WILD.test(part)) continue;
    // An empty first part is the root of the file system.
    const folder = at === 0 ? "." : parts.slice(0, at).join("/") || "/";
    looked.push(folder);
    // Listed for this: a run may read no more of a folder than its names.
    if (!files().holds(folder, part)) {
      return { folder, inside: parts.slice(at).join("/"), looked };
    }
  }
  return { folder: pattern, inside: "", looked };
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
  await walk("", [await identity(folder)]);
  return found.sort();

  async function walk(
    below: string,
    above: readonly string[],
  ): Promise<void> {
    for (const name of await listFolder(`${folder}/${below}`)) {
      if (name.startsWith(".")) continue;
      const path = `${folder}/${below}${name}`;
      if ((await statPath(path)).isFile) {
        if (fits(below + name)) found.push(below + name);
      } else if (above.length < depth) {
        // A link to a folder above has no other files than that one.
        const own = await identity(path);
        if (!above.includes(own)) {
          await walk(`${below}${name}/`, [...above, own]);
        }
      }
    }
  }
}

/** The same for a folder and a link to it, where the system numbers folders. */
async function identity(folder: string): Promise<string> {
  const { dev, ino } = await statPath(folder);
  return ino === null || ino === 0 ? folder : `${dev} ${ino}`;
}

/**
 * Lists the files that a pattern stands for.
 *
 * @param pattern A path of which `splitGlob` leaves something inside.
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
