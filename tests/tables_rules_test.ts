// Rules of tables that are about trust: which column names the samples, when
// rows may be numbered, what counts as missing.
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { fileURLToPath } from "node:url";
import { InputError } from "../lib/errors.ts";
import { joinLabels } from "../lib/spectra/join.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import type { ReadOptions } from "../lib/spectra/read_options.ts";
import { cellNumber, isMissing } from "../lib/spectra/tables/cell_number.ts";
import { findBands } from "../lib/spectra/tables/find_bands.ts";
import { identifiers } from "../lib/spectra/tables/identifiers.ts";
import { keyColumns } from "../lib/spectra/tables/key_columns.ts";
import { openLabels } from "../lib/spectra/tables/open_labels.ts";
import { isAxisName } from "../lib/spectra/tables/transposed.ts";
import { TABLE_WRITERS } from "./support/table_files.ts";

async function inFile<T>(
  content: Uint8Array | string,
  use: (path: string) => Promise<T>,
): Promise<T> {
  const path = await Deno.makeTempFile();
  try {
    const bytes = typeof content === "string"
      ? new TextEncoder().encode(content)
      : content;
    await Deno.writeFile(path, bytes);
    return await use(path);
  } finally {
    await Deno.remove(path);
  }
}

const spectra = (text: string | Uint8Array, options: ReadOptions = {}) =>
  inFile(text, (path) => openSpectra(path, options));
const labels = (text: string, options: ReadOptions = {}) =>
  inFile(text, (path) => openLabels(path, ["clay"], options));

for (
  const name of [
    ...["Sample", "SAMPLES", "sample_id", "SampleID", "Sample ID", "sample.no"],
    ...["ID", "id", "Sample-Name", "Lab_ID", "Probe", "amostra", "id_muestra"],
  ]
) {
  Deno.test(`openSpectra finds the samples' names in a column ${name} and says so`, async () => {
    const set = await spectra(`clay,${name},350,351\n1,x,3,4\n2,y,5,6\n`);
    assertEquals(set.samples, ["x", "y"]);
    assertEquals(set.notes, [`samples by the column "${name}"`]);
  });
}

Deno.test("openSpectra prefers a column sample, and takes the one that is asked for", async () => {
  const text = "id,sample,Lab No,350,351\n1,x,p,3,4\n2,y,q,5,6\n";
  assertEquals((await spectra(text)).samples, ["x", "y"]);
  const asked = (sampleColumn: string) =>
    spectra(text, { sampleColumn }).then(({ samples }) => samples);
  assertEquals(await asked("Lab No"), ["p", "q"]);
  assertEquals(await asked("id"), ["1", "2"]);
  // It may be the other file's; a slip of the pen is not.
  assertEquals(await asked("plot"), ["x", "y"]);
  await assertRejects(() => asked("Lab_No"), InputError, '"Lab No" meant?');
});

Deno.test("openSpectra numbers rows only where it is asked to, in every format", async () => {
  const table = {
    names: ["350", "351"],
    columns: [Float64Array.of(1, 2), Float64Array.of(3, 4)],
    rows: 2,
  };
  for (const write of Object.values(TABLE_WRITERS)) {
    const bytes = write(table);
    const { message } = await assertRejects(() => spectra(bytes), InputError);
    assert(message.includes("data.row_prefix"), message);
    assert(message.includes("data.sample_column"), message);
    const set = await spectra(bytes, { rowPrefix: "G" });
    assertEquals(set.samples, ["G1", "G2"]);
    assertEquals(set.numbered!.identifiers, []);
  }
});

Deno.test("openSpectra takes an unnamed first column for names of rows unless it counts", async () => {
  const named = await spectra(",350,351\nx,1,2\ny,3,4\n");
  assertEquals(named.samples, ["x", "y"]);
  assertEquals(named.notes, ["samples by the names of the rows"]);
  const counted = ",350,351\n0,1,2\n1,3,4\n";
  await assertRejects(() => spectra(counted), InputError, "data.row_prefix");
});

Deno.test("joinLabels never pairs rows of two tables by number where a column names them", async () => {
  const options = { rowPrefix: "G" };
  const named = await spectra("core_nr,350,351\n2,1,2\n1,3,4\n", options);
  const plain = await spectra("350,351\n1,2\n3,4\n", options);
  const values = await labels("clay;depth\n10;5\n20;5\n", options);
  const coded = await labels("clay;Code\n10;b\n20;a\n", options);
  assertEquals(joinLabels(plain, values).spectra.samples, ["G1", "G2"]);
  for (const [set, table] of [[named, values], [plain, coded]] as const) {
    const { message } = assertThrows(() => joinLabels(set, table), InputError);
    assert(message.includes("data.sample_column"), message);
    assert(/"(core_nr|Code)"/.test(message), message);
  }
  // Rows of one table are themselves, whatever they are called.
  const both = "Code,clay,350,351\nb,10,1,2\na,20,3,4\n";
  await inFile(both, async (path) => {
    const joined = joinLabels(
      await openSpectra(path, options),
      await openLabels(path, ["clay"], options),
    );
    assertEquals([...joined.labels.values], [10, 20]);
  });
});

Deno.test("identifiers are columns with other values in all rows, by name or by text", () => {
  const column = (name: string, ...values: (number | string)[]) => ({
    name,
    values: typeof values[0] === "number"
      ? Float64Array.from(values as number[])
      : values as string[],
  });
  const found = identifiers([
    column("core_code", 3, 1, 2),
    column("plotID", 3, 1, 2),
    column("site", "a", "b", "c"),
    column("site2", "a", "a", "c"),
    column("clay", 1, 2, 3),
    column("nitrogen", 1, 2, 3),
    column("pH", "7.1", "7,2", "6.5"),
    column("profile no", 1, 1, 2),
  ]);
  assertEquals(found, ["core_code", "plotID", "site"]);
});

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

const goldens = fileURLToPath(new URL("goldens/r_data/", import.meta.url));

Deno.test("openSpectra takes the object of an R file that is asked for", async () => {
  const path = `${goldens}two.rda`;
  const prefixed = await openSpectra(path, { object: "prefixed" });
  assertEquals(prefixed.samples, ["A", "B"]);
  const named = await openSpectra(path, { object: "named" });
  assertEquals(named.samples, ["r1", "r2", "r3"]);
  await assertRejects(
    () => openSpectra(path, { object: "other" }),
    InputError,
    "expected one called other",
  );
  await assertRejects(() => openSpectra(path), InputError, "data.object");
  const { samples } = await openLabels(path, ["clay"], { object: "named" });
  assertEquals(samples, ["A", "B"]);
});

Deno.test("isAxisName knows headings of wavelengths, and no others", () => {
  for (
    const name of [
      ...[
        "Wavelength",
        "wavelengths",
        "Wavelength (nm)",
        "wavelength_nm",
        "wl",
      ],
      ...[
        "WAVELENGTH [nm]",
        "Wave length",
        "nm",
        "Wavenumber (cm-1)",
        "lambda",
      ],
    ]
  ) assert(isAxisName(name), name);
  for (const name of ["sample", "wavelet", "id", "clay", "350", ""]) {
    assert(!isAxisName(name), name);
  }
});

Deno.test("openSpectra takes a table for one with spectra in columns only if its first column says so", async () => {
  const tall = await spectra(
    "Wavelength\tS1.asd\tS2.asd\n350\t1\t2\n351\t3\t4\n",
  );
  assertEquals(tall.samples, ["S1", "S2"]);
  assertEquals([...tall.reflectance], [1, 3, 2, 4]);
  // A heading for the row of headings.
  const wide = await spectra("Wavelength,350,351\na,1,2\nb,3,4\n", {
    sampleColumn: "Wavelength",
  });
  assertEquals(wide.samples, ["a", "b"]);
  const looks = "what,S1,S2\n350,1,2\n351,3,4\n";
  await assertRejects(() => spectra(looks), InputError, "no columns of wave");
});

Deno.test("findBands says the unit that names have", () => {
  const unit = (...names: string[]) => findBands(names, "x")?.unit;
  assertEquals(unit("350 nm", "351 nm"), "nm");
  assertEquals(unit("1.1um", "1.2um"), "um");
  assertEquals(unit("4000 cm-1", "4010 cm-1"), "cm-1");
  assertEquals(unit("X350", "X351"), undefined);
});

Deno.test("findBands takes the large set of columns, and asks where two are large", () => {
  const bands = Array.from({ length: 20 }, (_, i) => `r_${350 + i}`);
  const names = ["depth_10", "depth_30", ...bands, "P_5", "P_6"];
  assertEquals(findBands(names, "x")!.columns[0], 2);
  const more = Array.from({ length: 20 }, (_, i) => `a_${350 + i}`);
  assertThrows(
    () => findBands([...bands, ...more], "x"),
    InputError,
    "r_… and",
  );
});

Deno.test("keyColumns takes replicates and groups whatever their case", () => {
  const found = keyColumns(["ID", "Rep", "Group", "350"], { path: "x" });
  assertEquals([found.sample, found.replicate, found.group], [0, 1, 2]);
  assertEquals(found.notes.length, 3);
});
