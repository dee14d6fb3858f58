// ASD files made here: what is made of them, what is refused, and damage of all
// kinds. spectra_asd_peers_test.ts has real ones.
import { assert, assertEquals, assertThrows } from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { looksLikeAsd, readAsd } from "../lib/formats/asd/asd.ts";
import { type Made, makeAsd } from "./support/asd_file.ts";
import { damage } from "./support/damage.ts";

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

Deno.test("readAsd takes the letters asd for the first version", () => {
  const spectrum = [0.1, 0.2, 0.3];
  const made = makeAsd({ type: 1, spectrum, white: null }).slice(0, 508);
  made.set(new TextEncoder().encode("asd"));
  assert(looksLikeAsd(made));
  assertEquals([...readAsd(made, "a.asd").reflectance], spectrum);
});

Deno.test("looksLikeAsd passes over text and other files", () => {
  const text = (letters: string) => new TextEncoder().encode(letters);
  assert(!looksLikeAsd(text(`asd,${"1,2".repeat(100)}`)));
  assert(!looksLikeAsd(text(`as9${"\0".repeat(500)}`)));
  assert(!looksLikeAsd(text("as8\0")));
});

const REFUSED: [what: string, made: Made, says: string][] = [
  [
    "raw data alone",
    { white: null },
    "holds raw data without a white reference",
  ],
  ["radiance alone", { type: 2, flag: 0 }, "radiance data without a white ref"],
  ["irradiance", { type: 4 }, "holds irradiance data; expected reflectance"],
  ["transmittance", { type: 6, spectrum: [0.1, 0.2] }, "transmittance data;"],
  ["an unknown data type", { type: 77 }, "byte 186: found a data type of 77"],
  ["an unknown format", { format: 3 }, "byte 199: found a data format of 3"],
  ["a first wavelength below 0", { start: -5 }, "first wavelength of -5"],
  ["a step of 0", { step: 0 }, "byte 195: found a step of 0 nm"],
  ["a step of nearly 0", { step: 1e-30 }, "nm; expected 0.01 or more"],
  [
    "a step beyond infrared",
    { step: 900 },
    "with which 4 channels end at 3050",
  ],
  ["a single channel", { spectrum: [1], white: [1] }, "found 1 channels"],
  [
    "a white reference of 0",
    { white: [1, 1, 0, 1] },
    "reflectance at 352 nm is Infinity",
  ],
  [
    "counts that are called reflectance and have no reference",
    { type: 1, flag: 0 },
    "holds reflectance data with a median of 30 and no white reference",
  ],
  [
    "reflectance beside a reference in counts",
    { type: 1, spectrum: [0.1, 0.2, 0.3, 0.4], white: [900, 800, 900, 950] },
    "with a median of 0.3 beside a white reference with one of 900",
  ],
  [
    "numbers that are no counts",
    { spectrum: [1, 1e12] },
    "byte 492: found 1000",
  ],
  ["a flag that is none", { flag: 2 }, "byte 516: found 2; expected -1 or 0"],
  [
    "a first version that goes on",
    { version: "ASD", type: 1, spectrum: Array(40).fill(0.1) },
    "byte 204: found 20 channels, after which the file goes on for 160 bytes",
  ],
];
for (const [what, made, says] of REFUSED) {
  Deno.test(`readAsd refuses ${what} with a sentence`, () => {
    const bytes = makeAsd(made);
    if (what.endsWith("goes on")) {
      new DataView(bytes.buffer).setUint16(204, 20, true);
    }
    assertThrows(() => readAsd(bytes, "a.asd"), InputError, says);
  });
}

Deno.test("readAsd repeats the instrument's own warnings", () => {
  const bytes = makeAsd();
  assertEquals(readAsd(bytes, "a.asd").metadata.warnings, []);
  bytes[422] = 2 + 16;
  assertEquals(readAsd(bytes, "a.asd").metadata.warnings, [
    "SWIR 1 saturated",
    "SWIR 2 cooling alarm",
  ]);
});

Deno.test("readAsd says where a file is cut short", () => {
  const whole = makeAsd();
  const cut = (length: number) => () => readAsd(whole.subarray(0, length), "a");
  assertThrows(cut(483), InputError, "after 483 bytes; expected an ASD header");
  assertThrows(cut(515), InputError, "expected 4 values up to byte 516");
  assertThrows(
    cut(535),
    InputError,
    "header of a white reference up to byte 536",
  );
  assertThrows(
    cut(539),
    InputError,
    "byte 534: found a description of 4 bytes",
  );
  assertThrows(cut(571), InputError, "expected 4 values up to byte 572");
});

Deno.test("readAsd says a sentence or gives finite values for 2,000 damaged files", () => {
  const bands = Array.from({ length: 100 }, (_, band) => 1000 + band);
  const whole = makeAsd({ spectrum: bands, white: bands.map((v) => 2 * v) });
  let refused = 0;
  for (let round = 0; round < 2000; round++) {
    try {
      const { wavelengths, reflectance } = readAsd(damage(whole, round), "a");
      assertEquals(wavelengths.length, reflectance.length);
      assert(reflectance.every((value) => Math.abs(value) <= 1e6));
    } catch (error) {
      assert(error instanceof InputError, `${round}: ${error}`);
      refused++;
    }
  }
  assert(refused > 666 && refused < 2000, `${refused}`);
});
