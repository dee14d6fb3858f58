import { assertEquals, assertThrows } from "@std/assert";
import type { Config } from "../lib/config.ts";
import { InputError } from "../lib/errors.ts";
import {
  MT19937,
  splitSamples,
  trainTestSplit,
} from "../lib/training/split.ts";

type Honest = Extract<Config["split"], { protocol: "honest" }>;

const honest: Honest = {
  protocol: "honest",
  test_size: 0.33,
  validation_size: 0.2,
  random_state: 42,
  by_group: "none",
};

function sites(...counts: number[]): string[] {
  return counts.flatMap((count, i) => new Array(count).fill(`S${i + 1}`));
}

function refuse(
  groups: string[] | null,
  change: Partial<Honest>,
  words: string,
  samples = groups?.length ?? 20,
) {
  assertThrows(
    () => splitSamples({ samples, groups }, { ...honest, ...change }),
    InputError,
    words,
  );
}

Deno.test("trainTestSplit() refuses what leaves no training part", () => {
  for (const [n, test_size] of [[1, 0.5], [3, 0.9], [5, 5], [0, 0.1]]) {
    assertThrows(
      () => trainTestSplit(n, { test_size, random_state: 0 }),
      InputError,
      "leaves none to train on",
    );
  }
});

Deno.test("trainTestSplit() refuses sizes and seeds out of range", () => {
  for (const test_size of [0, -0.5, 1.5, NaN]) {
    assertThrows(
      () => trainTestSplit(9, { test_size, random_state: 0 }),
      RangeError,
      "Size is",
    );
  }
  for (const seed of [-1, 0.5, 2 ** 32, NaN]) {
    assertThrows(() => new MT19937(seed), RangeError, "Seed is");
  }
});

Deno.test("splitSamples() refuses honest parts that leave nothing to train on", () => {
  refuse(null, {}, "takes 1 and validation_size 0.2 takes 1", 2);
  refuse(null, { test_size: 12, validation_size: 8 }, "Of 20 samples");
});

Deno.test("splitSamples() refuses groups that are missing or too few", () => {
  for (
    const by_group of ["stratified", "leave-out", "leave-out-test"] as const
  ) {
    refuse(null, { by_group }, "no column group");
  }
  refuse(sites(9, 9), { by_group: "leave-out" }, "Of 2 groups");
  refuse(sites(9, 9), { by_group: "leave-out" }, '"leave-out-test"');
  refuse(sites(9), { by_group: "leave-out" }, "Of 1 group,");
  refuse(sites(9), { by_group: "leave-out-test" }, "have 1 group,");
  refuse(sites(9, 1), { by_group: "stratified" }, "S2 has one sample");
  refuse(
    sites(9, 9),
    { by_group: "leave-out-test", validation_size: 9 },
    "have 9 samples",
  );
});

for (
  const by_group of [
    "none",
    "stratified",
    "leave-out-test",
    "leave-out",
  ] as const
) {
  Deno.test(`splitSamples() by ${by_group} puts every sample into one part`, () => {
    const groups = sites(20, 31, 40);
    const { train, validation, test } = splitSamples(
      { samples: 91, groups },
      { ...honest, by_group },
    );
    const all = [...train, ...validation, ...test].sort((a, b) => a - b);
    assertEquals(all, Array.from({ length: 91 }, (_, i) => i));
    const groupsOf = (part: readonly number[]) =>
      [...new Set(part.map((i) => groups[i]))].sort();
    if (by_group === "stratified") {
      for (const part of [train, validation, test]) {
        const first = part.filter((i) => groups[i] === "S1").length;
        assertEquals(Math.abs(first - part.length * 20 / 91) <= 1, true);
      }
    }
    if (by_group === "leave-out-test" || by_group === "leave-out") {
      const tested = groupsOf(test);
      assertEquals(tested.length, 1);
      const other = groupsOf([...train, ...validation]);
      assertEquals(other.includes(tested[0]), false);
    }
    if (by_group === "leave-out") {
      const watched = groupsOf(validation);
      assertEquals(groupsOf(train).includes(watched[0]), false);
    }
  });
}

Deno.test("splitSamples() by leave-out-test of two sites trains on one and tests the other", () => {
  const groups = sites(75, 75);
  const split = splitSamples({ samples: 150, groups }, {
    ...honest,
    by_group: "leave-out-test",
  });
  assertEquals(split.test, Array.from({ length: 75 }, (_, i) => i + 75));
  assertEquals([split.train.length, split.validation.length], [45, 30]);
});
