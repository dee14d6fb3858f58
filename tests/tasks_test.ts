// The tasks as a person runs them: exit codes, one sentence for a mistake,
// files in and out.
import { assert, assertEquals, assertMatch } from "@std/assert";
import { decodeNpy } from "../lib/artifacts/npy.ts";
import { configFile } from "../lib/pipeline/run_facts.ts";
import { type Outcome, runTask } from "./support/run_task.ts";
import { tinyConfig } from "./support/tiny_run.ts";

/** These tests run in whatever state the checkout is in. */
function task(...given: string[]): Promise<Outcome> {
  const runs = given[0] === "reproduce" && !given.includes("--help");
  return runTask(...given, ...(runs ? ["--allow-dirty"] : []));
}

/** A temporary folder inside the checkout's ignored artifacts. */
async function inFolder(use: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const TASKS = [
  "reproduce",
  "verify",
  "figures",
  "spectra",
  "spectrogram",
  "train",
  "predict",
  "data",
  "test",
];

for (const name of TASKS) {
  Deno.test(`deno task ${name} --help exits 0 and shows its use`, async () => {
    const { code, stdout, stderr } = await task(name, "--help");
    assertEquals([code, stderr], [0, ""]);
    assertMatch(stdout, new RegExp(`Usage: deno task ${name}`));
  });
}

/** A config as text, changed. */
const config = (change: (value: Record<string, unknown>) => void) => {
  const value = JSON.parse(new TextDecoder().decode(configFile(tinyConfig())));
  change(value);
  return JSON.stringify(value);
};

const MISTAKES: {
  what: string;
  args: (folder: string) => string[];
  files?: Record<string, string>;
  code: number;
  says: RegExp;
}[] = [
  {
    what: "an unknown flag",
    args: () => ["reproduce", "--confg", "x"],
    code: 2,
    says: /no flag --confg; did you mean --config\?/,
  },
  {
    what: "a count that is none",
    args: () => ["reproduce", "--epochs", "many"],
    code: 2,
    says: /--epochs is "many"; expected a whole number/,
  },
  {
    what: "a missing argument",
    args: () => ["verify"],
    code: 2,
    says: /verify needs FOLDER/,
  },
  {
    what: "a config that is not there",
    args: () => ["reproduce", "--config", "paper-config/nothing.json"],
    code: 1,
    says: /paper-config\/nothing\.json/,
  },
  {
    what: "a wrong key",
    files: {
      "c.json": config((value) => value.trainig = {}),
    },
    args: (folder) => ["reproduce", "--config", `${folder}/c.json`],
    code: 1,
    says: /c\.json.*trainig.*training/,
  },
  {
    what: "a wrong type",
    files: { "c.json": config((value) => value.targets = 7) },
    args: (folder) => ["reproduce", "--config", `${folder}/c.json`],
    code: 1,
    says: /c\.json.*targets/,
  },
  {
    what: "a value out of range",
    files: {
      "c.json": config((value) =>
        (value.training as Record<string, unknown>).epochs = 0
      ),
    },
    args: (folder) => ["reproduce", "--config", `${folder}/c.json`],
    code: 1,
    says: /c\.json.*epochs/,
  },
  {
    what: "broken JSON",
    files: { "c.json": "{\n  oops" },
    args: (folder) => ["reproduce", "--config", `${folder}/c.json`],
    code: 1,
    says: /c\.json/,
  },
  {
    what: "spectra that do not parse",
    files: { "s.csv": "sample,350,351\na,1,x\n" },
    args: (folder) => [
      "spectrogram",
      "--spectra",
      `${folder}/s.csv`,
      "--out",
      `${folder}/s.npy`,
    ],
    code: 1,
    says: /s\.csv, line 2, column 351: is "x"/,
  },
  {
    what: "a folder that is no run",
    args: (folder) => ["verify", folder],
    code: 1,
    says: /expected the folder of a finished run/,
  },
  {
    what: "an unknown data set",
    args: () => ["data", "geevs"],
    code: 1,
    says: /did you mean geeves\?/,
  },
  {
    what: "data that are not here",
    files: {
      "c.json": config((value) =>
        value.data = {
          source: "csv",
          dataset: "geeves",
          spectra: "data/nowhere/spectra.csv",
          labels: "data/nowhere/labels.csv",
        }
      ),
    },
    args: (folder) => ["reproduce", "--config", `${folder}/c.json`],
    code: 1,
    says: /"deno task data geeves" fetches datsoilspc\.rda/,
  },
];

for (const { what, args, files = {}, code, says } of MISTAKES) {
  Deno.test(`deno task answers ${what} with one sentence and exit code ${code}`, () =>
    inFolder(async (folder) => {
      for (const [name, text] of Object.entries(files)) {
        await Deno.writeTextFile(`${folder}/${name}`, text);
      }
      const [name, ...rest] = args(folder);
      const outcome = await task(name, ...rest, "--quiet");
      assertEquals(outcome.code, code, outcome.stderr);
      assertEquals(outcome.stdout, "");
      assertMatch(outcome.stderr, says);
      assertEquals(outcome.stderr.trimEnd().split("\n").length, 1);
      assert(!/^\s+at /m.test(outcome.stderr), outcome.stderr);
    }));
}

Deno.test("deno task reproduce, verify, figures, predict, spectrogram and train work together", () =>
  inFolder(async (folder) => {
    const small = tinyConfig();
    await Deno.writeFile(`${folder}/c.json`, configFile(small));
    const out = `${folder}/run`;
    const backend = ["--backend", "exact", "--threads", "2", "--quiet"];
    const ok = async (...args: string[]) => {
      const outcome = await task(...args);
      assertEquals([outcome.code, outcome.stderr], [0, ""]);
      return outcome.stdout;
    };
    const said = await ok(
      "reproduce",
      "--config",
      `${folder}/c.json`,
      "--out",
      out,
      ...backend,
    );
    assertMatch(said, /Check: deno task verify/);
    assertMatch(await ok("verify", out, "--quiet"), /holds/);
    assertEquals(JSON.parse(await ok("verify", out, "--json")).holds, true);
    const rerun = await ok("verify", out, "--rerun", "--quiet");
    assertMatch(rerun, /ok {4}rerun model\/weights.bin: the same bytes/);
    assertMatch(await ok("figures", out, "--quiet"), /same bytes/);

    // New spectra, as a wide table of the same shape.
    const bands = Array.from({ length: 2151 }, (_, i) => 350 + i);
    const rows = [1, 2, 3, 4, 5].map((k) =>
      ["a", ...bands.map((nm) => 0.3 + Math.sin(nm / (50 + k)) / 20)].join(",")
    );
    const spectra = `${folder}/new.csv`;
    await Deno.writeTextFile(
      spectra,
      [`sample,${bands.join(",")}`, ...rows, ""].join("\n"),
    );
    const predicted = await ok(
      "predict",
      "--run",
      out,
      "--spectra",
      spectra,
      ...backend,
    );
    assertMatch(predicted, /^sample,Sb_ppm\na,-?\d+(\.\d+)?(e-?\d+)?\n$/);

    const images = `${folder}/new.npy`;
    await ok(
      "spectrogram",
      "--spectra",
      spectra,
      "--out",
      images,
      "--backend",
      "exact",
      "--quiet",
    );
    const { shape } = decodeNpy(await Deno.readFile(images), images);
    assertEquals(shape, [1, 129, 9, 5]);

    const made = await ok(
      "train",
      "--config",
      `${folder}/c.json`,
      "--spectrograms",
      `${out}/spectrograms.npy`,
      "--samples",
      `${out}/samples.csv`,
      "--out",
      `${folder}/trained`,
      ...backend,
    );
    assertMatch(made, /trained\/model\/weights\.bin/);
  }));
