// Links: where they lead, and the tasks that read and write through some.
import { assertEquals, assertMatch } from "@std/assert";
import { matchFiles } from "../lib/spectra/files/glob.ts";
import { linkTargets } from "../tasks/support/real_paths.ts";
import { INPUT_SHAPES, SAMPLES, writeShape } from "./support/input_shapes.ts";
import { inFolder } from "./support/in_folder.ts";
import { runTask } from "./support/run_task.ts";

Deno.test("linkTargets passes over a link to nothing, looks into linked folders and ends in a circle", () =>
  inFolder({ "store/sub/b.csv": "b", "c.csv": "c" }, async (temporary) => {
    const top = await Deno.realPath(temporary);
    const folder = `${top}/links`;
    await Deno.mkdir(folder);
    await Deno.symlink(`${top}/nowhere`, `${folder}/0.csv`);
    await Deno.symlink(`${folder}/circle`, `${folder}/circle`);
    await Deno.symlink(`${top}/store`, `${folder}/1`);
    await Deno.symlink(`${top}/c.csv`, `${top}/store/sub/c.csv`);
    await Deno.symlink(folder, `${top}/store/sub/back`);
    assertEquals(linkTargets(folder).sort(), [
      `${top}/c.csv`,
      folder,
      `${top}/store`,
    ]);
    assertEquals(linkTargets(`${top}/c.csv`), []);
  }));

Deno.test("matchFiles takes a file once, although links lead back to folders above", () =>
  inFolder({ "a/1.csv": "", "b/2.csv": "" }, async (folder) => {
    // Walked as often as links can be followed, these two would never end.
    await Deno.symlink(folder, `${folder}/a/up`);
    await Deno.symlink(folder, `${folder}/b/up`);
    await Deno.symlink(`${folder}/b`, `${folder}/c`);
    assertEquals(await matchFiles(folder, "**/*.csv"), [
      "a/1.csv",
      "b/2.csv",
      "c/2.csv",
    ]);
  }));

/** A task that is to succeed; what it printed. */
async function said(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await runTask(...args, "--quiet");
  assertEquals([code, stderr], [0, ""], args[0]);
  return stdout;
}

Deno.test("spectra, spectrogram, train and export read and write through links", () =>
  inFolder({}, async (store) => {
    const config = await writeShape(store, INPUT_SHAPES["a wide table"]);
    await Deno.mkdir(`${store}/results`);
    await inFolder({}, async (folder) => {
      const links: Record<string, string> = {
        "s.csv": `${store}/s.csv`,
        "labels.csv": `${store}/labels.csv`,
        "my.json": config,
        out: `${store}/results`,
      };
      for (const [name, target] of Object.entries(links)) {
        await Deno.symlink(target, `${folder}/${name}`);
      }
      const spectra = ["--spectra", `${folder}/s.csv`];
      const exact = ["--backend", "exact"];
      const out = `${folder}/out`;
      assertMatch(
        await said("spectra", `${folder}/s.csv`, "--out", `${out}/s.svg`),
        new RegExp(`samples +${SAMPLES}:`),
      );
      const images = `${out}/images.npy`;
      await said("spectrogram", ...spectra, "--out", images, ...exact);
      const run = `${out}/run`;
      await said(
        ...["reproduce", "--config", `${folder}/my.json`, "--out", run],
        ...["--allow-dirty", "--threads", "1", ...exact],
      );
      for (
        const [name, target] of [
          ["images.npy", `${run}/spectrograms.npy`],
          ["samples.csv", `${run}/samples.csv`],
          ["run", run],
        ]
      ) await Deno.symlink(target, `${folder}/${name}`);
      await said(
        ...["train", "--config", `${folder}/my.json`],
        ...["--spectrograms", `${folder}/images.npy`],
        ...["--samples", `${folder}/samples.csv`, "--out", `${out}/trained`],
        ...["--threads", "1", ...exact],
      );
      await said(
        ...["export", "--run", `${folder}/run`, "--what", "spectra"],
        ...["--out", `${out}/spectra.parquet`],
      );
      const made = [...Deno.readDirSync(`${store}/results`)]
        .map(({ name }) => name).sort();
      assertEquals(made, [
        "images.npy",
        "images.npy.grid.json",
        "run",
        "s.svg",
        "spectra.parquet",
        "spectra.parquet.grid.json",
        "trained",
      ]);
    });
  }));

Deno.test("a folder of spectra is refused for a link to nothing in it, by its name", () =>
  inFolder({}, async (folder) => {
    const shape = INPUT_SHAPES["a folder of an instrument's files"];
    await writeShape(folder, shape);
    await Deno.symlink(`${folder}/nowhere`, `${folder}/field/A.asd`);
    const { code, stderr } = await runTask("spectra", `${folder}/field`);
    assertEquals([code, stderr], [
      1,
      `${folder}/field/A.asd: is a link to something that is not there\n`,
    ]);
  }));
