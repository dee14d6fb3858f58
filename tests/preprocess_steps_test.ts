// Every pre-treatment against SciPy, scikit-learn and prospectr's definitions
// (tests/reference/preprocess.py), and its sentences.
import { assert, assertEquals, assertRejects } from "@std/assert";
import { resolveConfig } from "../lib/config.ts";
import { InputError } from "../lib/errors.ts";
import { applyChain, fitChain } from "../lib/preprocess/chain.ts";
import { resample } from "../lib/preprocess/resample.ts";
import { hullLine, upperHull } from "../lib/preprocess/upper_hull.ts";
import type { SpectraSet } from "../lib/spectra/spectra_set.ts";
import { stepsOf } from "./support/preprocess_steps.ts";

interface Golden {
  readonly samples: string[];
  readonly replicates: number;
  readonly training: number[];
  readonly inputs: Record<
    string,
    { wavelengths: number[]; reflectance: number[] }
  >;
  readonly cases: {
    grid: string;
    steps: unknown[];
    wavelengths: number[];
    values: number[];
  }[];
}

const golden: Golden = JSON.parse(
  await Deno.readTextFile(
    new URL("goldens/preprocess.json", import.meta.url),
  ),
);

function input(grid: string): SpectraSet {
  const { wavelengths, reflectance } = golden.inputs[grid];
  return {
    samples: golden.samples,
    replicates: golden.replicates,
    groups: null,
    wavelengths: Float64Array.from(wavelengths),
    reflectance: Float64Array.from(reflectance),
  };
}

/** Largest difference, relative to the largest value where that is above 1. */
function distance(a: ArrayLike<number>, b: readonly number[]): number {
  assertEquals(a.length, b.length);
  const size = b.reduce((most, value) => Math.max(most, Math.abs(value)), 0);
  return b.reduce(
    (most, value, i) => Math.max(most, Math.abs(a[i] - value)),
    0,
  ) / Math.max(size, Number.MIN_VALUE);
}

for (const { grid, steps, wavelengths, values } of golden.cases) {
  const text = JSON.stringify(steps).replaceAll('"', "").slice(1, -1);
  Deno.test(`fitChain of ${text} gives the reference's values (${grid})`, async () => {
    const set = input(grid);
    const before = Float64Array.from(set.reflectance);
    const { treated, chain } = await fitChain(set, stepsOf(steps), golden);
    assert(distance(treated.wavelengths, wavelengths) < 1e-12);
    assert(
      distance(treated.reflectance, values) < 1e-10,
      `${distance(treated.reflectance, values)}`,
    );
    assertEquals(set.reflectance, before, "the input was changed");
    assertEquals(await applyChain(set, chain), treated);
  });
}

Deno.test("the goldens have every step of the config", () => {
  const tested = new Set(
    golden.cases.flatMap(({ steps }) => stepsOf(steps).map(({ step }) => step)),
  );
  const schema = JSON.parse(
    Deno.readTextFileSync(
      new URL("../paper-config/schema.json", import.meta.url),
    ),
  );
  const known = schema.properties.preprocess.items.oneOf.map(
    (one: { properties: { step: { const: string } } }) =>
      one.properties.step.const,
  );
  // A channel is made of the other steps: preprocess_channels_test.ts.
  assertEquals([...tested, "channels"].sort(), known.sort());
});

Deno.test("upperHull over uneven points is the string pulled tight", () => {
  const x = Float64Array.of(0, 1, 3, 4, 10, 11);
  const y = Float64Array.of(1, 0.5, 2, 2, 0, 1);
  assertEquals(upperHull(x, y), [0, 2, 3, 5]);
  // A naive reference: the highest chord over each point.
  const line = hullLine(x, y);
  x.forEach((at, i) => {
    let highest = y[i];
    for (let a = 0; a < i; a++) {
      for (let b = i + 1; b < x.length; b++) {
        const chord = y[a] + (y[b] - y[a]) * (at - x[a]) / (x[b] - x[a]);
        highest = Math.max(highest, chord);
      }
    }
    assert(Math.abs(line[i] - highest) < 1e-15);
  });
});

Deno.test("resample to the grid that is there changes no bit", () => {
  const set = input("even");
  for (const interpolation of ["linear", "cubic"] as const) {
    const same = resample(set, {
      start: 400,
      stop: 2400,
      spacing: 40,
      interpolation,
    });
    assertEquals(same, set);
  }
});

Deno.test("fitStandardize leaves a constant band as StandardScaler does", async () => {
  const set = { ...input("even"), reflectance: input("even").reflectance };
  const bands = set.wavelengths.length;
  for (let row = 0; row < 6; row++) set.reflectance[row * bands] = 0.1;
  const { treated } = await fitChain(
    set,
    stepsOf([{ step: "standardize" }]),
    golden,
  );
  for (let row = 0; row < 6; row++) {
    assert(Math.abs(treated.reflectance[row * bands]) < 1e-15);
  }
});

Deno.test("spliceCorrection takes each spectrum's splices from its file", async () => {
  const set = input("even");
  const metadata = (splices: number[]) => ({
    file: "a.asd",
    format: "ASD as8",
    instrument: null,
    serial: null,
    date: null,
    latitude: null,
    longitude: null,
    description: null,
    splices,
    quantity: "reflectance",
    scans: null,
  });
  const all = (splices: number[]) =>
    Array.from({ length: 6 }, () => metadata(splices));
  const auto = stepsOf([{ step: "splice" }]);
  const given = golden.cases[0];
  const { treated } = await fitChain(
    { ...set, metadata: all([1000, 1840]) },
    auto,
    golden,
  );
  assert(distance(treated.reflectance, given.values) < 1e-10);
  await assertRejects(
    () => fitChain(set, auto, golden),
    InputError,
    "Sample A, replicate 1: its file names no splices; expected",
  );
  const average = stepsOf([{ step: "average" }, { step: "splice" }]);
  const mixed = [...all([1000, 1840]).slice(1), metadata([1000])];
  await assertRejects(
    () => fitChain({ ...set, metadata: mixed }, average, golden),
    InputError,
    "Sample C: its file names no splices",
  );
});

/** A set of two spectra, the second with one other value. */
function twoSpectra(value: number): SpectraSet {
  const bands = 40;
  const reflectance = Float64Array.from(
    { length: 2 * bands },
    (_, i) => 0.3 + 0.1 * Math.sin(i),
  );
  reflectance[bands + 7] = value;
  return {
    samples: ["RS1"],
    replicates: 2,
    groups: null,
    wavelengths: Float64Array.from({ length: bands }, (_, i) => 350 + i),
    reflectance,
  };
}

const flat = { ...twoSpectra(0), reflectance: new Float64Array(80).fill(0.1) };
const gap = {
  ...twoSpectra(1),
  wavelengths: Float64Array.from(
    { length: 40 },
    (_, i) => i < 9 ? i + 1 : i + 9,
  ),
};

const REFUSED: [string, SpectraSet, unknown[], string][] = [
  [
    "no reflectance",
    twoSpectra(0),
    [{ step: "absorbance" }],
    "Sample RS1, replicate 2: reflectance is 0 at 357 nm; expected a value above 0",
  ],
  [
    "a negative reflectance",
    twoSpectra(-0.01),
    [{ step: "cut", ranges: [[350, 352]] }, { step: "absorbance" }],
    "reflectance is -0.01 at 357 nm",
  ],
  [
    "a constant spectrum",
    flat,
    [{ step: "snv" }],
    "Sample RS1, replicate 1: is the same at all wavelengths",
  ],
  [
    "a constant reference",
    flat,
    [{ step: "msc" }],
    "has no slope against the mean of the training part",
  ],
  [
    "an absorbance that is no absorbance",
    twoSpectra(0),
    [{ step: "continuum_removal", type: "absorbance" }],
    "replicate 2: absorbance is 0 at 357 nm",
  ],
  [
    "a hull below 0",
    { ...flat, reflectance: flat.reflectance.map((v) => -v) },
    [{ step: "continuum_removal" }],
    "the convex hull is -0.1 at 350 nm",
  ],
  [
    "a grid beyond the spectra",
    twoSpectra(1),
    [{ step: "resample", start: 349, stop: 380, spacing: 1 }],
    "asks for 349 to 380 nm where spectra have 350 to 389 nm",
  ],
  [
    "a grid of one band",
    twoSpectra(1),
    [{ step: "resample", start: 351, stop: 352, spacing: 5 }],
    "makes 1 wavelengths",
  ],
  [
    "a cut that leaves nothing",
    twoSpectra(1),
    [{ step: "cut", ranges: [[1, 2000]] }],
    "leaves 0 of the 40 wavelengths from 350 to 389 nm",
  ],
  [
    "uneven bands",
    gap,
    [{ step: "savitzky_golay" }],
    "meets 9 and 18 nm side by side",
  ],
  [
    "fewer bands than the window",
    twoSpectra(1),
    [{ step: "savitzky_golay", window_length: 41 }],
    "has 40 wavelengths; expected window_length, 41, or more",
  ],
  [
    "fewer bands than the order",
    twoSpectra(1),
    [
      { step: "cut", mode: "keep", ranges: [[350, 351]] },
      { step: "detrend", snv: false },
    ],
    "has 2 wavelengths for a polynomial of order 2",
  ],
  [
    "a splice outside",
    twoSpectra(1),
    [{ step: "splice", splices: [1000] }],
    "has a splice at 1000 nm; expected one inside",
  ],
  [
    "a detector with few bands",
    twoSpectra(1),
    [{ step: "splice", splices: [385] }],
    "has 4 bands between the splices around 386 nm; expected 10 or more",
  ],
];

for (const [what, set, steps, says] of REFUSED) {
  Deno.test(`fitChain refuses ${what}`, async () => {
    await assertRejects(
      () => fitChain(set, stepsOf(steps), { training: [0] }),
      InputError,
      says,
    );
  });
}

const WRONG: [unknown[], string][] = [
  [
    [{ step: "snv" }, { step: "absorbance" }],
    'preprocess[1].step is "absorbance" after "snv"; expected it before, as ' +
    "log10(1/R) needs a reflectance",
  ],
  [
    [{ step: "average" }, { step: "average" }],
    'preprocess[1].step is "average" again; expected it once',
  ],
  [
    [
      { step: "resample", start: 400, stop: 500, spacing: 1 },
      { step: "splice" },
    ],
    'preprocess[1].step is "splice" after "resample"; expected it before',
  ],
  [
    [{ step: "savitzky_golay", deriv: 1 }, { step: "continuum_removal" }],
    'is "continuum_removal" after "savitzky_golay" derivative',
  ],
  [
    [{ step: "absorbance" }, { step: "continuum_removal" }],
    'preprocess[1].type is "reflectance" after step absorbance; expected ' +
    '"absorbance"',
  ],
  [[{ step: "standardize" }, { step: "msc" }], 'is "msc" after "standardize"'],
  [
    [{ step: "savitzky_golay", window_length: 10 }],
    "preprocess[0].window_length is 10; expected an odd number",
  ],
  [
    [{ step: "savitzky_golay", window_length: 3, polyorder: 3 }],
    "preprocess[0].polyorder is 3; expected less than window_length, 3",
  ],
  [
    [{ step: "cut", ranges: [[1450, 1350]] }],
    "preprocess[0].ranges has 1450 to 1350; expected the smaller",
  ],
  [[{ step: "cut" }], "preprocess[0].ranges is missing; expected a list"],
  [
    [{ step: "cut", ranges: [[1, 2, 3]] }],
    "preprocess[0].ranges[0] is a list of 3; expected a pair of wavelengths",
  ],
  [
    [{ step: "resample", start: 5, stop: 5, spacing: 1 }],
    "preprocess[0].stop is 5; expected more than start, 5",
  ],
  [
    [{ step: "splice", splices: [1830, 1000] }],
    "preprocess[0].splices has 1000 after 1830; expected increasing",
  ],
  [[{ step: "splice", splices: [] }], "expected a list with 1 to 10 entries"],
  [
    [{ step: "snv", ddof: 0 }],
    "unknown key preprocess[0].ddof; expected step",
  ],
  [[{ step: "SNV" }], 'preprocess[0].step is "SNV"; expected "splice", '],
];

for (const [steps, says] of WRONG) {
  Deno.test(`resolveConfig says: ${says.slice(0, 70)}`, () => {
    let sentence = "";
    try {
      stepsOf(steps);
    } catch (error) {
      assert(error instanceof InputError, `${error}`);
      sentence = error.message;
    }
    assert(sentence.includes(says), sentence);
  });
}

Deno.test("resolveConfig has no pre-treatments unless told", () => {
  const config = resolveConfig({
    version: 1,
    name: "x",
    title: "x",
    data: { source: "synthetic" },
  }, "x");
  assertEquals(config.preprocess, []);
});
