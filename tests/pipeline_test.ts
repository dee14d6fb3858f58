// Whole runs: the same bytes twice, every protocol, several targets, and what
// stands in the folder afterwards.
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { listFiles } from "../lib/artifacts/store.ts";
import { readArchive } from "../lib/pipeline/archive.ts";
import { redrawFigures } from "../lib/pipeline/redraw.ts";
import { summarize } from "../lib/pipeline/summary.ts";
import { checkTarget, writeRun } from "../lib/pipeline/write.ts";
import { verifyRun } from "../lib/verify.ts";
import { runTiny, tinyConfig } from "./support/tiny_run.ts";

const run = await runTiny();

async function withRun(use: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await writeRun(folder, run, { started: "now" });
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("runPipeline gives the same bytes twice", async () => {
  const again = await runTiny();
  assertEquals(again.files, run.files);
});

Deno.test("runPipeline makes the files that the house promises, and no other", () => {
  assertEquals(Object.keys(run.files).sort(), [
    "config.json",
    "figures/history.png",
    "figures/history.svg",
    "figures/measured_predicted.png",
    "figures/measured_predicted.svg",
    "figures/waveform_spectrogram.png",
    "figures/waveform_spectrogram.svg",
    "grid.json",
    "history.csv",
    "manifest.json",
    "metrics.json",
    "model/model.json",
    "model/weights.bin",
    "predictions.csv",
    "provenance.intoto.json",
    "report.html",
    "ro-crate-metadata.json",
    "samples.csv",
    "spectrograms.npy",
    "waveform.csv",
  ]);
});

Deno.test("runPipeline keeps the best weights that the checkpoint looked at", async () => {
  const { files, manifest } = await runTiny(tinyConfig({
    training: {
      epochs: 3,
      batch_size: 5,
      checkpoint: { every_batches: 2, monitor: "val_rmse" },
    },
  }));
  assert(files["checkpoint/weights.bin"].length > 0);
  const stage = manifest.stages.find(({ name }) => name === "train")!;
  assert(stage.outputs.includes("checkpoint/model.json"));
});

Deno.test("runPipeline keeps the honest test part apart and says so in every figure", async () => {
  const honest = await runTiny(tinyConfig({
    split: {
      protocol: "honest",
      test_size: 0.33,
      validation_size: 0.25,
      random_state: 1,
    },
  }));
  assertEquals(honest.manifest.run.protocol, "honest");
  assertEquals(Object.keys(honest.evaluation), ["train", "validation", "test"]);
  for (const [path, bytes] of Object.entries(honest.files)) {
    if (!path.endsWith(".svg")) continue;
    const text = new TextDecoder().decode(bytes);
    assertStringIncludes(text.toLowerCase(), "honest", path);
    assertStringIncludes(text.toLowerCase(), "synthetic", path);
  }
});

Deno.test("runPipeline stops when asked and leaves no files", async () => {
  const { openBackend } = await import("../lib/backend/open.ts");
  const { runPipeline } = await import("../lib/pipeline.ts");
  const backend = await openBackend({ backend: "exact", threads: 1 });
  try {
    await assertRejects(
      () => runPipeline(tinyConfig(), { backend, signal: AbortSignal.abort() }),
      InputError,
      "Stopped in stage spectra",
    );
  } finally {
    await backend.close();
  }
});

Deno.test("summarize shows protocol, kind of data and every part", () => {
  const text = summarize(run);
  for (const part of ["published", "synthetic", "train Sb_ppm", "test Sb"]) {
    assertStringIncludes(text, part);
  }
});

Deno.test("writeRun leaves a folder that verifies, whose numbers read back", () =>
  withRun(async (folder) => {
    const { holds, findings } = await verifyRun(folder);
    assertEquals(findings.filter((finding) => !finding.holds), []);
    assert(holds);
    const archive = await readArchive(folder);
    assertEquals(archive.config, run.config);
    assertEquals(archive.history.length, 3);
    assertEquals(archive.images.samples, 12);
  }));

Deno.test("writeRun writes only what differs", () =>
  withRun(async (folder) => {
    const path = `${folder}/spectrograms.npy`;
    const before = (await Deno.stat(path)).mtime;
    await new Promise((resolve) => setTimeout(resolve, 20));
    await writeRun(folder, run, { started: "later" });
    assertEquals((await Deno.stat(path)).mtime, before);
  }));

Deno.test("checkTarget refuses a folder with something else in it, unless forced", () =>
  withRun(async (folder) => {
    await checkTarget(folder, tinyConfig(), false);
    await assertRejects(
      () => checkTarget(folder, tinyConfig({ name: "other" }), false),
      InputError,
      "holds the run tiny",
    );
    await checkTarget(folder, tinyConfig({ name: "other" }), true);
    await Deno.remove(`${folder}/manifest.json`);
    await assertRejects(
      () => checkTarget(folder, tinyConfig(), false),
      InputError,
      "holds files that are no run",
    );
  }));

Deno.test("redrawFigures draws the same bytes again and mends a changed figure", () =>
  withRun(async (folder) => {
    const first = await redrawFigures(folder);
    assert(first.every(({ changed }) => !changed));
    await Deno.writeTextFile(`${folder}/figures/history.svg`, "x");
    const second = await redrawFigures(folder);
    assertEquals(second.filter(({ changed }) => changed).length, 1);
    assert((await verifyRun(folder)).holds);
  }));

Deno.test("verifyRun finds one changed byte in any artifact and names the file", () =>
  withRun(async (folder) => {
    for (const path of await listFiles(folder)) {
      if (path === "run.json" || path === "manifest.json") continue;
      const bytes = await Deno.readFile(`${folder}/${path}`);
      const changed = bytes.slice();
      changed[Math.floor(bytes.length / 2)] ^= 1;
      await Deno.writeFile(`${folder}/${path}`, changed);
      const { holds, findings } = await verifyRun(folder);
      assert(!holds, path);
      const named = findings.filter((finding) => !finding.holds);
      assert(named.some(({ subject }) => subject === path), path);
      await Deno.writeFile(`${folder}/${path}`, bytes);
    }
    assert((await verifyRun(folder)).holds);
  }));

Deno.test("verifyRun finds a missing file, an unlisted file and an edited manifest", () =>
  withRun(async (folder) => {
    const failing = async () =>
      (await verifyRun(folder)).findings
        .filter(({ holds }) => !holds).map(({ subject }) => subject);
    await Deno.writeTextFile(`${folder}/extra.txt`, "x");
    assertEquals(await failing(), ["extra.txt"]);
    await Deno.rename(`${folder}/extra.txt`, `${folder}/model/weights.bin`);
    assert((await failing()).includes("model/weights.bin"));
    await Deno.writeFile(
      `${folder}/model/weights.bin`,
      run.files["model/weights.bin"],
    );
    await Deno.remove(`${folder}/metrics.json`);
    assert((await failing()).includes("metrics.json"));
    await Deno.writeFile(`${folder}/metrics.json`, run.files["metrics.json"]);
    const text = new TextDecoder().decode(run.files["manifest.json"]);
    await Deno.writeTextFile(
      `${folder}/manifest.json`,
      text.replace('"protocol":"published"', '"protocol":"honest"'),
    );
    assert((await failing()).includes("run"));
  }));

Deno.test("verifyRun refuses a folder that is no run", async () => {
  await assertRejects(
    () => verifyRun("tests"),
    InputError,
    "expected the folder of a finished run",
  );
});
