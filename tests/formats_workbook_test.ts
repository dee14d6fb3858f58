// Workbooks of Excel and LibreOffice; goldens by tests/reference/workbooks.py.
import { assert, assertEquals } from "@std/assert";
import { fileURLToPath } from "node:url";
import type { Cell } from "../lib/formats/shared/cell_rows.ts";
import { dateText } from "../lib/formats/workbook/date_text.ts";
import { withWorkbook } from "../lib/formats/workbook/workbook.ts";
import { isDateCode } from "../lib/formats/workbook/xlsx_styles.ts";
import { inFile } from "./support/in_file.ts";
import {
  changedOds,
  type Rows,
  sheetsOf,
  trimmed,
} from "./support/workbook_sheets.ts";
import { xlsxFile, type XlsxSpelling } from "./support/xlsx_file.ts";

const folder = fileURLToPath(new URL("goldens/workbooks/", import.meta.url));

interface Golden {
  readonly differs: Readonly<Record<string, Readonly<Record<string, Cell>>>>;
  readonly sheets: Readonly<Record<string, readonly (readonly Cell[])[]>>;
}
const goldens: Readonly<Record<string, Golden>> = JSON.parse(
  await Deno.readTextFile(`${folder}expected.json`),
);

/** What pandas reads, but in the cells in which it is not followed. */
function expectedSheets({ sheets, differs }: Golden): Record<string, Rows> {
  return Object.fromEntries(
    Object.entries(sheets).map(([name, rows]) => {
      const cells = rows.map((row) => [...row]);
      for (const [place, value] of Object.entries(differs[name] ?? {})) {
        const column = place.charCodeAt(0) - 65;
        const row = cells[Number(place.slice(1)) - 1];
        assert(row[column] !== value, `${place} does not differ`);
        row[column] = value;
      }
      return [name, trimmed(cells)];
    }),
  );
}

Deno.test("withWorkbook has goldens of every writer", () => {
  assertEquals(Object.keys(goldens).length, 5);
});

for (const [name, golden] of Object.entries(goldens)) {
  Deno.test(`withWorkbook reads ${name} as pandas does, but for what is meant to differ`, async () => {
    const kind = name.endsWith(".ods") ? "ods" : "xlsx";
    const found = await sheetsOf(folder + name, kind);
    assertEquals(found, expectedSheets(golden));
  });
}

Deno.test("withWorkbook knows hidden sheets and passes over charts", async () => {
  const seen = (name: string, kind: "xlsx" | "ods") =>
    withWorkbook(
      folder + name,
      kind,
      (sheets) =>
        Promise.resolve(sheets.map(({ name, hidden }) => [name, hidden])),
    );
  assertEquals(await seen("openpyxl.xlsx", "xlsx"), [
    ["Soils & spectra", false],
    ["lists", true],
    ["empty", false],
  ]);
  assertEquals(await seen("odfpy.ods", "ods"), [["Böden", false], [
    "lists",
    true,
  ]]);
  assertEquals(await seen("xlsxwriter.xlsx", "xlsx"), [["Tabelle1", false]]);
});

const STRICT = "http://purl.oclc.org/ooxml";
const DATA =
  '<sheetData><row r="2"><c r="B2" t="s"><v>1</v></c><c r="C2"><v>1.5</v>' +
  '</c></row><row r="3"><c r="B3" t="inlineStr"><is><t>a</t></is></c></row>' +
  "</sheetData>";
const TEXTS = "<si><t>no</t></si><si><r><t>y</t></r><rPh><t>!</t></rPh><r>" +
  "<t>es</t></r></si>";
const READ: Rows = [[], [null, "yes", 1.5], [null, "a"]];

const withPrefix = (xml: string) => xml.replace(/<(\/?)([a-zA-Z])/g, "<$1x:$2");

const SPELLINGS: readonly [string, string, XlsxSpelling][] = [
  ["usual", DATA, { texts: TEXTS }],
  ["prefixed", withPrefix(DATA), { prefix: "x:", texts: withPrefix(TEXTS) }],
  ["strict", DATA, {
    main: `${STRICT}/spreadsheetml/main`,
    relations: `${STRICT}/officeDocument/relationships`,
    texts: TEXTS,
  }],
  ["absolute", DATA, { target: "/xl/worksheets/sheet1.xml", texts: TEXTS }],
  ["roundabout", DATA, { target: "../xl/Worksheets/Sheet1.xml", texts: TEXTS }],
  [
    "placeless",
    DATA.replace('<row r="2">', "<row/><row>").replaceAll(/ r="[BC]\d"/g, "")
      .replaceAll(/<row r="3">|<row>/g, "<row><c/>"),
    { texts: TEXTS },
  ],
  ["UTF-16", DATA, {
    texts: TEXTS,
    encode: (xml) => {
      const codes = Uint16Array.from(`\ufeff${xml}`, (c) => c.charCodeAt(0));
      return new Uint8Array(codes.buffer);
    },
  }],
];

for (const [what, data, spelling] of SPELLINGS) {
  Deno.test(`withWorkbook reads a workbook in a spelling that is ${what}`, () =>
    inFile(xlsxFile(data, spelling), async (path) => {
      assertEquals(await sheetsOf(path, "xlsx"), { S: READ });
    }));
}

const cell = (type: string, value: string) =>
  `<sheetData><row r="1"><c r="A1" t="${type}"><v>${value}</v></c></row>` +
  "</sheetData>";

const VALUES: readonly [string, string, Cell][] = [
  ["n", "1E-2", 0.01],
  ["n", " 0.1 ", 0.1],
  ["n", "NaN", "NaN"],
  ["n", "1,5", "1,5"],
  ["n", "", null],
  ["b", "0", "FALSE"],
  ["e", "#N/A", null],
  ["e", "#REF!", "#REF!"],
  ["str", "a&amp;&#98;", "a&b"],
  ["str", "", null],
  ["d", "2021-05-03T00:00:00Z", "2021-05-03"],
];

Deno.test("withWorkbook reads cells of every kind", async () => {
  for (const [type, value, expected] of VALUES) {
    await inFile(xlsxFile(cell(type, value)), async (path) => {
      const { S: [[found] = [null]] } = await sheetsOf(path, "xlsx") as {
        S: [[Cell]?];
      };
      assertEquals(found ?? null, expected, `${type} ${value}`);
    });
  }
});

Deno.test("withWorkbook fills what is merged downwards, up to the last row", () => {
  const data =
    '<sheetData><row r="1"><c r="A1" t="str"><v>a</v></c><c r="B1">' +
    '<v>1</v></c></row><row r="2"><c r="B2"><v>2</v></c></row><row r="4">' +
    '<c r="B4"><v>4</v></c></row></sheetData><mergeCells><mergeCell ' +
    'ref="A1:A1048576"/><mergeCell ref="B1:D1"/></mergeCells>';
  return inFile(xlsxFile(data), async (path) => {
    assertEquals(await sheetsOf(path, "xlsx"), {
      S: [["a", 1], ["a", 2], [], ["a", 4]],
    });
  });
});

Deno.test("withWorkbook reads an .ods whose prefixes are its own", async () => {
  const bytes = await changedOds((content) =>
    content.replaceAll(/(?<=[</ ])(table|text|office):/g, "$1x:")
      .replaceAll(/xmlns:(table|text|office)=/g, "xmlns:$1x=")
  );
  await inFile(bytes, async (path) => {
    const found = await sheetsOf(path, "ods");
    assertEquals(found, expectedSheets(goldens["odfpy.ods"]));
  });
});

Deno.test("isDateCode knows dates by their codes, and no number by its words", () => {
  const dates = [
    "yyyy-mm-dd",
    "dd/mm/yy",
    "[$-409]d-mmm;@",
    "hh:mm:ss.000",
    'd. mmmm yyyy" Uhr"',
    "[Red]yyyy",
    "mm:ss",
  ];
  const numbers = [
    "General",
    "0.00",
    "0%",
    "0.00E+00",
    '0.0" days"',
    "[Red]0;[Blue]-0",
    "0\\d",
    "_-* #,##0.00 _€_-",
    "[h]:mm",
    "@",
    "# ?/?",
    "0;yyyy",
  ];
  assertEquals(dates.filter((code) => !isDateCode(code)), []);
  assertEquals(numbers.filter(isDateCode), []);
});

Deno.test("dateText counts days as Excel does, through the 29 February 1900 that never was", () => {
  assertEquals(dateText(1, false), "1900-01-01");
  assertEquals(dateText(59, false), "1900-02-28");
  assertEquals(dateText(61, false), "1900-03-01");
  assertEquals(dateText(44319.5, false), "2021-05-03T12:00:00");
  assertEquals(dateText(0.75, false), "18:00:00");
  assertEquals(dateText(0, false), "00:00:00");
  assertEquals(dateText(0, true), "1904-01-01");
  assertEquals(dateText(-1, false), undefined);
  assertEquals(dateText(1e9, false), undefined);
});
