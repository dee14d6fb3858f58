// A disk without space, as Deno tells of it. A real one is in
// tests/long/full_disk.ts.

/**
 * Lets so many bytes still be written to files, and none after them.
 *
 * @returns Frees space again.
 */
export function fillDisk(bytes: number): () => void {
  const { write } = Deno.FsFile.prototype;
  let left = bytes;
  Deno.FsFile.prototype.write = function (data) {
    if (left === 0) return Promise.reject(systemError("ENOSPC"));
    const part = data.subarray(0, left);
    left -= part.length;
    return write.call(this, part);
  };
  return () => {
    Deno.FsFile.prototype.write = write;
  };
}

/** An error of the system that has no class of its own in Deno. */
export function systemError(code: string): Error {
  return Object.assign(new Error(`${code} (os error)`), { code });
}
