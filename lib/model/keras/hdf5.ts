// HDF5 files as bytes, through the HDF Group's own library in WebAssembly and
// its file system in memory. It is loaded when a file is first opened.
import type { File as Hdf5File } from "../../third_party/h5wasm.ts";

/** An open HDF5 file. */
export type { Hdf5File };

/** Made anew for each file, so that two do not meet. */
let files = 0;

async function load() {
  const library = await import("../../third_party/h5wasm.ts");
  const { FS, activate_throwing_error_handler } = await library.ready;
  activate_throwing_error_handler(); // the other one prints
  return { library, FS };
}

/**
 * Writes an HDF5 file.
 *
 * @param fill Puts groups, datasets and attributes into it; must not wait.
 * @returns The bytes; they depend on what was put in only.
 */
export async function writeHdf5(
  fill: (file: Hdf5File) => void,
): Promise<Uint8Array<ArrayBuffer>> {
  const { library, FS } = await load();
  const path = `/write-${files++}.h5`;
  atOneTime(() => {
    const file = new library.File(path, "w");
    try {
      fill(file);
    } finally {
      file.close();
    }
  });
  const bytes = FS.readFile(path) as Uint8Array;
  FS.unlink(path);
  return new Uint8Array(bytes);
}

/**
 * Reads an HDF5 file.
 *
 * @param bytes The file.
 * @param take Takes what is wanted out of it; must not wait.
 * @throws {Error} If it is no HDF5 file, or damaged.
 */
export async function readHdf5<T>(
  bytes: Uint8Array,
  take: (file: Hdf5File) => T,
): Promise<T> {
  const { library, FS } = await load();
  const path = `/read-${files++}.h5`;
  FS.writeFile(path, bytes);
  try {
    return withMemory(MORE_MEMORY + 4 * bytes.length, () => {
      const file = new library.File(path, "r");
      if (file.file_id < 0n) throw new Error("no HDF5 file");
      try {
        return take(file);
      } finally {
        file.close();
      }
    });
  } finally {
    FS.unlink(path);
  }
}

/** Memory that the library may take beyond some for the file's own bytes. */
const MORE_MEMORY = 2 ** 26;

/**
 * A damaged file may ask the library for gigabytes. For the moment of reading,
 * in which nothing else can run, memory of WebAssembly grows only so far; what
 * is asked for beyond that fails as it does where there is no memory left.
 */
function withMemory<T>(most: number, work: () => T): T {
  const { prototype } = WebAssembly.Memory;
  const { grow } = prototype;
  let left = most;
  prototype.grow = function (pages) {
    left -= pages * 65536;
    if (left < 0) throw new RangeError("Memory is used up");
    return grow.call(this, pages);
  };
  try {
    return work();
  } finally {
    prototype.grow = grow;
  }
}

/**
 * HDF5 notes in every object when it was made, and its WebAssembly build asks
 * Date.now(). For the moment of writing, in which nothing else can run, the
 * clock stands still, so that the same network gives the same bytes.
 */
function atOneTime(work: () => void): void {
  const { now } = Date;
  Date.now = () => 0;
  try {
    work();
  } finally {
    Date.now = now;
  }
}
