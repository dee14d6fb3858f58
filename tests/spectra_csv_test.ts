// Spectra and laboratory values from CSV: what is read, and every way in
// which a file can be wrong.
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { fileURLToPath } from "node:url";
import { InputError } from "../lib/errors.ts";
import { joinLabels } from "../lib/spectra/join.ts";
import { readLabels } from "../lib/spectra/tables/csv_labels.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import { createSpectraSet } from "../lib/spectra/spectra_set.ts";
import { inFile } from "./support/in_file.ts";

const encoder = new TextEncoder();

Deno.test("openSpectra reads a wide table with groups and replicates in any order", async () => {
  const set = await inFile(
    "sample,replicate,group,350,350.5\n" +
      "b,10,TP,0.5,0.6\na,2,RS,0.3,0.4\nb,9,TP,0.1,0.2\na,1,RS,1e-1,.25\n",
    (path) => openSpectra(path),
  );
  assertEquals(set.samples, ["b", "a"]);
  assertEquals(set.groups, ["TP", "RS"]);
  assertEquals(set.replicates, 2);
  assertEquals([...set.wavelengths], [350, 350.5]);
  assertEquals([...set.reflectance], [0.1, 0.2, 0.5, 0.6, 0.1, 0.25, 0.3, 0.4]);
  createSpectraSet(set);
});

Deno.test("openSpectra keeps the rows' order where replicates have names", async () => {
  const set = await inFile(
    "sample,replicate,1,2\na,north,1,2\na,east,3,4\n",
    (path) => openSpectra(path),
  );
  assertEquals([...set.reflectance], [1, 2, 3, 4]);
});

for (
  const [what, text] of [
    ["a BOM", "\uFEFFsample,1,2\na,3,4\n"],
    ["CRLF", "sample,1,2\r\na,3,4\r\n"],
    ["no final line end", "sample,1,2\na,3,4"],
    ["empty lines", "sample,1,2\n\na,3,4\n\n"],
    ["semicolons", "sample;1;2\na;3;4\n"],
    ["tabs", "sample\t1\t2\na\t3\t4\n"],
    ["quotes", 'sample,"1","2"\n"a",3,"4"\n'],
  ]
) {
  Deno.test(`openSpectra takes a file with ${what}`, async () => {
    for (const chunkBytes of [1, 3, 1 << 20]) {
      const set = await inFile(
        text,
        (path) => openSpectra(path, { chunkBytes }),
      );
      assertEquals(set.samples, ["a"]);
      assertEquals([...set.reflectance], [3, 4]);
    }
  });
}

Deno.test("openSpectra reads plain rows and all others to the same values", async () => {
  const odd = [
    ...["0.5", "-0.25", "5.", ".5", "+.5", "1e-1", " 0.5", "0.5 "],
    ...["0.123456789012345678", "000000000000000000.5", "-0", "0,5"],
  ];
  // Text stands before, between and behind the numbers, and may be blank.
  const rows = odd.flatMap((cell, i) => [
    [`a${i}`, cell, "0.1", i % 2 ? "wet" : "", "0.2", ""],
    [`b${i}`, "0.1", "0.2", "dry", cell, "end"],
  ]);
  const table = (quote: string, end: string) =>
    [["sample", "1001", "1002", "state", "1003", "note"], ...rows]
      .map((row) => row.map((cell) => quote + cell + quote).join(";") + end)
      .join("");
  const texts = [["", "\n"], ["", "\r\n"], ['"', "\n"], ["", ";;\n"]];
  const [bare, ...others] = await Promise.all(
    texts.map(([quote, end]) =>
      inFile(table(quote, end), (path) => openSpectra(path))
    ),
  );
  for (const other of others) assertEquals(other, bare);
  assertEquals(bare.samples.length, rows.length);
  const values = rows.flatMap(([_, one, two, _state, three]) =>
    [one, two, three].map((cell) => Number(cell.replace(",", ".")))
  );
  assertEquals(bare.reflectance, Float64Array.from(values));
});

Deno.test("openSpectra reads quoted and bare cells alike, whatever the chunks", async () => {
  const rows = Array.from(
    { length: 40 },
    (_, i) => [`s${i}`, i / 7, -i * 1e-9, i * 1e9],
  );
  const table = (quote: string) =>
    "sample,1,2,3\n" +
    rows.map((row) => row.map((cell) => quote + cell + quote).join(","))
      .join("\n");
  const [bare, quoted] = await Promise.all(
    ["", '"'].map((quote) =>
      inFile(table(quote), (path) => openSpectra(path, { chunkBytes: 37 }))
    ),
  );
  assertEquals(quoted, bare);
  assertEquals([...bare.reflectance.slice(3, 6)], [1 / 7, -1e-9, 1e9]);
});

Deno.test("openSpectra reads Code S1's shape, a table for each sample", async () => {
  const folder = await Deno.makeTempDir();
  try {
    const table = "wavelength,r1,r2\n350,1,2\n351,3,4\n";
    await Deno.writeTextFile(`${folder}/TP001.csv`, table);
    await Deno.writeTextFile(
      `${folder}/RS001.csv`,
      table.replace("1,2", "5,6"),
    );
    const set = await openSpectra(folder);
    assertEquals(set.samples, ["RS001", "TP001"]);
    assertEquals(set.replicates, 2);
    assertEquals([...set.reflectance], [5, 3, 6, 4, 1, 3, 2, 4]);
    for (
      const [text, part] of [
        ["wavelength,r1\n350,1\n351,2\n", "but TP001 has 1 spectrum"],
        ["wavelength,r1,r2\n350,1,2\n352,3,4\n", "wavelength 352 where RS001"],
        ["what,r1,r2\n350,1,2\n", 'begins with "what"'],
        ["wavelength,r1,r2\n350,1,x\n", "line 2, column r2"],
        ["", "is empty"],
      ]
    ) {
      await Deno.writeTextFile(`${folder}/TP001.csv`, text);
      await assertRejects(() => openSpectra(folder), InputError, part);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** Name, content, and a part of the sentence that refuses it. */
const BAD_SPECTRA: [string, string | Uint8Array, string][] = [
  ["empty", "", "is empty"],
  ["a header only", "sample,1,2\n", "has a header but no spectra"],
  ["no sample column", "what,1,2\na,3,4\n", "no column that names its"],
  ["one column", "sample|1|2\na|3|4\n", 'has one column, "sample|1|2"'],
  ["a blank cell", "sample,1,2\na,3,\n", "line 2, column 2: is missing"],
  ["text in a cell", "sample,1,2\na,3,n.d.\n", 'column 2: is "n.d."'],
  ["an infinite cell", "sample,1,2\na,Infinity,1\n", 'is "Infinity"'],
  ["NaN", "sample,1,2\na,NaN,1\n", "line 2, column 1: is missing"],
  ["a number beyond float64", "sample,1,2\na,1e999,1\n", 'is "1e999"'],
  ["hexadecimal", "sample,1,2\na,0x10,1\n", 'is "0x10"'],
  ["a decimal comma", 'sample,1,2\na,"0,1",1\n', 'is "0,1"'],
  [
    "wavelengths up and down",
    "sample,1,3,2\na,3,4,5\n",
    "wavelength 2 follows 3",
  ],
  ["a wavelength twice", "sample,1,1\na,3,4\n", "wavelength 1 follows 1"],
  ["equal wavelengths", "sample,1,1.0\na,3,4\n", "wavelength 1 follows 1"],
  [
    "a misspelt wavelength",
    "sample,1,2O,3\na,3,4,5\n",
    '"2O" is no wavelength',
  ],
  ["one wavelength", "sample,1,x\na,3,4\n", "no columns of wavelengths"],
  ["a short row", "sample,1,2\na,3\n", "line 2: has 2 cells; expected 3"],
  ["a long row", "sample,1,2\na,3,4,5\n", "has 4 cells; expected 3"],
  ["another separator below", "sample,1,2\na;3;4\n", "has 1 cell"],
  ["a blank name", "sample,1,2\n,3,4\n", "column sample: is missing"],
  ["blanks around a name", "sample,1,2\n a,3,4\n", "with blanks around it"],
  [
    "unequal replicates",
    "sample,1,2\na,1,2\na,1,2\nb,1,2\n",
    "but b has 1 spectrum (line 4)",
  ],
  [
    "a replicate twice",
    "sample,replicate,1,2\na,1,1,2\na,1,3,4\n",
    "replicate 1 of sample a stands twice, first in line 2",
  ],
  [
    "two groups of a sample",
    "sample,group,1,2\na,x,1,2\na,y,3,4\n",
    'sample a is in "y" here and in "x" in line 2',
  ],
  ["a stray quote", 'sample,1,2\na,3"x,4\n', "a quote stands where none may"],
  [
    "other bytes than UTF-8",
    new Uint8Array([...encoder.encode("sample,1,2\nab,1,2\n"), 0xff, 0xfe]),
    "not UTF-8",
  ],
];

for (const [what, content, part] of BAD_SPECTRA) {
  Deno.test(`openSpectra refuses ${what} in one sentence`, async () => {
    await inFile(content, async (path) => {
      const error = await assertRejects(
        () => openSpectra(path),
        InputError,
        part,
      );
      assertStringIncludes(error.message, path);
      assert(!error.message.includes("\n"));
    });
  });
}

Deno.test("openSpectra refuses a path that is not there", async () => {
  await assertRejects(
    () => openSpectra("no/such/file.csv"),
    InputError,
    "no/such/file.csv: there is no such file or folder",
  );
});

Deno.test("joinLabels puts spectra into the order of the labels and refuses what has no partner", async () => {
  const spectra = await inFile(
    "sample,group,1,2\na,x,1,2\nb,y,3,4\n",
    (path) => openSpectra(path),
  );
  const labels = (samples: string[]) => ({
    samples,
    targets: ["Sb_ppm"],
    values: Float64Array.from(samples, (_, i) => i),
  });
  const joined = joinLabels(spectra, labels(["b", "a"]));
  assertEquals(joined.spectra.samples, ["b", "a"]);
  assertEquals(joined.spectra.groups, ["y", "x"]);
  assertEquals([...joined.spectra.reflectance], [3, 4, 1, 2]);
  for (
    const [samples, part] of [
      [["a"], "Sample b has spectra but no row in the labels"],
      [["a", "b", "c", "d"], "Samples c, d have rows in the labels but no"],
    ] as [string[], string][]
  ) {
    await assertRejects(
      () => Promise.resolve().then(() => joinLabels(spectra, labels(samples))),
      InputError,
      part,
    );
  }
});

const geeves = new URL("../../shared/data/geeves/", import.meta.url);
const here = await Deno.stat(geeves).then(() => true, () => false);

Deno.test({
  name:
    "openSpectra reads the 391 Geeves spectra (needs ../shared/data/geeves)",
  ignore: !here,
  fn: async () => {
    const path = (name: string) => fileURLToPath(new URL(name, geeves));
    const spectra = await openSpectra(path("spectra.csv"));
    const labels = await readLabels(path("labels.csv"), [
      "clay",
      "TotalCarbon",
    ]);
    const joined = joinLabels(spectra, labels);
    assertEquals(joined.spectra.samples.length, 391);
    assertEquals(joined.spectra.wavelengths.length, 2151);
    // As pandas reads them: some cells, and all bits of all cells together.
    const { reflectance } = joined.spectra;
    const cells = [[0, 0], [100, 700], [200, 1234], [390, 2150]];
    assertEquals(
      cells.map(([row, band]) => reflectance[row * 2151 + band]),
      [0.0898, 0.6332, 0.6992, 0.6789],
    );
    const bits = new BigUint64Array(reflectance.buffer);
    assertEquals(bits.reduce((a, b) => a ^ b, 0n), 0x3fe8d7b1ddd46d53n);
    assertEquals(labels.samples[200], "G201");
    assertEquals([...labels.values.slice(400, 402)], [21, 0.42]);
    assertEquals([...labels.values.slice(0, 4)], [49, 0.15, 7, 0.12]);
  },
});

Deno.test("InputError lets nothing from a file break its line or command a terminal", () => {
  const { message } = new InputError('a.csv: is "1\r\n2\t3\u001b[31m\u0000"');
  assertEquals(message, 'a.csv: is "1 2 3\ufffd[31m\ufffd"');
});
