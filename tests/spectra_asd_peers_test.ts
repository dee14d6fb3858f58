// ASD files against NumPy's reading of the same bytes and against two other
// readers (tests/reference/asd.py): real files where they are here, small ones
// of every version, data type and format, and headers of all kinds.
//
// ASD_SAMPLES=FOLDER reads real files of as6, as7 and as8, too: those in
// tests/sample_data of pyASDReader's source distribution 1.2.3 (PyPI, MIT).
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertLess,
  assertThrows,
} from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { looksLikeAsd, readAsd } from "../lib/formats/asd/asd.ts";
import golden from "./goldens/asd.json" with { type: "json" };

const OSSL = new URL("../../shared/data/ossl/", import.meta.url);
const here = await Deno.stat(OSSL).then(() => true, () => false);
const samples = Deno.env.get("ASD_SAMPLES");

function checkFile(bytes: Uint8Array, name: string) {
  const expected = golden.files[name as keyof typeof golden.files];
  assert(looksLikeAsd(bytes.subarray(0, 4096)));
  if (expected.reflectance === null) {
    const says = `holds ${expected.type} data without a white reference`;
    assertThrows(() => readAsd(bytes, name), InputError, says);
    return;
  }
  const { wavelengths, reflectance, metadata } = readAsd(bytes, name);
  assertEquals(wavelengths.length, expected.bands);
  assertEquals([wavelengths[0], wavelengths.at(-1)], expected.range);
  expected.index.forEach((band, i) =>
    assertEquals(reflectance[band], expected.reflectance[i])
  );
  const sum = reflectance.reduce((total, value) => total + value, 0);
  assertAlmostEquals(sum, expected.sum!, 1e-9);
  assertEquals(metadata, {
    file: name,
    format: `ASD ${expected.version}`,
    instrument: "ASD FSFR",
    serial: expected.serial,
    date: expected.date,
    latitude: null,
    longitude: null,
    description: null,
    splices: expected.splices,
    quantity: "spectrum / white reference",
    scans: expected.scans,
    warnings: expected.warnings,
  });
}

Deno.test({
  name: "readAsd gives NumPy's values of real files (../shared/data/ossl)",
  ignore: !here,
  fn: async () => {
    const names = Object.keys(golden.files).filter((name) =>
      name.startsWith("ossl_")
    );
    assertEquals(names.length, 2);
    for (const name of names) {
      checkFile(await Deno.readFile(new URL(name, OSSL)), name);
    }
  },
});

Deno.test({
  name: "readAsd gives NumPy's values of pyASDReader's samples (ASD_SAMPLES)",
  ignore: samples === undefined,
  fn: async () => {
    let count = 0;
    for (const folder of Deno.readDirSync(samples!)) {
      for (const { name } of Deno.readDirSync(`${samples}/${folder.name}`)) {
        const path = `${samples}/${folder.name}/${name}`;
        checkFile(await Deno.readFile(path), name);
        count++;
      }
    }
    assertEquals(count, Object.keys(golden.files).length - 2);
  },
});

Deno.test("readAsd's golden has both peers' agreement on real files", () => {
  assertLess(golden.worst.pyasdreader, 3e-16);
  assertEquals(golden.worst.specdal, 0);
});

/** Files that are packed one behind the other. */
async function unpack(
  packed: string,
  entries: readonly { readonly length: number }[],
): Promise<Uint8Array[]> {
  const stream = new Blob([Uint8Array.fromBase64(packed)]).stream()
    .pipeThrough(new DecompressionStream("gzip"));
  const all = new Uint8Array(await new Response(stream).arrayBuffer());
  let end = 0;
  const files = entries.map(({ length }) => all.slice(end, end += length));
  assertEquals(end, all.length);
  return files;
}

const made = await unpack(golden.madeBytes, golden.made);

for (let version = 1; version <= 8; version++) {
  Deno.test(`readAsd reads as${version} in every type and format as NumPy does, or refuses it`, () => {
    let compared = 0;
    golden.made.forEach((entry, i) => {
      if (!entry.name.startsWith(`as${version} `)) return;
      if (entry.reflectance === null) {
        const says = `${entry.name}: holds`;
        assertThrows(() => readAsd(made[i], entry.name), InputError, says);
        return;
      }
      const { reflectance } = readAsd(made[i], entry.name);
      // Quotients are exact, powers of ten to the last digits.
      const rounding = entry.name.includes("finished") ? 4e-16 : 0;
      entry.reflectance.forEach((value, band) =>
        assertAlmostEquals(reflectance[band], value, rounding, entry.name)
      );
      for (const peer of [entry.pyasdreader, entry.specdal]) {
        peer?.forEach((value, band) =>
          assertAlmostEquals(reflectance[band], value, 2e-16, entry.name)
        );
      }
      compared++;
    });
    assert(compared >= (version === 1 ? 4 : 14), `${compared}`);
  });
}

const headers = await unpack(golden.headerBytes, golden.headers);

golden.headers.forEach(({ name, length: _, range, ...expected }, i) => {
  Deno.test(`readAsd takes from a header: ${name}`, () => {
    const { wavelengths, metadata } = readAsd(headers[i], "a.asd");
    assertEquals([wavelengths[0], wavelengths.at(-1)], range);
    for (const [key, value] of Object.entries(expected)) {
      const found = metadata[key as keyof typeof metadata];
      if (typeof value !== "number") assertEquals(found, value);
      else assertAlmostEquals(found as number, value, 1e-12);
    }
  });
});
