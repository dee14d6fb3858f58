// HDF5 files as bytes, through the HDF Group's own library in WebAssembly and
// its file system in memory. It is loaded when a file is first opened.
import process from "node:process";
import type { File as Hdf5File } from "../../third_party/h5wasm.ts";

/** An open HDF5 file. */
export type { Hdf5File };

/** Made anew for each file, so that two do not meet. */
let files = 0;

async function load() {
  const library = await import("../../third_party/h5wasm.ts");
  const { FS } = await library.ready;
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

/** What a file holds, by path; that of the file itself is empty. */
export interface Hdf5Tree {
  /** Attributes of groups that are texts, by name. */
  readonly texts: Map<string, Map<string, string | string[]>>;
  /** Arrays; data only of float32. */
  readonly arrays: Map<
    string,
    { readonly shape: readonly number[]; readonly data: Float32Array | null }
  >;
}

/**
 * How long reading may compute once the library is there; it takes 20 ms. The
 * processor's time is asked for, so that a busy machine refuses no whole file.
 */
const LONGEST_MS = 1000;
/** Bytes that are given as much time again. */
const BYTES_PER_TURN = 2e7;
/** A thread that does not even compute is waited for so many times longer. */
const PATIENCE = 20;

/**
 * Reads an HDF5 file, in a thread of its own.
 *
 * @param bytes The file.
 * @returns What it holds, or null if it is no HDF5 file, or a damaged one.
 */
export async function readHdf5(bytes: Uint8Array): Promise<Hdf5Tree | null> {
  const url = new URL("./hdf5_worker.ts", import.meta.url).href;
  const worker = new Worker(url, { type: "module" });
  const watch = new AbortController();
  let begun = false;
  try {
    return await new Promise<Hdf5Tree | null>((resolve, reject) => {
      worker.onmessage = ({ data }) => {
        if (data !== "ready") return resolve(data);
        begun = true;
        worker.postMessage(bytes);
        const most = LONGEST_MS * (1 + bytes.length / BYTES_PER_TURN);
        whenUsed(most, watch.signal, () => resolve(null));
      };
      worker.onerror = (event) => {
        event.preventDefault();
        // The library ends its thread over some damage.
        if (begun) resolve(null);
        else reject(new Error(event.message));
      };
    });
  } finally {
    watch.abort();
    worker.terminate();
  }
}

/** Calls when this process has computed for so many milliseconds more. */
function whenUsed(most: number, signal: AbortSignal, call: () => void): void {
  const before = process.cpuUsage();
  const start = performance.now();
  const look = () => {
    const { user, system } = process.cpuUsage(before);
    const left = most - (user + system) / 1000;
    if (left <= 0 || performance.now() - start > PATIENCE * most) return call();
    timer = setTimeout(look, Math.max(10, left));
  };
  let timer = setTimeout(look, most);
  signal.addEventListener("abort", () => clearTimeout(timer));
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
