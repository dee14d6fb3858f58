// Spectral libraries (ENVI, ECOSTRESS, ASTER, USGS) as SPy and NumPy read them
// (tests/reference/library_files.py), and files that are read with another.
import {
  assertAlmostEquals,
  assertEquals,
  assertRejects,
  assertStringIncludes,
} from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { sourceFiles } from "../lib/spectra/files/source.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import { createSpectraSet } from "../lib/spectra/spectra_set.ts";
import { permissionFlags } from "../tasks/support/permissions.ts";
import { inFolder } from "./support/in_folder.ts";
import {
  makeEnvi,
  makeUsgs,
  makeUsgsWavelengths,
} from "./support/library_files.ts";
import golden from "./goldens/library_files.json" with { type: "json" };

const FOLDER = new URL("goldens/libraries/", import.meta.url).pathname;

/** Of the formats, ENVI's shortest floats have seven digits. */
const CLOSE = 1e-12;

interface Expected {
  readonly wavelengths: readonly number[];
  readonly reflectance: readonly number[];
  readonly splices: readonly number[];
  readonly name?: string | null;
  readonly metadata: Readonly<Record<string, unknown>>;
}

/** The other file of a library of ENVI's, or none. */
function numbersOf(name: string): string[] {
  if (!name.endsWith(".hdr")) return [];
  const stem = name.replace(/\.hdr$/, "");
  const names = [...Deno.readDirSync(FOLDER)].map(({ name }) => name);
  return names.filter((other) =>
    [stem, `${stem}.sli`].includes(other.toLowerCase())
  );
}

for (const [name, expected] of Object.entries(golden)) {
  Deno.test(`openSpectra gives SPy's values and metadata of ${name}`, async () => {
    const all: readonly Expected[] = expected;
    for (const file of [name, ...numbersOf(name)]) {
      const set = createSpectraSet(await openSpectra(FOLDER + file));
      assertEquals(set.samples.length, all.length);
      const bands = set.wavelengths.length;
      all.forEach((one, i) => {
        assertEquals(bands, one.wavelengths.length);
        set.wavelengths.forEach((nm, band) => {
          assertAlmostEquals(nm / one.wavelengths[band], 1, CLOSE);
          assertAlmostEquals(
            set.reflectance[i * bands + band],
            one.reflectance[band],
            CLOSE,
          );
        });
        const found: Record<string, unknown> = { ...set.metadata![i] };
        assertEquals(found.file, file.split("/").at(-1));
        assertEquals(found.splices, one.splices);
        for (const [key, value] of Object.entries(one.metadata)) {
          assertEquals(found[key], value, key);
        }
      });
      const names = all.flatMap(({ name }) => name ?? []);
      if (new Set(names).size === all.length) assertEquals(set.samples, names);
    }
  });
}

const { hdr, sli } = makeEnvi({ fields: { "spectra names": "{ a, b }" } });
const one = (name: string) =>
  makeEnvi({
    fields: { "spectra names": `{${name}}` },
    values: [[0.1, 0.2, 0.3]],
  });

Deno.test("openSpectra finds the other file of a library, whatever its name", async () => {
  for (
    const [header, numbers] of [
      ["x.hdr", "x.sli"],
      ["x.sli.hdr", "x.sli"],
      ["x.HDR", "x.SLI"],
      ["X.Sli.Hdr", "x.sli"],
      ["x.hdr", "x"],
      ["x.hdr", "x.dat"],
      ["a.b.hdr", "a.b.esl"],
    ]
  ) {
    await inFolder({ [header]: hdr, [numbers]: sli }, async (folder) => {
      const named = /\.(sli|esl)$/i.test(numbers)
        ? [header, numbers]
        : [header];
      for (const name of named) {
        const set = await openSpectra(`${folder}/${name}`);
        assertEquals(set.samples, ["a", "b"], `${header} ${numbers}`);
        assertEquals([...set.reflectance], [0.1, 0.2, 0.3, 0.4, 0.5, 0.6]);
      }
    });
  }
});

Deno.test("openSpectra takes a library in a folder or pattern once", () =>
  inFolder({
    "x.hdr": one("soil x").hdr,
    "x.sli": one("").sli,
    "y.sli": one("").sli,
    "y.sli.hdr": one("soil y").hdr,
  }, async (folder) => {
    for (const path of [folder, `${folder}/*`, `${folder}/*.{hdr,sli}`]) {
      const { samples, metadata } = await openSpectra(path);
      assertEquals(samples, ["soil x", "soil y"]);
      assertEquals(metadata?.map(({ file }) => file), ["x.hdr", "y.sli"]);
    }
  }));

Deno.test("openSpectra takes the spectra of a library that a table names or counts", () =>
  inFolder({
    "x.hdr": hdr,
    "x.sli": sli,
    "files.csv": "file,sample,spectrum\nx.sli,S1,b\nx.sli,S2,1\n",
    "lost.csv": "file,sample,spectrum\nx.sli,S1,c\n",
  }, async (folder) => {
    for (const path of [folder, `${folder}/x*`, `${folder}/files.csv`]) {
      const { samples, reflectance } = await openSpectra(path);
      assertEquals(samples, ["S1", "S2"]);
      assertEquals([reflectance[0], reflectance[3]], [0.4, 0.1]);
    }
    await assertRejects(
      () => openSpectra(`${folder}/lost.csv`),
      InputError,
      "line 2, column spectrum: is c; expected the number or name of one in " +
        "x.sli, which holds 2 spectra",
    );
  }));

Deno.test("sourceFiles names what is read with a file, and the launcher grants it", () =>
  inFolder({
    "lib/x.hdr": hdr,
    "lib/x.sli": sli,
    "lib/files.csv": "file,sample,spectrum\nx.sli,S1,1\n",
    "usgs/ChapterS/soil.txt": makeUsgs([0.1, 0.2]),
    "usgs/splib07a_Wavelengths_ASD.txt": makeUsgsWavelengths([0.5, 0.6]),
  }, async (folder) => {
    const lib = ["x.hdr", "x.sli"].map((name) => `${folder}/lib/${name}`);
    const usgs = [
      `${folder}/usgs/ChapterS/soil.txt`,
      `${folder}/usgs/splib07a_Wavelengths_ASD.txt`,
    ];
    const table = `${folder}/lib/files.csv`;
    for (
      const [path, files, granted] of [
        [lib[0], lib, `${folder}/lib`],
        [lib[1], lib, `${folder}/lib`],
        [table, [table, ...lib], `${folder}/lib`],
        [`${folder}/lib/x.s*`, [table, ...lib], `${folder}/lib`],
        [usgs[0], usgs, `${folder}/usgs`],
        [`${folder}/usgs/ChapterS`, usgs, `${folder}/usgs`],
        [`${folder}/usgs/ChapterS/`, usgs, `${folder}/usgs`],
        [`${folder}/usgs/ChapterS/*.txt`, usgs, `${folder}/usgs`],
      ] as const
    ) {
      assertEquals(await sourceFiles(path), files, path);
      assertStringIncludes(
        `${permissionFlags("spectra", [path])[1]},`,
        `,${granted},`,
      );
      await openSpectra(path);
    }
  }));

Deno.test("permissionFlags grants no folder above where no wavelengths are", () =>
  inFolder({
    "a/x.asd": "",
    "a/soil.txt": makeUsgs([0.1]),
    "b/notes.txt": "",
  }, (folder) => {
    for (const path of [`${folder}/a`, `${folder}/a/x.asd`, `${folder}/a/*`]) {
      const [, reads] = permissionFlags("spectra", [path]);
      assertEquals(reads.split(/[=,]/).includes(folder), false, reads);
    }
    return Promise.resolve();
  }));

Deno.test("readUsgs takes the wavelengths of its library and spectrometer", () =>
  inFolder({
    "soil.txt": makeUsgs([0.1, 0.2, 0.3]),
    "splib06a_Wavelengths_ASD.txt": makeUsgsWavelengths([1, 2, 3]),
    "splib07a_Wavelengths_BECK.txt": makeUsgsWavelengths([1, 2, 3]),
    "splib07a_Wavelengths_ASD_x.txt": makeUsgsWavelengths([0.4, 0.5, 0.6]),
    "splib07a_Bandpass_(FWHM)_ASD.txt": makeUsgsWavelengths([1, 1, 1]),
  }, async (folder) => {
    const { wavelengths } = await openSpectra(`${folder}/soil.txt`);
    assertEquals([...wavelengths], [400, 500, 600]);
    assertEquals((await openSpectra(folder)).samples, ["soil"]);
    await assertRejects(
      () => openSpectra(`${folder}/s*`),
      InputError,
      "3 of 4 files cannot be read",
    );
  }));

const HOLE = makeEnvi({
  values: [
    [-1.23e34, 0.2, 0.3, NaN],
    [NaN, 0.2, -9999, NaN],
    [NaN, 0.2, 0.3, -999],
  ],
  fields: { "spectra names": "{ a, b, c }" },
});

Deno.test("openSpectra refuses or drops spectra with holes, not bands that none has", () =>
  inFolder({
    "x.hdr": HOLE.hdr,
    "x.sli": HOLE.sli,
    "two.csv": "file,sample,spectrum\nx.sli,S1,a\nx.sli,S2,c\n",
  }, async (folder) => {
    await assertRejects(
      () => openSpectra(`${folder}/x.sli`),
      InputError,
      "spectrum 2, 520 nm: is missing, of sample b; expected a number, or " +
        "data.missing: drop",
    );
    const set = await openSpectra(`${folder}/x.sli`, { missing: "drop" });
    assertEquals(set.samples, ["a", "c"]);
    assertEquals([...set.wavelengths], [510, 520]);
    assertEquals(set.dropped?.map(({ sample }) => sample), ["b"]);
    assertEquals(
      set.metadata?.map(({ quantity, description }) => [quantity, description]),
      ["a", "c"].map((name) => [
        "reflectance, 2 bands without a value left out",
        name,
      ]),
    );
    const two = await openSpectra(`${folder}/two.csv`);
    assertEquals([...two.reflectance], [0.2, 0.3, 0.2, 0.3]);
  }));

Deno.test("openSpectra leaves out what a library of the USGS holds between spectra", () =>
  inFolder({
    "x.sli": makeEnvi({ values: [[0.5, 0.51], [0.1, 0.2], [0, 0]] }).sli,
    "x.hdr": makeEnvi({
      values: [[0.5, 0.51], [0.1, 0.2], [0, 0]],
      fields: {
        "spectra names":
          "{\n Wavelengths in microns 2ch, \n Acmite BECKa AREF,\n  error bars to preceding }",
      },
    }).hdr,
  }, async (folder) => {
    const { samples, metadata, reflectance } = await openSpectra(
      `${folder}/x.sli`,
    );
    assertEquals([samples, [...reflectance]], [["Acmite BECKa AREF"], [
      0.1,
      0.2,
    ]]);
    assertEquals(metadata?.[0].warnings, [
      "2 entries left out that are no spectra, such as Wavelengths in microns 2ch",
    ]);
  }));
