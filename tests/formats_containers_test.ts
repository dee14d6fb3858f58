// Files that are packed: one table in every packing gives the same spectra,
// and what is damaged, doubtful or too large is refused. Goldens by
// tests/reference/packed.py.
import { assert, assertEquals, assertMatch, assertRejects } from "@std/assert";
import { fileURLToPath } from "node:url";
import { gzipSync, zstdCompressSync } from "node:zlib";
import { encodeNpz } from "../lib/artifacts/npz.ts";
import { encodeParquet } from "../lib/artifacts/parquet.ts";
import { InputError } from "../lib/errors.ts";
import { readHead, readWhole } from "../lib/formats/containers/content.ts";
import { LARGEST_UNPACKED } from "../lib/formats/containers/packings.ts";
import { createXxh64 } from "../lib/formats/containers/xxh64.ts";
import { openSpectra, spectraFormat } from "../lib/spectra/open.ts";
import { openLabels } from "../lib/spectra/tables/open_labels.ts";
import { digest } from "./support/digest.ts";
import { inFile } from "./support/in_file.ts";
import { refusalOf } from "./support/refusal_of.ts";
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

Deno.test("openSpectra refuses every cut of a packed table, even between two blocks", async () => {
  for (const name of PACKED) {
    const bytes = await Deno.readFile(folder + name);
    const closely = bytes.length - 40;
    for (let length = 20; length < bytes.length;) {
      await inFile(bytes.slice(0, length), async (path) => {
        await assertRejects(
          () => openSpectra(path),
          InputError,
          "whole and undamaged",
        );
      });
      length += length < closely ? 7 : 1;
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
    assertMatch(await refusalOf(longer), /whole and undamaged/);
  }
});

Deno.test("openSpectra says what xz and zstd data need that is not there", async () => {
  const other = await Deno.readFile(`${folder}sha256.csv.xz`);
  assertMatch(await refusalOf(other), /a filter or checksum that is not read/);
  // Frame, window of 64 MiB, an empty last block.
  const wide = [0x28, 0xb5, 0x2f, 0xfd, 0, 0x80, 1, 0, 0];
  assertMatch(
    await refusalOf(Uint8Array.from(wide)),
    /window of more than 32 MiB/,
  );
  const taught = [0x28, 0xb5, 0x2f, 0xfd, 0x21, 7, 0, 1, 0, 0];
  assertMatch(await refusalOf(Uint8Array.from(taught)), /needs a dictionary/);
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
