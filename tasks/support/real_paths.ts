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
      const real = resolve([Deno.realPathSync(at), ...rest].join("/"));
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
 * Where the links inside a folder lead to, those in linked folders included.
 *
 * @param folder A folder; anything else has none.
 */
export function linkTargets(folder: string): string[] {
  const found = new Set<string>();
  const walked = new Set<string>();
  const waiting = [folder];
  let seen = 0;
  // Nearer ones first: a link may lead to a folder without end.
  for (let at = 0; at < waiting.length && seen < MOST; at++) {
    const here = waiting[at];
    // Links may lead back to a folder above them.
    const real = realPath(here);
    if (real === null || walked.has(real)) continue;
    walked.add(real);
    for (const { name, isDirectory, isSymlink } of entriesOf(here)) {
      if (++seen > MOST) break;
      const path = `${here}/${name}`;
      if (isDirectory) waiting.push(path);
      if (!isSymlink) continue;
      const target = realPath(path);
      if (target === null) continue;
      found.add(target);
      waiting.push(target);
    }
  }
  return [...found];
}

/** Null for a link to nothing, or in a circle: the task says so. */
function realPath(path: string): string | null {
  try {
    return Deno.realPathSync(path);
  } catch {
    return null;
  }
}

function entriesOf(folder: string): Deno.DirEntry[] {
  try {
    return [...Deno.readDirSync(folder)];
  } catch {
    return []; // No folder, or one that may not be read: the task says so.
  }
}
