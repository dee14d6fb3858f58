// Pre-treatments in whole runs: what is fitted is fitted on the training part,
// kept, and applied again by predict to the same bits.
import {
  assert,
  assertEquals,
  assertNotEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { openBackend } from "../lib/backend/open.ts";
import { InputError } from "../lib/errors.ts";
import { decodeTable } from "../lib/artifacts/csv_table.ts";
import { loadData } from "../lib/pipeline/data.ts";
import { predictSpectra } from "../lib/pipeline/predict.ts";
import {
  preprocessAgain,
  preprocessSpectra,
} from "../lib/pipeline/preprocess.ts";
import { writeRun } from "../lib/pipeline/write.ts";
import { applyChain, fitChain } from "../lib/preprocess/chain.ts";
import { decodeChain, encodeChain } from "../lib/preprocess/chain_file.ts";
import type { SpectraSet } from "../lib/spectra/spectra_set.ts";
import { splitSamples } from "../lib/training/split.ts";
import { verifyRun } from "../lib/verify.ts";
import { stepsOf } from "./support/preprocess_steps.ts";
import { runTiny, tinyConfig } from "./support/tiny_run.ts";

const STEPS = [
  { step: "splice", splices: [1000, 1830] },
  { step: "average" },
  { step: "resample", start: 350, stop: 2500, spacing: 2 },
  { step: "absorbance" },
  { step: "savitzky_golay", deriv: 1 },
  { step: "msc" },
  { step: "cut", ranges: [[1350, 1450], [1800, 1950]] },
  { step: "standardize" },
];
const config = tinyConfig({ preprocess: STEPS });
const stage = () => () => {};
const run = await runTiny(config);
const { spectra } = await loadData(config);

function wideCsv(set: SpectraSet): string {
  const bands = set.wavelengths.length;
  const rows = Array.from(
    { length: set.samples.length * set.replicates },
    (_, row) =>
      [
        set.samples[Math.floor(row / set.replicates)],
        row % set.replicates + 1,
        ...set.reflectance.subarray(row * bands, (row + 1) * bands),
      ].join(),
  );
  const header = ["sample", "replicate", ...set.wavelengths].join();
  return [header, ...rows, ""].join("\n");
}

async function withRun(use: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await writeRun(`${folder}/run`, run, {});
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("runPipeline keeps what was fitted, and its manifest says which stage made it", () => {
  const { manifest, files } = run;
  assert(files["preprocess.json"].length > 0);
  const stage = manifest.stages.find(({ name }) => name === "preprocess")!;
  assertEquals(stage.outputs, ["preprocess.json"]);
  assertEquals(stage.parameters, { preprocess: config.preprocess });
  const artifact = manifest.artifacts.find(({ path }) =>
    path === "preprocess.json"
  )!;
  assertEquals(artifact.claim, { kind: "exact" });
});

Deno.test("runPipeline shows in its first figure what the network saw", () => {
  const rows = decodeTable(
    run.files["waveform.csv"],
    ["sample", "wavelength", "reflectance"],
    "waveform.csv",
  );
  assert(rows.length < 1076);
  assertEquals(rows.some(({ wavelength }) => wavelength === "1400"), false);
  const svg = new TextDecoder().decode(
    run.files["figures/waveform_spectrogram.svg"],
  );
  assertStringIncludes(svg, "Pre-treated reflectance");
});

Deno.test("fitChain learns from the training part alone", async () => {
  const { train, test } = splitSamples(
    { samples: spectra.samples.length, groups: spectra.groups },
    config.split,
  );
  const change = async (sample: number) => {
    const size = spectra.replicates * spectra.wavelengths.length;
    const reflectance = spectra.reflectance.slice();
    for (let i = 0; i < size; i++) reflectance[sample * size + i] *= 1.1;
    const { chain } = await fitChain(
      { ...spectra, reflectance },
      config.preprocess,
      { training: train },
    );
    return encodeChain(chain);
  };
  assertEquals(await change(test[0]), run.files["preprocess.json"]);
  assertNotEquals(await change(train[0]), run.files["preprocess.json"]);
});

Deno.test("predict treats the spectra of a run to the same bits as its training", () =>
  withRun(async (folder) => {
    const split = splitSamples(
      { samples: spectra.samples.length, groups: spectra.groups },
      config.split,
    );
    const trained = await preprocessSpectra(config, spectra, { split, stage });
    const again = await preprocessAgain(config, spectra, {
      run: `${folder}/run`,
      stage,
    });
    assertEquals(again, trained.spectra);

    await Deno.writeTextFile(`${folder}/all.csv`, wideCsv(spectra));
    const backend = await openBackend({ backend: "exact", threads: 1 });
    try {
      const csv = await predictSpectra(
        { run: `${folder}/run` },
        `${folder}/all.csv`,
        { backend },
      );
      const ours = decodeTable(csv, ["sample", "Sb_ppm"], "predicted");
      const then = decodeTable(
        run.files["predictions.csv"],
        ["sample", "part", "measured", "predicted"],
        "predictions.csv",
      );
      assertEquals(
        ours.map((row) => [row.sample, row.Sb_ppm]),
        then.map((row) => [row.sample, row.predicted]),
      );
    } finally {
      await backend.close();
    }
  }));

Deno.test("predict takes any number of replicates where the run averages them", async () => {
  const size = spectra.wavelengths.length;
  const one = {
    ...spectra,
    samples: [spectra.samples[0]],
    groups: null,
    replicates: 1,
    reflectance: spectra.reflectance.slice(0, size),
  };
  const chain = decodeChain(
    run.files["preprocess.json"],
    config.preprocess,
    "preprocess.json",
  );
  const treated = await applyChain(one, chain);
  assertEquals(treated.replicates, 1);
});

Deno.test("verifyRun holds a run with pre-treatments", () =>
  withRun(async (folder) => {
    const { holds, findings } = await verifyRun(`${folder}/run`);
    assertEquals(findings.filter((finding) => !finding.holds), []);
    assert(holds);
  }));

Deno.test("preprocessAgain refuses what does not fit the run", () =>
  withRun(async (folder) => {
    const again = (set: SpectraSet, run: string | null) =>
      preprocessAgain(config, set, { run, stage });
    const bands = spectra.wavelengths.length;
    const fewer = {
      ...spectra,
      replicates: 1,
      wavelengths: spectra.wavelengths.slice(0, bands - 5),
      samples: ["x"],
      groups: null,
      reflectance: spectra.reflectance.slice(0, bands - 5),
    };
    const cases: [() => Promise<unknown>, string][] = [
      [() => again(fewer, `${folder}/run`), "asks for 350 to 2500 nm"],
      [() => again(spectra, null), "The config has step msc, which was fitted"],
      [() => again(spectra, folder), `${folder}: has no preprocess.json`],
    ];
    for (const [treat, says] of cases) {
      await assertRejects(treat, InputError, says);
    }
  }));

Deno.test("applyChain refuses another grid than the training's", async () => {
  for (const steps of [[{ step: "snv" }], [{ step: "msc" }]]) {
    const { chain } = await fitChain(spectra, stepsOf(steps), {
      training: [0, 1],
    });
    const moved = {
      ...spectra,
      wavelengths: spectra.wavelengths.map((nm) => nm + 1),
    };
    await assertRejects(
      () => applyChain(moved, chain),
      InputError,
      "with 2151 wavelengths from 351 to 2501 nm; expected the 2151",
    );
  }
});

Deno.test("decodeChain gives back what encodeChain wrote, and refuses the rest", () => {
  const bytes = run.files["preprocess.json"];
  const steps = config.preprocess;
  const chain = decodeChain(bytes, steps, "p.json");
  assertEquals(encodeChain(chain), bytes);
  const text = new TextDecoder().decode(bytes);
  const wrong: [string, string][] = [
    [text.slice(0, 100), "p.json: is not JSON"],
    [text.replace('"version":1', '"version":2'), "and version 2; expected"],
    [text.replace('"deriv":1', '"deriv":2'), "is of other steps"],
    [text.replace('"reference":[', '"reference":["",'), "steps[5].fit.refer"],
    [text.replace('"scale"', '"scales"'), "steps[7].fit.scale is no list"],
    ["[]", "has format missing"],
  ];
  for (const [damaged, says] of wrong) {
    assertThrows(
      () => decodeChain(new TextEncoder().encode(damaged), steps, "p.json"),
      InputError,
      says,
    );
  }
});
