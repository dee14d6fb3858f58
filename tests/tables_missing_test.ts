// Values that are missing in tables: what counts as missing, how all of them
// are named, and what is left when they are dropped.
import { assert, assertEquals, assertRejects } from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { joinLabels } from "../lib/spectra/join.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import type { ReadOptions } from "../lib/spectra/read_options.ts";
import { cellNumber, isMissing } from "../lib/spectra/tables/cell_number.ts";
import { openLabels } from "../lib/spectra/tables/open_labels.ts";
import { inFile } from "./support/in_file.ts";

const spectra = (text: string, options: ReadOptions = {}) =>
  inFile(text, (path) => openSpectra(path, options));
const labels = (text: string, options: ReadOptions = {}) =>
  inFile(text, (path) => openLabels(path, ["clay"], options));

const MISSING = [
  ...["", " ", "NA", "na", "N/A", "#N/A", "NaN", "nan", "null", "None", "-"],
  ...["--", ".", "?", "-9999", "-9999.0", "-999", "-1.23e34", "-3.4e38"],
];

for (const word of MISSING) {
  Deno.test(`openSpectra and openLabels take "${word}" for a missing value`, async () => {
    const text = `sample,clay,350,351\na,1,2,3\nb,4,5,${word}\nc,7,8,9\n`;
    const { message } = await assertRejects(() => spectra(text), InputError);
    assert(message.includes("line 3, column 351: is missing"), message);
    const set = await spectra(text, { missing: "drop" });
    assertEquals(set.samples, ["a", "c"]);
    assertEquals([...set.reflectance], [2, 3, 8, 9]);
    assertEquals(set.dropped, [{
      sample: "b",
      reason: "a value is missing (line 3, column 351)",
    }]);
    const table = `sample;clay\na;1\nb;${word}\n`;
    await assertRejects(() => labels(table), InputError, "line 3, column clay");
    const kept = await labels(table, { missing: "drop" });
    assertEquals(kept.samples, ["a"]);
    assertEquals(kept.dropped!.map(({ sample }) => sample), ["b"]);
  });
}

Deno.test("cellNumber takes no other word for a missing value", () => {
  for (const word of ["nd", "n.d.", "<5", "trace", "inf", "#DIV/0!", "0x10"]) {
    assertEquals(cellNumber(word, true), undefined, word);
  }
  for (const value of [0, -0.01, -1, -99, 9999, 65535, -999.5, Infinity]) {
    assert(!isMissing(value), String(value));
  }
});

Deno.test("cellNumber takes a comma for a point unless it may part thousands", () => {
  assertEquals(cellNumber("1,5", true), 1.5);
  assertEquals(cellNumber("1,446", true), 1.446);
  assertEquals(cellNumber("1,5", false), undefined);
  assertEquals(cellNumber("0,446", "unless thousands"), 0.446);
  assertEquals(cellNumber("1,446", "unless thousands"), undefined);
  assertEquals(cellNumber("1.446,5", true), undefined);
  assertEquals(cellNumber("1,446,5", true), undefined);
});

Deno.test("openSpectra names twenty spectra with missing values, and how many more", async () => {
  const row = (i: number) => `s${i},${i % 2 ? "NA,NA" : "1,NA"}`;
  const rows = Array.from({ length: 23 }, (_, i) => row(i));
  const text = `sample,350,351\n${rows.join("\n")}\nz,1,2\n`;
  const { message } = await assertRejects(() => spectra(text), InputError);
  assert(message.includes("values are missing in 23 rows: s0 (line 2, column"));
  assert(message.includes("s1 (line 3, column 350 and 1 more)"), message);
  assert(message.includes("s19 (line 21, column 350 and 1 more) and 3 more"));
  assert(!message.includes("s20"), message);
});

Deno.test("openSpectra drops a sample whose replicate lacks a value, unless fewer replicates will do", async () => {
  const text = "sample,350,351\na,1,2\na,3,NA\nb,5,6\nb,7,8\n";
  const set = await spectra(text, { missing: "drop" });
  assertEquals(set.samples, ["b"]);
  assertEquals(set.replicates, 2);
  assertEquals(set.dropped!.length, 1);
  const alone = text + "c,9,NA\n";
  await assertRejects(
    () => spectra("sample,350,351\na,NA,1\n", { missing: "drop" }),
    InputError,
    "has no spectrum without missing values",
  );
  const dropped = (await spectra(alone, { missing: "drop" })).dropped!;
  assertEquals(dropped.map(({ sample }) => sample), ["a", "c"]);
});

Deno.test("openLabels takes a sample's value from the rows that have one, when others are dropped", async () => {
  const text = "sample,clay\na,1\na,\nb,\nb,2\nc,\n";
  const { samples, values, dropped } = await labels(text, { missing: "drop" });
  assertEquals(samples, ["a", "b"]);
  assertEquals([...values], [1, 2]);
  assertEquals(dropped!.map(({ sample }) => sample), ["c"]);
});

Deno.test("joinLabels leaves out the values of samples without spectra that were dropped, and the other way round", async () => {
  const drop = { missing: "drop" } as const;
  const joined = joinLabels(
    await spectra("sample,350,351\na,1,2\nb,NA,4\nc,5,6\n", drop),
    await labels("sample,clay\nc,NA\na,10\nb,20\n", drop),
  );
  assertEquals(joined.spectra.samples, ["a"]);
  assertEquals([...joined.spectra.reflectance], [1, 2]);
  assertEquals(joined.labels.samples, ["a"]);
  assertEquals([...joined.labels.values], [10]);
  // What was left out of either is said once, of the joined spectra.
  assertEquals(joined.spectra.dropped!.map(({ sample }) => sample), ["b", "c"]);
  assertEquals(joined.labels.dropped!.map(({ sample }) => sample), ["c"]);
});
