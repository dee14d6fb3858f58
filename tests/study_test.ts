// A study from its config to its manifest: members, tables, what is kept, what
// is found when something changed, and that nothing sees a test part.
import { listFiles } from "../lib/artifacts/store.ts";
import { checkStudy } from "../lib/report/page/check_study.ts";
import {
  assert,
  assertEquals,
  assertNotEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { decodeTable } from "../lib/artifacts/csv_table.ts";
import { openBackend } from "../lib/backend/open.ts";
import { InputError } from "../lib/errors.ts";
import { loadStudy, parseStudy } from "../lib/study/load_study.ts";
import { prepareStudy, runStudy } from "../lib/study/run_study.ts";
import { runJob } from "../lib/study/run_job.ts";
import { STUDY_COLUMNS } from "../lib/study/tables.ts";
import { verifyStudy } from "../lib/study/verify_study.ts";
import { UNKNOWN_SOURCE } from "../lib/provenance/source.ts";
import { ROOT, tinyConfig } from "./support/tiny_run.ts";

const folder = await Deno.makeTempDir();
addEventListener("unload", () => {
  Deno.removeSync(folder, { recursive: true });
});

const network = {
  ...tinyConfig({
    preprocess: [{ step: "channels", chains: [[], [{ step: "msc" }]] }],
    spectrogram: {
      method: "scipy",
      nperseg: 64,
      nfft: 64,
      normalization: "standardize",
    },
    network: {
      stem_filters: 4,
      blocks: [{ filters: 4, expansion: 1, strides: 2, repeats: 1 }],
      dense_units: 4,
      head: "global_average_pooling",
      dropout: 0.2,
    },
    training: {
      epochs: 2,
      batch_size: 4,
      shuffle: true,
      mixup: {},
      target_transform: "standardize",
      batch_norm_statistics: "population",
    },
  }),
};
await Deno.writeTextFile(`${folder}/net.json`, JSON.stringify(network));

const STUDY = {
  version: 1,
  name: "small",
  title: "A small study",
  data: {
    source: "synthetic",
    parameters: `${ROOT}fixtures/synthetic.json`,
    samples: 14,
    seed: 3,
  },
  targets: ["Sb_ppm"],
  schemes: [
    { name: "folds", kind: "k-fold", folds: 3, validation_size: 0.25 },
    { name: "sites", kind: "leave-one-group-out" },
  ],
  models: [
    {
      name: "net",
      kind: "network",
      config: { Sb_ppm: `${folder}/net.json` },
      seeds: [1, 2],
    },
    {
      name: "plsr",
      kind: "plsr",
      folds: 3,
      pretreatments: [[], [{ step: "snv" }]],
      transforms: { Sb_ppm: ["none", "log1p"] },
      repeats: 2,
    },
    { name: "mean", kind: "mean", folds: 2 },
    { name: "both", kind: "stack", of: ["net", "plsr"] },
  ],
  compare: [["both", "plsr"]],
  learning_curve: { models: ["plsr"], shares: [0.5], splits: 2 },
  permutation: { models: ["plsr"], splits: 1, seed: 4 },
};
await Deno.writeTextFile(`${folder}/study.json`, JSON.stringify(STUDY));

const load = async () =>
  await prepareStudy(await loadStudy(`${folder}/study.json`));
const run = async (out: string, threads = 2, signal?: AbortSignal) =>
  await runStudy(await load(), {
    folder: `${folder}/${out}`,
    threads,
    source: UNKNOWN_SOURCE,
    signal,
  });
const manifestOf = (out: string) =>
  Deno.readTextFile(`${folder}/${out}/manifest.json`);

const sanitize = { sanitizeOps: false, sanitizeResources: false };

Deno.test({
  name: "runStudy writes a row for each member, ensemble and stack, by column",
  ...sanitize,
  fn: async () => {
    await run("whole");
    const rows = decodeTable(
      await Deno.readFile(`${folder}/whole/study.csv`),
      STUDY_COLUMNS,
      "study.csv",
    );
    const models = new Set(rows.map(({ model }) => model));
    assertEquals(
      [...models].sort(),
      [
        "both",
        "mean",
        "net",
        "net-ensemble",
        "plsr",
        "plsr-permuted",
        "plsr@0.5",
      ],
    );
    const tests = rows.filter(({ part }) => part === "test");
    const count = (model: string, scheme: string) =>
      tests.filter((row) => row.model === model && row.scheme === scheme)
        .length;
    assertEquals(
      ["net", "net-ensemble", "plsr", "plsr@0.5", "plsr-permuted", "both"]
        .map((model) => [count(model, "folds"), count(model, "sites")]),
      [[6, 4], [3, 2], [3, 2], [2, 0], [1, 0], [3, 2]],
    );
    // Baselines learn from the validation part, and say so.
    const watched = rows.filter(({ part }) => part === "validation");
    assertEquals([...new Set(watched.map(({ model }) => model))].sort(), [
      "net",
      "net-ensemble",
    ]);
  },
});

Deno.test({
  name:
    "runStudy gives an ensemble the mean of its members, and a stack that of its models",
  ...sanitize,
  fn: async () => {
    const { results } = await (async () => {
      const planned = await load();
      return {
        results: await runStudy(planned, {
          folder: `${folder}/whole`,
          threads: 1,
          source: UNKNOWN_SOURCE,
        }),
      };
    })();
    const of = (model: string, seed: number | null) =>
      results.find((one) =>
        one.model === model && one.seed === seed && one.scheme === "folds" &&
        one.split === "1.2"
      )!.rows;
    of("net-ensemble", null).forEach(({ sample, predicted }) => {
      const [a, b] = [1, 2].map((seed) =>
        of("net", seed).find((row) => row.sample === sample)!.predicted
      );
      assertEquals(predicted, (a + b) / 2);
      const p = of("plsr", 1).find((row) => row.sample === sample)!.predicted;
      const both = of("both", null).find((row) => row.sample === sample)!;
      assertEquals(both.predicted, (predicted + p) / 2);
    });
  },
});

Deno.test({
  name:
    "runStudy gives the same manifest on one thread and on two, and after a stop",
  ...sanitize,
  fn: async () => {
    await run("single", 1);
    assertEquals(await manifestOf("single"), await manifestOf("whole"));
    const abort = new AbortController();
    const planned = await load();
    await assertRejects(
      () =>
        runStudy(planned, {
          folder: `${folder}/stopped`,
          threads: 2,
          source: UNKNOWN_SOURCE,
          signal: abort.signal,
          onProgress: (done) => done >= 3 && abort.abort(),
        }),
      InputError,
      "the same command goes on from there",
    );
    const there = [...Deno.readDirSync(`${folder}/stopped/members`)];
    assert(there.length >= 3 && there.length < planned.plan.jobs.length);
    await run("stopped");
    assertEquals(await manifestOf("stopped"), await manifestOf("whole"));
  },
});

Deno.test({
  name: "runStudy does a damaged member again and keeps the sound ones",
  ...sanitize,
  fn: async () => {
    const members = `${folder}/whole/members`;
    const names = [...Deno.readDirSync(members)].map(({ name }) => name).sort();
    const damaged = `${members}/${names[0]}/predictions.csv`;
    const kept = `${members}/${names[1]}/predictions.csv`;
    const before = await Deno.stat(kept);
    const bytes = await Deno.readFile(damaged);
    await Deno.writeFile(damaged, bytes.slice(0, -3));
    await run("whole");
    assertEquals(await Deno.readFile(damaged), bytes);
    assertEquals((await Deno.stat(kept)).mtime, before.mtime);
  },
});

Deno.test({
  name: "verifyStudy holds for a study, and after every member is done again",
  ...sanitize,
  fn: async () => {
    const { holds, findings } = await verifyStudy(`${folder}/whole`, {
      rerun: { threads: 2 },
    });
    assertEquals(findings.filter((one) => !one.holds), []);
    assert(holds);
    assert(findings.some(({ finding }) => finding.startsWith("done again")));
  },
});

Deno.test({
  name:
    "report.html of a study has its models, and checks it where it is dropped",
  ...sanitize,
  fn: async () => {
    const at = `${folder}/whole`;
    const page = await Deno.readTextFile(`${at}/report.html`);
    for (const words of ["both − plsr", "net-ensemble", "had been looked at"]) {
      assert(page.includes(words), words);
    }
    const files = new Map<string, Uint8Array<ArrayBuffer>>();
    for (const path of await listFiles(at)) {
      files.set(path, await Deno.readFile(`${at}/${path}`));
    }
    const failed = async () =>
      (await checkStudy(files)).findings.filter(({ holds }) => !holds)
        .map(({ subject }) => subject);
    assertEquals(await failed(), []);
    files.set("more.txt", new Uint8Array(1));
    files.delete("study.csv");
    assertEquals(await failed(), ["study.csv", "more.txt"]);
  },
});

Deno.test({
  name: "verifyStudy finds every kind of change",
  ...sanitize,
  fn: async () => {
    const at = `${folder}/whole`;
    const key = [...Deno.readDirSync(`${at}/members`)][0].name;
    const changes: [string, (path: string) => Promise<void>][] = [
      ["study.csv", (path) => Deno.writeTextFile(path, "model\n")],
      ["figures/models_Sb_ppm_folds.svg", (path) => Deno.remove(path)],
      ["report.html", (path) => Deno.writeTextFile(path, "<p>better</p>")],
      [
        `members/${key}/predictions.csv`,
        (path) => Deno.writeTextFile(path, "\n", { append: true }),
      ],
      [`members/${key}/more.txt`, (path) => Deno.writeTextFile(path, "x")],
      ["study.json", (path) => Deno.writeTextFile(path, "{}")],
    ];
    for (const [path, change] of changes) {
      const place = `${at}/${path}`;
      const before = await Deno.readFile(place).catch(() => null);
      await change(place);
      const { holds, findings } = await verifyStudy(at);
      assertEquals(holds, false, path);
      assert(
        findings.some((one) => !one.holds && one.subject === path),
        `${path} is not named`,
      );
      if (before) await Deno.writeFile(place, before);
      else await Deno.remove(place);
    }
    assert((await verifyStudy(at)).holds);
  },
});

Deno.test({
  name:
    "runJob lets no test spectrum or value change a byte of what was learnt",
  ...sanitize,
  fn: async () => {
    const { plan, data } = await load();
    const values = data.labels.values;
    const backend = await openBackend({ backend: "exact", threads: 1 });
    try {
      for (const model of ["net", "plsr", "mean"]) {
        const job = plan.jobs.find(({ name }) => name.model === model)!;
        const files = async (changed: number) => {
          const size = data.spectra.replicates *
            data.spectra.wavelengths.length;
          const reflectance = data.spectra.reflectance.slice();
          for (let i = 0; i < size; i++) {
            reflectance[changed * size + i] *= 1.2 + 0.1 * Math.sin(i);
          }
          const spectra = { ...data.spectra, reflectance };
          const other = values.map((v, i) => i === changed ? v + 100 : v);
          return await runJob(
            job,
            { spectra, values: other },
            () => Promise.resolve(backend),
          );
        };
        const learnt = (made: Record<string, Uint8Array>) => {
          const { "predictions.csv": table, ...others } = made;
          const rows = new TextDecoder().decode(table).split("\n")
            .filter((row) => !row.includes(",test,"));
          return { rows, others };
        };
        const same = await runJob(
          job,
          { spectra: data.spectra, values },
          () => Promise.resolve(backend),
        );
        const { test, train } = job.split;
        assertEquals(learnt(await files(test[0])), learnt(same), model);
        assertNotEquals(learnt(await files(train[0])), learnt(same), model);
      }
    } finally {
      await backend.close();
    }
  },
});

Deno.test("parseStudy refuses names that mean nothing, in one sentence", () => {
  const parse = (change: Record<string, unknown>) => () =>
    parseStudy(JSON.stringify({ ...STUDY, ...change }), "s.json");
  parse({})();
  const [net, plsr] = STUDY.models;
  for (
    const [change, says] of [
      [{ models: [net, net] }, 'models[1].name is "net" again'],
      [{ models: [{ ...net, kind: "plsrr" }] }, 'models[0].kind is "plsrr"'],
      [
        { models: [plsr, { name: "s", kind: "stack", of: ["nett"] }] },
        'models[1].of[0] is "nett"; expected one of plsr',
      ],
      [{ compare: [["net", "x"]] }, 'compare[0][1] is "x"'],
      [
        { learning_curve: { models: ["both"] } },
        'learning_curve.models[0] is "both"',
      ],
      [{ schemes: [{ name: "a", kind: "loo" }] }, 'schemes[0].kind is "loo"'],
      [
        { models: [{ ...net, config: { As_ppm: "net.json" } }], compare: [] },
        'models[0].config has nothing for "Sb_ppm"',
      ],
      [{ extra: 1 }, "unknown key extra"],
      [{ targets: [] }, "targets is a list of 0"],
    ] as const
  ) {
    assertThrows(parse(change), InputError, says);
  }
  const error = assertThrows(() => parseStudy("{", "s.json"), InputError);
  assertStringIncludes(error.message, "s.json");
});
