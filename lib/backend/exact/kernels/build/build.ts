// Compiles assembly/*.ts (AssemblyScript) to WebAssembly and writes binary.ts.
// Run it after a change; a test compares the bytes. The compiler is no part of
// the package: it has a lock file of its own, and nobody else fetches it.
//   cd lib/backend/exact/kernels/build && deno run --no-config --lock=deno.lock \
//     --frozen --allow-read --allow-write --allow-env build.ts [--print]
import asc from "./assemblyscript.ts";

const FILES = [
  "index.ts",
  "activate.ts",
  "job.ts",
  "tile.ts",
  "product.ts",
  "patches.ts",
  "depthwise.ts",
  "depthwise3.ts",
  "norm.ts",
  "elementwise.ts",
];

const OPTIONS = [
  "-O3",
  "--noAssert",
  "--runtime",
  "stub",
  "--enable",
  "simd,threads,bulk-memory",
  "--importMemory",
  "--sharedMemory",
  "--initialMemory",
  "1",
  "--maximumMemory",
  "65536",
];

/**
 * Compiles the kernels.
 *
 * @returns The WebAssembly module's bytes.
 * @throws {SyntaxError} With the compiler's messages.
 */
export async function buildKernels(): Promise<Uint8Array> {
  const folder = new URL("../assembly/", import.meta.url);
  const sources = new Map<string, string>();
  for (const file of FILES) {
    sources.set(file, await Deno.readTextFile(new URL(file, folder)));
  }
  let bytes: Uint8Array | null = null;
  const { error, stderr } = await asc.main(
    ["index.ts", "--outFile", "kernels.wasm", ...OPTIONS],
    {
      readFile: (name: string) => sources.get(name) ?? null,
      writeFile: (_name: string, contents: Uint8Array | string) => {
        if (typeof contents !== "string") bytes = contents;
      },
      listFiles: () => [],
    },
  );
  if (error || !bytes) throw new SyntaxError(stderr.toString());
  return bytes;
}

/** The module that holds the bytes, as text. */
export function moduleText(bytes: Uint8Array): string {
  let binary = "";
  for (const byte of bytes) binary += String.fromCharCode(byte);
  const lines = btoa(binary).match(/.{1,76}/g) ?? [];
  return "// Made by build.ts from assembly/*.ts. Not to be changed by hand.\n\n" +
    "/** The kernels, a WebAssembly module in base64. */\n" +
    "export const KERNELS = `\n" + lines.join("\n") + "\n`;\n";
}

if (import.meta.main) {
  const bytes = await buildKernels();
  if (Deno.args.includes("--print")) {
    console.log(moduleText(bytes));
    Deno.exit(0);
  }
  await Deno.writeTextFile(
    new URL("../binary.ts", import.meta.url),
    moduleText(bytes),
  );
  console.error(`${bytes.length} bytes of WebAssembly`);
}
