// Versions stand in one place each, and every place that repeats them agrees.
import {
  assert,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { parse, stringify } from "../lib/third_party/csv.ts";
import { parseArgs } from "../lib/third_party/args.ts";

const root = new URL("../", import.meta.url);
const readJson = async (path: string) =>
  JSON.parse(await Deno.readTextFile(new URL(path, root)));

async function inlineSpecifiers(folder: string): Promise<string[]> {
  const found: string[] = [];
  for await (const { name, isFile } of Deno.readDir(new URL(folder, root))) {
    if (!isFile || !name.endsWith(".ts")) continue;
    const text = await Deno.readTextFile(new URL(folder + name, root));
    const pattern = /["']((?:npm|jsr):[^"']+)["']/g;
    found.push(...[...text.matchAll(pattern)].map((match) => match[1]));
  }
  return [...new Set(found)].sort();
}

Deno.test("third_party inline specifiers are pinned exactly", async () => {
  const specifiers = [
    ...await inlineSpecifiers("lib/third_party/"),
    ...await inlineSpecifiers("lib/third_party/npm/"),
  ];
  assert(specifiers.length > 10);
  for (const specifier of specifiers) {
    assert(/@\d+\.\d+\.\d+(\/|$)/.test(specifier), specifier);
  }
});

Deno.test("third_party versions are those of the import map", async () => {
  const { imports } = await readJson("lib/third_party/import_map.json");
  const listed = Object.values(imports) as string[];
  const without = (specifier: string) =>
    specifier.replace(/(@\d+\.\d+\.\d+)\/.*$/, "$1");
  for (const specifier of await inlineSpecifiers("lib/third_party/")) {
    assert(listed.map(without).includes(without(specifier)), specifier);
  }
});

Deno.test("third_party adapters' import map has the names of the other one and an adapter for every jsr specifier", async () => {
  const { imports } = await readJson("lib/third_party/import_map.json");
  const map = (await readJson("lib/third_party/npm/import_map.json")).imports;
  for (const [name, specifier] of Object.entries(imports) as string[][]) {
    if (specifier.startsWith("npm:")) assertEquals(map[name], specifier);
    else {
      assertEquals(map[name], map[specifier]);
      assert(map[name].startsWith("./"), name);
    }
  }
});

Deno.test("third_party lock files hold the same npm packages", async () => {
  const genuine = await readJson("deno.lock");
  const adapters = await readJson("lib/third_party/npm/deno.lock");
  for (const [name, entry] of Object.entries(genuine.npm)) {
    assertEquals(adapters.npm[name], entry, name);
  }
  const only = Object.keys(adapters.npm).filter((name) => !genuine.npm[name]);
  assertEquals(only.map((name) => name.replace(/@[^@]+$/, "")).sort(), [
    "csv-parse",
    "csv-stringify",
    "minimist",
  ]);
  assertEquals(Object.keys(genuine.jsr).sort(), [
    "@std/assert@1.0.19",
    "@std/cli@1.0.32",
    "@std/csv@1.0.6",
    "@std/internal@1.0.14",
  ]);
});

Deno.test("third_party lock files hold nothing that a run does not need", async () => {
  // Whoever runs a task fetches all that its lock file lists. The umbrella
  // package of TensorFlow.js and a compiler's back end alone are 300 MB.
  const unwanted = /^(@tensorflow\/tfjs|assemblyscript|binaryen|core-js)@/;
  for (const path of ["deno.lock", "lib/third_party/npm/deno.lock"]) {
    const names = Object.keys((await readJson(path)).npm);
    assertEquals(names.filter((name) => unwanted.test(name)), [], path);
  }
  const { lock, imports } = await readJson("deno.json");
  // What they name, `deno task` itself fetches, in a line for each file.
  assertEquals([lock, imports], [false, undefined]);
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
