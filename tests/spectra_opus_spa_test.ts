// OPUS and OMNIC files against what independent readers find in the same bytes
// (tests/reference/opus_spa.py), and how folders of them are read.
import { assert, assertAlmostEquals, assertEquals } from "@std/assert";
import { instrumentFormat } from "../lib/formats/formats.ts";
import { looksLikeOpus } from "../lib/formats/opus/opus.ts";
import { looksLikeSpa } from "../lib/formats/spa/spa.ts";
import type { SpectrumMetadata } from "../lib/formats/shared/metadata.ts";
import { openSpectra, spectraFormat } from "../lib/spectra/open.ts";
import { encode, goldenFile } from "./support/chemometric_files.ts";
import { OPUS_SPA_FILES } from "./support/opus_spa_files.ts";
import golden from "./goldens/opus_spa.json" with { type: "json" };

/** What few operations in float64 leave, and no more. */
const CLOSE = 1e-12;

type Expected = Partial<SpectrumMetadata> & {
  readonly wavelengths: readonly number[];
  readonly reflectance: readonly number[];
  /** What the description begins with. */
  readonly title?: string;
};

for (const [name, spectra] of Object.entries(golden)) {
  const reader = name.startsWith("opus") ? "readOpus" : "readSpa";
  Deno.test(`${reader} gives the values and metadata of ${name} that others find`, async () => {
    const bytes = goldenFile(name);
    const format = instrumentFormat(bytes.subarray(0, 4096));
    assertEquals(
      format?.name,
      reader === "readOpus" ? "Bruker OPUS" : "Thermo OMNIC",
    );
    const found = [await format!.read(bytes, `folder/${name}`)].flat();
    assertEquals(found.length, spectra.length);
    found.forEach(({ wavelengths, reflectance, metadata }, i) => {
      const { title, ...expected } = spectra[i] as Expected;
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
      assert(title === undefined || metadata.description?.startsWith(title));
      const { wavelengths: _, reflectance: __, ...said } = expected;
      assertEquals({ ...metadata, ...said }, metadata);
      assertEquals(metadata.warnings ?? [], []);
    });
  });
}

Deno.test("readOpus and readSpa are shown the files that others read", () => {
  assertEquals(Object.keys(OPUS_SPA_FILES).sort(), Object.keys(golden).sort());
  for (const [name, bytes] of Object.entries(OPUS_SPA_FILES)) {
    assertEquals(bytes, goldenFile(name), name);
  }
});

Deno.test("readSpa takes scans and serial number of each spectrum of a group", async () => {
  const format = instrumentFormat(goldenFile("spa_group.spg"))!;
  const spectra = await format.read(goldenFile("spa_group.spg"), "a.spg");
  assertEquals(
    [spectra].flat().map(({ metadata }) => [metadata.scans, metadata.serial]),
    [[32, null], [64, "2"]],
  );
});

Deno.test("looksLikeOpus and looksLikeSpa pass over text and other files", () => {
  assert(!looksLikeOpus(encode("\n\nsample,350\n")));
  assert(!looksLikeOpus(new Uint8Array([0x0a, 0x0a, 0xfe])));
  assert(!looksLikeSpa(encode("Spectral Data File\r\n350,351\n")));
  assert(!looksLikeSpa(encode("Spectral Exte File\r\n\0\0")));
  for (const name of ["spc_long.spc", "jcamp_dif.jdx", "sed_ratio.sed"]) {
    assert(!looksLikeOpus(goldenFile(name)) && !looksLikeSpa(goldenFile(name)));
  }
});

/** Runs with a folder that is there for so long. */
async function inFolder(
  files: Readonly<Record<string, Uint8Array | string>>,
  run: (folder: string) => Promise<void>,
): Promise<void> {
  const folder = await Deno.makeTempDir();
  try {
    for (const [name, content] of Object.entries(files)) {
      const bytes = typeof content === "string" ? encode(content) : content;
      await Deno.writeFile(`${folder}/${name}`, bytes);
    }
    await run(folder);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

const MEASURED = goldenFile("opus_measured.0");
const TRANSMITTANCE = goldenFile("opus_transmittance.4");

Deno.test("openSpectra finds OPUS files in a folder, whatever they are called", async () => {
  const files = {
    "RS001.0": MEASURED,
    "RS002.1": TRANSMITTANCE,
    "RS003.0012": MEASURED,
    "RS004": MEASURED,
    "notes.txt": "not one of them",
  };
  await inFolder(files, async (folder) => {
    const set = await openSpectra(folder);
    assertEquals(set.samples, ["RS001", "RS002", "RS003", "RS004"]);
    assertEquals(set.metadata?.map(({ file }) => file), [
      "RS001.0",
      "RS002.1",
      "RS003.0012",
      "RS004",
    ]);
    const some = await openSpectra(`${folder}/*.0*`);
    assertEquals(some.samples, ["RS001", "RS003"]);
    assert((await spectraFormat(`${folder}/RS001.0`)).includes("OPUS .0"));
  });
});

Deno.test("openSpectra takes the repeats that OPUS counts in endings for replicates by a table", async () => {
  const files = {
    "RS001.0": MEASURED,
    "RS001.1": TRANSMITTANCE,
    "RS002.0": MEASURED,
    "RS002.1": MEASURED,
    "files.csv": "file,sample\nRS001.*,RS001\nRS002.*,RS002\n",
  };
  await inFolder(files, async (folder) => {
    const set = await openSpectra(folder);
    assertEquals([set.samples, set.replicates], [["RS001", "RS002"], 2]);
  });
});

Deno.test("openSpectra reads OMNIC files of a folder, and each of a group", async () => {
  const files = {
    "RS001.SPA": goldenFile("spa_absorbance.spa"),
    "both.spg": goldenFile("spa_group.spg"),
  };
  await inFolder(files, async (folder) => {
    const { samples, taken } = await openSpectra(folder);
    assertEquals(samples, ["RS001", "both-1", "both-2"]);
    assertEquals(taken?.quantity, "reflectance");
  });
});

Deno.test("openSpectra says what a series of OMNIC is", async () => {
  const series = "Spectral Exte File\r\n" + "\0".repeat(300);
  await inFolder({ "a.srs": series }, async (folder) => {
    const message = await openSpectra(`${folder}/a.srs`).catch((error) =>
      error.message
    );
    assert(message.includes("is a series of spectra over time (.srs)"));
  });
});
