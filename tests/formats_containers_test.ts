// Files that are packed: one table in every packing gives the same spectra,
// and what is damaged, doubtful or too large is refused. Goldens by
// tests/reference/packed.py.
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { fileURLToPath } from "node:url";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { encodeNpz } from "../lib/artifacts/npz.ts";
import { encodeParquet } from "../lib/artifacts/parquet.ts";
import { sha256 } from "../lib/artifacts/sha256.ts";
import { InputError } from "../lib/errors.ts";
import { readHead, readWhole } from "../lib/formats/containers/content.ts";
import { LARGEST_UNPACKED } from "../lib/formats/containers/packings.ts";
import { createXxh64 } from "../lib/formats/containers/xxh64.ts";
import { openSpectra, spectraFormat } from "../lib/spectra/open.ts";
import type { SpectraSet } from "../lib/spectra/spectra_set.ts";
import { openLabels } from "../lib/spectra/tables/open_labels.ts";
import { inFile } from "./support/in_file.ts";
import { encodeRds } from "./support/r_file.ts";
import { xlsxRows } from "./support/xlsx_file.ts";
import { zipFile } from "./support/zip_file.ts";

const folder = fileURLToPath(new URL("goldens/packed/", import.meta.url));
const CSV = await Deno.readFile(`${folder}table.csv`);
const TEXT = new TextDecoder().decode(CSV);
const PACKED = ["gz", "bz2", "xz", "zst"].map((ending) =>
  `table.csv.${ending}`
);
const PARTS = PACKED.map((name) => name.replace("table", "parts"));

/** A set of spectra as bytes. */
async function digest(
  { samples, replicates, groups, wavelengths, reflectance }: SpectraSet,
): Promise<string> {
  const names = JSON.stringify([samples, replicates, groups]);
  return [
    names,
    await sha256(new Uint8Array(wavelengths.slice().buffer)),
    await sha256(new Uint8Array(reflectance.slice().buffer)),
  ].join(" ");
}

const SAME = await digest(await openSpectra(`${folder}table.csv`));

for (
  const name of [
    ...PACKED,
    ...PARTS,
    "crc32.csv.xz",
    "table.zip",
    "table.xlsx",
    "texts.xlsx",
    "table.ods",
  ]
) {
  Deno.test(`openSpectra and openLabels read ${name} as the CSV in it, to the bit`, async () => {
    const path = folder + name;
    assertEquals(await digest(await openSpectra(path)), SAME);
    const labels = await openLabels(path, ["clay"]);
    assertEquals(labels.samples, ["B", "A", "Çé"]);
    assertEquals([...labels.values], [12.5, 30, 0.25]);
  });
}

async function says(content: Uint8Array | string): Promise<string> {
  return await inFile(content, async (path) => {
    const errors = [];
    for (
      const read of [openSpectra, (path: string) => openLabels(path, ["clay"])]
    ) {
      errors.push(await assertRejects(() => read(path), InputError));
    }
    const [one, other] = errors.map(({ message }) => message);
    assert(one.startsWith(`${path}`), one);
    assertEquals(one.split("\n").length, 1);
    assertEquals(other, one, "both doors say the same");
    return one.slice(path.length);
  });
}

Deno.test("openSpectra refuses every cut of a packed table, even between two blocks", async () => {
  for (const name of PACKED) {
    const bytes = await Deno.readFile(folder + name);
    for (let length = 20; length < bytes.length; length++) {
      await inFile(bytes.slice(0, length), async (path) => {
        await assertRejects(
          () => openSpectra(path),
          InputError,
          "whole and undamaged",
        );
      });
    }
  }
});

Deno.test("openSpectra gives the right spectra or refuses, whatever bit is turned", async () => {
  for (const name of PACKED) {
    const bytes = await Deno.readFile(folder + name);
    for (let at = 0; at < bytes.length; at++) {
      const turned = bytes.slice();
      turned[at] ^= 1 << (at % 8);
      await inFile(turned, async (path) => {
        const found = await openSpectra(path).then(digest, (error) => {
          assert(error instanceof InputError, `${name}, byte ${at}: ${error}`);
          return SAME;
        });
        assertEquals(found, SAME, `${name}, byte ${at}`);
      });
    }
  }
});

Deno.test("openSpectra refuses bytes after what is packed", async () => {
  for (const name of PACKED) {
    const bytes = await Deno.readFile(folder + name);
    const longer = new Uint8Array([
      ...bytes,
      ...new TextEncoder().encode("and"),
    ]);
    assertMatch(await says(longer), /whole and undamaged/);
  }
});

Deno.test("openSpectra says what xz and zstd data need that is not there", async () => {
  const other = await Deno.readFile(`${folder}sha256.csv.xz`);
  assertMatch(await says(other), /a filter or checksum that is not read/);
  // Frame, window of 64 MiB, an empty last block.
  const wide = [0x28, 0xb5, 0x2f, 0xfd, 0, 0x80, 1, 0, 0];
  assertMatch(await says(Uint8Array.from(wide)), /window of more than 32 MiB/);
  const taught = [0x28, 0xb5, 0x2f, 0xfd, 0x21, 7, 0, 1, 0, 0];
  assertMatch(await says(Uint8Array.from(taught)), /needs a dictionary/);
});

const TABLES: readonly [string, () => Uint8Array, RegExp][] = [
  ["CSV", () => CSV, /^a CSV file/],
  ["Parquet", () => encodeParquet(columns()), /^a Parquet file/],
  ["R data", () => encodeRds(columns()), /^R data/],
  ["arrays", () => encodeNpz(arrays()), /^a NumPy archive/],
  ["a workbook", sheet, /^a workbook of Excel/],
  ["packed CSV", () => gzipSync(CSV), /^a CSV .*gzip/],
];

function columns() {
  return {
    names: ["sample", "clay", "1100", "1101"],
    columns: [["A", "B"], [1, 2], [0.5, 0.25], [0.125, 1]].map((column) =>
      typeof column[0] === "string"
        ? column as string[]
        : Float64Array.from(column as number[])
    ),
    rows: 2,
  };
}

function arrays() {
  return {
    wavelengths: { data: Float64Array.of(1100, 1101), shape: [2] },
    reflectance: { data: Float64Array.of(0.5, 0.125, 0.25, 1), shape: [2, 2] },
    samples: { data: ["A", "B"], shape: [2] },
  };
}

function sheet() {
  return xlsxRows([["sample", "clay", 1100, 1101], ["A", 1, 0.5, 0.125], [
    "B",
    2,
    0.25,
    1,
  ]]);
}

for (const [what, make, format] of TABLES) {
  Deno.test(`openSpectra reads ${what} out of every packing`, async () => {
    const bytes = make() as Uint8Array<ArrayBuffer>;
    const plain = await inFile(bytes, openSpectra).then(digest);
    const wrapped: Record<string, Uint8Array> = {
      gzip: gzipSync(bytes),
      zstd: zstdCompressSync(bytes),
      zip: zipFile({ "a/b": bytes }),
    };
    for (const [name, content] of Object.entries(wrapped)) {
      await inFile(content, async (path) => {
        assertEquals(await digest(await openSpectra(path)), plain, name);
        const said = await spectraFormat(path);
        assertMatch(said, format);
        assertMatch(said, new RegExp(`, in .*${name}`));
      });
    }
  });
}

Deno.test("openSpectra reads files of an instrument that are packed, alone and in a folder, by their names", async () => {
  const sig = fileURLToPath(new URL("goldens/instruments/", import.meta.url));
  const name = [...Deno.readDirSync(sig)].map(({ name }) => name)
    .filter((name) => name.endsWith(".sed")).sort()[0];
  const bytes = await Deno.readFile(sig + name);
  const plain = await openSpectra(sig + name);
  const other = await Deno.makeTempDir();
  try {
    await Deno.writeFile(`${other}/RS001.sed.gz`, gzipSync(bytes));
    await Deno.writeFile(`${other}/RS002.sed.zip`, zipFile({ "x.sed": bytes }));
    // Is of no concern to the files beside it.
    const many = zipFile({ "a.csv": "1", "b.csv": "2" });
    await Deno.writeFile(`${other}/old.zip`, many);
    const set = await openSpectra(other);
    assertEquals(set.samples, ["RS001", "RS002"]);
    const both = [...plain.reflectance, ...plain.reflectance];
    assertEquals([...set.reflectance], both);
    const alone = await openSpectra(`${other}/RS001.sed.gz`);
    assertEquals(alone.samples, ["RS001"]);
  } finally {
    await Deno.remove(other, { recursive: true });
  }
});

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
      assertEquals(await digest(await openSpectra(path)), SAME);
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
    assertMatch(await says(make()), pattern);
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

Deno.test("readWhole and openSpectra refuse what unpacks to more than is wanted", async () => {
  const zeros = gzipSync(new Uint8Array(1 << 20));
  await inFile(zeros, async (path) => {
    await assertRejects(
      () => readWhole(path, 1000, "a file of an instrument"),
      InputError,
      "has more than 1000 bytes; expected a file of an instrument",
    );
  });
  // 4 GiB and more in four bytes a block: blocks of one byte, repeated.
  const block = [0x02, 0, 0x10, 0x31];
  const blocks = Math.ceil(LARGEST_UNPACKED / (1 << 17)) + 1;
  const bomb = new Uint8Array(6 + 4 * blocks + 3);
  bomb.set([0x28, 0xb5, 0x2f, 0xfd, 0, 0x38]);
  for (let i = 0; i < blocks; i++) bomb.set(block, 6 + 4 * i);
  await inFile(bomb, async (path) => {
    await assertRejects(
      () => openSpectra(path),
      InputError,
      "unpacks to more than 4 GiB",
    );
  });
});

Deno.test("readHead unpacks no more than the beginning", async () => {
  const long = new Uint8Array(1 << 22).fill(0x31);
  for (const bytes of [gzipSync(long), zipFile({ a: long })]) {
    await inFile(bytes, async (path) => {
      const head = await readHead(path);
      assertEquals(head.length, 4096);
    });
  }
});

Deno.test("createXxh64 gives the checksums of the specification, in whatever pieces", () => {
  const bytes = Uint8Array.from({ length: 222 }, (_, i) => (i * 7 + 3) & 255);
  const whole = createXxh64();
  whole.add(bytes);
  for (const size of [1, 5, 31, 32, 33, 100]) {
    const parts = createXxh64();
    for (let at = 0; at < bytes.length; at += size) {
      parts.add(bytes.subarray(at, at + size));
    }
    assertEquals(parts.low(), whole.low(), `${size} bytes at once`);
  }
  // What libzstd writes at the end of a frame.
  for (const length of [0, 1, 4, 8, 13, 31, 32, 33, 222]) {
    const sum = createXxh64();
    sum.add(bytes.subarray(0, length));
    const packed = zstdCompressSync(bytes.subarray(0, length), {
      params: { 201: 1 }, // with a checksum
    });
    const view = new DataView(packed.buffer, packed.byteOffset);
    const written = view.getUint32(packed.length - 4, true);
    assertEquals(sum.low(), written, `${length} bytes`);
  }
});

Deno.test("openSpectra names line and column of a packed table, as of any", async () => {
  const broken = TEXT.replace(/\n(.*?,.*?,.*?,.*?),[^,]*/, "\n$1,x");
  await inFile(gzipSync(new TextEncoder().encode(broken)), async (path) => {
    await assertRejects(
      () => openSpectra(path),
      InputError,
      `${path}, line 2, column 1100.0: is "x"`,
    );
  });
});

Deno.test("openSpectra reports progress of a packed table in bytes of its file", async () => {
  const path = `${folder}table.csv.gz`;
  const { size } = await Deno.stat(path);
  const seen: number[][] = [];
  const onProgress = (done: number, total: number) =>
    void seen.push([done, total]);
  await openSpectra(path, { onProgress });
  assertEquals(seen.at(-1), [size, size]);
});
