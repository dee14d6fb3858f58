// Skia's canvas as WebAssembly: draws the PNG figures.
import init from "npm:canvaskit-wasm@0.42.0";
import type { CanvasKit } from "npm:canvaskit-wasm@0.42.0";
export type {
  Canvas,
  CanvasKit,
  Paint,
  Path,
  Typeface,
} from "npm:canvaskit-wasm@0.42.0";

/**
 * Starts CanvasKit; its types take the module for an ES module, and its default
 * export for that module.
 */
export const initCanvasKit = init as unknown as (
  options: { locateFile: (file: string) => string },
) => Promise<CanvasKit>;

/**
 * The WebAssembly file of CanvasKit, out of the package itself: no network and
 * no file system. Lazy, because importing bytes needs Deno's `raw-imports`.
 */
export async function canvasKitWasm(): Promise<Uint8Array<ArrayBuffer>> {
  const module = await import(
    "npm:canvaskit-wasm@0.42.0/bin/canvaskit.wasm",
    { with: { type: "bytes" } }
  );
  return module.default;
}
