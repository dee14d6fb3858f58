// Splits against scikit-learn's own; goldens by tests/reference/split.py.
import { assertEquals } from "@std/assert";
import { groupSplit, stratifiedSplit } from "../lib/training/group_split.ts";
import {
  MT19937,
  splitSamples,
  trainTestSplit,
} from "../lib/training/split.ts";
import golden from "./goldens/split.json" with { type: "json" };

type Digest = string | number[];
type Row = [number, number, number, Digest, Digest];
type GroupRow = [string[], string, number, number, Digest, Digest];

/** Short lists as they are, long ones as the SHA-256 of their text. */
async function digest(indices: readonly number[]): Promise<Digest> {
  if (indices.length <= 12) return [...indices];
  const text = new TextEncoder().encode(indices.join(","));
  const hash = await crypto.subtle.digest("SHA-256", text);
  return new Uint8Array(hash).toHex();
}

Deno.test("MT19937 draws the bits of numpy.random.RandomState", () => {
  for (const [seed, bits] of golden.streams as [number, number[]][]) {
    const random = new MT19937(seed);
    assertEquals(bits.map(() => random.uint32()), bits, `seed ${seed}`);
  }
});

Deno.test("MT19937.permutation() equals RandomState.permutation", async () => {
  const rows = golden.permutations as [number, number, Digest][];
  for (const [seed, n, expected] of rows) {
    const order = new MT19937(seed).permutation(n);
    assertEquals(await digest(order), expected, `seed ${seed}, n ${n}`);
  }
});

Deno.test("trainTestSplit() equals scikit-learn's for 200 random n, test_size and seed", async () => {
  const rows = golden.splits as Row[];
  assertEquals(rows.length, 200);
  for (const [n, test_size, random_state, train, test] of rows) {
    const split = trainTestSplit(n, { test_size, random_state });
    const name = `n ${n}, test_size ${test_size}, seed ${random_state}`;
    assertEquals(await digest(split.train), train, name);
    assertEquals(await digest(split.test), test, name);
  }
});

Deno.test("splitSamples() gives Code S2's split of 150 samples, and no validation part", () => {
  const split = splitSamples({ samples: 150, groups: null }, {
    protocol: "published",
    test_size: 0.33,
    random_state: 42,
  });
  assertEquals(split, { ...golden.paper, validation: [] });
});

Deno.test("splitSamples() of the honest protocol equals two train_test_split", async () => {
  for (const row of golden.honest as [...Row, Digest, Digest][]) {
    const [samples, test_size, validation_size, random_state] =
      row as unknown as number[];
    const split = splitSamples({ samples, groups: null }, {
      protocol: "honest",
      test_size,
      validation_size,
      random_state,
      by_group: "none",
    });
    assertEquals(
      [
        await digest(split.train),
        await digest(split.validation),
        await digest(split.test),
      ],
      row.slice(4) as Digest[],
      `n ${samples}`,
    );
  }
});

for (
  const [name, split, rows] of [
    ["groupSplit() equals GroupShuffleSplit", groupSplit, golden.grouped],
    [
      "stratifiedSplit() equals StratifiedShuffleSplit",
      stratifiedSplit,
      golden.stratified,
    ],
  ] as const
) {
  Deno.test(name, async () => {
    for (
      const [names, codes, test_size, seed, train, test] of rows as GroupRow[]
    ) {
      const groups = [...codes].map((code) => names[Number(code)]);
      const found = split(groups, { test_size, random_state: seed });
      assertEquals(await digest(found.train), train, `seed ${seed}`);
      assertEquals(await digest(found.test), test, `seed ${seed}`);
    }
  });
}
