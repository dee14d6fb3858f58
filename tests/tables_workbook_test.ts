// Which sheet of a workbook is read, and what its table must be; the rules of
// tables themselves are in tables_same_test.ts, for .xlsx as for all.
import { assertEquals, assertRejects } from "@std/assert";
import { fileURLToPath } from "node:url";
import { InputError } from "../lib/errors.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import { openLabels } from "../lib/spectra/tables/open_labels.ts";
import { unzipSync } from "../lib/third_party/fflate.ts";
import { inFile } from "./support/in_file.ts";
import { xlsxFile, xlsxRows } from "./support/xlsx_file.ts";
import { zipFile } from "./support/zip_file.ts";

const SPECTRA = [["sample", 350, 351], ["A", 0.1, 0.2], ["B", 0.3, 0.4]];
const LABELS = [["sample", "Sb_ppm"], ["B", 2], ["A", 1]];

/** A workbook with these sheets; one that begins with a dot is hidden. */
function workbook(sheets: Readonly<Record<string, (string | number)[][]>>) {
  const names = Object.keys(sheets);
  const more = Object.fromEntries(
    names.map((name) => [
      name.replace(/^\./, ""),
      name.startsWith(".") ? "hidden" : "visible",
    ]),
  );
  const files = unzipSync(xlsxFile("", { more }));
  names.forEach((name, i) => {
    const made = unzipSync(xlsxRows(sheets[name]));
    files[`xl/worksheets/more${i}.xml`] = made["xl/worksheets/sheet1.xml"];
  });
  return zipFile(files);
}

const refused = async (
  content: Uint8Array,
  says: string,
  sheet?: string,
) =>
  await inFile(content, async (path) => {
    await assertRejects(
      () => openSpectra(path, { sheet }),
      InputError,
      `${path}${says}`,
    );
  });

Deno.test("openSpectra takes the only sheet with cells, and the sheet that is named among several", async () => {
  await inFile(
    workbook({ "a b": SPECTRA, ".hidden": LABELS }),
    async (path) => {
      const { samples, reflectance } = await openSpectra(path);
      assertEquals(samples, ["A", "B"]);
      assertEquals([...reflectance], [0.1, 0.2, 0.3, 0.4]);
    },
  );
  await inFile(
    workbook({ notes: [["hello"]], data: SPECTRA }),
    async (path) => {
      const { samples } = await openSpectra(path, { sheet: "data" });
      assertEquals(samples, ["A", "B"]);
    },
  );
  await inFile(workbook({ ".data": SPECTRA }), async (path) => {
    assertEquals((await openSpectra(path)).samples, ["A", "B"]);
  });
});

Deno.test("openSpectra names the sheets where none or no such one is named", async () => {
  const two = workbook({ notes: [["hello"]], data: SPECTRA, ".old": LABELS });
  await refused(
    two,
    ': has 2 sheets with cells: "notes", "data", "old" (hidden); expected ' +
      "data.sheet or --sheet to name one",
  );
  await refused(
    two,
    ': has no sheet "Data"; it has "S", "notes", "data", "old" (hidden)',
    "Data",
  );
  await refused(xlsxFile(""), ": has no sheet with cells; expected a table");
  await refused(two, ", sheet S: is empty", "S");
});

Deno.test("openLabels takes the sheet that has the targets, unless one that has them is named", async () => {
  const values = async (content: Uint8Array, sheet?: string) =>
    await inFile(content, async (path) => {
      const found = await openLabels(path, ["Sb_ppm"], { sheet });
      return [found.samples, [...found.values]];
    });
  const right = [["B", "A"], [2, 1]];
  const both = workbook({ spectra: SPECTRA, laboratory: LABELS });
  assertEquals(await values(both), right);
  // What is named may be the sheet of the spectra.
  assertEquals(await values(both, "spectra"), right);
  const again = workbook({
    old: [["sample", "Sb_ppm"], ["A", 9]],
    new: LABELS,
  });
  assertEquals(await values(again, "new"), right);
  await inFile(again, async (path) => {
    await assertRejects(
      () => openLabels(path, ["Sb_ppm"]),
      InputError,
      `${path}: has 2 sheets with cells: "old", "new"`,
    );
    await assertRejects(
      () => openLabels(path, ["Pb_ppm"], { sheet: "new" }),
      InputError,
      `${path}, sheet new: has no column "Pb_ppm"; is "Sb_ppm" meant?`,
    );
  });
});

Deno.test("openSpectra names sheet, row and column of a cell that is no number", async () => {
  const rows = [["Soils of 2021"], ...SPECTRA.slice(0, 2), [
    "B",
    0.3,
    "#DIV/0!",
  ]];
  await refused(
    xlsxRows(rows),
    ', sheet S, row 4, column 351: is "#DIV/0!"; expected a finite number',
  );
  const formula = "<c><f>B2*2</f></c>";
  const row = (inner: string) => `<row><c t="str"><v>A</v></c>${inner}</row>`;
  await refused(
    xlsxFile(
      "<sheetData><row>" +
        ["sample", "350", "351"].map((name) => `<c t="str"><v>${name}</v></c>`)
          .join("") +
        `</row>${row(`<c><v>1</v></c>${formula}`)}</sheetData>`,
    ),
    ', sheet S, row 2, column 351: is "=B2*2 (a formula without a stored value)"',
  );
});

Deno.test("openSpectra and openLabels read a sheet with titles, merged headers, dates and names that stand for several rows", async () => {
  const folder = new URL("goldens/workbooks/", import.meta.url);
  const path = fileURLToPath(new URL("odfpy.ods", folder));
  await assertRejects(
    () => openSpectra(path),
    InputError,
    `${path}, sheet Böden: values are missing in 3 rows: same (row 9, column ` +
      "1100 and 2 more)",
  );
  // Without the rows that are no spectra.
  const files = unzipSync(await Deno.readFile(path));
  const content = new TextDecoder().decode(files["content.xml"]);
  const end = content.indexOf("</table:table-row-group>");
  const rest = content.indexOf("</table:table>", end);
  const cut = content.slice(0, end) + "</table:table-row-group>" +
    content.slice(rest);
  await inFile(zipFile({ ...files, "content.xml": cut }), async (path) => {
    const { samples, wavelengths } = await openSpectra(path);
    assertEquals(samples, ["A", "B", "Çé", "D & <E>"]);
    assertEquals([...wavelengths], [1100, 1150.5, 2450]);
    const { values } = await openLabels(path, ["clay"]);
    assertEquals([...values], [12.5, 30, 0.25, 1 / 3]);
  });
});
