// A run's results in other tools' formats, and back: `deno task export`,
// `predict --model` and `spectrogram --out FILE.pickle`.
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { decodeNpy } from "../lib/artifacts/npy.ts";
import { UsageError } from "../lib/errors.ts";
import { decodeKerasData } from "../lib/model/keras/decode_keras.ts";
import { loadModelData } from "../lib/model/load_model.ts";
import { exportRun } from "../lib/pipeline/export.ts";
import { decodeImages } from "../lib/pipeline/read_spectrograms.ts";
import { configFile } from "../lib/pipeline/run_facts.ts";
import { decodeSpectrograms } from "../lib/formats/pickle/spectrograms.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import { unzipSync } from "../lib/third_party/fflate.ts";
import { permissionFlags } from "../tasks/support/permissions.ts";
import { runTask as task } from "./support/run_task.ts";
import { runTiny, tinyConfig } from "./support/tiny_run.ts";

async function ok(...args: string[]): Promise<string> {
  const { code, stdout, stderr } = await task(...args);
  assertEquals([code, stderr], [0, ""]);
  return stdout;
}

/** A finished run in a folder of its own. */
async function withRun(use: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    const { files } = await runTiny();
    for (const [path, bytes] of Object.entries(files)) {
      const parent = `${folder}/${path}`.replace(/\/[^/]*$/, "");
      await Deno.mkdir(parent, { recursive: true });
      await Deno.writeFile(`${folder}/${path}`, bytes);
    }
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("exportRun writes everything of a run in every format", () =>
  withRun(async (run) => {
    const read = (name: string) => Deno.readFile(`${run}/${name}`);
    const model = await loadModelData(`${run}/model`);
    for (const name of ["a.keras", "a.h5"]) {
      const back = await decodeKerasData(await exportRun(run, name), name);
      assertEquals(back.spec, model.spec);
      assertEquals(back.weights, model.weights);
    }
    const events = await exportRun(run, "a.tfevents");
    const pictures = new TextDecoder("latin1").decode(events)
      .split("figures/").length - 1;
    assertEquals(pictures, 3);
    assertEquals(await exportRun(run, "b.tfevents", "training"), events);
    assertEquals(await exportRun(run, "a.csv"), await read("predictions.csv"));
    assertEquals(await exportRun(run, "a.npy"), await read("spectrograms.npy"));

    const { data, shape } = decodeNpy(await read("spectrograms.npy"), "npy");
    const pickled = decodeSpectrograms(await exportRun(run, "a.pickle"), "p");
    assertEquals([pickled.shape, pickled.data], [shape, data] as unknown);
    const zipped = unzipSync(await exportRun(run, "a.npz"));
    assertEquals(Object.keys(zipped), ["spectrograms.npy", "samples.npy"]);
    assertEquals(zipped["spectrograms.npy"], await read("spectrograms.npy"));

    const table = await exportRun(run, "a.csv", "spectra");
    await Deno.writeFile(`${run}/spectra.csv`, table);
    const set = await openSpectra(`${run}/spectra.csv`);
    assertEquals([set.samples.length, set.wavelengths.length], [12, 2151]);
    const arrays = unzipSync(await exportRun(run, "a.npz", "spectra"));
    assertEquals(
      decodeNpy(arrays["reflectance.npy"], "npz").data,
      set.reflectance,
    );
    for (const what of ["predictions", "spectra"]) {
      const bytes = await exportRun(run, "a.parquet", what);
      assertEquals(new TextDecoder().decode(bytes.subarray(0, 4)), "PAR1");
    }
    await assertRejects(
      () => exportRun(run, "a.npy", "model"),
      UsageError,
      "Model cannot be written as a.npy; expected a name that ends in .keras",
    );
  }));

Deno.test("deno task export, predict --model, spectrogram and train take Keras's and Code S1's files", () =>
  withRun(async (run) => {
    await Deno.writeFile(`${run}/c.json`, configFile(tinyConfig()));
    const said = await ok("export", "--run", run, "--out", `${run}/m.keras`);
    assertMatch(said, /m\.keras: \d+ bytes/);
    const spectra = `${run}/s.csv`;
    await Deno.writeFile(spectra, await exportRun(run, "s.csv", "spectra"));

    const predict = async (...args: string[]) =>
      await ok(
        "predict",
        ...args,
        ...["--spectra", spectra, "--backend", "exact", "--quiet"],
      );
    const config = ["--config", `${run}/c.json`];
    const keras = ["--model", `${run}/m.keras`];
    assertEquals(
      await predict("--run", run),
      await predict(...keras, ...config),
    );

    const images = `${run}/spectogram.pickle`;
    await ok(
      "spectrogram",
      ...["--spectra", spectra, "--out", images],
      ...["--backend", "exact", "--quiet"],
    );
    const pickled = await Deno.readFile(images);
    const { samples } = await openSpectra(spectra);
    const stack = await decodeImages(pickled, samples, images);
    const npy = decodeNpy(await Deno.readFile(`${run}/spectrograms.npy`), "x");
    assertEquals(stack.data, npy.data);

    const trained = await ok(
      "train",
      ...config,
      ...["--spectrograms", images, "--samples", `${run}/samples.csv`],
      ...["--out", `${run}/trained`, "--backend", "exact", "--quiet"],
    );
    assertMatch(trained, /predictions\.csv/);
  }));

const MISTAKES: [what: string, args: string[], code: number, says: RegExp][] = [
  ["no source", ["predict", "--spectra", "x.csv"], 2, /--run FOLDER, or/],
  [
    "two sources",
    ["predict", "--run", "a", "--config", "b", "--spectra", "x.csv"],
    2,
    /--run or --config, not both/,
  ],
  [
    "a model that is none",
    [
      ...["predict", "--model", "README.md", "--spectra", "x.csv"],
      ...["--config", "paper-config/quick.json"],
    ],
    1,
    /x\.csv: there is no such file/,
  ],
  [
    "a strange ending",
    ["export", "--run", "a", "--out", "a.docx"],
    2,
    /A run cannot be written as a\.docx/,
  ],
  [
    "spectrograms of a strange ending",
    ["spectrogram", "--spectra", "x.csv", "--out", "a.csv"],
    2,
    /Spectrograms cannot be written as a\.csv/,
  ],
];

for (const [what, args, code, says] of MISTAKES) {
  Deno.test(`deno task ${args[0]} answers ${what} with one sentence`, async () => {
    const outcome = await task(...args, "--quiet");
    assertMatch(outcome.stderr, says);
    assertEquals([outcome.code, outcome.stdout], [code, ""]);
    assert(outcome.stderr.trimEnd().split("\n").length === 1, outcome.stderr);
  });
}

const WRITTEN = "o.h5,o.h5.grid.json,o.h5.part,o.h5.grid.json.part";

Deno.test("permissionFlags lets export read a run and its data, and write one file and its grid", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const data = { spectra: "../s.csv", labels: "../l.csv" };
    await Deno.writeTextFile(`${folder}/config.json`, JSON.stringify({ data }));
    assertEquals(
      permissionFlags("export", ["--run", folder, "--out", "o.h5"]),
      [
        "--no-prompt",
        `--allow-read=.,${folder},../s.csv,../l.csv,${WRITTEN}`,
        `--allow-write=${WRITTEN}`,
      ],
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("deno task export --help exits 0 and shows its use", async () => {
  assertMatch(await ok("export", "--help"), /Usage: deno task export/);
});
