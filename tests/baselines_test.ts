// Baselines against scikit-learn (tests/reference/baselines.py), and the rules
// by which their settings are chosen.
import {
  assert,
  assertEquals,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import {
  type Baseline,
  type Matrix,
  selectRows,
  type Settings,
} from "../lib/baselines/baseline.ts";
import { BASELINES } from "../lib/baselines/baselines.ts";
import { chooseAndFit, innerFolds } from "../lib/baselines/choose.ts";
import { InputError } from "../lib/errors.ts";
import golden from "./goldens/baselines.json" with { type: "json" };

const ROWS = 60;
const BANDS = 40;
const TRAIN = 45;

/** The script has the same lines. */
function data(): { x: Matrix; y: Float64Array } {
  const values = Float64Array.from({ length: ROWS * BANDS }, (_, at) => {
    const i = Math.floor(at / BANDS);
    const j = at % BANDS;
    return 0.4 + 0.1 * Math.sin(0.9 * i + 0.05 * j) +
      0.05 * Math.cos(1.7 * i + 0.21 * j) +
      0.02 * Math.sin(2.3 * i - 0.4 * j);
  });
  const y = Float64Array.from(
    { length: ROWS },
    (_, r) =>
      20 + 8 * Math.sin(0.9 * r) + 5 * Math.cos(1.7 * r) ** 2 +
      2 * Math.sin(2.3 * r),
  );
  return { x: { rows: ROWS, columns: BANDS, values }, y };
}

const { x, y } = data();
const rows = Array.from({ length: ROWS }, (_, row) => row);
const seen = rows.slice(0, TRAIN);
const unseen = rows.slice(TRAIN);

function predict(baseline: Baseline, settings: readonly Settings[]) {
  return baseline.fit(selectRows(x, seen), y.slice(0, TRAIN), {
    settings,
    seed: 1,
  })(selectRows(x, unseen));
}

/** Largest difference, relative to the spread of the values. */
function apart(a: Float64Array, b: readonly number[]): number {
  return Math.max(...b.map((value, i) => Math.abs(a[i] - value))) / 30;
}

function rSquared(predicted: ArrayLike<number>): number {
  const { measured } = golden;
  const mean = measured.reduce((sum, v) => sum + v, 0) / measured.length;
  const error = measured.reduce((s, v, i) => s + (v - predicted[i]) ** 2, 0);
  return 1 - error / measured.reduce((s, v) => s + (v - mean) ** 2, 0);
}

Deno.test("plsr predicts what scikit-learn's PLSRegression does, for every number of components", () => {
  const wanted = Object.entries(golden.plsr);
  const found = predict(
    BASELINES.plsr,
    wanted.map(([components]) => ({ components: Number(components) })),
  );
  wanted.forEach(([components, values], i) => {
    const off = apart(found[i], values);
    assert(off < 1e-6, `${components} components differ by ${off}`);
  });
});

Deno.test("ridge predicts what scikit-learn's Ridge does", () => {
  const wanted = Object.entries(golden.ridge);
  const found = predict(
    BASELINES.ridge,
    wanted.map(([alpha]) => ({ alpha: Number(alpha) })),
  );
  wanted.forEach(([alpha, values], i) => {
    const off = apart(found[i], values);
    assert(off < 1e-6, `alpha ${alpha} differs by ${off}`);
  });
});

Deno.test("kernelRidge predicts what scikit-learn's KernelRidge does", () => {
  const wanted = Object.entries(golden.kernel_ridge);
  const found = predict(
    BASELINES.kernel_ridge,
    wanted.map(([key]) => {
      const [gamma, alpha] = key.split(" ").map(Number);
      return { gamma, alpha };
    }),
  );
  wanted.forEach(([key, values], i) => {
    const off = apart(found[i], values);
    assert(off < 1e-6, `${key} differs by ${off}`);
  });
});

for (const name of ["gaussian_process", "random_forest"] as const) {
  Deno.test(`${name} is as good as scikit-learn's`, () => {
    const [found] = predict(BASELINES[name], [{}]);
    const [own, peer] = [rSquared(found), rSquared(golden[name])];
    assert(own > peer - 0.03, `R² is ${own}, scikit-learn's ${peer}`);
  });
}

Deno.test("mean predicts the mean of what was seen", () => {
  const [found] = predict(BASELINES.mean, [{}]);
  let sum = 0;
  for (let row = 0; row < TRAIN; row++) sum += y[row];
  assertEquals(new Set(found), new Set([sum / TRAIN]));
});

const spectra = {
  samples: rows.map(String),
  replicates: 1,
  groups: null,
  wavelengths: Float64Array.from({ length: BANDS }, (_, i) => 400 + i),
  reflectance: x.values,
};

for (const [name, baseline] of Object.entries(BASELINES)) {
  Deno.test(`chooseAndFit sees of ${name}'s data the seen part alone`, async () => {
    const request = {
      baseline,
      spectra,
      values: y,
      seen,
      pretreatments: [[], [{ step: "msc" }]] as const,
      transforms: ["none"] as const,
      folds: 3,
      repeats: 2,
      seed: 5,
    };
    const before = await chooseAndFit(request);
    const reflectance = spectra.reflectance.slice();
    for (let i = TRAIN * BANDS; i < reflectance.length; i++) {
      reflectance[i] *= 1.3 + 0.1 * Math.sin(i);
    }
    const changed = { ...spectra, reflectance };
    const values = y.map((value, row) => row < TRAIN ? value : -value);
    const after = await chooseAndFit({ ...request, spectra: changed, values });
    const own = ({ predicted }: { predicted: Float64Array }) =>
      predicted.slice(0, TRAIN);
    assertEquals(own(after), own(before));
    assertEquals(after.crossValidated, before.crossValidated);
    assertEquals(
      [after.settings, after.pretreatment, after.rmse],
      [before.settings, before.pretreatment, before.rmse],
    );
    if (name === "mean") return;
    assertNotEquals(after.predicted, before.predicted);
  });
}

Deno.test("chooseAndFit learns logarithms where those are linear, and tells values", async () => {
  const skewed = Float64Array.from(
    rows,
    (row) => Math.expm1(4 + 10 * (spectra.reflectance[row * BANDS] - 0.4)),
  );
  const chosen = await chooseAndFit({
    baseline: BASELINES.ridge,
    spectra,
    values: skewed,
    seen,
    pretreatments: [[]],
    transforms: ["none", "sqrt", "log1p"],
    folds: 3,
    repeats: 2,
    seed: 5,
  });
  assertEquals(chosen.transform, "log1p");
  const errors = rows.slice(TRAIN).map((row) =>
    Math.abs(chosen.predicted[row] / skewed[row] - 1)
  );
  assert(Math.max(...errors) < 0.05, `off by ${Math.max(...errors)}`);
  await assertRejects(
    () =>
      chooseAndFit({
        baseline: BASELINES.ridge,
        spectra,
        values: skewed.map((value) => -value),
        seen,
        pretreatments: [[]],
        transforms: ["none", "log1p"],
        folds: 3,
        repeats: 1,
        seed: 5,
      }),
    InputError,
    "expected 0 or more, or no log1p",
  );
});

Deno.test("innerFolds holds every sample once, whatever the number of folds", () => {
  for (const folds of [2, 5, 45, 99]) {
    const parts = innerFolds(seen, folds, 3);
    assertEquals(parts.flat().sort((a, b) => a - b), [...seen]);
    const sizes = parts.map((part) => part.length);
    assert(Math.max(...sizes) - Math.min(...sizes) <= 1);
  }
  assertNotEquals(innerFolds(seen, 5, 3), innerFolds(seen, 5, 4));
});
