// Starts CanvasKit without any permission. Emscripten's start-up code believes
// to be in Node.js and would read its WebAssembly from disk; told that this is
// no Node.js, it fetches the URL that it is given, here one of bytes in memory.
import process from "node:process";
import {
  type CanvasKit,
  canvasKitWasm,
  initCanvasKit,
} from "../third_party/canvaskit.ts";

let started: Promise<CanvasKit> | undefined;

/**
 * The CanvasKit of this process, started once.
 *
 * @throws {Error} If its WebAssembly cannot be imported: from a URL, PNG needs
 * `--unstable-raw-imports`; in a checkout, deno.json sets it.
 */
export function openCanvasKit(): Promise<CanvasKit> {
  started ??= start();
  return started;
}

async function start(): Promise<CanvasKit> {
  const url = URL.createObjectURL(
    new Blob([await importWasm()], { type: "application/wasm" }),
  );
  try {
    return await asOutsideNode(() => initCanvasKit({ locateFile: () => url }));
  } finally {
    URL.revokeObjectURL(url);
  }
}

async function importWasm(): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return await canvasKitWasm();
  } catch (error) {
    throw new Error(
      "PNG figures need Deno's flag --unstable-raw-imports (or " +
        '"unstable": ["raw-imports"] in deno.json); SVG figures do not',
      { cause: error },
    );
  }
}

/** The start-up code looks at `process.type` once, before its first await. */
function asOutsideNode<T>(run: () => T): T {
  const had = Object.getOwnPropertyDescriptor(process, "type");
  Object.defineProperty(process, "type", {
    value: "renderer",
    configurable: true,
  });
  try {
    return run();
  } finally {
    if (had) Object.defineProperty(process, "type", had);
    else delete (process as { type?: string }).type;
  }
}
