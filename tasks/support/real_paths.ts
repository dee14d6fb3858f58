// Deno grants a path and asks again for what a link on it leads to. Whoever
// names a link means its target, so both are granted: shared volumes and data
// versioning tools link.

import { resolve } from "node:path";

/** Entries of a folder that are looked at for links. */
const MOST = 100_000;

/**
 * A path, and the real one where a link is on it.
 *
 * @param path A file or folder; it need not be there yet.
 */
export function withRealPath(path: string): string[] {
  const rest: string[] = [];
  for (let at = path;;) {
    try {
      const real = [Deno.realPathSync(at), ...rest].join("/");
      return real === resolve(path) ? [path] : [path, real];
    } catch {
      // The folder above may be there, and a link.
    }
    const parts = at.split(/[\\/]/);
    const name = parts.pop();
    if (name === undefined || name === "" || parts.length === 0) return [path];
    rest.unshift(name);
    at = parts.join("/") || "/";
  }
}

/**
 * Where the links inside a folder lead to.
 *
 * @param folder A folder; anything else has none.
 */
export function linkTargets(folder: string): string[] {
  const found: string[] = [];
  const waiting = [folder];
  let seen = 0;
  while (waiting.length > 0 && seen < MOST) {
    const here = waiting.pop()!;
    try {
      for (const { name, isDirectory, isSymlink } of Deno.readDirSync(here)) {
        if (++seen > MOST) break;
        const path = `${here}/${name}`;
        if (isDirectory) waiting.push(path);
        if (isSymlink) found.push(Deno.realPathSync(path));
      }
    } catch {
      // No folder, or a link to nothing: the task says so.
    }
  }
  return found;
}
