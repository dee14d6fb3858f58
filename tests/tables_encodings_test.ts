// Parquet's encodings of values, and pages with checksums; goldens by
// tests/reference/parquet_encodings.py.
import { assert, assertEquals, assertGreater, assertThrows } from "@std/assert";
import { fileURLToPath } from "node:url";
import { InputError } from "../lib/errors.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import { readPages, writePage } from "../lib/formats/parquet/pages.ts";
import { checkRuns } from "../lib/formats/parquet/run_lengths.ts";
import { ThriftWalk } from "../lib/formats/parquet/thrift.ts";

const folder = fileURLToPath(new URL("goldens/encodings/", import.meta.url));
const golden = JSON.parse(await Deno.readTextFile(`${folder}expected.json`));
const names = [...Deno.readDirSync(folder)].map(({ name }) => name)
  .filter((name) => name.endsWith(".parquet")).sort();

Deno.test("openSpectra has goldens of differences, split bytes and checksums", () => {
  assertEquals(names.length, 10);
});

for (const name of names) {
  Deno.test(`openSpectra reads ${name} as pyarrow wrote it`, async () => {
    const scale = name.startsWith("delta") ? 2 : 1;
    const set = await openSpectra(folder + name);
    assertEquals(set, {
      taken: set.taken,
      samples: golden.samples,
      replicates: 2,
      groups: golden.groups,
      wavelengths: Float64Array.from(golden.wavelengths),
      reflectance: Float64Array.from(
        golden.reflectance,
        (value: number) => value * scale,
      ),
    });
  });
}

Deno.test("openSpectra gives pages with a checksum as they were, or refuses them", async () => {
  const name = `${folder}checksum_v1.parquet`;
  const whole = await openSpectra(name);
  const bytes = await Deno.readFile(name);
  const view = new DataView(bytes.buffer);
  const footer = bytes.length - 8 - view.getUint32(bytes.length - 8, true);
  const path = await Deno.makeTempFile();
  let refused = 0;
  let harmless = 0;
  for (let at = 4; at < footer; at += 31) {
    const flipped = bytes.slice();
    flipped[at] ^= 1 << (at % 8);
    await Deno.writeFile(path, flipped);
    try {
      // Nothing depends on statistics and on what stands between columns.
      assertEquals(await openSpectra(path), whole, `byte ${at}`);
      harmless++;
    } catch (error) {
      assert(error instanceof InputError, `byte ${at}: ${error}`);
      refused++;
    }
  }
  await Deno.remove(path);
  assertGreater(refused, harmless);
});

/** Groups of eight numbers side by side, the plain way. */
function packed(numbers: readonly number[], width: number): number[] {
  const bits = numbers.flatMap((number) =>
    Array.from({ length: width }, (_, i) => Math.floor(number / 2 ** i) % 2)
  );
  return Array.from(
    { length: bits.length / 8 },
    (_, at) =>
      bits.slice(8 * at, 8 * at + 8).reduce((sum, b, i) => sum + (b << i), 0),
  );
}

Deno.test("checkRuns counts in runs and in groups, and looks at every number", () => {
  for (const width of [1, 2, 3, 7, 8, 9, 13, 17, 31]) {
    const numbers = Array.from({ length: 16 }, (_, i) => (i * 5) % 2 ** width);
    const most = Math.max(...numbers);
    const bytes = Uint8Array.of(
      ...[5, ...packed(numbers, width)],
      ...[
        3 << 1,
        ...packed([most, 0, 0, 0, 0, 0, 0, 0], 8 * Math.ceil(width / 8)),
      ],
    );
    const runs = { width, count: 19, below: most + 1, equal: most };
    const equal = numbers.filter((number) => number === most).length + 3;
    assertEquals(checkRuns(bytes, 0, runs), equal, `${width} bits`);
    assertThrows(
      () => checkRuns(bytes, 0, { ...runs, below: most }),
      RangeError,
    );
    assertThrows(() => checkRuns(bytes, 0, { ...runs, count: 18 }), RangeError);
    const short = bytes.subarray(0, 2 * width);
    assertThrows(() => checkRuns(short, 0, runs), RangeError);
  }
});

Deno.test("checkRuns refuses counts that hyparquet would follow for minutes", () => {
  const runs = { width: 0, count: 4, below: 1 };
  for (
    const bytes of [[0xfe, 0xff, 0xff, 0xff, 0x0f], [0xff, 0xff, 0xff, 0x7f]]
  ) {
    assertThrows(() => checkRuns(Uint8Array.from(bytes), 0, runs), RangeError);
  }
});

Deno.test("readPages gives back what writePage wrote", () => {
  const body = Uint8Array.of(1, 2, 3);
  const page = { body, size: 3, values: 300, encoding: 8 };
  const v2 = {
    nulls: 7,
    rows: 300,
    repetitionBytes: 0,
    definitionBytes: 2,
    packed: false,
  };
  const pages = [
    { ...page, kind: "dictionary", v2: null },
    { ...page, kind: "data", v2: null },
    { ...page, kind: "dataV2", v2 },
  ] as const;
  const bytes = pages.flatMap((one) => writePage(one, body))
    .flatMap((piece) => [...piece]);
  assertEquals(readPages(Uint8Array.from(bytes)), [...pages]);
  for (let end = 1; end < bytes.length; end++) {
    const cut = Uint8Array.from(bytes.slice(0, end));
    try {
      assert(readPages(cut).length < pages.length);
    } catch (error) {
      assert(error instanceof RangeError);
    }
  }
});

const DAMAGED: [string, number[]][] = [
  ["a text that is longer than the bytes", [0x18, 0x7f, 0]],
  ["a text of 2 GiB and more", [0x18, 0xff, 0xff, 0xff, 0xff, 0x0f, 0]],
  ["a list that is longer than the bytes", [0x19, 0xf8, 0xff, 0xff, 0x03, 0]],
  ["a number without end", [0x16, ...new Array(11).fill(0x80), 0]],
  ["structs in structs in structs", new Array(100).fill(0x1c)],
  ["a map", [0x1b, 0, 0]],
  ["a struct without end", [0x15, 2]],
];

for (const [what, bytes] of DAMAGED) {
  Deno.test(`ThriftWalk refuses ${what}`, () => {
    const walk = new ThriftWalk(Uint8Array.from(bytes), 0, "its footer");
    assertThrows(() => walk.skipStruct(), RangeError);
  });
}
