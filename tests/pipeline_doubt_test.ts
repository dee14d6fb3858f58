// Ensembles, intervals and flags as a run keeps them and `predict` says them.
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertNotEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { decodeTable } from "../lib/artifacts/csv_table.ts";
import { openBackend } from "../lib/backend/open.ts";
import { resolveConfig } from "../lib/config.ts";
import { InputError } from "../lib/errors.ts";
import { runPipeline } from "../lib/pipeline.ts";
import type { RunFiles } from "../lib/pipeline/assemble.ts";
import { loadData } from "../lib/pipeline/data.ts";
import { trainMembers } from "../lib/pipeline/ensemble.ts";
import { foldsOf } from "../lib/pipeline/members.ts";
import { makeImages } from "../lib/pipeline/images.ts";
import { Pcg32 } from "../lib/pcg32.ts";
import { onlyNetwork } from "../lib/pipeline/only_network.ts";
import { predictSpectra } from "../lib/pipeline/predict.ts";
import { writeRun } from "../lib/pipeline/write.ts";
import type { SpectraSet } from "../lib/spectra/spectra_set.ts";
import { splitSamples } from "../lib/training/split.ts";
import { rerunAndCompare } from "../lib/verify/rerun.ts";
import { verifyRun } from "../lib/verify.ts";
import { runTiny, tinyConfig } from "./support/tiny_run.ts";

const training = {
  epochs: 2,
  batch_size: 8,
  early_stopping: null,
  checkpoint: null,
};
const TARGETS = ["a", "b"];
const ensemble = { members: 3, sample: "folds" };
const data = {
  ...tinyConfig().data,
  samples: 48,
};
const config = tinyConfig({
  data,
  training: { ...training, ensemble },
  doubt: { coverage: 0.8 },
});
const run = await runTiny(config);

const rowsOf = (files: RunFiles["files"], path: string) =>
  decodeTable(files[path], [], path);

async function withRun(
  made: RunFiles,
  use: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    await writeRun(folder, made, { started: "now" });
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("runPipeline with an ensemble predicts the mean of members that differ", () => {
  const members = rowsOf(run.files, "ensemble.csv");
  const predictions = rowsOf(run.files, "predictions.csv");
  assertEquals(members.length, 48);
  members.forEach((row, i) => {
    const values = [1, 2, 3].map((member) => Number(row[`member_${member}`]));
    assertEquals(new Set(values).size, 3);
    const mean = Math.fround((values[0] + values[1] + values[2]) / 3);
    assertEquals(Number(predictions[i].predicted), mean);
  });
  for (const path of ["model", "model/member-2", "model/member-3"]) {
    assert(
      run.manifest.artifacts.some((artifact) =>
        artifact.path === `${path}/weights.bin`
      ),
    );
  }
  const [first, second] = ["model", "model/member-2"]
    .map((path) => run.files[`${path}/weights.bin`]);
  assertNotEquals(first, second);
});

Deno.test("runPipeline trains each member as a network of its own without its fold", async () => {
  const backend = await openBackend({ backend: "exact", threads: 1 });
  try {
    const { spectra, labels } = await loadData(config);
    const images = await makeImages(spectra, config.spectrogram, { backend });
    const split = splitSamples({ samples: 48, groups: null }, config.split);
    const places = [...split.train].sort((a, b) => a - b);
    const alone = await trainMembers({
      ...config,
      training: {
        ...config.training,
        ensemble: null,
        initializer_seed: 2,
        random_seed: 2,
      },
    }, {
      backend,
      images,
      labels,
      split: {
        ...split,
        train: split.train.filter((i) => places.indexOf(i) % 3 !== 1),
      },
    });
    assertEquals(
      run.files["model/member-2/weights.bin"],
      alone.model["model/weights.bin"],
    );
  } finally {
    await backend.close();
  }
});

Deno.test("foldsOf gives every training sample one fold, of nearly one size", () => {
  const folds = foldsOf([9, 4, 7, 1, 3, 8, 2], { members: 3, sample: "folds" });
  assertEquals([...folds], [
    ...[[1, 0], [2, 1], [3, 2], [4, 0], [7, 1], [8, 2], [9, 0]],
  ] as [number, number][]);
  assertEquals(foldsOf([1, 2], { members: 2, sample: "all" }).size, 0);
});

Deno.test("runPipeline with an ensemble goes on after a kill with the same bytes", async () => {
  const folder = await Deno.makeTempDir();
  const backend = await openBackend({ backend: "exact", threads: 1 });
  try {
    const go = (stopAt?: number) => {
      const controller = new AbortController();
      const notes: string[] = [];
      const done = runPipeline(config, {
        backend,
        signal: controller.signal,
        stage: (name) => (at) => {
          if (name === "train" && at === stopAt) controller.abort();
        },
        checkpoints: { folder, every: 1, note: (line) => notes.push(line) },
      });
      return done.then(({ files }) => ({ files, notes }));
    };
    await assertRejects(() => go(3), InputError, "Stopped after epoch 1");
    const { files, notes } = await go();
    assertEquals(notes, [
      "Member 1: Resumes after epoch 2.",
      "Member 2: Resumes after epoch 1.",
    ]);
    assertEquals(files, run.files);
  } finally {
    await backend.close();
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("verifyRun checks ensemble, intervals, coverage and domain", () =>
  withRun(run, async (folder) => {
    const { holds, findings } = await verifyRun(folder);
    assertEquals(findings.filter((finding) => !finding.holds), []);
    assert(holds);
    for (
      const subject of [
        "ensemble.csv",
        "intervals.csv",
        "coverage.json",
        "domain.json",
        "features.json",
        "model/member-3/weights.bin",
      ]
    ) assert(findings.some((finding) => finding.subject === subject), subject);
    const backend = await openBackend({ backend: "exact", threads: 2 });
    try {
      const again = await verifyRun(folder, {
        rerun: (made) => rerunAndCompare(made, { backend }),
      });
      assertEquals(again.findings.filter(({ holds }) => !holds), []);
    } finally {
      await backend.close();
    }
  }));

/** A folder of files: each a sample of the set, with its values changed. */
async function writeSpectra(
  folder: string,
  { wavelengths, replicates, reflectance }: SpectraSet,
  files: Readonly<Record<string, [number, (value: number) => number]>>,
): Promise<void> {
  const each = Array.from({ length: replicates }, (_, r) => r);
  for (const [name, [sample, change]] of Object.entries(files)) {
    const lines = [...wavelengths].map((nm, band) => {
      const values = each.map((r) =>
        reflectance[(sample * replicates + r) * wavelengths.length + band]
      );
      return [nm, ...values.map(change)].join();
    });
    const header = `wavelength,${each.map((r) => `r${r}`).join()}`;
    await Deno.writeTextFile(
      `${folder}/${name}.csv`,
      [header, ...lines].join("\n"),
    );
  }
}

/** Rows that `predict` gives, and what it warned of. */
async function predicted(
  run: string,
  spectra: SpectraSet,
  files: Parameters<typeof writeSpectra>[2],
) {
  const folder = await Deno.makeTempDir();
  const backend = await openBackend({ backend: "exact", threads: 1 });
  const warned: string[] = [];
  try {
    await writeSpectra(folder, spectra, files);
    const table = await predictSpectra({ run }, folder, {
      backend,
      warn: (line) => warned.push(line),
    });
    return { rows: decodeTable(table, ["sample"], "out"), warned };
  } finally {
    await backend.close();
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("predictSpectra says value, interval and flag, and why", () =>
  withRun(run, async (folder) => {
    const { spectra } = await loadData(config);
    const { rows: [a, b], warned } = await predicted(folder, spectra, {
      a: [0, (value) => value],
      b: [0, (value) => 1 - value],
    });
    assertEquals(
      Object.keys(a),
      ["sample", "Sb_ppm", "Sb_ppm_low", "Sb_ppm_high", "flag"],
    );
    assert(Number(a.Sb_ppm_low) < Number(a.Sb_ppm));
    assert(Number(a.Sb_ppm) < Number(a.Sb_ppm_high));
    assertEquals(a.flag, "");
    assertMatch(b.flag, /T² [\d.]+ times the limit/);
    assertStringIncludes(warned.join("\n"), "1 of 2 samples are unlike");
  }));

Deno.test("predictSpectra gives test samples the intervals of the run, target by target", async () => {
  const files = await Deno.makeTempDir();
  const random = new Pcg32(5);
  const bands = Array.from({ length: 300 }, (_, i) => 400 + i);
  const table = Array.from({ length: 40 }, (_, i) => {
    const [a, b] = [random.uniform(), random.uniform()];
    const curve = bands.map((nm) =>
      0.3 + 0.2 * a + 0.1 * b * Math.sin(nm / 30)
    );
    return { row: [`s${i}`, ...curve].join(), labels: [`s${i}`, a, 50 * b] };
  });
  const write = (name: string, lines: readonly unknown[]) =>
    Deno.writeTextFile(`${files}/${name}.csv`, lines.join("\n"));
  await write("spectra", [
    ["sample", ...bands].join(),
    ...table.map(({ row }) => row),
  ]);
  await write("labels", [
    ["sample", ...TARGETS].join(),
    ...table.map(({ labels }) => labels.join()),
  ]);
  const made = await runTiny(tinyConfig({
    data: {
      source: "files",
      spectra: `${files}/spectra.csv`,
      labels: `${files}/labels.csv`,
    },
    targets: TARGETS,
    training: { ...training, ensemble },
    doubt: { coverage: 0.7 },
  }));
  await withRun(made, async (run) => {
    assert((await verifyRun(run)).holds);
    const backend = await openBackend({ backend: "exact", threads: 1 });
    const rows = decodeTable(
      await predictSpectra({ run }, `${files}/spectra.csv`, { backend }),
      ["sample", "a", "a_low", "a_high", "b", "b_low", "b_high", "flag"],
      "out",
    );
    await backend.close();
    const stored = rowsOf(made.files, "intervals.csv");
    assertEquals(stored.length, 2 * 14);
    for (const { sample, target, low, high } of stored) {
      const row = rows.find((row) => row.sample === sample)!;
      assertAlmostEquals(Number(row[`${target}_low`]), Number(low), 1e-3);
      assertAlmostEquals(Number(row[`${target}_high`]), Number(high), 1e-3);
    }
  });
  await Deno.remove(files, { recursive: true });
});

Deno.test("predictSpectra of a run without doubt has the columns that it had", async () => {
  const plain = tinyConfig({ data, training });
  await withRun(await runTiny(plain), async (folder) => {
    const { spectra } = await loadData(plain);
    const { rows: [row] } = await predicted(folder, spectra, {
      a: [0, (value) => value],
    });
    assertEquals(Object.keys(row), ["sample", "Sb_ppm"]);
  });
});

Deno.test("onlyNetwork refuses an ensemble, of which a member is not the run", async () => {
  await withRun(run, (folder) =>
    assertRejects(
      () => onlyNetwork(folder),
      InputError,
      "is an ensemble",
    ).then(() => {}));
  assertEquals(await onlyNetwork("no/such/run"), "no/such/run/model");
});

Deno.test("resolveConfig leaves ensemble and doubt out where they were not asked for", async () => {
  const plain = tinyConfig();
  assert(!("doubt" in plain) && !("ensemble" in plain.training));
  const refused = (value: Record<string, unknown>) =>
    assertRejects(
      () => Promise.resolve().then(() => tinyConfig(value)),
      InputError,
    );
  await refused({ training: { ensemble: { members: 1 } } });
  await refused({ doubt: { coverage: 1 } });
  assertEquals(
    resolveConfig({ ...plain, doubt: {} }, "x").doubt,
    { coverage: 0.9, ordinary: 0.98 },
  );
});
