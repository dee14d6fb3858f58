// A renamed file survives a power failure only when its folder is on the disk,
// too.

/**
 * Brings the names in a folder to the disk (`fsync`).
 *
 * @param folder The folder; where the system cannot sync one (Windows, some
 * network drives), nothing happens.
 */
export async function syncFolder(folder: string): Promise<void> {
  try {
    const opened = await Deno.open(folder);
    try {
      await opened.sync();
    } finally {
      opened.close();
    }
  } catch (error) {
    const full = ["ENOSPC", "EDQUOT", "EIO"]
      .includes(String((error as { code?: unknown }).code));
    if (full) throw error;
  }
}
