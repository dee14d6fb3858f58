// `deno task spectra` as a person types it: what it prints, draws and refuses.
import { assert, assertEquals, assertMatch } from "@std/assert";
import { canonicalJson } from "../lib/artifacts/canonical_json.ts";
import { permissionFlags } from "../tasks/support/permissions.ts";
import { runTask } from "./support/run_task.ts";

const task = (...args: string[]) => runTask("spectra", ...args);

const CONFIG = `{ "version": 1, "name": "mine", "title": "My soils",
  "data": { "source": "files", "spectra": "s.csv", "labels": "l.csv" },
  "preprocess": [{ "step": "snv" }] }`;

/** A folder with two sound tables, one that is none, and two configs. */
async function inFolder(use: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  const write = (name: string, text: string) =>
    Deno.writeTextFile(`${folder}/${name}`, text);
  try {
    await write("a.csv", "sample,400,410,420\nA,0.1,0.2,0.3\nB,0.2,-0.1,0.5\n");
    await write("b.csv", "sample,400,410,425\nC,0.1,0.2,0.3\n");
    await write("bad.csv", "sample,400,410\nA,0.1,x\n");
    await write("c.json", CONFIG);
    await write("none.json", CONFIG.replace(/,\s*"preprocess".*\]/s, ""));
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("deno task spectra shows every file that can be read and exits 1 for one that cannot", () =>
  inFolder(async (folder) => {
    const [a, b, bad] = ["a", "b", "bad"].map((name) =>
      `${folder}/${name}.csv`
    );
    const sound = await task(a);
    assertEquals([sound.code, sound.stderr], [0, ""]);
    assertMatch(sound.stdout, /B: reflectance is negative in 1 band at 410 nm/);
    const all = await task(a, bad, b);
    assertEquals(all.code, 1);
    assertMatch(all.stderr, /^.*bad\.csv, line 2, .*\n$/);
    assertMatch(all.stdout, /samples +2: A, B[^]*samples +1: C/);
    assertMatch(all.stdout, /The grid is uneven: bands are 10 to 15 nm apart/);
  }));

Deno.test("deno task spectra says how it took a table", () =>
  inFolder(async (folder) => {
    const path = `${folder}/d.csv`;
    await Deno.writeTextFile(path, "Soils\nID;420;410;400\nA;0,1;0,2;0,3\n");
    const { code, stdout } = await task(path);
    assertEquals(code, 0);
    assertMatch(stdout, /note +a line above the header passed over\n/);
    assertMatch(stdout, /note +samples by the column "ID"\n/);
    assertMatch(stdout, /note +wavelengths turned round, they fell from 420 /);
    const { files: [{ notes, dropped }] } = JSON.parse(
      (await task("--json", path)).stdout,
    );
    assertEquals([notes.length, dropped], [3, []]);
  }));

Deno.test("deno task spectra --json prints all of it as canonical JSON", () =>
  inFolder(async (folder) => {
    const { code, stdout } = await task(
      "--json",
      `${folder}/a.csv`,
      `${folder}/bad.csv`,
    );
    const value = JSON.parse(stdout);
    assertEquals([code, stdout], [1, canonicalJson(value) + "\n"]);
    assertEquals([value.format, value.version], ["stibnite-spectra", 1]);
    const [sound, bad] = value.files;
    assertEquals(sound.samples, ["A", "B"]);
    assertEquals(sound.reflectance.least, -0.1);
    assertEquals(sound.oddities[0].kind, "negative");
    assertMatch(bad.error, /bad\.csv, line 2/);
  }));

Deno.test("deno task spectra --out draws SVG and PNG, with --config before and after", () =>
  inFolder(async (folder) => {
    const config = ["--config", `${folder}/c.json`];
    for (const name of ["x.svg", "x.png"]) {
      const out = `${folder}/${name}`;
      const done = await task(`${folder}/a.csv`, "--out", out, ...config);
      assertEquals([done.code, done.stderr], [0, ""]);
      assertMatch(done.stdout, new RegExp(`${name}: written\n$`));
    }
    const svg = await Deno.readTextFile(`${folder}/x.svg`);
    assertMatch(svg, /After: snv; no step is fitted to data/);
    const png = await Deno.readFile(`${folder}/x.png`);
    assertEquals([...png.subarray(1, 4)], [0x50, 0x4e, 0x47]);
  }));

const MISTAKES: [args: string[], code: number, says: RegExp][] = [
  [[], 2, /spectra needs FILE…: Files, folders, patterns/],
  [["a.csv", "--config", "c.json"], 2, /--config is drawn; .* needs --out/],
  [["a.csv", "--out", "a.gif"], 2, /as a\.gif; expected .* \.svg or \.png/],
  [["a.csv", "--out", "a.svg", "--config", "none.json"], 1, /no pre-treatm/],
  [["missing.csv"], 1, /missing\.csv: there is no such file/],
];

Deno.test("deno task spectra answers mistakes with one sentence", () =>
  inFolder(async (folder) => {
    for (const [args, code, says] of MISTAKES) {
      const paths = args.map((arg) =>
        /\.(csv|json)$/.test(arg) ? `${folder}/${arg}` : arg
      );
      const outcome = await task(...paths);
      assertMatch(outcome.stderr, says);
      assertEquals([outcome.code, outcome.stdout], [code, ""]);
      assert(outcome.stderr.trimEnd().split("\n").length === 1);
    }
  }));

Deno.test("permissionFlags lets spectra read every path and write one file", () => {
  const args = ["--json", "a.csv", "b.asd", "--row-prefix", "G", "--out=o.png"];
  assertEquals(permissionFlags("spectra", args), [
    "--no-prompt",
    "--allow-read=.,a.csv,b.asd,o.png,o.png.part",
    "--allow-write=o.png,o.png.part",
  ]);
});
