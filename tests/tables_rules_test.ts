// Rules of tables that are about trust: which column names the samples, and when
// rows may be numbered.
import { assert, assertEquals, assertRejects, assertThrows } from "@std/assert";
import { fileURLToPath } from "node:url";
import { InputError } from "../lib/errors.ts";
import { joinLabels } from "../lib/spectra/join.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import type { ReadOptions } from "../lib/spectra/read_options.ts";
import { findBands } from "../lib/spectra/tables/find_bands.ts";
import { identifiers } from "../lib/spectra/tables/identifiers.ts";
import { keyColumns } from "../lib/spectra/tables/key_columns.ts";
import { openLabels } from "../lib/spectra/tables/open_labels.ts";
import { isAxisName } from "../lib/spectra/tables/transposed.ts";
import { inFile } from "./support/in_file.ts";
import { TABLE_WRITERS } from "./support/table_files.ts";

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

Deno.test("openSpectra shifts no header whose last heading is lost", async () => {
  for (const name of ["S1", "1", "7"]) {
    const text = `sample,350,351\n${name},0.1,0.2,0.3\n`;
    await assertRejects(() => spectra(text), InputError, "has 4 cells");
  }
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

Deno.test("openSpectra says the unit that headings give the wavelengths", async () => {
  const unit = async (text: string) => {
    const { unit, unitBy } = (await spectra(text)).taken!;
    return unitBy === "file" ? unit : undefined;
  };
  assertEquals(await unit("sample,350 nm,351 nm\na,1,2\n"), "nm");
  assertEquals(await unit("sample,X350,X351\na,1,2\n"), undefined);
  assertEquals(await unit("Wavelength (um),a\n1.1,2\n1.2,3\n"), "um");
  assertEquals(await unit("Wavenumber,a\n4000,2\n4010,3\n"), "cm-1");
  assertEquals(await unit("sample,1.1um,1.2um\na,1,2\n"), "um");
  assertEquals(await unit("sample,4000 cm-1,4010 cm-1\na,1,2\n"), "cm-1");
});

Deno.test("findBands takes the large set of columns, and asks where two are large", () => {
  const bands = Array.from({ length: 20 }, (_, i) => `r_${350 + i}`);
  const names = ["depth_10", "depth_30", ...bands, "P_5", "P_6"];
  assertEquals(findBands(names, { path: "x" })!.columns[0], 2);
  const more = Array.from({ length: 20 }, (_, i) => `a_${350 + i}`);
  assertThrows(
    () => findBands([...bands, ...more], { path: "x" }),
    InputError,
    "r_… and",
  );
});

const TWO_SETS = {
  names: [
    "id",
    ...Array.from({ length: 12 }, (_, i) => `scan_visnir.${350 + i}_ref`),
    ...Array.from({ length: 12 }, (_, i) => `scan_mir.${600 + 2 * i}_abs`),
  ],
  columns: [
    ["x", "y"],
    ...Array.from({ length: 12 }, (_, i) => Float64Array.of(0.2, 0.3 + i / 99)),
    ...Array.from({ length: 12 }, (_, i) => Float64Array.of(1.1, 1 + i / 99)),
  ],
  rows: 2,
};

for (const [format, write] of Object.entries(TABLE_WRITERS)) {
  Deno.test(`openSpectra takes of two sets of wavelengths in ${format} the one that data.bands names`, async () => {
    const bytes = write(TWO_SETS);
    const { message } = await assertRejects(() => spectra(bytes), InputError);
    assert(
      message.endsWith(
        ": has spectra in the columns scan_visnir.…_ref and scan_mir.…_abs; " +
          "expected one set of columns, or data.bands (--bands) to say which, " +
          'such as "scan_visnir"',
      ),
      message,
    );
    for (const bands of ["scan_mir", "scan_mir.", "scan_mir...._abs"]) {
      const { wavelengths, taken, reflectance } = await spectra(bytes, {
        bands,
      });
      assertEquals([taken!.quantity, taken!.unit], ["absorbance", "cm-1"]);
      assertEquals([wavelengths.length, wavelengths[11]], [12, 1e7 / 600]);
      assertEquals([reflectance[11], reflectance[12]], [1.1, 1 + 11 / 99]);
    }
    const visnir = await spectra(bytes, { bands: "scan_visnir" });
    assertEquals([...visnir.wavelengths.subarray(0, 2)], [350, 351]);
    assertEquals(visnir.taken!.quantity, "reflectance");
    await assertRejects(
      () => spectra(bytes, { bands: "scan_swir" }),
      InputError,
      'has no columns of wavelengths called "scan_swir…", as data.bands ' +
        "(--bands) says; expected one of scan_visnir.…_ref and scan_mir.…_abs",
    );
  });
}

Deno.test("findBands takes the set that is asked for although it is small, or another is usual", () => {
  const plain = Array.from({ length: 20 }, (_, i) => `${350 + i}`);
  const names = [...plain, "b_5", "b_6", "c_5_x", "c_6_x", "c_5_y", "c_6_y"];
  const found = (bands?: string) => findBands(names, { path: "x", bands });
  assertEquals(found()!.columns.length, 20);
  assertEquals(found("…")!.columns.length, 20);
  assertEquals(found("b")!.columns, [20, 21]);
  assertEquals(found("c_…_y")!.columns, [24, 25]);
  assertThrows(
    () => found("c"),
    InputError,
    'x: has several sets of columns of wavelengths called "c…", as data.bands ' +
      "(--bands) says; expected one of c_…_x and c_…_y",
  );
});

Deno.test("keyColumns takes replicates and groups whatever their case", () => {
  const found = keyColumns(["ID", "Rep", "Group", "350"], { path: "x" });
  assertEquals([found.sample, found.replicate, found.group], [0, 1, 2]);
  assertEquals(found.notes.length, 3);
});
