// OPUS and OMNIC files that cannot be read: a sentence for every kind of reason.
import { assert, assertEquals, assertThrows } from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { readOpus } from "../lib/formats/opus/opus.ts";
import { readSpa } from "../lib/formats/spa/spa.ts";
import { goldenFile } from "./support/chemometric_files.ts";
import { damage } from "./support/damage.ts";
import {
  dataBlocks,
  type MadeBlock,
  makeOpus,
  OPUS,
  type OpusValues,
} from "./support/opus_file.ts";
import { type MadeSpa, makeSpa } from "./support/spa_file.ts";

const Y = [0.5, 0.25, 0.75];
const DERIVATIVE = 1 << 17;
const SERIES = 2 << 19;
const COMPACT = 4 << 19;
const SECOND_CHANNEL = 1 << 15;
const data = (type: number) => dataBlocks(type, Y);

const NO_RESULT: [what: string, blocks: readonly MadeBlock[], says: string][] =
  [
    [
      "single-channel spectra alone",
      [...data(OPUS.sample), ...data(OPUS.reference)],
      "holds sample's single-channel spectrum, reference's single-channel " +
      "spectrum; expected absorbance, reflectance, Kubelka-Munk or",
    ],
    ["an interferogram", data(OPUS.interferogram), "sample's interferogram;"],
    ["a derivative", data(OPUS.absorbance + DERIVATIVE), "derivative of abs"],
    ["a series", data(OPUS.absorbance + SERIES), "series of absorbance;"],
    ["a compact form", data(OPUS.absorbance + COMPACT), "in compact form;"],
    [
      "another channel",
      data(OPUS.absorbance + SECOND_CHANNEL),
      "absorbance of channel 2;",
    ],
    ["a Raman spectrum", data(0x280f), "holds Raman;"],
    ["an unknown kind", data(0x780f), "holds data of kind 30;"],
    ["the real part alone", data(0x100d), "holds real part of absorbance;"],
    ["no block", [], "holds no data;"],
    [
      "absorbance that nothing describes",
      data(OPUS.absorbance).slice(0, 1),
      "holds absorbance and not its parameters; expected number and",
    ],
    [
      "absorbance that other parameters describe",
      [data(OPUS.absorbance)[0], data(OPUS.reflectance)[1]],
      "holds absorbance and not its parameters",
    ],
  ];
for (const [what, blocks, says] of NO_RESULT) {
  Deno.test(`readOpus refuses ${what} with a sentence`, () => {
    assertThrows(() => readOpus(makeOpus(blocks), "a.0"), InputError, says);
  });
}

const STATUS: [what: string, change: OpusValues, says: string][] = [
  ["no unit of x", { DXU: null }, "found no DXU in the absorbance parameters"],
  ["a unit that is none of wavelengths", { DXU: { enum: "LGW" } }, '"LGW (D'],
  ["no number of points", { NPT: null }, "found no NPT in the"],
  ["one point", { NPT: { int: 1 } }, "found NPT to be 1 in the"],
  ["less than no points", { NPT: { int: -3 } }, "found NPT to be -3"],
  ["too many points", { NPT: { int: 4 } }, "expected at most 3, as its val"],
  ["no first wavenumber", { FXV: null }, "found no FXV"],
  ["an endless wavenumber", { LXV: Infinity }, "found LXV to be Infinity"],
  ["a text for a wavenumber", { FXV: "x" }, "found FXV to be x"],
  ["wavenumbers from 0 on", { FXV: 0 }, "has a point at 0 1/cm"],
  ["wavenumbers that stand", { FXV: 4000 }, "wavelengths that run one way"],
  ["a factor of 0", { CSF: 0 }, "found CSF to be 0"],
  ["a factor that is no number", { CSF: NaN }, "found CSF to be NaN"],
  ["integers", { DPF: { int: 2 } }, "found DPF to be 2"],
];
for (const [what, change, says] of STATUS) {
  Deno.test(`readOpus refuses ${what} with a sentence`, () => {
    const bytes = makeOpus(dataBlocks(OPUS.absorbance, Y, change));
    assertThrows(() => readOpus(bytes, "a.0"), InputError, says);
  });
}

Deno.test("readOpus refuses numbers that are no absorbance, or percent", () => {
  const read = (type: number, y: readonly number[]) => () =>
    readOpus(makeOpus(dataBlocks(type, y)), "a.0");
  assertThrows(read(OPUS.absorbance, [1, NaN, 1]), InputError, "has NaN at");
  assertThrows(read(OPUS.kubelkaMunk, [1, -1, 1]), InputError, "no kubelka");
  assertThrows(
    read(OPUS.transmittance, [20, 30, 40]),
    InputError,
    "half of it is a reflectance above 30",
  );
});

Deno.test("readOpus warns of a range that its values do not have", () => {
  const bytes = makeOpus(dataBlocks(OPUS.absorbance, Y, { MXY: 0.5 }));
  assertEquals(readOpus(bytes, "a.0").metadata.warnings, [
    "that its values range from 0.25 to 0.5, where they do from 0.25 to 0.75",
  ]);
});

Deno.test("readOpus leaves out a date that is none", () => {
  const date = (parameters: OpusValues) =>
    readOpus(makeOpus(dataBlocks(OPUS.absorbance, Y, parameters)), "a.0")
      .metadata.date;
  assertEquals(date({ DAT: "2019/02/30" }), null);
  assertEquals(date({ DAT: null }), null);
  assertEquals(date({ TIM: "25:00:00" }), "2019-05-21");
  assertEquals(date({ DAT: "03/05/2019", TIM: null }), "2019-05-03");
});

Deno.test("readOpus says where a file is cut short", () => {
  const whole = makeOpus(dataBlocks(OPUS.absorbance, Y));
  const cut = (length: number) => () =>
    readOpus(whole.subarray(0, length), "a");
  assertThrows(cut(20), InputError, "20 bytes; expected an OPUS header of 24");
  assertThrows(cut(30), InputError, "entry 1 of its directory up to byte 36");
  assertThrows(cut(50), InputError, "entry 3 of its directory up to byte 60");
  assertThrows(
    cut(whole.length - 1),
    InputError,
    "expected its absorbance parameters from byte 108 to",
  );
});

Deno.test("readOpus refuses a directory where none can be", () => {
  const patched = (at: number, value: number) => {
    const bytes = makeOpus(dataBlocks(OPUS.absorbance, Y));
    new DataView(bytes.buffer).setUint32(at, value, true);
    return () => readOpus(bytes, "a.0");
  };
  assertThrows(patched(12, 8), InputError, "found a directory at byte 8 for");
  assertThrows(patched(16, 0), InputError, "for 0 blocks; expected");
  assertThrows(patched(16, 1e9), InputError, "for 1000000000 blocks");
  assertThrows(patched(12, 1e9), InputError, "is cut short after");
});

Deno.test("readOpus refuses parameters that lie within one another", () => {
  const bytes = makeOpus([
    ...dataBlocks(OPUS.absorbance, Y),
    ...Array.from({ length: 50 }, () => ({ type: 0x30, content: {} })),
  ]);
  const view = new DataView(bytes.buffer);
  for (let entry = 3; entry < 53; entry++) {
    view.setUint32(24 + 12 * entry + 4, (bytes.length - 24) >> 2, true);
    view.setUint32(24 + 12 * entry + 8, 24, true);
  }
  const says = "expected each in a place of its own";
  assertThrows(() => readOpus(bytes, "a.0"), InputError, says);
});

const SPA: [what: string, spectra: readonly MadeSpa[], says: string][] = [
  ["transmittance", [{ yCode: 16 }], 'has "% transmittance" as y; expected'],
  ["a single beam", [{ yCode: 15 }], 'has "single beam" as y'],
  ["an interferogram", [{ xCode: 2, yCode: 22 }], '"data points" as the unit'],
  ["a Raman spectrum", [{ xCode: 32, yCode: 31 }], '"Raman shift (1/cm)"'],
  ["an unknown quantity", [{ yCode: 99 }], 'has "code 99" as y'],
  ["no points", [{ points: 0 }], "byte 564: found 0; expected 2 to"],
  ["fewer points than values", [{ points: 4 }], "4 points, whose values at"],
  ["more points than values", [{ points: 6 }], "have 20 bytes; expected 24"],
  ["an abscissa of 0", [{ ends: [0, 4000] }], "has a point at 0 1/cm"],
  ["an endless abscissa", [{ ends: [Infinity, 1] }], "expected a wavelength"],
  ["values twice", [{ more: [[3, new Uint8Array(20)]] }], "has 2 sections of"],
  ["percent as a fraction", [{ yCode: 21, y: [20, 30] }], "above 30"],
  [
    "the second spectrum of a group",
    [{}, { yCode: 16 }],
    'a.spa, spectrum 2: has "% transmittance" as y',
  ],
];
for (const [what, spectra, says] of SPA) {
  Deno.test(`readSpa refuses ${what} with a sentence`, () => {
    assertThrows(() => readSpa(makeSpa(spectra), "a.spa"), InputError, says);
  });
}

Deno.test("readSpa says where a file is cut short", () => {
  const whole = makeSpa([{ comment: "soil" }]);
  const cut = (length: number) => () => readSpa(whole.subarray(0, length), "a");
  assertThrows(cut(100), InputError, "expected its header from byte 0 to 304");
  assertThrows(cut(340), InputError, "expected its table from byte 304 to 352");
  assertThrows(cut(570), InputError, "header of a spectrum from byte 560");
  assertThrows(cut(whole.length - 1), InputError, "expected its values from");
});

Deno.test("readSpa refuses a file without a header of a spectrum", () => {
  const bytes = makeSpa();
  bytes[304] = 9;
  const says = "found 2 sections and none of key 2";
  assertThrows(() => readSpa(bytes, "a.spa"), InputError, says);
});

for (
  const [name, read] of [
    ["opus_measured.0", readOpus],
    ["opus_processed.1", readOpus],
    ["spa_absorbance.spa", readSpa],
    ["spa_group.spg", readSpa],
  ] as const
) {
  Deno.test(`${read.name} says a sentence or gives finite values for 1,000 damaged copies of ${name}`, () => {
    const whole = goldenFile(name);
    let refused = 0;
    for (let round = 0; round < 1000; round++) {
      try {
        for (const one of [read(damage(whole, round), "a")].flat()) {
          assertEquals(one.wavelengths.length, one.reflectance.length);
          assert(one.reflectance.every(Number.isFinite));
        }
      } catch (error) {
        assert(error instanceof InputError, `${round}: ${error}`);
        assert(!/\p{Cc}|undefined/u.test(error.message), error.message);
        refused++;
      }
    }
    assert(refused > 300 && refused < 1000, `${refused}`);
  });
}
