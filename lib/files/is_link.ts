/**
 * Whether a path is a symbolic link, wherever it leads.
 *
 * @returns False, too, if there is nothing, or it may not be looked at.
 */
export async function isLink(path: string): Promise<boolean> {
  try {
    return (await Deno.lstat(path)).isSymlink;
  } catch {
    return false;
  }
}
