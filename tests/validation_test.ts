// Validation schemes: every one keeps its parts apart, and does what its name
// says.
import {
  assert,
  assertEquals,
  assertNotEquals,
  assertRejects,
} from "@std/assert";
import { InputError } from "../lib/errors.ts";
import type { SpectraSet } from "../lib/spectra/spectra_set.ts";
import { makeSplits, type SchemeConfig } from "../lib/validation/schemes.ts";

const N = 40;
const BANDS = 6;
const spectra: SpectraSet = {
  samples: Array.from({ length: N }, (_, i) => `S${i}`),
  replicates: 1,
  groups: Array.from({ length: N }, (_, i) => "abc"[i % 3]),
  wavelengths: Float64Array.from({ length: BANDS }, (_, i) => 400 + i),
  reflectance: Float64Array.from(
    { length: N * BANDS },
    (_, i) => 0.4 + 0.3 * Math.sin(1.7 * i) * Math.cos(0.11 * i),
  ),
};
const values = Float64Array.from({ length: N }, (_, i) => Math.sin(3 * i) * 50);
const subject = { spectra, values };

const SCHEMES: Record<string, SchemeConfig> = {
  "hold-out": {
    kind: "hold-out",
    test_size: 0.33,
    validation_size: 0.2,
    random_states: [42, 7],
  },
  "hold-out without validation": {
    kind: "hold-out",
    test_size: 10,
    validation_size: 0,
    random_states: [1],
  },
  "k-fold": {
    kind: "k-fold",
    folds: 5,
    repeats: 3,
    validation_size: 0.25,
    seed: 2,
    strata: 1,
  },
  "k-fold, stratified": {
    kind: "k-fold",
    folds: 4,
    repeats: 2,
    validation_size: 5,
    seed: 2,
    strata: 5,
  },
  "leave-one-group-out": {
    kind: "leave-one-group-out",
    validation_size: 0.2,
    random_state: 3,
  },
  "kennard-stone": {
    kind: "kennard-stone",
    test_size: 0.25,
    validation_size: 0.2,
    random_state: 3,
  },
};

for (const [name, config] of Object.entries(SCHEMES)) {
  Deno.test(`makeSplits keeps the parts of ${name} apart, and loses no sample`, async () => {
    const splits = await makeSplits(subject, config);
    assertEquals(new Set(splits.map((each) => each.name)).size, splits.length);
    for (const { split: { train, validation, test } } of splits) {
      const all = [...train, ...validation, ...test];
      assertEquals(
        all.sort((a, b) => a - b),
        Array.from({ length: N }, (_, i) => i),
      );
      assert(train.length > 0 && test.length > 0);
    }
    assertEquals(await makeSplits(subject, config), splits);
  });
}

Deno.test("kFold tests every sample once in each repeat, and repeats in other orders", async () => {
  const splits = await makeSplits(subject, SCHEMES["k-fold"]);
  assertEquals(splits.length, 15);
  const repeats = [0, 1, 2].map((repeat) =>
    splits.slice(5 * repeat, 5 * repeat + 5).map(({ split }) => split.test)
  );
  for (const tests of repeats) {
    assertEquals(tests.flat().sort((a, b) => a - b).length, N);
    assertEquals(new Set(tests.flat()).size, N);
  }
  assertNotEquals(repeats[0], repeats[1]);
});

Deno.test("kFold with strata gives each fold its share of each quantile", async () => {
  const splits = await makeSplits(subject, SCHEMES["k-fold, stratified"]);
  const sorted = [...values].sort((a, b) => a - b);
  for (const { split: { test } } of splits) {
    for (let stratum = 0; stratum < 5; stratum++) {
      const own = test.filter((i) => {
        const rank = sorted.indexOf(values[i]);
        return Math.floor(rank / 8) === stratum;
      });
      assertEquals(own.length, 2);
    }
  }
});

Deno.test("leaveOneGroupOut tests each group whole", async () => {
  const splits = await makeSplits(subject, SCHEMES["leave-one-group-out"]);
  assertEquals(splits.map(({ name }) => name), ["a", "b", "c"]);
  for (const { name, split } of splits) {
    assert(split.test.every((i) => spectra.groups![i] === name));
    assert(split.train.every((i) => spectra.groups![i] !== name));
    assert(split.validation.every((i) => spectra.groups![i] !== name));
  }
});

Deno.test("kennardStone chooses the two that are farthest apart, then always the farthest from all chosen", async () => {
  const [{ split }] = await makeSplits(subject, {
    kind: "kennard-stone",
    test_size: 0.25,
    validation_size: 0,
    random_state: 1,
  });
  const distance = (a: number, b: number) => {
    let sum = 0;
    for (let i = 0; i < BANDS; i++) {
      sum += (spectra.reflectance[a * BANDS + i] -
        spectra.reflectance[b * BANDS + i]) ** 2;
    }
    return sum;
  };
  const all = Array.from({ length: N }, (_, i) => i);
  const pairs = all.flatMap((a) => all.map((b) => distance(a, b)));
  const [first, second, ...others] = split.train;
  assertEquals(distance(first, second), Math.max(...pairs));
  const chosen = [first, second];
  for (const next of others) {
    const left = all.filter((i) => !chosen.includes(i));
    const nearest = (i: number) =>
      Math.min(...chosen.map((one) => distance(i, one)));
    assertEquals(nearest(next), Math.max(...left.map(nearest)));
    chosen.push(next);
  }
});

Deno.test("kennardStone never looks at values", async () => {
  const other = { spectra, values: values.map((v) => -v) };
  assertEquals(
    await makeSplits(other, SCHEMES["kennard-stone"]),
    await makeSplits(subject, SCHEMES["kennard-stone"]),
  );
});

async function given(splits: unknown): Promise<unknown> {
  const file = await Deno.makeTempFile({ suffix: ".json" });
  try {
    const text = typeof splits === "string" ? splits : JSON.stringify(splits);
    await Deno.writeTextFile(file, text);
    return await makeSplits(subject, { kind: "given", file });
  } finally {
    await Deno.remove(file);
  }
}

Deno.test("givenSplits reads names of samples, with and without a validation part", async () => {
  const split = { train: ["S3", "S1"], validation: ["S0"], test: ["S9"] };
  assertEquals(
    await given({
      splits: [{ seed: 42, ...split }, {
        name: "b",
        train: ["S1"],
        test: ["S2"],
      }],
    }),
    [
      { name: "42", split: { train: [3, 1], validation: [0], test: [9] } },
      { name: "b", split: { train: [1], validation: [], test: [2] } },
    ],
  );
});

Deno.test("givenSplits refuses what would leak or is not there", async () => {
  const split = { train: ["S3", "S1"], validation: ["S0"], test: ["S9"] };
  for (
    const [splits, says] of [
      ["{", "is not JSON"],
      [{}, 'has no list "splits"'],
      [[], 'has no list "splits"'],
      [[{ ...split, test: ["S1"] }], "S1 is in train and in test"],
      [[{ ...split, validation: ["S9"] }], "S9 is in validation and in test"],
      [[{ ...split, train: ["S3", "S3"] }], "S3 is in train and in train"],
      [[{ ...split, test: ["S99"] }], "split 1, test: there is no sample S99"],
      [[{ ...split, test: [] }], "2 samples to train on and 0 to test"],
      [[{ train: ["S1"] }], 'has no list "test"'],
    ] as const
  ) {
    await assertRejects(() => given(splits), InputError, says);
  }
});

Deno.test("schemes refuse samples that they cannot split", async () => {
  const alone = { spectra: { ...spectra, groups: null }, values };
  await assertRejects(
    () => makeSplits(alone, SCHEMES["leave-one-group-out"]),
    InputError,
    "The samples have no groups; expected two or more",
  );
  await assertRejects(
    () => makeSplits(subject, { ...SCHEMES["k-fold"], folds: 41 } as never),
    InputError,
    "There are 40 samples for 41 folds",
  );
  await assertRejects(
    () =>
      makeSplits(subject, { ...SCHEMES["hold-out"], test_size: 40 } as never),
    InputError,
    "leaves none to train on",
  );
});

const GEEVES = new URL("../../shared/data/geeves/", import.meta.url);
const here = await Deno.stat(GEEVES).then(() => true, () => false);

Deno.test({
  name:
    "hold-out gives the splits that scikit-learn made (needs ../shared/data/geeves)",
  ignore: !here,
  fn: async () => {
    const text = await Deno.readTextFile(new URL("splits.json", GEEVES));
    const { splits } = JSON.parse(text);
    const labels = await Deno.readTextFile(new URL("labels.csv", GEEVES));
    const samples = labels.trim().split("\n").slice(1)
      .map((line) => line.split(/[,;]/)[0].replaceAll('"', ""));
    const found = await makeSplits(
      { spectra: { ...spectra, samples }, values },
      {
        kind: "hold-out",
        test_size: 0.33,
        validation_size: 0.2,
        random_states: [42, 1, 2, 3, 4],
      },
    );
    found.forEach(({ split }, at) => {
      for (const part of ["train", "validation", "test"] as const) {
        assertEquals(
          split[part].map((i) => samples[i]).sort(),
          [...splits[at][part]].sort(),
        );
      }
    });
  },
});
