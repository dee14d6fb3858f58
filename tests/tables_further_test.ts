// Columns of a table that are neither wavelengths nor names go with its samples.
import { assertEquals, assertStringIncludes, assertThrows } from "@std/assert";
import { encodeNpz } from "../lib/artifacts/npz.ts";
import { inspectSpectra } from "../lib/spectra/inspect/inspect.ts";
import { reportText } from "../lib/spectra/inspect/report_text.ts";
import { joinLabels } from "../lib/spectra/join.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import type { ReadOptions } from "../lib/spectra/read_options.ts";
import { createSpectraSet } from "../lib/spectra/spectra_set.ts";
import { openLabels } from "../lib/spectra/tables/open_labels.ts";
import { inFile } from "./support/in_file.ts";
import { TABLE_WRITERS } from "./support/table_files.ts";

const spectra = (content: Uint8Array | string, options: ReadOptions = {}) =>
  inFile(content, (path) => openSpectra(path, options));

/** Two spectra of b, one that lacks a value of a, two of c; and lab values. */
const TABLE = {
  names: [
    "site",
    "sample",
    "350",
    "351",
    "clay",
    "day",
    "depth_10",
    "depth_30",
  ],
  columns: [
    ["north", "south", "north", "west", "west"],
    ["b", "a", "b", "c", "c"],
    Float64Array.of(0.1, 0.2, 0.3, 0.4, 0.5),
    Float64Array.of(0.2, NaN, 0.4, 0.5, 0.6),
    Float64Array.of(12.5, 3, 12.5, NaN, NaN),
    ["Mon", "Tue", "Wed", "Thu", "Thu"],
    Float64Array.of(1, 2, 1, 4, 4),
    Float64Array.of(5, 6, 5, 8, 8),
  ],
  rows: 5,
};

const EXPECTED = [
  { name: "site", values: ["north", "west"] },
  { name: "clay", values: ["12.5", ""] },
  { name: "day", values: ["Mon; Wed", "Thu"] },
];

for (const [format, write] of Object.entries(TABLE_WRITERS)) {
  Deno.test(`openSpectra keeps what else a table in ${format} says of its samples`, async () => {
    // Beside two wavelengths depth_10 and depth_30 could be others.
    const bytes = write(TABLE);
    const options: ReadOptions = { missing: "drop", bands: "..." };
    const set = await spectra(bytes, options);
    assertEquals(set.samples, ["b", "c"]);
    assertEquals(set.columns, EXPECTED);
    const average = await spectra(bytes, { ...options, replicates: "average" });
    assertEquals([average.replicates, average.columns], [1, EXPECTED]);
  });
}

Deno.test("openSpectra keeps the arrays of .npz that have a value for each sample", async () => {
  const shape = (...axes: number[]) => axes;
  const arrays = {
    wavelengths: { data: Float64Array.of(350, 351), shape: [2] },
    reflectance: {
      data: Float64Array.from({ length: 8 }, (_, i) => i / 10),
      shape: shape(2, 2, 2),
    },
    samples: { data: ["a", "b"], shape: [2] },
    clay: { data: Float64Array.of(1.5, 2), shape: [2] },
    site: { data: ["x", "y"], shape: [2] },
    images: { data: new Float64Array(24), shape: shape(2, 3, 4) },
    other: { data: new Float64Array(3), shape: [3] },
  };
  const { columns, notes } = await spectra(encodeNpz(arrays));
  assertEquals(columns, [
    { name: "clay", values: ["1.5", "2"] },
    { name: "site", values: ["x", "y"] },
  ]);
  assertEquals(notes, undefined);
});

Deno.test("joinLabels keeps further columns beside their samples", async () => {
  const text = "sample,350,351,clay,site\na,1,2,3,x\nb,4,5,6,y\nc,7,8,9,z\n";
  const set = await spectra(text, { quantity: "reflectance" });
  const labels = await inFile(
    "sample;clay\nc;9\na;3\n",
    (path) => openLabels(path, ["clay"]),
  );
  const joined = joinLabels(set, labels, { unmatched: "drop" });
  assertEquals(joined.spectra.samples, ["c", "a"]);
  assertEquals(joined.spectra.columns, [
    { name: "clay", values: ["9", "3"] },
    { name: "site", values: ["z", "x"] },
  ]);
});

Deno.test("reportText counts and names further columns, and says nothing where there are none", async () => {
  const names = ["a", "b", "c", "d", "e", "f"];
  const text = `sample,350,351,${names.join()}\ns,0.1,0.2,1,2,3,4,5,6\n`;
  const about = { path: "x.csv", format: "CSV" };
  const report = inspectSpectra(await spectra(text), about);
  assertEquals(report.columns, names);
  assertStringIncludes(
    reportText(report),
    "\n  columns      6 more: a, b, c, d, e and 1 more\n",
  );
  const bare = inspectSpectra(
    await spectra("sample,350,351\ns,0.1,0.2\n"),
    about,
  );
  assertEquals(reportText(bare).includes("columns"), false);
});

Deno.test("createSpectraSet refuses a further column of another length", () => {
  assertThrows(
    () =>
      createSpectraSet({
        samples: ["a"],
        replicates: 1,
        groups: null,
        wavelengths: Float64Array.of(350),
        reflectance: Float64Array.of(0.1),
        columns: [{ name: "clay", values: [] }],
      }),
    TypeError,
    "Column clay has 0 values, must have 1",
  );
});
