// Prediction as a report's page does it, without a disk: the very table that
// `deno task predict` writes.
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { writeRun } from "../lib/pipeline/write.ts";
import type { RunFiles } from "../lib/pipeline/assemble.ts";
import { predictFiles } from "../lib/report/page/predict_files.ts";
import { heldParts, holdParts } from "../lib/report/page/run_parts.ts";
import {
  COARSE,
  doubtingRun,
  FINE,
  instrumentFiles,
  plainRun,
  soil,
  tableOf,
} from "./support/page_runs.ts";
import { runTask } from "./support/run_task.ts";

const plain = await plainRun();
const doubting = await doubtingRun();
const encode = (text: string) => new TextEncoder().encode(text);
const text = (bytes: Uint8Array) => new TextDecoder().decode(bytes);

const partsOf = (run: RunFiles) =>
  heldParts(run.config.name, holdParts(run.files));

/** What the task writes. */
async function task(
  run: RunFiles,
  files: Readonly<Record<string, Uint8Array>>,
  ...flags: string[]
): Promise<{ readonly code: number; readonly table: string }> {
  const folder = await Deno.makeTempDir();
  try {
    await writeRun(`${folder}/run`, run, { started: "now" });
    await Deno.mkdir(`${folder}/spectra`);
    const names = Object.keys(files);
    for (const name of names) {
      await Deno.writeFile(`${folder}/spectra/${name}`, files[name]);
    }
    const path = names.length === 1 ? `spectra/${names[0]}` : "spectra";
    const { code, stdout } = await runTask(
      "predict",
      ...["--run", `${folder}/run`, "--spectra", `${folder}/${path}`],
      ...["--backend", "exact", "--quiet", ...flags],
    );
    return { code, table: stdout };
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const FINE_FILES = instrumentFiles(FINE);
const COARSE_FILES = instrumentFiles(COARSE);

for (const name of Object.keys(FINE_FILES)) {
  Deno.test(`predictFiles gives the table of deno task predict for ${name}`, async () => {
    const one = { [name]: FINE_FILES[name] };
    const expected = await task(plain, one);
    assertEquals(expected.code, 0);
    const { table } = await predictFiles(
      partsOf(plain),
      new Map(Object.entries(one)),
    );
    assertEquals(text(table), expected.table);
    assert(expected.table.split("\n").length > 2);
  });
}

Deno.test("predictFiles gives intervals and flags of deno task predict, to the last digit", async () => {
  // One that is unlike all others, too, so that a flag says something.
  const odd = ["odd", ...soil(3, COARSE).map((value) => 1 - value)];
  const table = tableOf(COARSE, [201, 202, 203, 204]) + odd.join(",") + "\n";
  const files = { "new.csv": encode(table) };
  const expected = await task(doubting, files);
  const made = await predictFiles(
    partsOf(doubting),
    new Map(Object.entries(files)),
  );
  assertEquals(text(made.table), expected.table);
  assertStringIncludes(expected.table, "sample,clay,clay_low,clay_high,flag\n");
  assert(made.flags!.some((flag) => flag !== ""));
  assert(made.intervals!.every(({ low, high }) => low < high));
});

Deno.test("predictFiles takes several files as the task takes a folder of them", async () => {
  const files = {
    "a.asd": COARSE_FILES["field.asd"],
    "b.sed": COARSE_FILES["field.sed"],
    "c.sig": COARSE_FILES["field.sig"],
  };
  const expected = await task(doubting, files);
  const made = await predictFiles(
    partsOf(doubting),
    new Map(Object.entries(files)),
  );
  assertEquals(text(made.table), expected.table);
  assertEquals(made.samples, ["a", "b", "c"]);
});

Deno.test("predictFiles resamples where that is asked for, as the task does", async () => {
  const given = new Map([["field.asd", FINE_FILES["field.asd"]]]);
  const parts = partsOf(doubting);
  await assertRejects(
    () => predictFiles(parts, given),
    InputError,
    "or --resample",
  );
  const expected = await task(
    doubting,
    Object.fromEntries(given),
    "--resample",
  );
  const made = await predictFiles(parts, given, { resample: true });
  assertEquals(text(made.table), expected.table);
  assert(made.resampled !== null);
  assert(made.notes.some((note) => note.includes("resampled")));
});

const DAMAGED: readonly (readonly [string, Uint8Array, string])[] = [
  ["cut.asd", FINE_FILES["field.asd"].slice(0, 600), "cut.asd"],
  ["cut.spc", FINE_FILES["field.spc"].slice(0, 900), "cut.spc"],
  ["text.csv", encode("sample,350,360\na,0.1,x\n"), "line 2"],
  ["empty.csv", new Uint8Array(), "empty.csv"],
  ["noise.bin", Uint8Array.of(0, 1, 2, 3, 0, 255), "of no known format"],
];

for (const [name, bytes, words] of DAMAGED) {
  Deno.test(`predictFiles refuses ${name} in one sentence`, async () => {
    const { message } = await assertRejects(
      () => predictFiles(partsOf(plain), new Map([[name, bytes.slice()]])),
      InputError,
      words,
    );
    assert(message.startsWith(name), message);
    assert(!message.includes("\n"));
  });
}

Deno.test("predictFiles takes a name like one of the run's for what it is", async () => {
  for (const name of ["run plain", "config.json", "soil [1].csv"]) {
    const given = new Map([[name, encode(tableOf(FINE, [5]))]]);
    const { samples } = await predictFiles(partsOf(plain), given);
    assertEquals(samples, ["N5"]);
  }
});

Deno.test("predictFiles predicts two drops at once, each by itself", async () => {
  const drop = (run: RunFiles, grid: Float64Array, seed: number) =>
    predictFiles(
      partsOf(run),
      new Map([["a.csv", encode(tableOf(grid, [seed]))]]),
    );
  const alone = [
    await drop(plain, FINE, 5),
    await drop(doubting, COARSE, 9),
  ];
  const both = await Promise.all([
    drop(plain, FINE, 5),
    drop(doubting, COARSE, 9),
  ]);
  assertEquals(
    both.map(({ table }) => text(table)),
    alone.map(({ table }) => text(table)),
  );
});

const OSSL = new URL("../../shared/data/ossl/", import.meta.url);
const GEEVES = new URL("../../shared/data/geeves/", import.meta.url);
const isThere = (url: URL) => Deno.stat(url).then(() => true, () => false);

Deno.test({
  name:
    "predictFiles gives the task's table for real .asd files (needs ../shared/data/ossl)",
  ignore: !await isThere(OSSL),
  async fn() {
    const files: Record<string, Uint8Array<ArrayBuffer>> = {};
    for await (const { name } of Deno.readDir(OSSL)) {
      if (!name.endsWith(".asd")) continue;
      files[name] = await Deno.readFile(new URL(name, OSSL));
    }
    assert(Object.keys(files).length > 1);
    const expected = await task(plain, files);
    assertEquals(expected.code, 0);
    const { table } = await predictFiles(
      partsOf(plain),
      new Map(Object.entries(files)),
    );
    assertEquals(text(table), expected.table);
  },
});

Deno.test({
  name:
    "predictFiles gives the task's table for Geeves rows (needs ../shared/data/geeves)",
  ignore: !await isThere(GEEVES),
  async fn() {
    const lines = (await Deno.readTextFile(new URL("spectra.csv", GEEVES)))
      .split("\n").slice(0, 41);
    const files = { "geeves.csv": encode(lines.join("\n") + "\n") };
    const expected = await task(plain, files);
    assertEquals(expected.table.split("\n").length, 42);
    const { table } = await predictFiles(
      partsOf(plain),
      new Map(Object.entries(files)),
    );
    assertEquals(text(table), expected.table);
  },
});
