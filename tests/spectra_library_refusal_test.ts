// What is wrong with files of spectral libraries is said in one sentence.
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { InputError } from "../lib/errors.ts";
import {
  looksLikeEcostress,
  readEcostress,
} from "../lib/formats/ecostress/ecostress.ts";
import { readEnvi } from "../lib/formats/envi/envi.ts";
import { isEnviHeader } from "../lib/formats/envi/looks_like_envi.ts";
import { instrumentFormat } from "../lib/formats/formats.ts";
import { readOlderUsgs, readUsgs } from "../lib/formats/usgs/usgs.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import { inFolder } from "./support/in_folder.ts";
import {
  type MadeEnvi,
  makeEcostress,
  makeEnvi,
  makeOlderUsgs,
  makeUsgs,
  makeUsgsWavelengths,
} from "./support/library_files.ts";

const encode = (text: string) => new TextEncoder().encode(text);

/** A file that lies beside another. */
const beside = (path: string, content: string | Uint8Array<ArrayBuffer>) => ({
  path,
  read: () =>
    Promise.resolve(typeof content === "string" ? encode(content) : content),
});

const ENVI: readonly (readonly [MadeEnvi, string])[] = [
  [
    { fields: { "file type": "ENVI Standard", bands: "224" } },
    "x.hdr: is the header of an image of 3 × 2 pixels with 224 bands (file type " +
    '= ENVI Standard); expected a library of spectra, "file type = ENVI ' +
    'Spectral Library"',
  ],
  [
    { fields: { "file type": null } },
    "x.hdr: is the header of an image of 3 ×",
  ],
  [
    { fields: { "file type": "TIFF" } },
    "x.hdr: has file type = TIFF; expected",
  ],
  [{ fields: { bands: "3" } }, "x.hdr: has bands = 3; expected 1"],
  [{ fields: { samples: null } }, 'x.hdr: has no line "samples"; expected a'],
  [{ fields: { lines: "two" } }, "x.hdr, line 3: has lines = two; expected a"],
  [{ fields: { lines: "1.5" } }, "x.hdr, line 3: has lines = 1.5; expected a"],
  [
    { fields: { lines: "3" } },
    "x.sli: has 48 bytes; expected 72: 3 spectra of",
  ],
  [
    { fields: { lines: "1" } },
    "x.sli: has 48 bytes; expected 24: 1 spectra of",
  ],
  [
    { fields: { lines: "99999999" } },
    "x.hdr: has 99999999 spectra of 3 bands; expected at most 16777216 values",
  ],
  [{ fields: { "data type": "4" } }, "x.sli: has 48 bytes; expected 24: 2"],
  [
    { fields: { "data type": "6" } },
    "x.hdr, line 7: has data type = 6; expected",
  ],
  [
    { fields: { "data type": null } },
    'x.hdr: has no line "data type"; expected',
  ],
  [{ fields: { "byte order": "2" } }, "x.hdr, line 9: has byte order = 2; exp"],
  [{ fields: { "header offset": "8" } }, "x.sli: has 48 bytes; expected 56: 2"],
  [
    { fields: { "header offset": "-1" } },
    "line 5: has header offset = -1; exp",
  ],
  [{ fields: { "file compression": "1" } }, "x.hdr: has file compression = 1"],
  [
    { fields: { wavelength: null } },
    'x.hdr: has no list "wavelength"; expected',
  ],
  [
    { fields: { wavelength: "{500, 510}" } },
    'x.hdr, line 11: the list "wavelength" has 2 entries; expected 3, as many',
  ],
  [
    { fields: { wavelength: "{500, 510, n/a}" } },
    'entry 3 of the list "wavelength" is "n/a"; expected a number',
  ],
  [
    { fields: { wavelength: "{500, 510" } },
    'x.hdr, line 11: the list "wavelength" does not end; expected a closing',
  ],
  [
    { fields: { wavelength: "{500, 0, 520}" } },
    "x.hdr: has a point at 0 Nanometers; expected a wavelength above 0",
  ],
  [
    { fields: { wavelength: "{500, 900, 510}" } },
    "x.hdr, band 3: wavelength 510 follows 900; expected increasing",
  ],
  [
    { fields: { "wavelength units": "Unknown" } },
    "x.hdr: has wavelength units = Unknown; expected Nanometers, Micrometers or " +
    "Wavenumber, added to this file",
  ],
  [
    { fields: { "wavelength units": null } },
    'x.hdr: has no line "wavelength units"; expected Nanometers',
  ],
  [
    { fields: { "wavelength units": "GHz" } },
    'x.hdr: has "GHz" as the unit of x; expected nm, micrometres or 1/cm',
  ],
  [
    { fields: { "reflectance scale factor": "0" } },
    "has reflectance scale factor = 0; expected a number above 0",
  ],
  [
    { fields: { "data ignore value": "none" } },
    "has data ignore value = none; expected a number",
  ],
  [
    { fields: { "z plot titles": "{Wavelength, Radiance}" } },
    'x.hdr, line 12: has values called "Radiance"; expected reflectance',
  ],
  [
    { values: [[1000, 2000, 3000]] },
    'x.sli, spectrum 1: has "Reflectance" as y, and half of it is a reflectance ' +
    'above 2000; expected 0 to 1, or a line "reflectance scale factor" in x.hdr',
  ],
  [
    { fields: { lines: "2\nLines = 3" } },
    'x.hdr, line 4: has "lines" a second time, first in line 3; expected it once',
  ],
  [
    { fields: { "spectra names": "{Wavelengths, error bars to preceding}" } },
    "x.sli: holds Wavelengths, error bars to preceding; expected spectra",
  ],
];

for (const [made, says] of ENVI) {
  Deno.test(`readEnvi says: ${says}`, async () => {
    const { hdr, sli } = makeEnvi(made);
    await assertRejects(
      () => readEnvi(sli, "x.sli", beside("x.hdr", hdr)),
      InputError,
      says,
    );
    // By the header, what is wrong with the spectra is said of the same files.
    await assertRejects(
      () => readEnvi(encode(hdr), "x.hdr", beside("x.sli", sli)),
      InputError,
      says.replace(/^x\.sli(?=, spectrum|: holds)/, "x.hdr"),
    );
  });
}

Deno.test("readEnvi names the file that is not there", async () => {
  const { hdr, sli } = makeEnvi();
  for (
    const [bytes, path, says] of [
      [sli, "x.sli", "x.sli: has no file beside it with its header, .hdr"],
      [encode(hdr), "x.hdr", "x.hdr: has no file beside it with its numbers"],
    ] as const
  ) await assertRejects(() => readEnvi(bytes, path), InputError, says);
  await assertRejects(
    () => readEnvi(sli, "x.sli", beside("x.hdr", "something else")),
    InputError,
    'x.hdr: does not begin with a line "ENVI"; expected its header',
  );
});

Deno.test("readEnvi refuses an image before it reads its numbers", async () => {
  const { hdr } = makeEnvi({ fields: { "file type": "ENVI Standard" } });
  const read = () => Promise.reject(new Error("the numbers were read"));
  await assertRejects(
    () => readEnvi(encode(hdr), "x.hdr", { path: "x.img", read }),
    InputError,
    "is the header of an image",
  );
});

Deno.test("readEnvi reads a header whatever its letters, line ends, comments and lists", async () => {
  const { hdr, sli } = makeEnvi({
    fields: { "spectra names": "{\n soil; dry ,\n; a comment\n soil\twet }" },
  });
  const plain = await readEnvi(encode(hdr), "x.hdr", beside("x.sli", sli));
  assertEquals(plain.map(({ name }) => name), ["soil; dry", "soil wet"]);
  const upper = hdr.replace(/^[a-z ]+(?= =)/gm, (name) => name.toUpperCase());
  for (
    const text of [
      hdr.replaceAll("\n", "\r\n"),
      hdr.replaceAll("\n", "\r"),
      `\ufeff${hdr}`,
      hdr.replaceAll(" = ", "="),
      hdr.replace("ENVI\n", "ENVI\n; written by = a program\n\nno field\n"),
      hdr.replace("Nanometers", "nm"),
      upper,
    ]
  ) {
    const found = await readEnvi(encode(text), "x.hdr", beside("x.sli", sli));
    assertEquals(found, plain);
  }
});

Deno.test("readEnvi numbers spectra whose names are not as many, and says so", async () => {
  const { hdr, sli } = makeEnvi({ fields: { "spectra names": "{a, b, c}" } });
  const found = await readEnvi(encode(hdr), "x.hdr", beside("x.sli", sli));
  assertEquals(found.map(({ name }) => name), [undefined, undefined]);
  assertEquals(found[0].metadata.warnings, [
    "a list of 3 spectra names, not one for each spectrum",
  ]);
});

Deno.test("isEnviHeader leaves other texts alone", () => {
  for (
    const text of ["ENVI ASCII Plot File [x]\n", "ENVIRON\n", "", "a\nENVI\n"]
  ) {
    assertEquals(isEnviHeader(encode(text)), false, text);
  }
});

const ECOSTRESS: readonly (readonly [string, string])[] = [
  [
    makeEcostress({ "Y Units": null }),
    'a.txt: has no line "Y Units:"; expected',
  ],
  [makeEcostress({}, []), 'a.txt: has no table below "Y Units:"; expected one'],
  [
    makeEcostress({ "Y Units": "Transmittance (percent)" }),
    'a.txt: has "Transmittance (percent)" as y; expected reflectance',
  ],
  [
    makeEcostress({ "X Units": "Time (s)" }),
    'a.txt: has "Time (s)" as the unit of x; expected nm, micrometres or 1/cm',
  ],
  [
    makeEcostress({ "X Units": null }),
    'a.txt: has "" as the unit of x; expected',
  ],
  [
    makeEcostress({ "Number of X Values": "4" }),
    'a.txt: has 3 points; expected 4, as its line "Number of X Values" says',
  ],
  [
    makeEcostress({}, ["0.5 10", "0.6", "0.7 30"]),
    "a.txt, line 14: has 1 number; expected 2: X, Y",
  ],
  [
    makeEcostress({}, ["0.5 10", "0.6 n", "0.7 30"]),
    'a.txt, line 14, column Y: is "n"; expected a finite number',
  ],
  [
    makeEcostress({}, ["0.5 10", "0.9 20", "0.7 30"]),
    "a.txt, line 15: wavelength 700 follows 900; expected increasing",
  ],
  [
    makeEcostress({}, ["0.5 10", "0 20", "0.7 30"]),
    "a.txt: has a point at 0 Wavelength (micrometers); expected a wavelength",
  ],
  [
    makeEcostress({ "Y Units": "Reflectance" }),
    'a.txt: has "Reflectance" as y, and half of it is a reflectance above 20',
  ],
];

for (const [text, says] of ECOSTRESS) {
  Deno.test(`readEcostress says: ${says}`, () => {
    assertThrows(() => readEcostress(encode(text), "a.txt"), InputError, says);
  });
}

Deno.test("readEcostress takes headers as programs write them", () => {
  const expected = readEcostress(encode(makeEcostress()), "a.txt");
  assertEquals([...expected.wavelengths], [500, 600, 700]);
  assertEquals([...expected.reflectance], [0.1, 0.2, 0.3]);
  for (
    const text of [
      makeEcostress({ "Y Units": "Reflectance (percentage)" }),
      makeEcostress({ "Y Units": "Reflectence (percent)" }),
      makeEcostress({ "Number of X Values": "", "First X Value": "" }),
      makeEcostress({ "First X Value": "0.7", "Last X Value": "0.5" }),
      makeEcostress({ "X Units": "Wavelength (nanometers)" }, [
        "500 10",
        "600 20",
        "700 30",
      ]).replace(/(First|Last) X Value: .*\n/g, ""),
      makeEcostress({}, ["0.7  30", "", "0.6\t20", "0.5 10", "\u001a"]),
      makeEcostress().replaceAll("\n", "\r\n"),
    ]
  ) {
    const { metadata, ...found } = readEcostress(encode(text), "a.txt");
    assertEquals(found, {
      wavelengths: expected.wavelengths,
      reflectance: expected.reflectance,
    }, text);
    assertEquals(metadata, expected.metadata);
  }
});

Deno.test("readEcostress warns of ends that the header has wrong", () => {
  const text = makeEcostress({ "Last X Value": "2.5" });
  const { metadata } = readEcostress(encode(text), "a.txt");
  assertEquals(metadata.warnings, [
    "last x value 2.5, where the table has 0.7",
  ]);
});

Deno.test("looksLikeEcostress leaves other texts alone", () => {
  for (const text of ["", "Name: x\nType: y\n", "sample,350\nA,1\n"]) {
    assertEquals(looksLikeEcostress(encode(text)), false);
  }
  assertEquals(looksLikeEcostress(encode(makeEcostress())), true);
});

const WAVES = makeUsgsWavelengths([0.5, 0.6]);

const USGS: readonly (readonly [string, string | null, string])[] = [
  [
    makeUsgs([0.1, 0.2]),
    null,
    "a.txt: has no file of its wavelengths beside it or in the folder above; " +
    "expected one such as splib07a_Wavelengths_ASD….txt",
  ],
  [
    makeUsgs([0.1, 0.2, 0.3]),
    WAVES,
    "a.txt: has 3 values, and w.txt has 2 wavelengths; expected as many",
  ],
  [
    makeUsgs([0.1, 0.2], "splib07a Record=1: Water ASDFRa TRAN"),
    WAVES,
    'a.txt: its title says "TRAN" of what was measured; expected AREF, RREF, RTGC',
  ],
  [
    makeUsgs([0.1, 0.2], "splib07a Record=1: Water"),
    WAVES,
    'a.txt: its title says "" of what was measured; expected AREF, RREF, RTGC',
  ],
  [
    makeUsgs([0.1, 0.2]).replace("0.2", "0.2 0.3"),
    WAVES,
    'a.txt, line 3, column 1: is "0.2 0.3"; expected a finite number',
  ],
  [
    makeUsgs([0.1, 0.2]),
    WAVES.replace("microns", "units"),
    "w.txt, line 1: names no unit; expected microns, um or nm",
  ],
  [
    makeUsgs([0.1, 0.2]),
    WAVES.replace("0.6", "x"),
    'w.txt, line 3, column 1: is "x"; expected a finite number',
  ],
];

for (const [text, waves, says] of USGS) {
  Deno.test(`readUsgs says: ${says}`, async () => {
    const companion = waves === null ? null : beside("w.txt", waves);
    await assertRejects(
      () => readUsgs(encode(text), "a.txt", companion),
      InputError,
      says,
    );
  });
}

Deno.test("readUsgs takes the unit that the title of wavelengths names", async () => {
  for (
    const [unit, values] of [
      ["microns", [0.5, 0.8]],
      ["1.12-216um", [0.5, 0.8]],
      ["nm", [500, 800]],
      ["wavenumber", [20000, 12500]],
    ] as const
  ) {
    const waves = makeUsgs(
      values,
      `splib07a Record=9: Wavelengths ASD ${unit}`,
    );
    const { wavelengths } = await readUsgs(
      encode(makeUsgs([0.1, 0.2])),
      "a.txt",
      beside("w.txt", waves),
    );
    assertEquals([...wavelengths], [500, 800], unit);
  }
});

Deno.test("instrumentFormat takes no file of channels for a spectrum of the USGS", () => {
  for (
    const title of [
      "splib07a Record=23: Wavelengths ASD 0.35-2.5 microns 2151 ch",
      "splib07a Record=24: Bandpass (FWHM) ASDFR StandardResolution",
      "splib07a Record=4: SRF Band 2 Landsat8 Blue",
      "splib07a Record=5: CRISM Waves GLOBAL",
    ]
  ) {
    const head = encode(makeUsgs([1, 2], title));
    assertEquals(instrumentFormat(head, "a.txt"), undefined, title);
  }
});

Deno.test("readOlderUsgs says which line is no row of three numbers", () => {
  const row = "  0.500000  0.100000  0.000000";
  for (
    const [rows, says] of [
      [
        [row, "0.6 0.2"],
        "a.txt, line 18: has 2 numbers; expected 3: wavelength",
      ],
      [[row, "0.6 x 0.1"], 'line 18, column reflectance: is "x"; expected a'],
      [[row, row], "a.txt: has 1 wavelength; expected at least 2"],
      [
        [row, "0.6 0.2 0", "0.55 0.1 0"],
        "line 19: wavelength 550 follows 600; expected increasing",
      ],
    ] as const
  ) {
    const bytes = encode(makeOlderUsgs(rows));
    assertEquals(instrumentFormat(bytes)?.name, "USGS splib06");
    assertThrows(() => readOlderUsgs(bytes, "a.txt"), InputError, says);
  }
});

Deno.test("openSpectra says what is missing beside a library's file", () =>
  inFolder({
    "x.sli": makeEnvi().sli,
    "y.hdr": makeEnvi().hdr,
    "soil.txt": makeUsgs([0.1, 0.2]),
  }, async (folder) => {
    for (
      const [name, says] of [
        ["x.sli", "x.sli: has no file beside it with its header, .hdr"],
        [
          "y.hdr",
          "y.hdr: has no file beside it with its numbers, such as .sli",
        ],
        ["soil.txt", "soil.txt: has no file of its wavelengths beside it"],
        ["", "3 of 3 files cannot be read"],
      ]
    ) {
      await assertRejects(
        () => openSpectra(`${folder}/${name}`),
        InputError,
        says,
      );
    }
  }));
