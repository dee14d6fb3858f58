// The rules by which a table of any format is spectra or laboratory values.
import { assertEquals, assertThrows } from "@std/assert";
import { InputError } from "../lib/errors.ts";
import {
  type ColumnTable,
  createColumnTable,
} from "../lib/formats/shared/column_table.ts";
import { findBands } from "../lib/spectra/tables/find_bands.ts";
import { tableToLabels } from "../lib/spectra/tables/table_labels.ts";
import { tableToSpectra } from "../lib/spectra/tables/table_spectra.ts";

/** A table by column; numbers become a Float64Array. */
function table(
  columns: Record<string, (number | string)[]>,
  rowNames?: string[],
): ColumnTable {
  const entries = Object.entries(columns);
  return createColumnTable({
    names: entries.map(([name]) => name),
    columns: entries.map(([, values]) =>
      values.every((value) => typeof value === "number")
        ? Float64Array.from(values)
        : values.map(String)
    ),
    rows: entries[0][1].length,
    ...(rowNames && { rowNames }),
  });
}

const BANDS: readonly (readonly [string[], number[] | undefined, string])[] = [
  [["350", "351.5", "clay"], [350, 351.5], "numbers"],
  [["X350", "X351.5", "pH"], [350, 351.5], "R's X"],
  [["V350", "V2500"], [350, 2500], "R's V"],
  [["clay", "spc.350", "spc.350.5"], [350, 350.5], "a matrix spc"],
  [["raw_350", "raw_351"], [350, 351], "another prefix"],
  [["spc.350", "spc.351", "abs.350", "abs.351"], [350, 351], "spc first"],
  [["V1", "V2", "V3"], undefined, "numbers of columns"],
  [["x.1", "x.2"], undefined, "numbers of columns of a matrix"],
  [["clay", "silt"], undefined, "no numbers"],
  [["350", "clay"], undefined, "one number alone"],
];

for (const [names, expected, what] of BANDS) {
  Deno.test(`findBands of ${names.join(", ")} finds ${what}`, () => {
    const found = findBands(names, { path: "x" });
    assertEquals(found && [...found.wavelengths], expected);
  });
}

const WRONG_BANDS: readonly (readonly [string[], string])[] = [
  [["350", "35O", "352"], 'x, column 2: "35O" is no wavelength'],
  [["X350", "X35.1e1", "X352"], 'x, column 2: "X35.1e1" is no wavelength'],
  [["a.350", "a.351", "b.350", "b.351"], "in the columns a.… and b.…"],
];

for (const [names, says] of WRONG_BANDS) {
  Deno.test(`findBands refuses ${names.join(", ")}`, () => {
    assertThrows(() => findBands(names, { path: "x" }), InputError, says);
  });
}

Deno.test("tableToSpectra orders replicates by number and keeps samples as they come", () => {
  const set = tableToSpectra(
    table({
      sample: ["B", "A", "B", "A"],
      replicate: [2, 1, 1, 2],
      group: ["s", "n", "s", "n"],
      350: [1, 2, 3, 4],
      351: [5, 6, 7, 8],
    }),
    "x",
  );
  assertEquals(set.samples, ["B", "A"]);
  assertEquals(set.groups, ["s", "n"]);
  assertEquals([...set.reflectance], [3, 7, 1, 5, 2, 6, 4, 8]);
});

Deno.test("tableToSpectra names rows by column, by name, by number and by prefix", () => {
  const bands = { 350: [1, 2], 351: [3, 4] };
  const names = (t: ColumnTable, rowPrefix?: string) =>
    tableToSpectra(t, "x", { rowPrefix }).samples;
  assertEquals(names(table({ sample: [7, 8], ...bands })), ["7", "8"]);
  assertEquals(names(table(bands, ["p", "q"])), ["p", "q"]);
  assertThrows(() => names(table(bands)), InputError, "data.row_prefix");
  assertEquals(names(table(bands, ["p", "q"]), "G"), ["G1", "G2"]);
  const many = table({ 350: Array(10).fill(1), 351: Array(10).fill(1) });
  assertEquals(names(many, "G").at(0), "G01");
});

const WRONG: readonly (readonly [ColumnTable, string])[] = [
  [
    table({ sample: ["A", ""], 350: [1, 2], 351: [3, 4] }),
    "x, row 2, column sample: is missing",
  ],
  [
    table({ sample: ["A", "B "], 350: [1, 2], 351: [3, 4] }),
    'row 2, column sample: is "B " with blanks around it',
  ],
  [
    table({ sample: ["A", "B"], 350: [1, NaN], 351: [3, 4] }),
    "row 2, column 350: is missing",
  ],
  [
    table({ sample: ["A", "B"], 350: [1, Infinity], 351: [3, 4] }),
    "row 2, column 350: is Infinity",
  ],
  [
    table({ sample: ["A", "B"], 350: ["1", "x"], 351: [3, 4] }),
    'row 2, column 350: is "x"',
  ],
  [
    table({ sample: ["A", "B"], X350: [1, 2], X352: [3, 4], X351: [3, 4] }),
    "x, column 4: wavelength 351 follows 352",
  ],
  [
    table({ sample: ["A", "B"], X0: [1, 2], X350: [3, 4] }),
    "wavelength is 0",
  ],
  [
    table({ Sample: ["A", "B"], SAMPLE: ["A", "B"], 350: [1, 2], 351: [3, 4] }),
    'has the columns "Sample" and "SAMPLE"',
  ],
  [
    table({ replicate: [1, 2], 350: [1, 2], 351: [3, 4] }),
    'has a column "replicate" but none called "sample"',
  ],
  [
    table({ sample: ["A", "A", "B"], 350: [1, 2, 3], 351: [3, 4, 5] }),
    "one sample has 2 spectra, but B has 1 spectrum (row 3)",
  ],
  [
    table({
      sample: ["A", "A"],
      replicate: [1, 1],
      350: [1, 2],
      351: [3, 4],
    }),
    "row 2: replicate 1 of sample A stands twice, first in row 1",
  ],
  [table({ sample: ["A"], clay: [1] }), "has no columns of wavelengths"],
];

for (const [wrong, says] of WRONG) {
  Deno.test(`tableToSpectra says: ${says}`, () => {
    assertThrows(() => tableToSpectra(wrong, "x"), InputError, says);
  });
}

Deno.test("tableToLabels takes one value for each sample, however many rows it has", () => {
  const options = { path: "x" };
  const good = table({ sample: ["A", "A", "B"], clay: [1, 1, 2] });
  assertEquals(tableToLabels(good, ["clay"], options), {
    samples: ["A", "B"],
    targets: ["clay"],
    values: Float64Array.of(1, 2),
  });
  const torn = table({ sample: ["A", "A"], clay: [1, 3] });
  assertThrows(
    () => tableToLabels(torn, ["clay"], options),
    InputError,
    "x, row 2, column clay: sample A has 3 here and 1 in row 1",
  );
});

Deno.test("createColumnTable refuses columns of other lengths", () => {
  assertThrows(
    () => createColumnTable({ names: ["a"], columns: [["x"]], rows: 2 }),
    TypeError,
    "Column a has 1 rows, must have 2",
  );
});
