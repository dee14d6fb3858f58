// Versions stand in one place each, and every place that repeats them agrees.
import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { parse, stringify } from "../lib/third_party/csv.ts";
import { parseArgs } from "../lib/third_party/args.ts";
import {
  inlineSpecifiers,
  partLock,
  PARTS,
  withoutPath,
} from "./support/part_lock.ts";

const root = new URL("../", import.meta.url);
const readJson = async (path: string) =>
  JSON.parse(await Deno.readTextFile(new URL(path, root)));

const FOLDERS = ["", "npm/", "dev/"].map((name) => `lib/third_party/${name}`);

Deno.test("third_party inline specifiers are pinned exactly", async () => {
  const specifiers = (await Promise.all(FOLDERS.map(inlineSpecifiers))).flat();
  assert(specifiers.length > 10);
  for (const specifier of specifiers) {
    assert(/@\d+\.\d+\.\d+(\/|$)/.test(specifier), specifier);
  }
});

Deno.test("third_party has one version of a package, and deno.json no other", async () => {
  const { imports } = await readJson("deno.json");
  const inline = (await Promise.all(FOLDERS.map(inlineSpecifiers))).flat();
  const versions = new Map<string, string>();
  for (const specifier of [...inline, ...Object.values<string>(imports)]) {
    const plain = withoutPath(specifier);
    const name = plain.replace(/@[^@]+$/, "");
    assertEquals(versions.get(name) ?? plain, plain);
    versions.set(name, plain);
  }
});

Deno.test("third_party import map has an adapter for every jsr specifier and every name of deno.json", async () => {
  const { imports } = await readJson("deno.json");
  const map = (await readJson("lib/third_party/npm/import_map.json")).imports;
  for (const [name, specifier] of Object.entries(imports) as string[][]) {
    assertEquals(map[name], map[specifier]);
    assert(map[name].startsWith("./"), name);
  }
  for (const specifier of await inlineSpecifiers("lib/third_party/")) {
    if (specifier.startsWith("jsr:")) assert(map[specifier], specifier);
  }
});

Deno.test("deno.json names nothing that `deno task` would fetch ahead of its first word", async () => {
  const { imports, lock } = await readJson("deno.json");
  assertEquals(lock, false);
  for (const specifier of Object.values<string>(imports)) {
    assertStringIncludes(specifier, "jsr:");
  }
});

Deno.test("third_party lock files of the routes are parts of the tests' lock file", async () => {
  for (const path of Object.keys(PARTS)) {
    assertEquals(await readJson(path), await partLock(path), path);
  }
});

Deno.test("third_party lock files of the routes hold nothing that only developers need", async () => {
  for (const path of Object.keys(PARTS)) {
    const names = Object.keys((await readJson(path)).npm);
    const unwanted = /^(@tensorflow\/tfjs|assemblyscript|binaryen|core-js)@/;
    assertEquals(names.filter((name) => unwanted.test(name)), [], path);
  }
  const { jsr } = await readJson("tests/deno.lock");
  assertEquals(Object.keys(jsr).sort(), [
    "@std/assert@1.0.19",
    "@std/cli@1.0.32",
    "@std/csv@1.0.6",
    "@std/internal@1.0.14",
  ]);
});

Deno.test("tfjs has what the umbrella package re-exports of its parts", async () => {
  const umbrella: object = await import(
    "../lib/third_party/dev/tfjs_umbrella.ts"
  );
  const parts: object = await import("../lib/third_party/tfjs.ts");
  for (const [name, value] of Object.entries(parts)) {
    assert(
      Object.entries(umbrella).some(([each, other]) =>
        each === name && other === value
      ),
      name,
    );
  }
});

Deno.test("parse reads quoted cells, a BOM, CRLF and empty lines as @std/csv does", () => {
  assertEquals(parse('\uFEFFa,b\r\n"x,1","say ""hi"""\r\n\r\n1,\r\n'), [
    ["a", "b"],
    ["x,1", 'say "hi"'],
    ["1", ""],
  ]);
  assertEquals(parse("a;b\n1;2", { separator: ";" }), [["a", "b"], ["1", "2"]]);
  assertEquals(parse('a\n"x\ny"\n'), [["a"], ["x\ny"]]);
  assertThrows(() => parse('a,b\n1,x"y\n'), SyntaxError);
  assertThrows(() => parse('a,b\n1,"y\n'), SyntaxError);
});

Deno.test("stringify quotes what must be quoted and ends lines with CRLF", () => {
  const text = stringify([["a", "b,c"], ["1", 'x"y']]);
  assertEquals(text, 'a,"b,c"\r\n1,"x""y"\r\n');
});

Deno.test("parseArgs separates flags, switches, unknown words and positionals", () => {
  const unknown: string[] = [];
  const parsed = parseArgs(["7", "--out", "1", "--json", "--odd", "--out=2"], {
    string: ["_", "out"],
    boolean: ["json", "quiet"],
    unknown: (arg: string) => {
      if (arg.startsWith("-")) unknown.push(arg);
    },
  });
  assertEquals(parsed._, ["7"]);
  assertEquals([parsed.out, parsed.json, parsed.quiet], ["2", true, false]);
  assertStringIncludes(unknown.join(), "--odd");
});
