// Files that R itself saved; goldens by tests/reference/r_data.R.
import { assert, assertEquals, assertRejects } from "@std/assert";
import { fileURLToPath } from "node:url";
import { InputError } from "../lib/errors.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import {
  decodeRObjects,
  readRObjects,
} from "../lib/formats/r_data/read_r_objects.ts";
import { rTables } from "../lib/formats/r_data/r_tables.ts";
import { readRecords } from "../lib/formats/csv/records.ts";
import type { ColumnTable } from "../lib/formats/shared/column_table.ts";
import { openLabels } from "../lib/spectra/tables/open_labels.ts";

const folder = fileURLToPath(new URL("goldens/r_data/", import.meta.url));
const golden: Record<string, (number | string | null)[]> = JSON.parse(
  await Deno.readTextFile(`${folder}values.json`),
);
const soils = [...Deno.readDirSync(folder)].map(({ name }) => name)
  .filter((name) => name.startsWith("soil_")).sort();

const shared = fileURLToPath(
  new URL("../../shared/data/geeves", import.meta.url),
);
const here = await Deno.stat(shared).then(() => true, () => false);

const numbers = (name: string) =>
  Float64Array.from(golden[name], (value) => value === null ? NaN : +value);

function column({ names, columns }: ColumnTable, name: string) {
  return columns[names.indexOf(name)];
}

function checkSoil(table: ColumnTable, file: string) {
  assertEquals(table.rows, 3);
  assertEquals(column(table, "sample"), golden.sample as string[]);
  assertEquals(column(table, "site"), golden.site as string[]);
  for (const name of ["clay", "pH", "sandy"]) {
    assertEquals(column(table, name), numbers(name), name);
  }
  assertEquals(column(table, "inner.x"), numbers("x"));
  assertEquals(column(table, "inner.y"), ["p", "", "r"]);
  const spc = numbers("spc");
  // As text, R saves 15 or 16 digits.
  const text = file.includes("ascii");
  ["350", "350.5", "352", "400"].forEach((band, at) => {
    const found = column(table, `spc.${band}`) as Float64Array;
    const expected = spc.subarray(3 * at, 3 * at + 3);
    found.forEach((value, row) =>
      assert(
        Object.is(value, expected[row]) ||
          text && Math.abs(value / expected[row] - 1) < 1e-14,
        `${file} ${band} ${row}: ${value}`,
      )
    );
  });
}

Deno.test("readRObjects has a golden of every packing, version and spelling", () => {
  assertEquals(soils.length, 19);
});

for (const name of soils) {
  Deno.test(`readRObjects reads ${name} as R does`, async () => {
    const objects = await readRObjects(folder + name);
    assertEquals(
      objects.map((object) => object.name),
      [name.endsWith("rds") ? "" : "soil"],
    );
    const [{ table }] = rTables(objects);
    checkSoil(table, name);
  });
}

Deno.test("readRObjects passes over functions, calls, environments and S4 objects", async () => {
  const objects = await readRObjects(`${folder}workspace.rda`);
  const what = Object.fromEntries(
    objects.map(({ name, value }) =>
      [name, value.kind === "other" ? value.what : value.kind] as const
    ),
  );
  assertEquals(what, {
    environment_: "an environment",
    f: "a function",
    g: "a function",
    calls: "a call",
    odd: "an S4 object",
    formula_: "a call",
    numbers: "double",
    raws: "raw",
    complexes: "complex",
    nothing: "list",
    pairs: "list",
    when: "double",
    soil: "list",
  });
  const [{ name, table }] = rTables(objects);
  assertEquals(name, "soil");
  checkSoil(table, name);
});

Deno.test("readRObjects expands vectors that R saves by their rule", async () => {
  const [{ table }] = rTables(await readRObjects(`${folder}rules.rds`));
  const count = (make: (at: number) => number) =>
    Float64Array.from({ length: 70 }, (_, at) => make(at));
  assertEquals(column(table, "n"), count((at) => at + 1));
  assertEquals(column(table, "x"), count((at) => at + 1));
  assertEquals(column(table, "wrapped"), count((at) => 70 - at));
  assertEquals(column(table, "even"), count((at) => 2 * at + 2));
  assertEquals(
    column(table, "text"),
    Array.from({ length: 70 }, (_, at) => String(1001 + at)),
  );
});

Deno.test("readRObjects refuses every cut of a file in one sentence", async () => {
  for (const name of soils) {
    const bytes = await Deno.readFile(folder + name);
    // The last bytes of bzip2 and xz are checksums of what came already.
    const end = bytes.length - 12;
    for (let length = 0; length < end; length += 13) {
      await assertRejects(
        () => decodeRObjects(bytes.slice(0, length), name),
        InputError,
        name,
      );
    }
  }
});

Deno.test("readRObjects refuses data that begin as R's and are none", async () => {
  const refused = async (bytes: number[] | string, says: string) => {
    const data = typeof bytes === "string"
      ? new TextEncoder().encode(bytes)
      : Uint8Array.from(bytes);
    await assertRejects(() => decodeRObjects(data, "x"), InputError, says);
  };
  const header = [88, 10, 0, 0, 0, 2, 0, 4, 2, 2, 0, 2, 3, 0];
  await refused("RDX1\nX\n", "is saved in format 1");
  await refused("something else", "holds no R data");
  await refused([...header, 0, 0, 0, 13, 127, 255, 255, 255], "ends at byte");
  await refused([...header, 0, 0, 0, 16, 127, 255, 255, 255], "has 2147483647");
  await refused([...header, 0, 0, 0, 99], "a value of type 99");
  await refused([...header, 0, 0, 7, 255], "points at value 7");
  const nested = Array.from({ length: 600 }, () => [0, 0, 0, 19, 0, 0, 0, 1]);
  await refused([...header, ...nested.flat()], "nests values");
});

Deno.test("openSpectra and openLabels read one data frame of R that has both", async () => {
  const path = `${folder}prefixed.rds`;
  const spectra = await openSpectra(path);
  assertEquals(spectra, {
    taken: spectra.taken,
    samples: ["A", "B"],
    replicates: 2,
    groups: null,
    wavelengths: Float64Array.of(350, 351.5),
    reflectance: Float64Array.of(0.2, 0.6, 0.1, 0.5, 0.3, 0.7, 0.4, 0.8),
    columns: [{ name: "clay", values: ["1", "2"] }],
  });
  assertEquals(await openLabels(path, ["clay"]), {
    samples: ["A", "B"],
    targets: ["clay"],
    values: Float64Array.of(1, 2),
  });
});

Deno.test("openSpectra finds the spectra in a list and in a matrix of R", async () => {
  const list = await openSpectra(`${folder}list.rds`);
  assertEquals(list, await openSpectra(`${folder}prefixed.rds`));
  const matrix = await openSpectra(`${folder}matrix.rds`);
  assertEquals(matrix.samples, ["r1", "r2", "r3"]);
  assertEquals(matrix, await openSpectra(`${folder}named.rds`));
});

Deno.test("openSpectra names rows by a prefix and their number where none is asked of R", async () => {
  const { samples } = await openSpectra(`${folder}named.rds`, {
    rowPrefix: "S",
  });
  assertEquals(samples, ["S1", "S2", "S3"]);
});

const REFUSED: readonly (readonly [string, string])[] = [
  ["missing.rds", "missing.rds, row 3, column 350: is missing"],
  ["counted.rds", "holds data frame, 2 rows: V1, V2, V3; expected a data"],
  ["two.rda", "has 2 such objects, named and prefixed; expected one"],
  ["no_table.rda", "holds f (a function), numbers (double, 2 values), nothing"],
];

for (const [name, says] of REFUSED) {
  Deno.test(`openSpectra refuses ${name}: ${says}`, async () => {
    await assertRejects(() => openSpectra(folder + name), InputError, says);
  });
}

Deno.test("openLabels names row and column of R's NA, and what there is where a column is missing", async () => {
  await assertRejects(
    () => openLabels(`${folder}soil_v3_xz.rda`, ["clay"]),
    InputError,
    "object soil, row 2, column clay: is missing",
  );
  await assertRejects(
    () => openLabels(`${folder}prefixed.rds`, ["cley"]),
    InputError,
    'has no column "cley"; is "clay" meant?',
  );
});

Deno.test({
  name:
    "openSpectra reads datsoilspc.rda as spectra.csv has it, and openLabels as labels.csv has it (needs ../shared/data/geeves)",
  ignore: !here,
  fn: async () => {
    const rda = `${shared}/datsoilspc.rda`;
    const options = { rowPrefix: "G" };
    const { notes, numbered, columns, reflectance, ...spectra } =
      await openSpectra(rda, options);
    const table = await openSpectra(`${shared}/spectra.csv`);
    const { reflectance: expected, ...same } = table;
    assertEquals(spectra, same);
    // A difference of so many numbers must not be drawn.
    assertEquals(reflectance.length, expected.length);
    assertEquals(reflectance.findIndex((v, i) => v !== expected[i]), -1);
    assertEquals(
      columns?.map(({ name }) => name),
      ["clay", "silt", "sand", "TotalCarbon"],
    );
    assertEquals(notes, ["samples by the numbers of the rows"]);
    // Row names that are numbers do not forbid to count anew.
    assertEquals(numbered!.identifiers, []);
    const [{ cells: [, ...targets] }] = await Array.fromAsync(
      readRecords(`${shared}/labels.csv`),
    );
    assertEquals(targets, ["clay", "silt", "sand", "TotalCarbon"]);
    const labels = await openLabels(rda, targets, options);
    const { samples, values } = await openLabels(
      `${shared}/labels.csv`,
      targets,
    );
    assertEquals([labels.samples, labels.values], [samples, values]);
  },
});
