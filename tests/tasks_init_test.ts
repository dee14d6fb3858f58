// `deno task init` writes configs that run.
import { assert, assertEquals, assertMatch } from "@std/assert";
import { INPUT_SHAPES, writeShape } from "./support/input_shapes.ts";
import { runTask } from "./support/run_task.ts";

const EXACT = ["--backend", "exact", "--threads", "1", "--quiet"];

async function inShape(
  name: string,
  use: (folder: string, spectra: string) => Promise<void>,
) {
  const folder = await Deno.makeTempDir();
  try {
    await writeShape(folder, INPUT_SHAPES[name]);
    await use(folder, `${folder}/${INPUT_SHAPES[name].spectra}`);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

for (const name of ["a wide table", "a folder of an instrument's files"]) {
  Deno.test(`init writes a config for ${name} that reproduce runs unedited`, () =>
    inShape(name, async (folder, spectra) => {
      const out = `${folder}/my.json`;
      const made = await runTask(
        ...["init", "--spectra", spectra, "--labels", `${folder}/labels.csv`],
        ...["--target", "clay", "--out", out],
      );
      assertEquals([made.code, made.stderr], [0, ""]);
      assertMatch(
        made.stdout,
        /9 samples with a spectrum of 96 bands, 400 to 495 nm/,
      );
      assert(
        made.stdout.includes(`Run:   deno task reproduce --config ${out}`),
      );
      const config = JSON.parse(await Deno.readTextFile(out));
      assertMatch(config.$schema, /paper-config\/schema\.json$/);
      const { code, stderr } = await runTask(
        ...["reproduce", "--config", out, "--out", `${folder}/run`],
        ...["--epochs", "1", "--allow-dirty", ...EXACT],
      );
      assertEquals([code, stderr], [0, ""]);
    }));
}

Deno.test("init numbers rows only where spectra and values are of one table", () =>
  inShape("a wide table", async (folder, spectra) => {
    const table = (await Deno.readTextFile(spectra)).trimEnd().split("\n");
    const nameless = table.map((line) => line.replace(/^[^,]*,/, ""));
    const both = `${folder}/both.csv`;
    await Deno.writeTextFile(
      both,
      nameless.map((line, i) => (i ? `${i % 5}` : "clay") + "," + line)
        .join("\n") + "\n",
    );
    const args = ["--target", "clay", "--out", `${folder}/my.json`];
    const one = await runTask(
      "init",
      "--spectra",
      both,
      "--labels",
      both,
      ...args,
    );
    assertEquals([one.code, one.stderr], [0, ""]);
    const config = JSON.parse(await Deno.readTextFile(`${folder}/my.json`));
    assertEquals(config.data.row_prefix, "S");
    const two = await runTask(
      ...["init", "--spectra", both, "--labels", `${folder}/labels.csv`],
      ...[...args, "--force"],
    );
    assertEquals(two.code, 1);
    assertMatch(two.stderr, /data\.row_prefix/);
  }));

Deno.test("init answers a wrong target, and a file that is there, with a sentence", () =>
  inShape("a wide table", async (folder, spectra) => {
    const labels = `${folder}/labels.csv`;
    const args = ["init", "--spectra", spectra, "--labels", labels];
    const wrong = await runTask(
      ...[...args, "--target", "sand", "--out", `${folder}/a.json`],
    );
    assertEquals(wrong.code, 1);
    assertMatch(wrong.stderr, /has no column "sand"; it has sample, clay/);
    const none = await runTask(...args);
    assertEquals([none.code, none.stderr], [2, "init needs --target NAME.\n"]);
    const there = await runTask(
      ...[...args, "--target", "clay", "--out", labels],
    );
    assertEquals(there.code, 2);
    assertMatch(
      there.stderr,
      /labels\.csv is there already; --force replaces it\./,
    );
  }));
