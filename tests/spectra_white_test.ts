// One measurement of the white panel for many targets: files of counts that have
// no white reference in them, and the file that is named for them.
import { assertEquals, assertRejects, assertThrows } from "@std/assert";
import { resolveConfig } from "../lib/config.ts";
import { InputError } from "../lib/errors.ts";
import { readAsd } from "../lib/formats/asd/asd.ts";
import { readSed } from "../lib/formats/sed/sed.ts";
import { readNewSpectra } from "../lib/pipeline/read_new_spectra.ts";
import { sourceFiles } from "../lib/spectra/files/source.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import { type Made, makeAsd } from "./support/asd_file.ts";
import { inFolder } from "./support/in_folder.ts";

const OPTION = "data.white_reference (--white-reference)";

/** An ASD file without a white reference, with changes to its header. */
function bare(
  made: Made = {},
  change: (view: DataView) => void = () => {},
): Uint8Array<ArrayBuffer> {
  const bytes = makeAsd({ white: null, ...made });
  const view = new DataView(bytes.buffer);
  view.setUint32(390, 17, true);
  view.setUint16(400, 6030, true);
  view.setUint16(436, 500, true);
  change(view);
  return bytes;
}

const PANEL = [100, 100, 60, 80];
const white = (made: Made = {}, change?: (view: DataView) => void) => ({
  path: "f/white.asd",
  bytes: bare({ spectrum: PANEL, ...made }, change),
});

Deno.test("readAsd divides counts and radiance without a white reference by the one of another file", () => {
  for (const type of [0, 2]) {
    const { reflectance, metadata, whiteReference } = readAsd(
      bare({ type }),
      "f/a.asd",
      white({ type }),
    );
    assertEquals(
      [...reflectance],
      [10, 20, 30, 40].map((v, i) => v / PANEL[i]),
    );
    assertEquals(metadata.quantity, "spectrum / white reference in white.asd");
    assertEquals(whiteReference, "f/white.asd");
  }
});

Deno.test("readAsd keeps to the white reference that a file has, and to finished reflectance", () => {
  const own = readAsd(makeAsd({ white: [20, 40, 60, 80] }), "a.asd", white());
  assertEquals([...own.reflectance], [0.5, 0.5, 0.5, 0.5]);
  assertEquals([own.metadata.quantity, own.whiteReference], [
    "spectrum / white reference",
    undefined,
  ]);
  const ready = { type: 1, spectrum: [0.1, 0.2, 0.3, 0.4] };
  const finished = readAsd(bare(ready), "a.asd", white());
  assertEquals([...finished.reflectance], ready.spectrum);
  assertEquals(finished.whiteReference, undefined);
});

const OTHERS: readonly (readonly [
  string,
  Made,
  (view: DataView) => void,
  string,
])[] = [
  [
    "integration time",
    {},
    (view) => view.setUint32(390, 34, true),
    "has integration time 17 ms, and its white reference f/white.asd 34 ms; " +
    "expected the same, as one is divided by the other",
  ],
  ["gain", {}, (view) => view.setUint16(438, 9, true), "gain of SWIR 2 0, and"],
  [
    "offset",
    {},
    (view) => view.setUint16(442, 9, true),
    "has offset of SWIR 2 0, and its white reference f/white.asd 9;",
  ],
  ["dark signal", {}, (view) => view.setUint8(181, 0), "a dark signal that is"],
  [
    "instrument",
    {},
    (view) => view.setUint16(400, 6031, true),
    "has an instrument of number 6030, and its white reference f/white.asd 6031",
  ],
  ["grid", { start: 351 }, () => {}, "channels 4, from 350 nm every 1 nm, and"],
  ["kind of data", { type: 2 }, () => {}, "has data raw, and its white"],
];

for (const [what, made, change, sentence] of OTHERS) {
  Deno.test(`readAsd refuses a white reference of another ${what}`, () => {
    const { message } = assertThrows(
      () => readAsd(bare(), "f/a.asd", white(made, change)),
      InputError,
      sentence,
    );
    assertEquals(message.startsWith("f/a.asd: has "), true, message);
    assertEquals(message.endsWith(`(${OPTION})`), true, message);
  });
}

Deno.test("readAsd takes radiances that were measured with other times", () => {
  const other = white({ type: 2 }, (view) => view.setUint32(390, 34, true));
  const { reflectance } = readAsd(bare({ type: 2 }), "f/a.asd", other);
  assertEquals(reflectance[0], 0.1);
});

Deno.test("readAsd refuses a white reference that is no ASD file, or finished", () => {
  const text = new TextEncoder().encode("wavelength,white\n350,1\n");
  assertThrows(
    () => readAsd(bare(), "a.asd", { path: "w.csv", bytes: text }),
    InputError,
    `w.csv: is no ASD file; expected the white reference of a.asd, as ${OPTION}`,
  );
  // A target with its own reference would be the wrong divisor.
  assertThrows(
    () => readAsd(bare(), "a.asd", white({ white: PANEL })),
    InputError,
    "f/white.asd: holds a white reference beside its spectrum, so that either " +
      "could be meant; expected a file of the white panel alone, as data.white",
  );
  assertThrows(
    () => readAsd(bare(), "a.asd", white({ spectrum: [1, 1, 1, 1] })),
    InputError,
    "f/white.asd: holds no counts; expected those of a white panel, as",
  );
});

/** A file of Spectral Evolution with one column beside the wavelengths. */
function sed(
  values: readonly number[],
  { column = "Raw DN (Target)", ...header }: Record<string, string> = {},
): Uint8Array<ArrayBuffer> {
  const lines = {
    Version: "2.3 [3.0.8263]",
    Instrument: "PSR+3500_SN1566058 [3]",
    Measurement: "REFLECTANCE",
    Integration: "2,3,6,7,8,9",
    Channels: `${values.length}`,
    ...header,
  };
  return new TextEncoder().encode([
    ...Object.entries(lines).map(([key, value]) => `${key}: ${value}`),
    "Columns [2]:",
    "Data:",
    `Wvl\t${column}`,
    ...values.map((value, i) => `${350 + i}.0\t${value}`),
    "",
  ].join("\r\n"));
}

const SED = [10, 20, 30, 40];
const sedWhite = (values = PANEL, header: Record<string, string> = {}) => ({
  path: "f/w.sed",
  bytes: sed(values, header),
});

Deno.test("readSed divides a target alone by the one of the white panel's file", () => {
  for (const column of ["Raw DN (Target)", "Rad. (Target)", "DN (Tgt.)"]) {
    const read = readSed(
      sed(SED, { column }),
      "f/a.sed",
      // Times of a reference that is not in the file do not matter.
      sedWhite(PANEL, { column, Integration: "1,1,1,7,8,9" }),
    );
    assertEquals([...read.reflectance], SED.map((v, i) => v / PANEL[i]));
    assertEquals(read.metadata.quantity, "target / reference in w.sed");
    assertEquals(read.whiteReference, "f/w.sed");
  }
  const radiance = { column: "Rad. (Target)", Integration: "1,2,3,4,5,6" };
  const { reflectance } = readSed(
    sed(SED, { column: "Rad. (Target)" }),
    "a.sed",
    sedWhite(PANEL, radiance),
  );
  assertEquals(reflectance[0], 0.1);
});

const OTHER_SED: readonly (readonly [
  string,
  ReturnType<typeof sedWhite>,
  string,
])[] = [
  [
    "integration times",
    sedWhite(PANEL, { Integration: "2,3,6,7,8,10" }),
    "has integration times 7,8,9, and its white reference f/w.sed 7,8,10; exp",
  ],
  [
    "instrument",
    sedWhite(PANEL, { Instrument: "X" }),
    "and its white reference",
  ],
  [
    "kind of data",
    sedWhite(PANEL, { column: "Rad. (Target)" }),
    "has the target Raw DN, and its white reference f/w.sed Rad.; expected",
  ],
  ["number of bands", sedWhite([1, 2]), "has 4 wavelengths, and its white ref"],
  [
    "content",
    sedWhite(PANEL, { column: "Reflect. %" }),
    "f/w.sed: holds Wvl, Reflect. %; expected a target alone, the white panel",
  ],
  [
    "format",
    white(),
    "f/white.asd: is no Spectral Evolution file; expected the",
  ],
];

for (const [what, other, sentence] of OTHER_SED) {
  Deno.test(`readSed refuses a white reference of another ${what}`, () => {
    assertThrows(() => readSed(sed(SED), "a.sed", other), InputError, sentence);
  });
}

Deno.test("readSed names the option where a target is alone, and refuses times that nobody says", () => {
  assertThrows(
    () => readSed(sed(SED), "a.sed"),
    InputError,
    "holds Wvl, Raw DN (Target); expected reflectance, such as " +
      '"Reflect. %", or a reference with its target, in the file or in one ' +
      `that ${OPTION} names`,
  );
  const silent = { Integration: "" };
  assertThrows(
    () => readSed(sed(SED, silent), "a.sed", sedWhite(PANEL, silent)),
    InputError,
    "a.sed: has integration times unknown, and its white reference",
  );
});

const FILES = {
  "a.asd": bare(),
  "b.asd": bare({ spectrum: [20, 40, 30, 8] }),
  "white.asd": white().bytes,
};
const VALUES = [0.1, 0.2, 0.5, 0.5, 0.2, 0.4, 0.5, 0.1];

Deno.test("openSpectra names the option where counts lack a white reference", () =>
  inFolder(FILES, async (folder) => {
    const { message } = await assertRejects(
      () => openSpectra(folder),
      InputError,
    );
    assertEquals(
      message.includes(
        `${folder}: 3 of 3 files cannot be read: ${folder}/a.asd, ` +
          `${folder}/b.asd, ${folder}/white.asd: holds raw data without a ` +
          "white reference; expected " +
          "reflectance, or counts with a white reference, in the file or in " +
          `one that ${OPTION} names`,
      ),
      true,
      message,
    );
  }));

Deno.test("openSpectra takes the white panel's file of a folder or pattern for no sample, however it is written", () =>
  inFolder(FILES, async (folder) => {
    const base = folder.split("/").at(-1)!;
    for (const path of [folder, `${folder}/*.asd`]) {
      for (
        const whiteReference of [
          `${folder}/white.asd`,
          `${folder}/./white.asd`,
          `${folder}/../${base}/white.asd`,
        ]
      ) {
        const set = await openSpectra(path, { whiteReference });
        assertEquals(set.samples, ["a", "b"]);
        assertEquals([...set.reflectance], VALUES);
        assertEquals(await sourceFiles(path, whiteReference), [
          `${folder}/a.asd`,
          `${folder}/b.asd`,
        ]);
      }
    }
    // Alone, or beside a table that does not name it.
    const whiteReference = `${folder}/white.asd`;
    const one = await openSpectra(`${folder}/b.asd`, { whiteReference });
    assertEquals([...one.reflectance], VALUES.slice(4));
    const table = "file,sample\nb.asd,B\na.asd,A\n";
    await Deno.writeTextFile(`${folder}/files.csv`, table);
    const { samples } = await openSpectra(`${folder}/*.asd`, {
      whiteReference,
    });
    assertEquals(samples, ["B", "A"]);
  }));

Deno.test("openSpectra refuses a white reference that nothing needs, or that is not there", () =>
  inFolder(
    { ...FILES, "a.asd": makeAsd(), "b.asd": makeAsd() },
    async (folder) => {
      const whiteReference = `${folder}/white.asd`;
      const unused = `has no counts that lack a white reference, for which ` +
        `${whiteReference} is named`;
      for (const path of [folder, `${folder}/a.asd`]) {
        await assertRejects(
          () => openSpectra(path, { whiteReference }),
          InputError,
          `${path}: ${unused}`,
        );
      }
      const table = `${folder}/t.csv`;
      await Deno.writeTextFile(table, "sample,350,351\na,0.1,0.2\n");
      await assertRejects(
        () => openSpectra(table, { whiteReference }),
        InputError,
        `${table}: ${unused}`,
      );
      await assertRejects(
        () => openSpectra(folder, { whiteReference: `${folder}/no.asd` }),
        InputError,
        "no.asd: there is no such file",
      );
      for (const name of ["a", "b"]) await Deno.remove(`${folder}/${name}.asd`);
      await Deno.remove(table);
      await assertRejects(
        () => openSpectra(folder, { whiteReference }),
        InputError,
        "holds no file but its white reference",
      );
    },
  ));

Deno.test("readNewSpectra divides by the white panel of the new spectra, and never by that of the training", () =>
  inFolder(FILES, async (folder) => {
    const whiteReference = `${folder}/white.asd`;
    const config = resolveConfig({
      version: 1,
      name: "white",
      title: "White",
      data: {
        source: "files",
        spectra: folder,
        labels: "l.csv",
        white_reference: whiteReference,
      },
      targets: ["clay"],
    }, "c.json");
    const trained = { grid: null, wavelengths: null, name: "r", unknown: null };
    await assertRejects(
      () => readNewSpectra(`${folder}/b.asd`, config, { trained }),
      InputError,
      `in the file or in one that ${OPTION} names`,
    );
    const { spectra } = await readNewSpectra(`${folder}/b.asd`, config, {
      trained,
      read: { whiteReference },
    });
    assertEquals([...spectra.reflectance], VALUES.slice(4));
  }));
