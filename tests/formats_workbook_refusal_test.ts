// Workbooks that are damaged, locked, or larger than memory holds.
import {
  assert,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { fileURLToPath } from "node:url";
import { InputError } from "../lib/errors.ts";
import { unzipSync } from "../lib/third_party/fflate.ts";
import { inFile } from "./support/in_file.ts";
import { changedOds, sheetsOf } from "./support/workbook_sheets.ts";
import { xlsxFile } from "./support/xlsx_file.ts";
import { zipFile } from "./support/zip_file.ts";

const folder = fileURLToPath(new URL("goldens/workbooks/", import.meta.url));

const cell = (type: string, value: string) =>
  `<sheetData><row r="1"><c r="A1" t="${type}"><v>${value}</v></c></row>` +
  "</sheetData>";

const row = (at: string) =>
  `<sheetData><row><c r="${at}"><v>1</v></c></row></sheetData>`;

const REFUSED: readonly [string, string, RegExp][] = [
  ["a text that is not there", cell("s", "0"), /undamaged workbook of Excel/],
  ["XML that ends too early", "<sheetData><row>", /undamaged workbook of Ex/],
  ["a place that is none", row("1A"), /undamaged workbook of Excel/],
  ["a row too far", row("A1048577"), /row 1048577.* 1048576 rows/],
  ["a column too far", row("XFE1"), /column 16385.* 16384 cells/],
  [
    "more cells than memory holds",
    "<sheetData>" +
    Array.from(
      { length: 1300 },
      (_, i) => `<row><c r="XFD${i + 1}"><v>1</v></c></row>`,
    )
      .join("") +
    "</sheetData>",
    /sheet S: has more than 20000000 cells/,
  ],
];

for (const [what, data, says] of REFUSED) {
  Deno.test(`withWorkbook refuses ${what} in one sentence`, () =>
    inFile(xlsxFile(data), async (path) => {
      const error = await assertRejects(
        () => sheetsOf(path, "xlsx"),
        InputError,
        path,
      );
      assert(says.test(error.message), error.message);
    }));
}

Deno.test("withWorkbook refuses every cut of a workbook in one sentence", async () => {
  for (const name of ["openpyxl.xlsx", "odfpy.ods"]) {
    const bytes = await Deno.readFile(folder + name);
    const kind = name.endsWith(".ods") ? "ods" : "xlsx";
    for (let length = 0; length < bytes.length; length += 97) {
      await inFile(bytes.slice(0, length), async (path) => {
        const { message } = await assertRejects(
          () => sheetsOf(path, kind),
          InputError,
        );
        assertEquals(message.split("\n").length, 1);
      });
    }
  }
});

Deno.test("withWorkbook refuses an .ods that claims more cells than memory holds", async () => {
  const bytes = await changedOds((content) =>
    content.replaceAll(
      /number-rows-repeated="2"/g,
      'number-rows-repeated="9999999"',
    )
  );
  await inFile(bytes, async (path) => {
    await assertRejects(
      () => sheetsOf(path, "ods"),
      InputError,
      "1048576 rows",
    );
  });
});

Deno.test("withWorkbook asks for an .ods without a password", async () => {
  const files = unzipSync(await Deno.readFile(`${folder}odfpy.ods`));
  const locked = {
    ...files,
    "META-INF/manifest.xml":
      "<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>",
    "content.xml": Uint8Array.of(1, 2, 3),
  };
  await inFile(zipFile(locked), async (path) => {
    const error = await assertRejects(
      () => sheetsOf(path, "ods"),
      InputError,
    );
    assertStringIncludes(error.message, "is protected by a password");
  });
});
