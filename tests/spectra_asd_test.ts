// ASD files: the two of the OSSL against NumPy's reading of the same bytes
// (tests/reference/asd.py), small ones made here in every data format, folders,
// and damage of all kinds.
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { Pcg32 } from "../lib/pcg32.ts";
import { loadData } from "../lib/pipeline/data.ts";
import { looksLikeAsd, readAsd } from "../lib/spectra/instrument/asd.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import { tinyConfig } from "./support/tiny_run.ts";
import golden from "./goldens/asd.json" with { type: "json" };

const DATA = new URL("../../shared/data/ossl/", import.meta.url);
const here = await Deno.stat(DATA).then(() => true, () => false);

Deno.test({
  name: "readAsd gives NumPy's values of real files (../shared/data/ossl)",
  ignore: !here,
  fn: async () => {
    for (const [name, expected] of Object.entries(golden)) {
      const bytes = await Deno.readFile(new URL(name, DATA));
      assert(looksLikeAsd(bytes.subarray(0, 4096)));
      const { wavelengths, reflectance, metadata } = readAsd(bytes, name);
      assertEquals(wavelengths.length, expected.bands);
      assertEquals([wavelengths[0], wavelengths.at(-1)], expected.range);
      expected.index.forEach((band, i) =>
        assertEquals(reflectance[band], expected.reflectance[i])
      );
      const sum = reflectance.reduce((total, value) => total + value, 0);
      assertAlmostEquals(sum, expected.sum, 1e-9);
      assertEquals(metadata.format, `ASD ${expected.version}`);
      assertEquals(metadata.splices, expected.splices);
      assertEquals(metadata.serial, expected.serial);
      assertEquals(metadata.scans, expected.scans);
      assertEquals(metadata.date, expected.date);
    }
  },
});

interface Made {
  readonly version?: string;
  /** 0 raw, 1 reflectance, 2 radiance … */
  readonly type?: number;
  /** 0 float, 1 integer, 2 double. */
  readonly format?: number;
  readonly start?: number;
  readonly spectrum?: readonly number[];
  readonly white?: readonly number[] | null;
  readonly description?: string;
}

/** An ASD file, byte by byte. */
function makeAsd({
  version = "as7",
  type = 0,
  format = 2,
  start = 350,
  spectrum = [10, 20, 30, 40],
  white = [100, 100, 60, 80],
  description = "soil",
}: Made = {}): Uint8Array {
  const size = [4, 4, 8][format];
  const n = spectrum.length;
  const behind = version === "ASD" ? 0 : 20 + description.length +
    (white ? n * size : 0);
  const bytes = new Uint8Array(484 + n * size + behind);
  const view = new DataView(bytes.buffer);
  const put = (at: number, text: string) =>
    bytes.set(new TextEncoder().encode(text), at);
  put(0, version);
  put(3, "a comment");
  [17, 14, 10, 11, 1, 112].forEach((v, i) =>
    view.setInt16(160 + 2 * i, v, true)
  );
  view.setUint8(186, type);
  view.setFloat32(191, start, true);
  view.setFloat32(195, 1, true);
  view.setUint8(199, format);
  view.setUint16(204, n, true);
  view.setUint16(429, 40, true);
  bytes[431] = 4;
  view.setFloat32(444, start + 1, true);
  const values = (at: number, list: readonly number[]) =>
    list.forEach((value, i) => {
      const p = at + i * size;
      if (format === 0) view.setFloat32(p, value, true);
      else if (format === 1) view.setInt32(p, value, true);
      else view.setFloat64(p, value, true);
    });
  values(484, spectrum);
  if (version !== "ASD") {
    const at = 484 + n * size;
    view.setInt16(at, white ? -1 : 0, true);
    view.setInt16(at + 18, description.length, true);
    put(at + 20, description);
    if (white) values(at + 20 + description.length, white);
  }
  return bytes;
}

for (const [format, name] of ["float", "integer", "double"].entries()) {
  Deno.test(`readAsd divides by the white reference (${name})`, () => {
    const { reflectance, metadata } = readAsd(makeAsd({ format }), "a.asd");
    assertEquals([...reflectance], [0.1, 0.2, 0.5, 0.5]);
    assertEquals(metadata.quantity, "spectrum / white reference");
    assertEquals(metadata.description, "soil");
    assertEquals(metadata.splices, [351]);
    assertEquals(metadata.date, "2012-02-11T10:14:17");
  });
}

Deno.test("readAsd takes reflectance as it is, in the first version too", () => {
  const made = makeAsd({
    version: "ASD",
    type: 1,
    spectrum: [0.1, 0.2, 0.3],
    white: null,
  });
  const { reflectance, metadata } = readAsd(made, "a.asd");
  assertEquals([...reflectance], [0.1, 0.2, 0.3]);
  assertEquals([metadata.format, metadata.description], [
    "ASD as1",
    "a comment",
  ]);
});

const REFUSED: [what: string, made: Made, says: string][] = [
  ["raw data alone", { white: null }, "without a white reference"],
  ["radiance", { type: 2 }, "holds radiance data"],
  ["an unknown data type", { type: 77 }, "byte 186: found 77"],
  ["a first wavelength below 0", { start: -5 }, "byte 191: found -5"],
  ["a single channel", { spectrum: [1], white: [1] }, "byte 204: found 1"],
  ["a white reference of 0", { white: [1, 1, 0, 1] }, "at 352 nm is Infinity"],
];
for (const [what, made, says] of REFUSED) {
  Deno.test(`readAsd refuses ${what} with a sentence`, () => {
    assertThrows(() => readAsd(makeAsd(made), "a.asd"), InputError, says);
  });
}

Deno.test("readAsd says a sentence or gives finite values for 2,000 damaged files", () => {
  const whole = makeAsd();
  const random = new Pcg32(5);
  for (let i = 0; i < 2000; i++) {
    let bytes = whole.slice(0, 1 + random.next() % whole.length);
    if (i % 2) {
      bytes = whole.slice();
      const at = random.next() % bytes.length;
      if (i % 4 === 1) bytes[at] ^= 1 << random.next() % 8;
      else {bytes.fill(
          255 * (random.next() % 2),
          at,
          at + 1 + random.next() % 8,
        );}
    }
    try {
      const { wavelengths, reflectance } = readAsd(bytes, "a.asd");
      assertEquals(wavelengths.length, reflectance.length);
      assert(reflectance.every(Number.isFinite));
    } catch (error) {
      assert(error instanceof InputError, `${i}: ${error}`);
    }
  }
});

async function inFolder(
  files: Record<string, Uint8Array | string>,
  use: (folder: string) => Promise<void>,
) {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, content] of Object.entries(files)) {
      const bytes = typeof content === "string"
        ? new TextEncoder().encode(content)
        : content;
      await Deno.writeFile(`${folder}/${name}`, bytes);
    }
    await use(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

Deno.test("openSpectra takes one file as one sample, whatever its name", () =>
  inFolder({ "RS001.xyz": makeAsd() }, async (folder) => {
    const set = await openSpectra(`${folder}/RS001.xyz`);
    assertEquals([set.samples, set.replicates], [["RS001"], 1]);
    assertEquals(set.metadata?.[0].file, "RS001.xyz");
  }));

Deno.test("openSpectra takes a folder of files, each a sample", () =>
  inFolder({
    "b.asd": makeAsd({ spectrum: [1, 2, 3, 4] }),
    "a.asd": makeAsd(),
    "notes.txt": "not a spectrum",
  }, async (folder) => {
    const set = await openSpectra(folder);
    assertEquals(set.samples, ["a", "b"]);
    assertEquals([...set.reflectance.subarray(4)], [0.01, 0.02, 0.05, 0.05]);
  }));

const TABLE = "file,sample,replicate,group\n" +
  "x2.asd,S1,2,north\nx1.asd,S1,1,north\ny1.asd,S2,1,south\ny2.asd,S2,2,south\n";

Deno.test("openSpectra follows files.csv: samples, replicates, groups", () =>
  inFolder({
    "files.csv": TABLE,
    "x1.asd": makeAsd({ spectrum: [1, 1, 1, 1] }),
    "x2.asd": makeAsd({ spectrum: [2, 2, 2, 2] }),
    "y1.asd": makeAsd({ spectrum: [3, 3, 3, 3] }),
    "y2.asd": makeAsd({ spectrum: [4, 4, 4, 4] }),
    "unused.asd": makeAsd(),
  }, async (folder) => {
    const set = await openSpectra(folder);
    assertEquals([set.samples, set.groups], [["S1", "S2"], ["north", "south"]]);
    assertEquals(set.replicates, 2);
    const first = [0, 1, 2, 3].map((i) => set.reflectance[4 * i]);
    assertEquals(first, [0.01, 0.02, 0.03, 0.04]);
    assertEquals(
      set.metadata?.map(({ file }) => file),
      ["x1.asd", "x2.asd", "y1.asd", "y2.asd"],
    );
  }));

Deno.test("loadData hashes every file of a folder of spectra", () =>
  inFolder({
    "a.asd": makeAsd(),
    "b.asd": makeAsd(),
    ".hidden": "x",
  }, (folder) =>
    inFolder({ "labels.csv": "sample,Sb_ppm\na,1\nb,2\n" }, async (other) => {
      const { inputs, spectra } = await loadData(tinyConfig({
        data: {
          source: "files",
          dataset: null,
          spectra: folder,
          labels: `${other}/labels.csv`,
        },
      }));
      assertEquals(spectra.samples, ["a", "b"]);
      assertEquals(inputs.map(({ role, path }) => [role, path]), [
        ["spectra", `${folder}/a.asd`],
        ["spectra", `${folder}/b.asd`],
        ["labels", `${other}/labels.csv`],
      ]);
    })));

const BAD_FOLDERS: [
  what: string,
  files: Record<string, Uint8Array | string>,
  says: string,
][] = [
  [
    "a file that is missing",
    { "files.csv": "file,sample\nno.asd,S1\n" },
    "no.asd: there is no such file",
  ],
  [
    "another grid",
    { "a.asd": makeAsd(), "b.asd": makeAsd({ start: 400 }) },
    "a.asd (4 bands, 350 to 353 nm) and b.asd (4 bands, 400 to 403 nm) differ",
  ],
  [
    "different numbers of replicates",
    {
      "files.csv": "file,sample\na.asd,S1\nb.asd,S1\nc.asd,S2\n",
      "a.asd": makeAsd(),
      "b.asd": makeAsd(),
      "c.asd": makeAsd(),
    },
    "sample S2 has 1 files, sample S1 has 2",
  ],
  [
    "a file that stands twice",
    { "files.csv": "file,sample\na.asd,S1\na.asd,S2\n", "a.asd": makeAsd() },
    "line 3: file a.asd stands twice, first in line 2",
  ],
  [
    "a path that leads out",
    { "files.csv": "file,sample\n../a.asd,S1\n" },
    "expected the name of a file in the same folder",
  ],
  [
    "a table without samples",
    { "files.csv": "file,name\na.asd,S1\n" },
    'has no column "sample"',
  ],
  [
    "two files of one name",
    { "a.asd": makeAsd(), "a.sp": makeAsd() },
    "which are both sample a",
  ],
];
for (const [what, files, says] of BAD_FOLDERS) {
  Deno.test(`openSpectra refuses a folder with ${what}`, () =>
    inFolder(files, async (folder) => {
      await assertRejects(() => openSpectra(folder), InputError, says);
    }));
}
