// A run as an archive: the same bytes, every byte counts, nothing gets out of it.
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { packFiles, unpackFiles } from "../lib/artifacts/zip.ts";
import { InputError } from "../lib/errors.ts";
import { packRun, unpackRun } from "../lib/pack.ts";
import { Pcg32 } from "../lib/pcg32.ts";
import { writeRun } from "../lib/pipeline/write.ts";
import { runTiny, tinyConfig } from "./support/tiny_run.ts";

const run = await runTiny();
const text = (content: string) => new TextEncoder().encode(content);
const SOURCE = { "mod.ts": text("export {};\n"), "lib/a.ts": text("1\n") };

const folder = await Deno.makeTempDir();
await writeRun(folder, run, { started: "now" });
const archive = await packRun(folder, SOURCE);
const withData = await packRun(folder, null, { withData: true });
await assertRejects(() => packRun(`${folder}/model`, null), InputError);
await Deno.remove(folder, { recursive: true });

Deno.test("packRun holds the run, the source, digests and how to check them", () => {
  const files = unpackFiles(archive, "run.zip");
  const names = Object.keys(run.files).map((path) => `run/${path}`);
  assertEquals(
    Object.keys(files).sort(),
    [
      ...[".zenodo.json", "README.txt", "SHA256SUMS"],
      ...["source/lib/a.ts", "source/mod.ts"],
      ...names,
    ].sort(),
  );
  for (const [path, bytes] of Object.entries(run.files)) {
    assertEquals(files[`run/${path}`], bytes, path);
  }
  const readme = new TextDecoder().decode(files["README.txt"]);
  assertStringIncludes(readme, "task verify ARCHIVE.zip --rerun");
  assertStringIncludes(readme, run.manifest.inputs[0].sha256);
});

Deno.test("packRun takes the inputs along on request, and then names no licence for them", () => {
  const [{ path, sha256: digest }] = run.manifest.inputs;
  const files = unpackFiles(withData, "run.zip");
  const name = Object.keys(files).find((each) => each.startsWith("inputs/"))!;
  assertEquals(files[name], Deno.readFileSync(path));
  assertStringIncludes(name, digest.slice(0, 16));
  const zenodo = (packed: Uint8Array) =>
    JSON.parse(
      new TextDecoder().decode(unpackFiles(packed, "x")[".zenodo.json"]),
    );
  assertEquals(zenodo(withData).license, undefined);
  assertEquals(zenodo(archive).license, "MIT");
  assertEquals(zenodo(archive).upload_type, "dataset");
});

Deno.test("packRun refuses inputs that are not what the run read", async () => {
  const other = await Deno.makeTempDir();
  const input = `${other}/parameters.json`;
  try {
    const { data } = tinyConfig();
    await Deno.copyFile(run.manifest.inputs[0].path, input);
    const made = await runTiny(
      tinyConfig({ data: { ...data, parameters: input } }),
    );
    await writeRun(`${other}/run`, made, {});
    await Deno.writeTextFile(input, " ", { append: true });
    await assertRejects(
      () => packRun(`${other}/run`, null, { withData: true }),
      InputError,
      "expected the run's",
    );
    await Deno.remove(input);
    await assertRejects(
      () => packRun(`${other}/run`, null, { withData: true }),
      InputError,
      "cannot be read",
    );
  } finally {
    await Deno.remove(other, { recursive: true });
  }
});

Deno.test("packFiles gives the same bytes in any order of files", () => {
  const files = unpackFiles(archive, "run.zip");
  const reversed = Object.fromEntries(Object.entries(files).reverse());
  assertEquals(packFiles(reversed), archive);
});

Deno.test("unpackRun finds nothing wrong with what packRun made", () => {
  const { run: inside, findings } = unpackRun(archive, "run.zip");
  assertEquals(findings.map(({ holds }) => holds), [true, true]);
  assertEquals(inside, { ...run.files });
});

Deno.test("unpackRun finds 100 random changes of a byte, wherever they are", () => {
  const random = new Pcg32(7);
  for (let i = 0; i < 100; i++) {
    const changed = archive.slice();
    const at = random.next() % changed.length;
    changed[at] ^= 1 + random.next() % 255;
    let found = false;
    try {
      found = unpackRun(changed, "x").findings.some(({ holds }) => !holds);
    } catch (error) {
      assert(error instanceof InputError, `byte ${at}: ${error}`);
      found = true;
    }
    assert(found, `byte ${at} of ${changed.length}`);
  }
});

Deno.test("unpackRun finds an archive cut short, and one with something behind it", () => {
  for (const length of [0, 10, 1000, archive.length - 1]) {
    assertThrows(() => unpackRun(archive.slice(0, length), "x"), InputError);
  }
  const longer = new Uint8Array(archive.length + 5);
  longer.set(archive);
  let holds = false;
  try {
    holds = unpackRun(longer, "x").findings.every((each) => each.holds);
  } catch (error) {
    assert(error instanceof InputError);
  }
  assertEquals(holds, false);
});

Deno.test("unpackFiles refuses names that lead out of the archive", () => {
  for (
    const name of ["../a", "a/../../b", "/a", "a//b", "C:/a", "a\\b", "./a"]
  ) {
    const evil = packFiles({ [name]: text("x") });
    assertThrows(
      () => unpackFiles(evil, "x.zip"),
      InputError,
      "holds the name",
    );
  }
});

Deno.test("unpackFiles refuses an archive that grows beyond a gigabyte", () => {
  const bomb = packFiles({ a: text("x".repeat(100)) });
  // The size of an entry as the directory at the end claims it.
  const view = new DataView(bomb.buffer);
  for (let at = 0; at + 46 < bomb.length; at++) {
    if (view.getUint32(at, true) === 0x02014b50) {
      view.setUint32(at + 24, 0x7fffffff, true);
    }
  }
  assertThrows(() => unpackFiles(bomb, "x.zip"), InputError, "holds more than");
});

Deno.test("unpackFiles refuses stored entries that claim to be small", () => {
  const small = packFiles({ a: text("x".repeat(100)) });
  const view = new DataView(small.buffer);
  for (let at = 0; at + 46 < small.length; at++) {
    if (view.getUint32(at, true) === 0x02014b50) {
      view.setUint16(at + 10, 0, true); // stored
      view.setUint32(at + 20, 0x7fffffff, true); // packed
      view.setUint32(at + 24, 0, true); // unpacked
    }
  }
  assertThrows(
    () => unpackFiles(small, "x.zip"),
    InputError,
    "holds more than",
  );
});

Deno.test("unpackRun refuses an archive without a run", () => {
  const other = packFiles({ "a.txt": text("x") });
  assertThrows(() => unpackRun(other, "x.zip"), InputError, "manifest.json");
});
