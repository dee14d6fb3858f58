// Absorbance all the way: read as such, trained on, drawn, verified, predicted;
// and what makes no sense of it. Percent and micrometres as the config says.
import {
  assert,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { openBackend } from "../lib/backend/open.ts";
import { type Config, resolveConfig } from "../lib/config.ts";
import { InputError } from "../lib/errors.ts";
import { runPipeline } from "../lib/pipeline.ts";
import { exportRun } from "../lib/pipeline/export.ts";
import { predictSpectra } from "../lib/pipeline/predict.ts";
import { summarize } from "../lib/pipeline/summary.ts";
import { writeRun } from "../lib/pipeline/write.ts";
import type { PreprocessStep } from "../lib/config/preprocess_types.ts";
import { fitChain } from "../lib/preprocess/chain.ts";
import { inspectSpectra } from "../lib/spectra/inspect/inspect.ts";
import { oddityNotes } from "../lib/spectra/inspect/oddity_notes.ts";
import { reportText } from "../lib/spectra/inspect/report_text.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import { takeAs } from "../lib/spectra/taken/take_as.ts";
import { decodeGrid } from "../lib/spectra/training_grid.ts";
import { verifyRun } from "../lib/verify.ts";
import { grid, soilCurve } from "./support/soil_curves.ts";
import { tinyConfig } from "./support/tiny_run.ts";

const NM = grid(350, 2500, 5);
const SAMPLES = 12;
const absorbance = (reflectance: number) => -Math.log10(reflectance);

function table(
  value: (reflectance: number) => number = (reflectance) => reflectance,
  axis: (nm: number) => number = (nm) => nm,
): string {
  const rows = Array.from({ length: SAMPLES }, (_, row) => [
    `S${row}`,
    2 * row,
    ...Array.from(
      NM,
      (nm) =>
        value(soilCurve(nm, { water: 0.1 + row / 60, blue: 0.08 + row / 200 })),
    ),
  ]);
  return [["sample", "clay", ...Array.from(NM, axis)], ...rows]
    .map((cells) => cells.join()).join("\n") + "\n";
}

interface Case {
  readonly text: string;
  readonly data?: Record<string, unknown>;
  readonly config?: Record<string, unknown>;
}

function configOf(path: string, { data, config }: Omit<Case, "text">): Config {
  return tinyConfig({
    data: { source: "files", spectra: path, labels: path, ...data },
    targets: ["clay"],
    ...config,
  });
}

/** Runs a config on a table in a folder, which is removed at the end. */
async function withRun(
  { text, ...rest }: Case,
  use: (
    made: Awaited<ReturnType<typeof runPipeline>>,
    folder: string,
    notes: readonly string[],
  ) => Promise<void> | void,
) {
  const folder = await Deno.makeTempDir();
  const backend = await openBackend({ backend: "exact", threads: 1 });
  try {
    const path = `${folder}/soils.csv`;
    await Deno.writeTextFile(path, text);
    const notes: string[] = [];
    const made = await runPipeline(configOf(path, rest), {
      backend,
      note: (line) => notes.push(line),
    });
    await writeRun(`${folder}/run`, made, { started: "now" });
    await use(made, folder, notes);
  } finally {
    await backend.close();
    await Deno.remove(folder, { recursive: true });
  }
}

async function predict(folder: string, text: string): Promise<string> {
  const path = `${folder}/new.csv`;
  await Deno.writeTextFile(path, text);
  const backend = await openBackend({ backend: "exact", threads: 1 });
  try {
    const source = { run: `${folder}/run` };
    const bytes = await predictSpectra(source, path, { backend });
    return new TextDecoder().decode(bytes);
  } finally {
    await backend.close();
  }
}

const AS_ABSORBANCE: Case = {
  text: table(absorbance),
  data: { quantity: "absorbance" },
};

Deno.test("runPipeline trains on absorbance as it is, and says so wherever it shows", () =>
  withRun(AS_ABSORBANCE, async (made, folder, notes) => {
    const line = "absorbance, log10(1/R) (as asked for), nm (assumed)";
    assertEquals(notes[0], `taken as: ${line}`);
    assertEquals(made.manifest.taken_as, line);
    assertStringIncludes(summarize(made), `\ntaken as: ${line}\n`);
    const { grid: kept } = decodeGrid(made.files["grid.json"], "g");
    assertEquals(kept!.quantity, "absorbance");
    assertEquals(kept!.takenAs, line);
    const svg = new TextDecoder().decode(
      made.files["figures/waveform_spectrogram.svg"],
    );
    assert(svg.includes("<title>Absorbance and spectrogram of"));
    assert(svg.includes(">Absorbance log10(1/R)<"));
    assert(!svg.includes("Reflectance"));
    const { holds, findings } = await verifyRun(`${folder}/run`);
    assert(holds, JSON.stringify(findings.filter(({ holds }) => !holds)));
    // Its own spectra, exported, are known for what they are.
    const csv = await exportRun(`${folder}/run`, "s.csv", "spectra");
    const text = new TextDecoder().decode(csv);
    assert(text.startsWith("sample,replicate,350_abs,355_abs,"));
    await Deno.writeFile(`${folder}/s.csv`, csv);
    const { taken } = await openSpectra(`${folder}/s.csv`);
    assertEquals([taken!.quantity, taken!.quantityBy], ["absorbance", "file"]);
    // What the config says of its files is taken for new ones, too.
    assertEquals(
      await predict(folder, table(absorbance)),
      await predict(folder, text),
    );
    // But a table of reflectance cannot be told from a dark absorbance by its
    // numbers alone: its headings say what it is.
    const told = table(undefined).replace(
      /(?<=,)(\d+)(?=[,\n])/g,
      (nm) => Number(nm) >= 350 ? `${nm}_ref` : nm,
    );
    await assertRejects(
      () => predict(folder, told),
      InputError,
      "is reflectance, and",
    );
  }));

Deno.test("runPipeline gives the same network from percent and micrometres as from what they are", () =>
  withRun({ text: table() }, async (plain) => {
    const other: Case = {
      // Digits that both have, so that nothing is rounded.
      text: table((value) => value * 100, (nm) => nm / 1000),
      data: { quantity: "reflectance-percent", unit: "um" },
    };
    await withRun(other, (made) => {
      const line = "reflectance in percent, divided by 100 (as asked for), " +
        "micrometres, turned into nm (as asked for)";
      assertEquals(made.manifest.taken_as, line);
      const [a, b] = [plain, made].map(({ files }) =>
        decodeGrid(files["grid.json"], "g").grid!
      );
      assertEquals(a.wavelengths, b.wavelengths);
      assertEquals([a.quantity, b.quantity], ["reflectance", "reflectance"]);
    });
  }));

for (
  const [what, text, sentence] of [
    ["percent", table((value) => 100 * value), "reflectance-percent"],
    ["absorbance", table(absorbance), "data.quantity (--quantity) absorbance"],
    ["micrometres", table(undefined, (nm) => nm / 1000), "(--unit) um"],
  ]
) {
  Deno.test(`runPipeline refuses ${what} of which the config says nothing`, async () => {
    const { message } = await assertRejects(
      () => withRun({ text }, () => {}),
      InputError,
    );
    assertStringIncludes(message, "soils.csv: its ");
    assertStringIncludes(message, sentence);
  });
}

const STEPS: readonly (readonly [string, Record<string, unknown>, string])[] = [
  ["absorbance", { step: "absorbance" }, "the spectra are absorbance already"],
  ["continuum_removal of reflectance", {
    step: "continuum_removal",
    type: "reflectance",
  }, 'expected "absorbance"'],
];

for (const [what, step, sentence] of STEPS) {
  Deno.test(`resolveConfig refuses step ${what} where data are absorbance`, () => {
    const config = configOf("a.csv", { data: { quantity: "absorbance" } });
    assertThrows(
      () => resolveConfig({ ...config, preprocess: [step] }, "c.json"),
      InputError,
      sentence,
    );
  });

  Deno.test(`fitChain refuses step ${what} where the file says absorbance`, async () => {
    const set = takeAs({
      samples: ["a"],
      replicates: 1,
      groups: null,
      wavelengths: NM,
      reflectance: NM.map((nm) => absorbance(soilCurve(nm))),
      told: { quantity: "absorbance" },
    }, "a.csv");
    const [{ step: _, ...others }] = [step];
    await assertRejects(
      () =>
        fitChain(set, [{ step: step.step, ...others } as PreprocessStep], {
          training: [0],
        }),
      InputError,
      sentence,
    );
  });
}

/** Spectra as they are taken, with one value changed. */
function odd(value: number, quantity: "reflectance" | "absorbance") {
  const set = takeAs(
    {
      samples: ["a"],
      replicates: 1,
      groups: null,
      wavelengths: NM,
      reflectance: NM.map((nm) =>
        quantity === "absorbance" ? absorbance(soilCurve(nm)) : soilCurve(nm)
      ),
    },
    "a.csv",
    { quantity },
  );
  set.reflectance[3] = value;
  return set;
}

Deno.test("inspectSpectra knows that absorbance may be over 1, and calls it by its name", () => {
  const report = inspectSpectra(odd(1.4, "absorbance"), {
    path: "a.csv",
    format: "CSV",
  });
  assertEquals(report.quantity, "absorbance");
  assertEquals(report.oddities.filter(({ kind }) => kind === "over_one"), []);
  const text = reportText(report);
  assertStringIncludes(text, "\n  taken as     absorbance, log10(1/R) (as ask");
  assertMatch(text, /\n {2}absorbance +0\.\d+ to 1\.4,/);
  const [negative] = inspectSpectra(odd(-0.1, "absorbance"), {
    path: "a.csv",
    format: "CSV",
  }).oddities;
  assertStringIncludes(negative.says, "absorbance is negative in 1 band");
});

Deno.test("oddityNotes says in a line each what was taken, read and odd", () => {
  const set = odd(-0.1, "reflectance");
  const lines = oddityNotes({ ...set, notes: ["one thing", "another"] });
  assertEquals(lines.slice(0, 2), [
    "taken as: reflectance (as asked for), nm (assumed)",
    "read: one thing; another",
  ]);
  assertMatch(lines[2], /^odd: negative values: Sample a: reflectance is neg/);
  for (const line of lines) assert(!line.includes("\n"));
  // Several of a kind are counted.
  const two = { ...set, samples: ["a", "b"] };
  const reflectance = new Float64Array([
    ...set.reflectance,
    ...set.reflectance,
  ]);
  reflectance[NM.length + 9] = -0.2;
  assertStringIncludes(
    oddityNotes({ ...two, reflectance }).join("\n"),
    "(and 1 more)",
  );
});
