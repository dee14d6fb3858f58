// One table in every format and shape gives the same set of spectra, to the
// bit, and the same laboratory values.
import { assertEquals } from "@std/assert";
import type { CellRows } from "../lib/formats/shared/cell_rows.ts";
import type { ColumnTable } from "../lib/formats/shared/column_table.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import type { SpectraSet } from "../lib/spectra/spectra_set.ts";
import { cellTable } from "../lib/spectra/tables/cell_table.ts";
import { labelsHeader } from "../lib/spectra/tables/find_header.ts";
import { openLabels } from "../lib/spectra/tables/open_labels.ts";
import { tableToLabels } from "../lib/spectra/tables/table_labels.ts";
import { tableToSpectra } from "../lib/spectra/tables/table_spectra.ts";
import { inFile } from "./support/in_file.ts";
import {
  makeTable,
  permuted,
  TABLE_WRITERS,
  tableNpz,
  tableText,
  tallTable,
  type TextStyle,
  textTable,
  wideTable,
} from "./support/table_files.ts";

const MADE = makeTable();
const WIDE = wideTable(MADE);
const BANDS = MADE.wavelengths.length;

/** What it must be, written out by hand: samples as they come, replicates by number. */
const ORDER = [1, 0, 2, 3, 4, 5];
const EXPECTED = {
  samples: ["B", "A", "Çé"],
  replicates: 2,
  groups: ["north", "south", "north"],
  wavelengths: [...MADE.wavelengths],
  reflectance: ORDER.flatMap((row) => [...MADE.rows[row]]),
};

/** Of a table with a column for each spectrum, which has no groups. */
const TALL = {
  samples: ["B_2", "B_1", "A_1", "A_2", "Çé_1", "Çé_2"],
  replicates: 1,
  groups: null,
  wavelengths: EXPECTED.wavelengths,
  reflectance: MADE.rows.flat(),
};

function plain(
  { samples, replicates, groups, wavelengths, reflectance }: SpectraSet,
) {
  return {
    samples,
    replicates,
    groups,
    wavelengths: [...wavelengths],
    reflectance: [...reflectance],
  };
}

async function isSame(content: Uint8Array | string, what: string) {
  await inFile(content, async (path) => {
    assertEquals(plain(await openSpectra(path)), EXPECTED, what);
    const { samples, values } = await openLabels(path, ["clay"]);
    assertEquals(samples, EXPECTED.samples, what);
    assertEquals([...values], [12.5, 30, 0.25], what);
  });
}

const PREFIXES: readonly ((wavelength: number) => string)[] = [
  (nm) => `X${nm}`,
  (nm) => `V${nm}`,
  (nm) => `spc.${nm}`,
  (nm) => `Wave_${nm}`,
  (nm) => `REFL_${nm}`,
  (nm) => `R${nm}`,
  (nm) => `w${nm}`,
  (nm) => `${nm}nm`,
  (nm) => `${nm} nm`,
  (nm) => `${nm} (nm)`,
  (nm) => `${nm}.0`.replace(/(\.\d+)\.0$/, "$1"),
  (nm) => `scan_visnir.${nm}_ref`,
  (nm) => `spectra_2021_${nm}`,
];

for (const [ending, write] of Object.entries(TABLE_WRITERS)) {
  Deno.test(`openSpectra and openLabels read a table of .${ending} as any other`, () =>
    isSame(write(WIDE), ending));

  Deno.test(`openSpectra reads wavelengths of any spelling in .${ending}`, async () => {
    for (const name of PREFIXES) {
      await isSame(write(wideTable(MADE, name)), name(350.5));
    }
  });

  Deno.test(`openSpectra reads numbers stored as text in .${ending}`, () =>
    isSame(write(textTable(WIDE)), ending));

  Deno.test(`openSpectra turns falling wavelengths round in .${ending}`, async () => {
    const bands = MADE.wavelengths.map((_, band) => 4 + band).reverse();
    await isSame(write(permuted(WIDE, [...bands, 3, 2, 1, 0])), ending);
  });

  Deno.test(`openSpectra reads spectra that stand in columns of .${ending}`, async () => {
    const tall = tallTable(MADE);
    await inFile(write(tall), async (path) => {
      const set = await openSpectra(path);
      assertEquals(plain(set), TALL);
    });
  });
}

Deno.test("openSpectra and openLabels read arrays of .npz as any table, rows or columns, falling or rising", async () => {
  for (const falling of [false, true]) {
    for (const turned of [false, true]) {
      await isSame(tableNpz(MADE, { falling, turned }), `${falling} ${turned}`);
    }
  }
});

const STYLES: Readonly<Record<string, TextStyle>> = {
  "semicolons": { separator: ";" },
  "tabs": { separator: "\t" },
  "blanks": { separator: " " },
  "several blanks": { separator: "   ", trailing: " " },
  "quotes": { quoted: true },
  "quotes and blanks": { quoted: true, separator: "  " },
  "semicolons and decimal commas": { separator: ";", comma: true },
  "tabs, decimal commas and CRLF": {
    separator: "\t",
    comma: true,
    end: "\r\n",
  },
  "trailing separators": { trailing: ",,," },
  "trailing separators after decimal commas": {
    separator: ";",
    comma: true,
    trailing: ";",
  },
  "a title": { title: "Soil spectra 2021\n\n" },
  "a title with commas": { title: "Soils, 2020, 2021\nby: me\n\n\n" },
  "a title with other separators": {
    title: "Project;Soils\nDate;2021-05-01\n\n",
    separator: ";",
    comma: true,
  },
  "blank rows below": { end: "\n,,,,\n" },
};

for (const [what, style] of Object.entries(STYLES)) {
  Deno.test(`openSpectra and openLabels read a text with ${what} as any table`, async () => {
    await isSame(tableText(WIDE, style), what);
    const falling = permuted(WIDE, [0, 8, 7, 6, 5, 4, 1, 2, 3]);
    await isSame(tableText(falling, style), what);
    await inFile(tableText(tallTable(MADE), style), async (path) => {
      assertEquals(plain(await openSpectra(path)), TALL);
    });
  });
}

Deno.test("openSpectra reads decimal commas in the names of wavelengths", () =>
  isSame(
    tableText(wideTable(MADE, (nm) => String(nm).replace(".", ",")), {
      separator: ";",
      comma: true,
    }),
    "names",
  ));

Deno.test("openSpectra and openLabels read what R's write.table writes: names of rows, and no heading for them", async () => {
  for (const separator of [" ", ";", ",", "\t"]) {
    const [header, ...rows] = tableText(WIDE, { separator, quoted: true })
      .trim().split("\n");
    const lines = rows.map((row, i) => `"${i + 1}"${separator}${row}`);
    await isSame([header, ...lines].join("\n"), separator);
  }
});

function cellsOf({ names, columns, rows }: ColumnTable, above = 0): CellRows {
  return {
    rows: [
      ...Array.from({ length: above }, (_, i) => i === 0 ? ["Soils"] : [null]),
      names.map((name) => /^\d+$/.test(name) ? Number(name) : name),
      [],
      ...Array.from(
        { length: rows },
        (_, row) => columns.map((column) => column[row]),
      ),
    ],
  };
}

Deno.test("cellTable gives a table of cells that is read as any other", () => {
  for (const above of [0, 1, 4]) {
    const cells = cellsOf(WIDE, above);
    const set = tableToSpectra(cellTable(cells, "x"), "x");
    assertEquals(plain(set), EXPECTED);
    const isHeader = labelsHeader(["clay"]);
    const labels = tableToLabels(cellTable(cells, "x", isHeader), ["clay"], {
      path: "x",
    });
    assertEquals([...labels.values], [12.5, 30, 0.25]);
    const tall = cellTable(cellsOf(tallTable(MADE), above), "x");
    assertEquals(plain(tableToSpectra(tall, "x")), TALL);
    assertEquals(tall.places!.length, BANDS);
  }
});
