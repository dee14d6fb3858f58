// New spectra beside those that a run was trained on: what is refused, and by
// which sentence; what is resampled, and how that is said.
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertMatch,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { fileURLToPath } from "node:url";
import { sha256 } from "../lib/artifacts/sha256.ts";
import { openBackend } from "../lib/backend/open.ts";
import { InputError } from "../lib/errors.ts";
import { exportFiles } from "../lib/pipeline/export.ts";
import { matchGrid } from "../lib/pipeline/match_grid.ts";
import { type PredictSource, predictSpectra } from "../lib/pipeline/predict.ts";
import { trainFromFiles } from "../lib/pipeline/train_files.ts";
import { writeRun } from "../lib/pipeline/write.ts";
import type { ReadOptions } from "../lib/spectra/read_options.ts";
import type { SpectraSet } from "../lib/spectra/spectra_set.ts";
import {
  decodeGrid,
  encodeGrid,
  type TrainingGrid,
} from "../lib/spectra/training_grid.ts";
import { grid, soilCurve } from "./support/soil_curves.ts";
import { runTiny, tinyConfig } from "./support/tiny_run.ts";

const run = await runTiny();
const golden: {
  name: string;
  found: number[];
  meant: number[];
  values: number[];
  expected: number[];
}[] = JSON.parse(
  await Deno.readTextFile(
    fileURLToPath(new URL("goldens/resample_grid.json", import.meta.url)),
  ),
);

const REPLICATES = 5;

interface Table {
  readonly nm?: Float64Array;
  readonly replicates?: number;
  readonly axis?: (nm: number) => number;
  readonly value?: (reflectance: number) => number;
}

/** A wide table of one sample, as a file. */
function table(
  { nm = grid(350, 2500, 1), replicates = REPLICATES, ...rest }: Table,
) {
  const { axis = (at) => at, value = (reflectance) => reflectance } = rest;
  const rows = Array.from(
    { length: replicates },
    (_, row) => [
      "a",
      ...Array.from(nm, (at) => value(soilCurve(at) * (1 + row / 50))),
    ],
  );
  return [["sample", ...Array.from(nm, axis)], ...rows]
    .map((cells) => cells.join()).join("\n") + "\n";
}

/** A folder with the run, removed at the end. */
async function withRun(use: (folder: string) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await writeRun(`${folder}/run`, run, { started: "now" });
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

interface Said {
  readonly text: string;
  readonly warned: readonly string[];
  readonly noted: readonly string[];
}

async function predictTable(
  folder: string,
  spectra: Table,
  { source = { run: `${folder}/run` }, read, resample }: {
    readonly source?: PredictSource;
    readonly read?: ReadOptions;
    readonly resample?: boolean;
  } = {},
): Promise<Said> {
  const path = `${folder}/new.csv`;
  await Deno.writeTextFile(path, table(spectra));
  const backend = await openBackend({ backend: "exact", threads: 1 });
  const [warned, noted]: [string[], string[]] = [[], []];
  try {
    const bytes = await predictSpectra(source, path, {
      backend,
      read,
      resample,
      warn: (line) => warned.push(line),
      note: (line) => noted.push(line),
    });
    return { text: new TextDecoder().decode(bytes), warned, noted };
  } finally {
    await backend.close();
  }
}

const absorbance = (value: number) => -Math.log10(value);
const WAS = "was trained on 2151 wavelengths from 350 to 2500 nm";

const REFUSED: readonly (readonly [
  string,
  Table,
  { read?: ReadOptions; resample?: boolean },
  string,
])[] = [
  [
    "wavelengths that are shifted",
    { nm: grid(400, 2550, 1) },
    {},
    `has 2151 wavelengths from 400 to 2550 nm, and RUN ${WAS}; expected the ` +
    "same wavelengths",
  ],
  ["shifted ones, which resampling cannot mend", { nm: grid(400, 2550, 1) }, {
    resample: true,
  }, `${WAS}; expected wavelengths that cover them`],
  ["half a nm of shift", { nm: grid(350.5, 2500.5, 1) }, {}, "from 350.5 to"],
  [
    "another band within",
    {
      axis: (nm) => nm === 1000 ? 1000.4 : nm,
    },
    {},
    "(first in band 651, 1000.4 and 1000 nm)",
  ],
  ["a range without its beginning", { nm: grid(400, 2500, 1) }, {
    resample: true,
  }, "has 2101 wavelengths from 400 to 2500 nm"],
  [
    "a range without its end",
    { nm: grid(350, 2450, 1) },
    { resample: true },
    "has 2101 wavelengths from 350 to 2450 nm",
  ],
  [
    "a wider range, unless asked to resample",
    { nm: grid(340, 2510, 1) },
    {},
    `${WAS}; expected the same wavelengths, or --resample`,
  ],
  [
    "a finer grid, unless asked to resample",
    { nm: grid(350, 2500, 0.5) },
    {},
    "has 4301 wavelengths from 350 to 2500 nm",
  ],
  [
    "micrometres",
    { axis: (nm) => nm / 1000 },
    {},
    "its axis goes from 0.35 to 2.5, as of micrometres; expected wavelengths " +
    "in nm, or data.unit (--unit) um (RUN was trained on " +
    "reflectance at 2151 wavelengths from 350 to 2500 nm)",
  ],
  ["wavenumbers", { axis: (nm) => 1e7 / nm }, {}, "data.unit (--unit) cm-1"],
  [
    "percent",
    { value: (value) => 100 * value },
    {},
    "or data.quantity (--quantity) reflectance-percent",
  ],
  ["absorbance", { value: absorbance }, {}, "as of absorbance"],
  [
    "absorbance that is said",
    { value: absorbance },
    {
      read: { quantity: "absorbance" },
    },
    "is absorbance, and RUN was trained on reflectance; expected the same " +
    "quantity (--quantity)",
  ],
  [
    "fewer replicates",
    { replicates: 3 },
    {},
    "has 3 spectra a sample, and RUN was trained on 5 spectra a sample",
  ],
  ["no replicates", { replicates: 1 }, {}, "has 1 spectrum a sample"],
];

for (const [what, spectra, options, sentence] of REFUSED) {
  Deno.test(`predictSpectra refuses ${what}, with both sides named`, () =>
    withRun(async (folder) => {
      const { message } = await assertRejects(
        () => predictTable(folder, spectra, options),
        InputError,
      );
      assertStringIncludes(
        message.replaceAll(`${folder}/run`, "RUN"),
        sentence,
      );
      assert(message.startsWith(`${folder}/new.csv: `), message);
    }));
}

Deno.test("predictSpectra predicts the same from the same spectra in other units", () =>
  withRun(async (folder) => {
    const { text, warned, noted } = await predictTable(folder, {});
    assertEquals(warned, []);
    assertMatch(noted[0], /^taken as: reflectance \(assumed, values/);
    const other: readonly (readonly [Table, ReadOptions])[] = [
      [{ axis: (nm) => nm / 1000 }, { unit: "um" }],
      [{ axis: (nm) => 1e7 / nm }, { unit: "cm-1" }],
      [{ value: (value) => Number((100 * value).toPrecision(15)) }, {
        quantity: "reflectance-percent",
      }],
    ];
    const value = (csv: string) => Number(csv.split("\n")[1].split(",")[1]);
    for (const [spectra, read] of other) {
      const said = await predictTable(folder, spectra, { read });
      assertAlmostEquals(value(said.text), value(text), 1e-4);
      assertEquals(said.warned, []);
    }
  }));

Deno.test("predictSpectra resamples where asked, and says so in its table", () =>
  withRun(async (folder) => {
    const wider = { nm: grid(340, 2510, 0.5) };
    const { text, warned } = await predictTable(folder, wider, {
      resample: true,
    });
    const how = "linearly from 4341 wavelengths from 340 to 2510 nm to 2151 " +
      "wavelengths from 350 to 2500 nm";
    assertEquals(warned, [`${folder}/new.csv: resampled ${how}`]);
    const [header, row] = text.split("\n");
    assertEquals(header, "sample,Sb_ppm,resampled");
    assert(row.endsWith(`,${how}`), row);
    // These contain the very bands, so the numbers are those of the bands.
    const plain = await predictTable(folder, {}, { resample: true });
    assertEquals(plain.text.split("\n")[0], "sample,Sb_ppm");
    assertEquals(row.split(",")[1], plain.text.split("\n")[1].split(",")[1]);
  }));

Deno.test("predictSpectra compares what it can with a run of an earlier version, and says what it cannot", () =>
  withRun(async (folder) => {
    await Deno.remove(`${folder}/run/grid.json`);
    const { warned } = await predictTable(folder, {});
    assertEquals(warned.length, 1);
    assertMatch(warned[0], /was made by an earlier version.*was not compared/);
    await assertRejects(
      () => predictTable(folder, { nm: grid(400, 2550, 1) }),
      InputError,
      "2151 wavelengths from 350 to 2500 nm",
    );
  }));

Deno.test("predictSpectra compares with what a Keras file carries, inside or beside it", () =>
  withRun(async (folder) => {
    const shifted = { nm: grid(400, 2550, 1) };
    const config = `${folder}/run/config.json`;
    for (const name of ["a.keras", "a.h5"]) {
      const model = `${folder}/${name}`;
      const files = await exportFiles(`${folder}/run`, model);
      for (const [path, bytes] of Object.entries(files)) {
        await Deno.writeFile(path, bytes);
      }
      const source = { model, config };
      assertEquals((await predictTable(folder, {}, { source })).warned, []);
      await assertRejects(
        () => predictTable(folder, shifted, { source }),
        InputError,
        `${name} ${WAS}`,
      );
    }
    // Without what says it there is nothing to compare, which is said.
    await Deno.remove(`${folder}/a.h5.grid.json`);
    const source = { model: `${folder}/a.h5`, config };
    const { warned } = await predictTable(folder, shifted, { source });
    assertMatch(
      warned.join(),
      /a\.h5: does not say what it was trained on, so/,
    );
    const both = { model: `${folder}/a.h5`, run: `${folder}/run` };
    await assertRejects(
      () => predictTable(folder, shifted, { source: both }),
      InputError,
      `run ${WAS}`,
    );
  }));

Deno.test("trainFromFiles keeps of which spectra its images are, from a run or beside a file", () =>
  withRun(async (folder) => {
    const images = await Deno.readFile(`${folder}/run/spectrograms.npy`);
    const [alone, spectrograms] = [`${folder}/alone.npy`, `${folder}/b.npy`];
    await Deno.writeFile(alone, images);
    await Deno.writeFile(spectrograms, images);
    const beside = `${spectrograms}.grid.json`;
    const own = decodeGrid(run.files["grid.json"], "own").grid!;
    await Deno.writeFile(beside, encodeGrid(own, sha256(images)));
    const backend = await openBackend({ backend: "exact", threads: 1 });
    const train = async (path: string) => {
      const notes: string[] = [];
      const made = await trainFromFiles(tinyConfig(), {
        backend,
        spectrograms: path,
        samples: `${folder}/run/samples.csv`,
        out: `${folder}/out`,
        epochs: 1,
        note: (line) => notes.push(line),
      });
      assert(made.includes(`${folder}/out/grid.json`));
      const file = await Deno.readFile(`${folder}/out/grid.json`);
      return { notes, grid: decodeGrid(file, "out").grid };
    };
    try {
      for (const path of [`${folder}/run/spectrograms.npy`, spectrograms]) {
        const { grid: kept, notes } = await train(path);
        assertEquals(kept, own);
        assertMatch(notes[0], /: reflectance at 2151 wavelengths from 350 to/);
      }
      const unknown = await train(alone);
      assertEquals(unknown.grid, null);
      assertMatch(unknown.notes[0], /does not say of which spectra it is/);
      // What is beside another file, or in another run, is no word of it.
      await Deno.writeFile(beside, encodeGrid(own, "0".repeat(64)));
      await assertRejects(
        () => train(spectrograms),
        InputError,
        "another file",
      );
      const other = encodeGrid({ ...own, replicates: 1 });
      await Deno.writeFile(`${folder}/run/grid.json`, other);
      await assertRejects(
        () => train(`${folder}/run/spectrograms.npy`),
        InputError,
        "grid.json: is not what the manifest of the run lists",
      );
    } finally {
      await backend.close();
    }
  }));

Deno.test("trainFromFiles trains without the samples that a run left out, and hands their rows on", () =>
  withRun(async (folder) => {
    const samples = `${folder}/run/samples.csv`;
    const [header, ...rows] = (await Deno.readTextFile(samples)).trim()
      .split("\n");
    const text = [
      `${header},reason`,
      ...rows.map((row) => `${row},`),
      "X1,,dropped,,it has no laboratory value",
      'X2,,dropped,,"a value is missing at 1300, line 4"',
      "",
    ].join("\n");
    await Deno.writeTextFile(samples, text);
    const backend = await openBackend({ backend: "exact", threads: 1 });
    try {
      await trainFromFiles(tinyConfig(), {
        backend,
        spectrograms: `${folder}/run/spectrograms.npy`,
        samples,
        out: `${folder}/out`,
        epochs: 1,
      });
    } finally {
      await backend.close();
    }
    assertEquals(await Deno.readTextFile(`${folder}/out/samples.csv`), text);
    const predicted = await Deno.readTextFile(`${folder}/out/predictions.csv`);
    assertEquals(predicted.trim().split("\n").length, rows.length + 1);
  }));

Deno.test("exportFiles writes beside images and spectra of which spectra they are", () =>
  withRun(async (folder) => {
    for (
      const [out, what] of [["a.npy"], ["a.npz"], ["a.csv", "spectra"]]
    ) {
      const files = await exportFiles(`${folder}/run`, out, what);
      assertEquals(Object.keys(files), [out, `${out}.grid.json`]);
      const { grid: kept, of } = decodeGrid(files[`${out}.grid.json`], out);
      assertEquals(kept!.wavelengths.length, 2151);
      assertEquals(of, sha256(files[out]));
    }
    const files = await exportFiles(`${folder}/run`, "a.csv", "predictions");
    assertEquals(Object.keys(files), ["a.csv"]);
  }));

/** A set of two samples on a grid. */
function setOf(
  wavelengths: Float64Array,
  reflectance: Float64Array,
): SpectraSet {
  const samples = ["a", "b"];
  return { samples, replicates: 1, groups: null, wavelengths, reflectance };
}

const gridFrom = (wavelengths: Float64Array): TrainingGrid => ({
  wavelengths,
  quantity: "reflectance",
  replicates: 1,
  takenAs: null,
});

for (const { name, found, meant, values, expected } of golden) {
  Deno.test(`matchGrid resamples ${name} as numpy.interp`, () => {
    const set = setOf(Float64Array.from(found), Float64Array.from(values));
    const { spectra, resampled } = matchGrid(
      set,
      gridFrom(Float64Array.from(meant)),
      { path: "x", trained: "y", resample: true },
    );
    assert(resampled !== null);
    assertEquals([...spectra.wavelengths], meant);
    expected.forEach((value, i) =>
      assertAlmostEquals(spectra.reflectance[i], value, 1e-15)
    );
  });
}

Deno.test("matchGrid takes a thousandth of a nm for rounding, and no more", () => {
  const nm = grid(350, 2500, 1);
  const values = new Float64Array(2 * nm.length).fill(0.3);
  const options = { path: "x", trained: "y" };
  const off = (by: number) =>
    matchGrid(setOf(nm.map((at) => at + by), values), gridFrom(nm), options);
  assertEquals(off(0.0009).resampled, null);
  assertEquals(off(-0.0009).spectra.wavelengths, nm);
  assertThrows(() => off(0.0011), InputError);
});

Deno.test("matchGrid does not mind the number of replicates that are averaged", () => {
  const nm = grid(400, 500, 1);
  const set = setOf(nm, new Float64Array(2 * nm.length).fill(0.3));
  const five = { ...gridFrom(nm), replicates: 5 };
  const options = { path: "x", trained: "y" };
  assertThrows(() => matchGrid(set, five, options), InputError);
  const { spectra } = matchGrid(set, five, { ...options, averaged: true });
  assertEquals(spectra.replicates, 1);
});

const DAMAGED: readonly (readonly [string, string, string])[] = [
  ["no JSON", "{", "is not JSON"],
  ["a list", "[]", "format is missing; expected stibnite-grid"],
  ["nothing", "null", "format is missing"],
  ["another version", change({ version: 2 }), "version is 2; expected 1"],
  ["another quantity", change({ quantity: "radiance" }), "quantity is"],
  ["no replicates", change({ replicates: 0 }), "replicates is 0"],
  ["wavelengths that fall", change({ wavelengths_nm: [2, 1] }), "[2,1]"],
  ["no wavelengths", change({ wavelengths_nm: [] }), "expected increasing"],
  ["a digest that is none", change({ of_sha256: "x" }), "of_sha256"],
];

function change(what: Record<string, unknown>): string {
  const text = new TextDecoder().decode(
    encodeGrid(gridFrom(Float64Array.of(1, 2))),
  );
  return JSON.stringify({ ...JSON.parse(text), ...what });
}

for (const [what, text, sentence] of DAMAGED) {
  Deno.test(`decodeGrid refuses ${what}`, () => {
    assertThrows(
      () => decodeGrid(new TextEncoder().encode(text), "g.json"),
      InputError,
      sentence,
    );
  });
}
