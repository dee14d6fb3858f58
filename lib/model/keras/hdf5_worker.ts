// Reads an HDF5 file in a thread of its own: in a damaged one the library may
// walk in circles, and a thread can be stopped. What comes back is plain: the
// texts and the arrays that a Keras file has, by path.
import * as library from "../../third_party/h5wasm.ts";
import type { Hdf5Tree } from "./hdf5.ts";

/** Bytes that a group or array takes in a file, or more; each is read once. */
const BYTES_PER_PATH = 16;
/** Memory that the library may take beyond some for the file's own bytes. */
const MORE_MEMORY = 2 ** 26;

const thread = globalThis as unknown as {
  postMessage(message: unknown): void;
  addEventListener(
    type: "message",
    listener: (event: MessageEvent<Uint8Array>) => void,
  ): void;
};

thread.addEventListener("message", ({ data }) => {
  try {
    thread.postMessage(readTree(data));
  } catch {
    thread.postMessage(null);
  }
});
const { FS, activate_throwing_error_handler } = await library.ready;
activate_throwing_error_handler(); // the other one prints
thread.postMessage("ready");

function readTree(bytes: Uint8Array): Hdf5Tree {
  limitMemory(MORE_MEMORY + 4 * bytes.length);
  FS.writeFile("/read.h5", bytes);
  const file = new library.File("/read.h5", "r");
  if (file.file_id < 0n) throw new Error("no HDF5 file");
  const tree: Hdf5Tree = { texts: new Map(), arrays: new Map() };
  // In a damaged file groups may stand in each other without end.
  const most = bytes.length / BYTES_PER_PATH;
  let room = 2 * bytes.length;
  const todo = [""];
  for (let path = todo.pop(); path !== undefined; path = todo.pop()) {
    const found = path === "" ? file : file.get(path);
    if (tree.texts.size + tree.arrays.size + todo.length > most) {
      throw new RangeError("too many paths");
    }
    if (found instanceof library.Group) {
      tree.texts.set(path, textsOf(found));
      for (const name of found.keys()) {
        // What training needs is not read.
        if (path !== "" || name !== "optimizer") {
          todo.push(path === "" ? name : `${path}/${name}`);
        }
      }
    } else if (found instanceof library.Dataset) {
      const shape = found.shape ?? [];
      const size = shape.reduce((product, length) => product * length, 1);
      const { type, size: width } = found.metadata;
      const wanted = type === 1 && width === 4 && 4 * size <= bytes.length;
      if (wanted) room -= 4 * size;
      if (room < 0) throw new RangeError("arrays that are not in it");
      const data = wanted ? found.value : null;
      tree.arrays.set(path, {
        shape,
        data: data instanceof Float32Array ? data.slice() : null,
      });
    }
  }
  return tree;
}

function textsOf(group: library.Group): Map<string, string | string[]> {
  const texts = new Map<string, string | string[]>();
  for (const name of ["model_config", "weight_names"]) {
    const value = group.attrs[name]?.value;
    if (typeof value === "string") texts.set(name, value);
    if (Array.isArray(value)) texts.set(name, value.map(String));
  }
  return texts;
}

/**
 * A damaged file may ask the library for gigabytes. What it asks for beyond a
 * limit fails as it does where there is no memory left.
 */
function limitMemory(most: number): void {
  const { prototype } = WebAssembly.Memory;
  const { grow } = prototype;
  let left = most;
  prototype.grow = function (pages) {
    left -= pages * 65536;
    if (left < 0) throw new RangeError("Memory is used up");
    return grow.call(this, pages);
  };
}
