// xz as WebAssembly, through the stream that its package exports.
import xz from "npm:xz-decompress@0.2.3";
export const { XzReadableStream } = xz;
