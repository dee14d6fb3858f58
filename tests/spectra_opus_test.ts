// Bruker OPUS files against two independent readers (tests/reference/opus.py),
// and what a damaged or another file is answered with.
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { instrumentFormat } from "../lib/formats/formats.ts";
import { readOpus } from "../lib/formats/opus/opus.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import golden from "./goldens/opus.json" with { type: "json" };

const FOLDER = new URL("goldens/instruments/", import.meta.url);
const load = (name: string) => Deno.readFileSync(new URL(name, FOLDER));

/** Reflectance of what the readers call the ordinate. */
const REFLECTANCE: Readonly<Record<string, (y: number) => number>> = {
  a: (y) => 10 ** -y,
  r: (y) => y,
  km: (k) => 1 + k - Math.sqrt(k * k + 2 * k),
};

for (const [name, expected] of Object.entries(golden)) {
  Deno.test(`readOpus gives the values that brukeropus finds in ${name}`, () => {
    const bytes = load(name);
    assertEquals(
      instrumentFormat(bytes.subarray(0, 4096))?.name,
      "Bruker OPUS",
    );
    const { wavelengths, reflectance, metadata } = readOpus(bytes, `x/${name}`);
    const points = expected.wavenumbers.map((wavenumber, i) => ({
      nm: 1e7 / wavenumber,
      value: REFLECTANCE[expected.key](expected.y[i]),
    })).sort((a, b) => a.nm - b.nm);
    assertEquals(wavelengths.length, points.length);
    points.forEach(({ nm, value }, band) => {
      assertAlmostEquals(wavelengths[band] / nm, 1, 1e-12);
      assertAlmostEquals(reflectance[band], value, 1e-7);
    });
    assertEquals(
      [metadata.file, metadata.instrument, metadata.serial],
      [name, expected.instrument, metadata.serial],
    );
    assertEquals(metadata.description, expected.sample);
    assertEquals([metadata.scans, metadata.date], [64, "2019-05-21T14:03:55"]);
  });
}

Deno.test("openSpectra takes a folder of OPUS files, whatever their names end in", async () => {
  const folder = await Deno.makeTempDir();
  try {
    for (const name of ["soil1.0", "soil2.0", "soil3"]) {
      await Deno.copyFile(
        new URL("opus_absorbance.0", FOLDER),
        `${folder}/${name}`,
      );
    }
    const { samples, wavelengths } = await openSpectra(folder);
    assertEquals(samples, ["soil1", "soil2", "soil3"]);
    assertEquals([wavelengths[0], wavelengths.at(-1)], [1000, 2500]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

/** Changes some bytes of a file. */
function changed(
  change: (view: DataView, bytes: Uint8Array) => void,
): Uint8Array<ArrayBuffer> {
  const bytes = load("opus_absorbance.0");
  change(new DataView(bytes.buffer), bytes);
  return bytes;
}

/** Where the entry of a block lies: the directory, parameters, data. */
const entry = (block: number) => 24 + 12 * block;
const typeOf = (quantity: number, role = 0) => 15 | role << 4 | quantity << 10;

const REFUSED: readonly [
  what: string,
  Uint8Array<ArrayBuffer>,
  says: string,
][] = [
  [
    "a header cut short",
    load("opus_absorbance.0").slice(0, 20),
    "has 20 bytes",
  ],
  [
    "a file cut short",
    load("opus_absorbance.0").slice(0, 300),
    "is it cut short?",
  ],
  [
    "a directory beyond the end",
    changed((view) => view.setInt32(12, 1e6, true)),
    "its directory is said to begin at byte 1000000",
  ],
  [
    "endless blocks",
    changed((view) => view.setInt32(20, 1e6, true)),
    "is said to have 1000000 blocks",
  ],
  [
    "a block of negative size",
    changed((view) => view.setInt32(entry(2) + 4, -5, true)),
    "block 3 is said to have -20 bytes",
  ],
  [
    "interferograms alone",
    changed((view) => view.setUint32(entry(2), typeOf(2), true)),
    "holds interferograms; expected reflectance",
  ],
  [
    "transmittance",
    changed((view) => view.setUint32(entry(2), typeOf(5), true)),
    "holds transmittance; expected reflectance",
  ],
  [
    "a series",
    changed((view) => view.setUint32(entry(2), typeOf(4) | 2 << 19, true)),
    "holds a series of absorbance spectra",
  ],
  [
    "data without parameters",
    changed((view) => view.setUint32(entry(1), typeOf(5, 1), true)),
    "has no parameters of its absorbance",
  ],
  [
    "no points",
    changed((view, bytes) => {
      const at = text(bytes, "NPT");
      view.setInt32(at + 8, 1 << 30, true);
    }),
    "is said to have 1073741824 points",
  ],
  [
    "a first wavenumber that is no number",
    changed((view, bytes) =>
      view.setFloat64(text(bytes, "FXV") + 8, NaN, true)
    ),
    "parameter FXV of its absorbance is NaN",
  ],
  [
    "a parameter beyond its block",
    changed((view, bytes) =>
      view.setUint16(text(bytes, "DAT") + 6, 5000, true)
    ),
    'parameter "DAT" lies beyond the end of its block',
  ],
  [
    "another unit",
    changed((_, bytes) =>
      bytes.set([0x4d, 0x49, 0x4e], text(bytes, "DXU") + 8)
    ),
    'has "MIN" as the unit of x',
  ],
];

function text(bytes: Uint8Array, name: string): number {
  const at = new TextDecoder("latin1").decode(bytes).indexOf(`${name}\0`);
  assert(at > 0, name);
  return at;
}

for (const [what, bytes, says] of REFUSED) {
  Deno.test(`readOpus refuses ${what} with a sentence`, () => {
    const { message } = assertThrows(
      () => readOpus(bytes, "a.0"),
      InputError,
      says,
    );
    assert(message.startsWith("a.0: ") && !message.includes("\n"));
  });
}
