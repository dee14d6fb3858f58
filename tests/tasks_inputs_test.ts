// Inputs that are changed, gone, linked or unreadable, configs of every kind,
// and paths that are awkward: what the tasks say, and that they find what is
// there.
import {
  assert,
  assertEquals,
  assertMatch,
  assertStringIncludes,
} from "@std/assert";
import {
  INPUT_SHAPES,
  shapeConfig,
  writeShape,
} from "./support/input_shapes.ts";
import { runTask, startTask } from "./support/run_task.ts";
import { ROOT } from "./support/tiny_run.ts";

const EXACT = ["--backend", "exact", "--threads", "1", "--quiet"];
const WIDE = INPUT_SHAPES["a wide table"];

async function inFolder(use: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

async function reproduce(config: string, out: string) {
  const { code, stderr } = await runTask(
    ...[
      "reproduce",
      "--config",
      config,
      "--out",
      out,
      "--allow-dirty",
      ...EXACT,
    ],
  );
  assertEquals([code, stderr], [0, ""]);
}

async function verify(run: string, ...more: string[]) {
  const { code, stdout, stderr } = await runTask(
    ...["verify", run, "--quiet", ...more],
  );
  const lines = stdout.trimEnd().split("\n");
  return { code, stderr, lines, last: lines.at(-1)! };
}

Deno.test("verify compares inputs outside the checkout that are here, and says which are not", () =>
  inFolder(async (folder) => {
    const run = `${folder}/run`;
    await reproduce(await writeShape(folder, WIDE), run);
    const spectra = `${folder}/s.csv`;
    const before = await Deno.readTextFile(spectra);
    const line = (lines: string[]) =>
      lines.find((one) => one.includes(`input ${spectra}`));

    const sound = await verify(run);
    assertEquals(sound.code, 0);
    assertMatch(line(sound.lines)!, /^ok {4}input .*: SHA-256 [0-9a-f]{64}$/);

    await Deno.writeTextFile(spectra, before.replace("0.4", "0.5"));
    const changed = await verify(run);
    assertEquals(changed.code, 1);
    assertMatch(line(changed.lines)!, /^FAIL {2}input .*; the run used /);
    assertMatch(changed.last, /^1 of \d+ checks failed\.$/);

    await Deno.remove(spectra);
    const gone = await verify(run);
    assertEquals(gone.code, 0);
    assertEquals(
      line(gone.lines),
      `gone  input ${spectra}: is not here, so it was not compared`,
    );
    assertMatch(
      gone.last,
      /^What could be checked of .* holds \(\d+ checks\)\. One input is not here and was not compared\.$/,
    );
    const json = await verify(run, "--json");
    const found = JSON.parse(json.lines.join("\n")).findings
      .filter(({ absent }: { absent?: boolean }) => absent);
    assertEquals(found.length, 1);

    await Deno.symlink(`${folder}/nowhere.csv`, spectra);
    const dangling = await verify(run);
    assertEquals(dangling.code, 1);
    assertMatch(line(dangling.lines)!, /^FAIL {2}.*cannot be read/);
    await Deno.remove(spectra);

    await Deno.mkdir(spectra);
    const directory = await verify(run);
    assertEquals(directory.code, 1);
    assertMatch(line(directory.lines)!, /^FAIL {2}.*cannot be read/);
  }));

Deno.test("verify finds a table that was not there when the run looked for it", () =>
  inFolder(async (folder) => {
    const run = `${folder}/run`;
    const shape = INPUT_SHAPES["a folder of an instrument's files"];
    await reproduce(await writeShape(folder, shape), run);
    const sound = await verify(run);
    assert(sound.lines.includes(
      `ok    input ${folder}/field/files.csv: is not here, as when the run ` +
        "looked for it",
    ));
    await Deno.writeTextFile(`${folder}/field/files.csv`, "file,sample\n");
    const { code, lines } = await verify(run);
    assertEquals(code, 1);
    assert(lines.includes(
      `FAIL  input ${folder}/field/files.csv: is here; the run looked for it ` +
        "and found none",
    ));
  }));

Deno.test("tasks follow links to files, to folders, inside folders and of runs", () =>
  inFolder(async (folder) => {
    const store = await Deno.makeTempDir();
    try {
      await writeShape(
        store,
        INPUT_SHAPES["a folder of an instrument's files"],
      );
      const shared = await Deno.makeTempDir({ dir: store });
      await Deno.rename(`${store}/labels.csv`, `${shared}/cafe.csv`);
      // A chain of links to the labels, a folder of links, a link as config.
      await Deno.symlink(`${shared}/cafe.csv`, `${store}/middle.csv`);
      await Deno.symlink(`${store}/middle.csv`, `${folder}/labels.csv`);
      await Deno.mkdir(`${folder}/field`);
      await Deno.mkdir(`${store}/some`);
      await Deno.symlink(`${store}/some`, `${folder}/field/more`);
      const field = `${store}/field`;
      for (const { name } of [...Deno.readDirSync(field)]) {
        const place = /[1-4]/.test(name) ? `${store}/some` : `${folder}/field`;
        await Deno.symlink(`${field}/${name}`, `${place}/${name}`);
      }
      // An editor that has a file open leaves such a link to nothing.
      await Deno.symlink("me@here.1", `${folder}/field/.#S1.asd`);
      const pattern = `${folder}/field/**/*.asd`;
      await Deno.writeTextFile(
        `${store}/real.json`,
        JSON.stringify(
          shapeConfig(pattern, `${folder}/labels.csv`),
        ),
      );
      await Deno.symlink(`${store}/real.json`, `${folder}/config.json`);
      await Deno.mkdir(`${store}/runs`);
      await Deno.symlink(`${store}/runs`, `${folder}/runs`);
      const run = `${folder}/runs/one`;
      await reproduce(`${folder}/config.json`, run);
      for (const more of [[], ["--rerun", "--threads", "1"]]) {
        const { code, last, stderr } = await verify(run, ...more);
        assertEquals([code, stderr], [0, ""], last);
        assertMatch(last, /^Everything that /);
      }
      const { code, stderr } = await runTask(
        ...["predict", "--run", run, "--spectra", pattern, ...EXACT],
      );
      assertEquals([code, stderr], [0, ""]);
    } finally {
      await Deno.remove(store, { recursive: true });
    }
  }));

Deno.test("tasks take blanks, commas, brackets, quotes and umlauts in every path, and a config with BOM and CRLF", () =>
  inFolder(async (top) => {
    // Windows takes no double quotes in names.
    const quotes = Deno.build.os === "windows" ? "'d'" : `'d' "e"`;
    const folder = `${top}/a b,[c] ${quotes} (f) ü`;
    await Deno.mkdir(folder);
    await writeShape(folder, WIDE);
    const name = `[x] ${quotes}, ö`;
    const spectra = `${folder}/s ${name}.csv`;
    const labels = `${folder}/l ${name}.csv`;
    await Deno.rename(`${folder}/s.csv`, spectra);
    await Deno.rename(`${folder}/labels.csv`, labels);
    const config = `${folder}/c ${name}.json`;
    const text = JSON.stringify(shapeConfig(spectra, labels), null, 2);
    await Deno.writeTextFile(config, "\uFEFF" + text.replaceAll("\n", "\r\n"));
    const run = `${folder}/r ${name}`;
    await reproduce(config, run);
    for (const more of [[], ["--rerun", "--threads", "1"]]) {
      const { code, last, stderr } = await verify(run, ...more);
      assertEquals([code, stderr], [0, ""], last);
      assertStringIncludes(last, "Everything that ");
    }
    const out = `${folder}/p ${name}.csv`;
    const { code, stderr } = await runTask(
      ...["predict", "--run", run, "--spectra", spectra],
      ...["--out", out, ...EXACT],
    );
    assertEquals([code, stderr], [0, ""]);
    assertMatch(await Deno.readTextFile(out), /^sample,clay\n/);
  }));

Deno.test("spectra takes a pattern in a folder whose name has brackets", () =>
  inFolder(async (top) => {
    const folder = `${top}/[2024] field`;
    await Deno.mkdir(folder);
    await writeShape(folder, INPUT_SHAPES["a folder of an instrument's files"]);
    const { code, stdout, stderr } = await runTask(
      ...["spectra", `${folder}/field/S[1-3].asd`, "--quiet"],
    );
    assertEquals([code, stderr], [0, ""]);
    assertMatch(stdout, /samples +3: S1, S2, S3/);
  }));

Deno.test("reproduce takes a config as it was called before, typed in another folder", () =>
  inFolder(async (folder) => {
    const config = await writeShape(folder, WIDE);
    const { data, ...rest } = JSON.parse(await Deno.readTextFile(config));
    const csv = { ...rest, data: { ...data, source: "csv" } };
    await Deno.writeTextFile(config, JSON.stringify(csv));
    const { code, stderr } = await startTask(
      { cwd: `${ROOT}tests/support` },
      ...["reproduce", "--config", config, "--out", `${folder}/run`],
      ...["--allow-dirty", ...EXACT],
    );
    assertEquals([code, stderr], [0, ""]);
    assertEquals((await verify(`${folder}/run`)).code, 0);
  }));

Deno.test("tasks that read spectra refuse an empty --row-prefix", () =>
  inFolder(async (folder) => {
    await writeShape(folder, WIDE);
    const spectra = `${folder}/s.csv`;
    for (const empty of [["--row-prefix", ""], ["--row-prefix="]]) {
      for (
        const args of [
          ["spectra", spectra],
          ["init", "--spectra", spectra, "--labels", spectra, "--target", "x"],
          ["spectrogram", "--spectra", spectra, "--out", `${folder}/a.npy`],
        ]
      ) {
        const { code, stderr } = await runTask(...args, ...empty);
        assertEquals([code, stderr], [2, "--row-prefix needs a TEXT.\n"]);
      }
    }
  }));

for (
  const [flags, says] of [
    [
      ["--threads", "1000"],
      '--threads is "1000"; expected a whole number from 1 to 64.',
    ],
    [
      ["--threads", "0"],
      '--threads is "0"; expected a whole number from 1 to 64.',
    ],
    [
      ["--epochs", "0"],
      '--epochs is "0"; expected a whole number from 1 to 1000000.',
    ],
    [
      ["--epochs", "1e9"],
      '--epochs is "1e9"; expected a whole number from 1 to 1000000, in digits alone.',
    ],
    [
      ["--backend", "gpu"],
      '--backend is "gpu"; expected auto or webgpu or exact.',
    ],
    [
      ["--checkpoint-every=-3"],
      '--checkpoint-every is "-3"; expected a whole number from 1 to 1000000.',
    ],
  ] as const
) {
  Deno.test(`reproduce answers ${flags.join(" ")} with a sentence`, async () => {
    const { code, stderr } = await runTask(
      ...["reproduce", "--config", "paper-config/quick.json", ...flags],
    );
    assertEquals([code, stderr.trim()], [2, says]);
  });
}
