/// <reference lib="dom" />
// Files as a browser hands them over: dropped, or chosen in an input.
import type { Files } from "./check_files.ts";

/** What was given: one archive, or files by path inside their folder. */
export type Given =
  | {
    readonly archive: string;
    readonly bytes: Uint8Array<ArrayBuffer>;
  }
  | { readonly files: Files };

/** Reads what an input holds. */
export async function readChosen(list: Iterable<File>): Promise<Given> {
  return await readAll(
    [...list].map((file) => [file.webkitRelativePath || file.name, file]),
  );
}

/** Reads what was dropped; folders with all that is in them. */
export async function readDropped(transfer: DataTransfer): Promise<Given> {
  // All entries are asked for at once: a drop is over with its event.
  const entries = [...transfer.items]
    .map((item) => item.webkitGetAsEntry())
    .filter((entry) => entry !== null);
  if (entries.length === 0) return await readChosen(transfer.files);
  const found: [string, File][] = [];
  for (const entry of entries) await walk(entry, found);
  return await readAll(found);
}

async function walk(entry: FileSystemEntry, found: [string, File][]) {
  if (entry.isFile) {
    const file = await new Promise<File>((resolve, reject) =>
      (entry as FileSystemFileEntry).file(resolve, reject)
    );
    found.push([entry.fullPath.replace(/^\//, ""), file]);
    return;
  }
  const reader = (entry as FileSystemDirectoryEntry).createReader();
  while (true) {
    const some = await new Promise<FileSystemEntry[]>((resolve, reject) =>
      reader.readEntries(resolve, reject)
    );
    if (some.length === 0) return; // It gives a hundred or so at a time.
    for (const each of some) await walk(each, found);
  }
}

async function readAll(found: readonly [string, File][]): Promise<Given> {
  const bytesOf = async (file: File) =>
    new Uint8Array(await file.arrayBuffer());
  if (found.length === 1 && /\.zip$/i.test(found[0][0])) {
    const [[archive, file]] = found;
    return { archive, bytes: await bytesOf(file) };
  }
  // The folder's own name, or none where its files were dropped.
  const top = found.every(([path]) => path.includes("/")) &&
      new Set(found.map(([path]) => path.split("/")[0])).size === 1
    ? found[0]?.[0].indexOf("/") + 1
    : 0;
  const files = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const [path, file] of found) {
    files.set(path.slice(top), await bytesOf(file));
  }
  return { files };
}
