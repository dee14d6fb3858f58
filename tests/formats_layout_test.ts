// Decoders of files know bytes and numbers; what spectra mean is not theirs.
import { assertEquals } from "@std/assert";

const FORMATS = new URL("../lib/formats/", import.meta.url);

/** Modules outside of lib/formats that a decoder may import. */
const ALLOWED = /^\/lib\/(errors\.ts|files\/|third_party\/|artifacts\/)/;

async function* modules(folder: URL): AsyncGenerator<URL> {
  for await (const { name, isDirectory } of Deno.readDir(folder)) {
    if (isDirectory) yield* modules(new URL(`${name}/`, folder));
    else if (name.endsWith(".ts")) yield new URL(name, folder);
  }
}

Deno.test("lib/formats imports nothing of lib/spectra or of any other stage", async () => {
  const root = new URL("../", import.meta.url).pathname.replace(/\/$/, "");
  const wrong: string[] = [];
  let seen = 0;
  for await (const module of modules(FORMATS)) {
    seen++;
    const text = await Deno.readTextFile(module);
    for (const [, path] of text.matchAll(/from\s+"(\.[^"]+)"/g)) {
      const target = new URL(path, module);
      if (target.href.startsWith(FORMATS.href)) continue;
      const short = target.pathname.slice(root.length);
      if (!ALLOWED.test(short)) wrong.push(`${module.pathname} → ${short}`);
    }
  }
  assertEquals(wrong, []);
  assertEquals(seen > 40, true, `only ${seen} modules were seen`);
});
