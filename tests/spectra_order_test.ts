// The order of samples and replicates, whatever the order of the rows.
import { assertEquals, assertThrows } from "@std/assert";
import { joinLabels, selectSamples } from "../lib/spectra/join.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import { reorderRows } from "../lib/spectra/reorder_rows.ts";
import {
  createSpectraSet,
  type SpectraSet,
} from "../lib/spectra/spectra_set.ts";

function random(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}

function shuffled(length: number, next: () => number): number[] {
  const order = Array.from({ length }, (_, i) => i);
  for (let i = length - 1; i > 0; i--) {
    const j = Math.floor(next() * (i + 1));
    [order[i], order[j]] = [order[j], order[i]];
  }
  return order;
}

async function readText(text: string, chunkBytes?: number) {
  const path = await Deno.makeTempFile({ suffix: ".csv" });
  try {
    await Deno.writeTextFile(path, text);
    return await openSpectra(path, { chunkBytes });
  } finally {
    await Deno.remove(path);
  }
}

Deno.test("openSpectra puts a named replicate into the same channel for every sample", async () => {
  const set = await readText(
    "sample,replicate,1,2\na,north,1,1\na,east,2,2\nb,east,3,3\nb,north,4,4\n",
  );
  assertEquals([...set.reflectance], [1, 1, 2, 2, 4, 4, 3, 3]);
});

Deno.test("openSpectra orders replicates by number only if all of the file are numbers", async () => {
  const set = await readText(
    "sample,replicate,1,2\na,2,1,1\na,1,2,2\nb,x,3,3\nb,2,4,4\n",
  );
  assertEquals([...set.reflectance], [1, 1, 2, 2, 4, 4, 3, 3]);
});

Deno.test("openSpectra reads back 60 random sets, rows shuffled, in pieces of any size", async () => {
  const next = random(2);
  for (let round = 0; round < 60; round++) {
    const count = 1 + Math.floor(next() * 6);
    const replicates = 1 + Math.floor(next() * 12);
    const bands = 2 + Math.floor(next() * 5);
    const names = Array.from(
      { length: count },
      (_, i) => ["probe", "Größe, 1", 'a "b"', "two\nlines", "x;y", "ü"][i],
    );
    const values = Float64Array.from(
      { length: count * replicates * bands },
      () => (next() - 0.5) * 10 ** Math.floor(next() * 30 - 15),
    );
    const cell = (text: string) =>
      /[",;\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
    const rows = shuffled(count * replicates, next);
    const end = next() < 0.5 ? "\n" : "\r\n";
    const blank = next() < 0.3 ? end : "";
    const text = (next() < 0.5 ? "\uFEFF" : "") + [
      ["sample", "group", "replicate"].concat(
        Array.from({ length: bands }, (_, i) => `${350 + i / 2}`),
      ).join(","),
      ...rows.map((row) => {
        const sample = Math.floor(row / replicates);
        const data = values.subarray(row * bands, (row + 1) * bands);
        return [
          cell(names[sample]),
          `site ${sample % 2}`,
          `${row % replicates + 1}`,
          ...data,
        ].join(",") + blank;
      }),
    ].join(end) + (next() < 0.5 ? end : "");
    const set = await readText(text, 1 + Math.floor(next() * 60));
    createSpectraSet(set);
    const order = [
      ...new Set(rows.map((row) => Math.floor(row / replicates))),
    ];
    assertEquals(set.samples, order.map((sample) => names[sample]));
    assertEquals(set.groups, order.map((sample) => `site ${sample % 2}`));
    assertEquals(set.replicates, replicates);
    const size = replicates * bands;
    const wanted = order.flatMap((sample) => [
      ...values.subarray(sample * size, (sample + 1) * size),
    ]);
    assertEquals([...set.reflectance], wanted);
    assertEquals(set.reflectance.buffer.byteLength, wanted.length * 8);
  }
});

Deno.test("reorderRows does what a copy does, for 100 random permutations", () => {
  const next = random(3);
  for (let round = 0; round < 100; round++) {
    const order = shuffled(Math.floor(next() * 12), next);
    const values = Float64Array.from({ length: order.length * 3 }, next);
    const wanted = order.flatMap((row) => [
      ...values.slice(row * 3, row * 3 + 3),
    ]);
    reorderRows(values, 3, order);
    assertEquals([...values], wanted);
  }
});

const SET: SpectraSet = {
  samples: ["a", "b", "c"],
  replicates: 1,
  groups: ["x", "y", "x"],
  wavelengths: Float64Array.of(350, 351),
  reflectance: Float64Array.of(1, 2, 3, 4, 5, 6),
};

Deno.test("selectSamples takes samples in the order asked, and any number of them", () => {
  const some = selectSamples(SET, [2, 0]);
  assertEquals(some.samples, ["c", "a"]);
  assertEquals(some.groups, ["x", "x"]);
  assertEquals([...some.reflectance], [5, 6, 1, 2]);
  assertEquals(selectSamples(SET, []).reflectance.length, 0);
});

Deno.test("selectSamples refuses an index that is none", () => {
  for (const index of [-1, 3, 0.5, NaN]) {
    assertThrows(() => selectSamples(SET, [index]), RangeError, "Index is");
  }
});

Deno.test("joinLabels names the samples that have no partner", () => {
  const samples = ["a", "b", "c", "1", "2", "3", "4", "5", "6", "7"];
  const labels = { samples, targets: [], values: new Float64Array() };
  assertThrows(
    () => joinLabels(SET, labels),
    Error,
    "Samples 1, 2, 3, 4, 5, 6, 7 have rows in the labels but no spectra",
  );
});

Deno.test("createSpectraSet refuses what is not a set of spectra", () => {
  const changes: [Partial<SpectraSet>, string][] = [
    [{ samples: ["a", "a", "c"] }, "names must be unique"],
    [{ replicates: 0 }, "must be at least 1"],
    [{ replicates: 2 }, "must have 12"],
    [{ groups: ["x"] }, "must be 3"],
    [{ wavelengths: Float64Array.of(351, 350) }, "must increase"],
    [{ wavelengths: Float64Array.of(0, 350) }, "finite and above 0"],
    [{ wavelengths: Float64Array.of(350, Infinity) }, "finite and above 0"],
    [{ reflectance: Float64Array.of(1, 2, 3, NaN, 5, 6) }, "must be finite"],
  ];
  for (const [change, part] of changes) {
    assertThrows(() => createSpectraSet({ ...SET, ...change }), Error, part);
  }
});
