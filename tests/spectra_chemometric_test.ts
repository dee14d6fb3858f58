// JCAMP-DX and SPC files: those of tests/reference/chemometric_files.py in every
// variant of the formats, against NumPy's values, which other readers found in
// them too.
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
} from "@std/assert";
import { encodeNpz } from "../lib/artifacts/npz.ts";
import { InputError } from "../lib/errors.ts";
import { toReflectance } from "../lib/formats/shared/axes.ts";
import { instrumentFormat } from "../lib/formats/formats.ts";
import { looksLikeJcamp, readJcamp } from "../lib/formats/jcamp/jcamp.ts";
import { checkWithLibrary } from "../lib/formats/jcamp/jcamp_library.ts";
import { readBlocks } from "../lib/formats/jcamp/jcamp_records.ts";
import { readTable } from "../lib/formats/jcamp/jcamp_table.ts";
import { looksLikeSpc, readSpc } from "../lib/formats/spc/spc.ts";
import type { SpectrumMetadata } from "../lib/formats/shared/metadata.ts";
import { openSpectra, spectraFormat } from "../lib/spectra/open.ts";
import {
  encode,
  goldenFile as load,
  makeJcamp,
  patched,
} from "./support/chemometric_files.ts";
import { inFile } from "./support/in_file.ts";
import golden from "./goldens/chemometric_files.json" with { type: "json" };

/** What few operations in float64 leave, and no more. */
const CLOSE = 1e-12;

type Expected = Partial<SpectrumMetadata> & {
  readonly wavelengths: readonly number[];
  readonly reflectance: readonly number[];
};

for (const [name, spectra] of Object.entries(golden)) {
  const reader = name.startsWith("jcamp") ? "readJcamp" : "readSpc";
  Deno.test(`${reader} gives NumPy's values of ${name}`, async () => {
    const bytes = load(name);
    const format = instrumentFormat(bytes.subarray(0, 4096));
    assertEquals(
      format?.name,
      reader === "readJcamp" ? "JCAMP-DX" : "Galactic SPC",
    );
    const found = [await format!.read(bytes, `folder/${name}`)].flat();
    assertEquals(found.length, spectra.length);
    found.forEach(({ wavelengths, reflectance, metadata }, i) => {
      const expected: Expected = spectra[i];
      assertEquals(wavelengths.length, expected.wavelengths.length);
      assertEquals(reflectance.length, expected.reflectance.length);
      wavelengths.forEach((nm, band) => {
        assertAlmostEquals(nm / expected.wavelengths[band], 1, CLOSE);
        assertAlmostEquals(
          reflectance[band],
          expected.reflectance[band],
          CLOSE,
        );
      });
      assertEquals(metadata.file, name);
      for (
        const key of [
          "quantity",
          "format",
          "instrument",
          "date",
          "scans",
          "description",
        ] as const
      ) {
        if (key in expected) assertEquals(metadata[key], expected[key], key);
      }
    });
  });
}

Deno.test("readSpc takes the number of scans of each spectrum", async () => {
  const spectra = await readSpc(load("spc_multi.spc"), "a.spc");
  assertEquals(spectra.map(({ metadata }) => metadata.scans), [32, 64, null]);
});

Deno.test("openSpectra tells JCAMP-DX and SPC files by what is in them", async () => {
  const folder = await Deno.makeTempDir();
  try {
    for (const name of ["jcamp_difdup.jdx", "spc_long.spc"] as const) {
      const path = `${folder}/RS001.xyz`;
      await Deno.writeFile(path, load(name));
      const set = await openSpectra(path);
      assertEquals(set.samples, ["RS001"]);
      assertEquals([...set.wavelengths], golden[name][0].wavelengths);
      assertEquals(set.metadata?.[0].file, "RS001.xyz");
    }
    await Deno.writeFile(`${folder}/three`, load("jcamp_link.jdx"));
    const { samples, reflectance } = await openSpectra(`${folder}/three`);
    assertEquals(samples, ["three-1", "three-2", "three-3"]);
    assertAlmostEquals(
      reflectance.at(-1)!,
      golden["jcamp_link.jdx"][2].reflectance.at(-1)!,
      CLOSE,
    );
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("looksLikeSpc does not take texts, archives or pictures for SPC", () => {
  const padded = (...head: number[]) => {
    const bytes = new Uint8Array(512);
    bytes.set(head);
    return bytes;
  };
  assert(!looksLikeSpc(padded(0x50, 0x4b, 3, 4)));
  assert(!looksLikeSpc(padded(0x4d, 0x4d, 0, 42, 0, 0, 0, 8)));
  assert(!looksLikeSpc(encode("SM,350,351\n".repeat(100))));
  assert(!looksLikeJcamp(encode("sample,350\n##TITLE=\n")));
  assert(looksLikeJcamp(encode("\ufeff$$ by hand\r\n\r\n ## title = x")));
});

Deno.test("spectraFormat leaves a NumPy archive to its reader", async () => {
  const shape = [1];
  const zip = encodeNpz({ wavelengths: { data: Float64Array.of(1), shape } });
  await inFile(zip, async (path) => {
    assert((await spectraFormat(path)).startsWith("a NumPy archive"));
  });
});

Deno.test("toReflectance turns absorbance, log(1/R) and Kubelka-Munk back", () => {
  const at = (y: number, yUnit: string) =>
    toReflectance({ x: [1, 2], xUnit: "nm", y: [y, y], yUnit }, "a")
      .reflectance[0];
  assertEquals(at(0.25, "R"), 0.25);
  assertEquals(at(25, "%R"), 0.25);
  for (const name of ["Absorbance", "log (1/R)", "Optical Density", "-log R"]) {
    assertAlmostEquals(at(2, name), 0.01, 1e-15);
  }
  for (const r of [0.001, 0.3, 0.999, 1]) {
    assertAlmostEquals(at((1 - r) ** 2 / (2 * r), "Kubelka-Munk"), r, 1e-12);
  }
});

Deno.test("toReflectance reads units by the names that writers give them", () => {
  const nm = (x: number, xUnit: string) =>
    toReflectance({ x: [x, x + 1], xUnit, y: [1, 1], yUnit: "R" }, "a")
      .wavelengths.at(xUnit.includes("cm") ? -1 : 0);
  for (const name of ["NM", "Wavelength (nm)", "wavelength/nm", "nanometres"]) {
    assertEquals(nm(500, name), 500);
  }
  for (const name of ["\u00b5m", "\u03bcm", "UM", "MICROMETERS", "microns"]) {
    assertEquals(nm(2, name), 2000);
  }
  for (
    const name of [
      "1/cm",
      "cm-1",
      "cm^-1",
      "Wavenumbers (cm-1)",
      "cm\u207b\u00b9",
    ]
  ) {
    assertEquals(nm(4000, name), 2500);
  }
});

Deno.test("readJcamp reads what the refused files are made of", async () => {
  const [{ reflectance }] = await readJcamp(encode(makeJcamp()), "a.jdx");
  assertEquals([...reflectance], [0.1, 0.12, 0.14, 0.16]);
});

Deno.test("readJcamp takes counts behind an ordinate that checks, and no last check", async () => {
  const lines = ["500A00K0", "501A20T", "503A60"];
  const [{ reflectance }] = await readJcamp(
    encode(makeJcamp({}, lines)),
    "a.jdx",
  );
  assertEquals([...reflectance], [0.1, 0.12, 0.12, 0.16]);
  const unchecked = encode(makeJcamp({}, ["500A00K0K0K0"]));
  const [{ reflectance: other }] = await readJcamp(unchecked, "a.jdx");
  assertEquals([...other], [0.1, 0.12, 0.14, 0.16]);
});

Deno.test("readJcamp reads abscissae that are rounded, and DELTAX without LASTX", async () => {
  const records = { LASTX: null, DELTAX: "0.4", NPOINTS: "6" };
  const lines = ["500 1 2 3 4", "502 5 6"];
  const [{ wavelengths }] = await readJcamp(
    encode(makeJcamp(records, lines)),
    "a.jdx",
  );
  assertAlmostEquals(wavelengths[5], 502, 1e-9);
});

Deno.test("checkWithLibrary refuses ordinates that jcampconverter does not find", async () => {
  const [block] = readBlocks(makeJcamp(), "a.jdx");
  const table = readTable(block, "a.jdx");
  await checkWithLibrary(block, table, "a.jdx");
  table.ordinates[2] += 1;
  await assertRejects(
    () => checkWithLibrary(block, table, "a.jdx"),
    InputError,
    "two readers find different ordinates in the table (4 and 4; at point 3 " +
      "141 and 140)",
  );
});

Deno.test("readSpc leaves out dates that are none, and logs that are not there", async () => {
  // Year 115, as some programs count from 1900; month 13; day 31 of April.
  for (
    const date of [
      115 << 20 | 5 << 16,
      2019 << 20 | 13 << 16,
      2019 << 20 | 4 << 16 | 31 << 11,
    ]
  ) {
    const bytes = load("spc_long.spc");
    new DataView(bytes.buffer).setUint32(32, date, true);
    const [{ metadata }] = await readSpc(bytes, "a.spc");
    assertEquals(metadata.date, null);
  }
  const [{ metadata }] = await readSpc(
    patched("spc_long.spc", [248, [0, 2, 0, 0]]),
    "a.spc",
  );
  assertEquals(metadata.description, "dried; resolution: 8 nm");
});
