// Text files of field spectrometers (.sed, .sig) against pandas and SpecDAL
// (tests/reference/field_text.py), and damage.
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertGreater,
} from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { instrumentFormat } from "../lib/formats/formats.ts";
import { looksLikeSed, readSed } from "../lib/formats/sed/sed.ts";
import { looksLikeSig, readSig } from "../lib/formats/sig/sig.ts";
import type { InstrumentSpectrum } from "../lib/formats/shared/metadata.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import { createSpectraSet } from "../lib/spectra/spectra_set.ts";
import { damage } from "./support/damage.ts";
import { damageLines } from "./support/damage_lines.ts";
import golden from "./goldens/field_text.json" with { type: "json" };

const FOLDER = new URL("goldens/instruments/", import.meta.url);
const names = Object.keys(golden) as (keyof typeof golden)[];
const files = new Map(
  names.map((name) => [name, Deno.readFileSync(new URL(name, FOLDER))]),
);

const bytesOf = (text: string) => new TextEncoder().encode(text);
const textOf = (name: keyof typeof golden) =>
  new TextDecoder().decode(files.get(name)!);
const read = (bytes: Uint8Array<ArrayBuffer>, path: string) =>
  instrumentFormat(bytes.subarray(0, 4096))!.read(
    bytes,
    path,
  ) as InstrumentSpectrum;

for (const name of names) {
  const reader = name.endsWith(".sed") ? "readSed" : "readSig";
  Deno.test(`${reader} reads ${name} as its peers do`, () => {
    const bytes = files.get(name)!;
    const expected = golden[name];
    assertEquals(
      [looksLikeSed(bytes), looksLikeSig(bytes)],
      [reader === "readSed", reader === "readSig"],
    );
    const { wavelengths, reflectance, metadata } = read(bytes, `a/b/${name}`);
    assertEquals([...wavelengths], expected.wavelengths);
    reflectance.forEach((value, i) =>
      assertAlmostEquals(value, expected.reflectance[i], 1e-12)
    );
    const { latitude, longitude, ...rest } = expected.metadata;
    const found = { ...metadata, latitude, longitude };
    assertEquals(found, { file: name, latitude, longitude, ...rest });
    assertAlmostEquals(metadata.latitude ?? 999, latitude ?? 999, 1e-9);
    assertAlmostEquals(metadata.longitude ?? 999, longitude ?? 999, 1e-9);
  });
}

for (const name of names) {
  Deno.test(`instrumentFormat reads ${name} the same with other line ends`, () => {
    const bytes = files.get(name)!;
    const expected = read(bytes, name);
    const lines = new TextDecoder("latin1").decode(bytes).split("\n");
    for (const end of ["\r\n", "\r", "\n\n"]) {
      const text = Uint8Array.from(lines.join(end), (c) => c.charCodeAt(0));
      assertEquals(read(text, name), expected);
    }
    assertEquals(read(new Uint8Array([...bytes, 10, 32, 10]), name), expected);
  });
}

Deno.test("readSed and readSig read a file with a byte order mark", () => {
  for (const name of ["sed_utf8.sed", "sig_hr.sig"] as const) {
    const bytes = files.get(name)!;
    const marked = new Uint8Array([0xef, 0xbb, 0xbf, ...bytes]);
    assertEquals(read(marked, name), read(bytes, name));
  }
});

Deno.test("looksLikeSed and looksLikeSig leave other texts alone", () => {
  for (
    const text of [
      "",
      "sample,350,351\nRS001,0.1,0.2\n",
      "Comment: of a letter\nDear all,\n",
      "Data:\n1 2\n",
      "/*** Some other file ***/\ndata=\n",
      "name= x\ndata= \n350 1 1 100\n",
    ]
  ) {
    const head = bytesOf(text);
    assertEquals([looksLikeSed(head), looksLikeSig(head)], [false, false]);
  }
});

Deno.test("openSpectra takes .sed and .sig files, whatever their names", async () => {
  const folder = await Deno.makeTempDir();
  try {
    for (const name of names) {
      await Deno.writeFile(`${folder}/RS001.txt`, files.get(name)!);
      const set = createSpectraSet(await openSpectra(`${folder}/RS001.txt`));
      assertEquals([set.samples, set.replicates], [["RS001"], 1]);
      assertEquals([...set.wavelengths], golden[name].wavelengths);
      assertEquals(set.metadata?.[0].format, golden[name].metadata.format);
    }
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("readSed takes nothing from lines that are not there", () => {
  const text = "Comment:\nVersion: 2\nData:\nWvl  Reflect. [1.0]\n1 .1\n2 .2\n";
  const { reflectance, metadata } = readSed(bytesOf(text), "a.sed");
  assertEquals([...reflectance], [0.1, 0.2]);
  assertEquals(metadata, {
    file: "a.sed",
    format: "Spectral Evolution SED 2",
    instrument: null,
    serial: null,
    date: null,
    latitude: null,
    longitude: null,
    description: null,
    splices: [],
    quantity: "reflectance",
    scans: null,
  });
});

/** Reads damaged files; how many of them got a sentence. */
function sentences(
  name: keyof typeof golden,
  damaged: (round: number) => Uint8Array<ArrayBuffer>,
): number {
  const reader = name.endsWith(".sed") ? readSed : readSig;
  let count = 0;
  for (let round = 0; round < 2000; round++) {
    try {
      const { wavelengths, reflectance, metadata } = reader(
        damaged(round),
        name,
      );
      assertEquals(wavelengths.length, reflectance.length);
      assert(reflectance.every(Number.isFinite), `round ${round}`);
      assert(
        wavelengths.every((nm, i) => nm > (i === 0 ? 0 : wavelengths[i - 1])),
      );
      const { latitude, longitude, date } = metadata;
      assert(Math.abs(latitude ?? 0) <= 90 && Math.abs(longitude ?? 0) <= 180);
      assert(date === null || !Number.isNaN(Date.parse(date)), `${date}`);
    } catch (error) {
      assert(error instanceof InputError, `round ${round}: ${error}`);
      assert(error.message.startsWith(name), error.message);
      assert(!error.message.includes("\n"), error.message);
      count++;
    }
  }
  return count;
}

for (const name of names) {
  const reader = name.endsWith(".sed") ? "readSed" : "readSig";
  Deno.test(`${reader} says a sentence or gives finite values for 4,000 damaged ${name}`, () => {
    const bytes = files.get(name)!;
    assertGreater(sentences(name, (round) => damage(bytes, round)), 400);
    const text = textOf(name);
    assertGreater(
      sentences(name, (round) => bytesOf(damageLines(text, round))),
      200,
    );
  });
}
