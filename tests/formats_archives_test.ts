// Zip archives with the one table that is meant, and files of kinds that are
// known and not read.
import { assertEquals, assertMatch } from "@std/assert";
import { fileURLToPath } from "node:url";
import { gzipSync } from "node:zlib";
import { openSpectra, spectraFormat } from "../lib/spectra/open.ts";
import { digest } from "./support/digest.ts";
import { inFile } from "./support/in_file.ts";
import { refusalOf } from "./support/refusal_of.ts";
import { zipFile } from "./support/zip_file.ts";

const folder = fileURLToPath(new URL("goldens/packed/", import.meta.url));
const CSV = await Deno.readFile(`${folder}table.csv`);

Deno.test("openSpectra takes the one table of a zip archive and passes over what systems and people add", () =>
  inFile(
    zipFile({
      "data/": new Uint8Array(),
      "data/soil.csv": CSV,
      "__MACOSX/data/._soil.csv": "x",
      "data/.DS_Store": "x",
      "Thumbs.db": "x",
      "README.txt": "Soils",
      "data/licence.md": "CC BY",
    }),
    async (path) => {
      const plain = await openSpectra(`${folder}table.csv`);
      assertEquals(await digest(await openSpectra(path)), await digest(plain));
      assertMatch(await spectraFormat(path), /in zip \(data\/soil\.csv\)$/);
    },
  ));

const ARCHIVES: readonly [string, () => Uint8Array | string, RegExp][] = [
  [
    "several tables",
    () => zipFile({ "a.csv": CSV, "b.csv": CSV }),
    /^: is a zip archive of 2 files: a\.csv, b\.csv; expected one table/,
  ],
  [
    "many tables",
    () =>
      zipFile(
        Object.fromEntries([...Array(30).keys()].map((i) => [`${i}`, "x"])),
      ),
    /of 30 files: 0, 1, 2, 3, 4, 5, 6, 7 and 22 more; expected one table/,
  ],
  ["nothing", () => zipFile({}), /^: is a zip archive without files/],
  ["only litter", () => zipFile({ ".x": "1" }), /archive without files/],
  [
    "boxes in boxes",
    () => gzipSync(gzipSync(gzipSync(gzipSync(CSV)))),
    /packed more than 3 times/,
  ],
  [
    "a tar archive",
    () => {
      const tar = new Uint8Array(1024);
      tar.set(new TextEncoder().encode("ustar"), 257);
      return gzipSync(tar);
    },
    /^: is a tar archive; expected the file in it, unpacked/,
  ],
  ["an empty text", () => gzipSync(new Uint8Array()), /^: is empty/],
  ["HTML", () => "\n<!DOCTYPE html><table>", /a page of a browser \(HTML\)/],
  [
    "a workbook in one XML file",
    () => '<?xml version="1.0"?>\n<?mso-application progid="Excel.Sheet"?>',
    /a workbook in XML of one file; expected the table saved as \.xlsx/,
  ],
  [
    "a binary workbook",
    () => zipFile({ "[Content_Types].xml": "x", "xl/workbook.bin": "x" }),
    /binary workbook of Excel \(\.xlsb\); expected the table saved as/,
  ],
  [
    "a document of Word",
    () => zipFile({ "[Content_Types].xml": "x", "word/document.xml": "x" }),
    /a document of Word/,
  ],
  [
    "a document of Numbers",
    () => zipFile({ "Index/Document.iwa": "x" }),
    /a document of Numbers/,
  ],
  ["a PDF", () => "%PDF-1.7\n", /a document in PDF/],
  ["7-Zip", () => Uint8Array.of(0x37, 0x7a, 0xbc, 0xaf, 0x27, 0x1c), /7-Zip/],
  ["RAR", () => "Rar!\x1a\x07\0", /RAR archive; expected the file in it/],
  ["an .xls", () => compound("Workbook"), /Excel before 2007 \(\.xls\)/],
  ["an older .xls", () => compound("Book"), /Excel before 2007 \(\.xls\)/],
  [
    "a workbook behind a password",
    () => compound("EncryptedPackage"),
    /behind a password; expected it saved without one/,
  ],
  ["another compound file", () => compound("WordDocument"), /old document/],
  [
    "half a compound file",
    () => compound("Workbook").subarray(0, 100),
    /old document of Office/,
  ],
  [
    "a locked zip archive",
    () => {
      const locked = zipFile({ "a.csv": CSV });
      const view = new DataView(locked.buffer);
      const list = view.getUint32(locked.length - 6, true);
      view.setUint16(list + 8, 1, true);
      return locked;
    },
    /^: a\.csv in it is behind a password; expected a zip archive without/,
  ],
];

for (const [what, make, pattern] of ARCHIVES) {
  Deno.test(`openSpectra and openLabels say what to do with ${what}`, async () => {
    assertMatch(await refusalOf(make()), pattern);
  });
}

/** A compound file with one name in its list. */
function compound(name: string): Uint8Array {
  const bytes = new Uint8Array(2048);
  bytes.set([0xd0, 0xcf, 0x11, 0xe0, 0xa1, 0xb1, 0x1a, 0xe1]);
  const view = new DataView(bytes.buffer);
  view.setUint16(30, 9, true);
  view.setUint32(48, 1, true);
  [...name].forEach((letter, i) =>
    view.setUint16(1024 + 2 * i, letter.charCodeAt(0), true)
  );
  return bytes;
}
