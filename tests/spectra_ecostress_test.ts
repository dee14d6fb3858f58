// Texts of the ECOSTRESS library against SPy (tests/reference/ecostress.py).
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { readEcostress } from "../lib/formats/ecostress/ecostress.ts";
import { instrumentFormat } from "../lib/formats/formats.ts";
import golden from "./goldens/ecostress.json" with { type: "json" };

const FOLDER = new URL("goldens/instruments/", import.meta.url);
const load = (name: string) => Deno.readFileSync(new URL(name, FOLDER));

for (const [name, expected] of Object.entries(golden)) {
  Deno.test(`readEcostress gives the values that SPy finds in ${name}`, () => {
    const bytes = load(name);
    assertEquals(
      instrumentFormat(bytes.subarray(0, 4096))?.name,
      "ECOSTRESS text",
    );
    const { wavelengths, reflectance, metadata } = readEcostress(bytes, name);
    const points = expected.x.map((x, i) => [1000 * x, expected.y[i] / 100])
      .sort(([a], [b]) => a - b);
    assertEquals(wavelengths.length, points.length);
    points.forEach(([nm, value], band) => {
      assertAlmostEquals(wavelengths[band], nm, 1e-9);
      assertAlmostEquals(reflectance[band], value, 1e-12);
    });
    assert(metadata.description?.startsWith(`${expected.name}; `));
    assertEquals(metadata.quantity, "% reflectance / 100");
  });
}

const TEXT = new TextDecoder("latin1").decode(load("ecostress_rising.txt"));
const read = (text: string) =>
  readEcostress(Uint8Array.from(text, (c) => c.charCodeAt(0)), "a.txt");

Deno.test("readEcostress takes fractions, nanometres and wavenumbers as they are said to be", () => {
  const nm = TEXT.replace("(micrometers)", "(nanometers)")
    .replaceAll(/^ {2}0?\.?(\d)/gm, "  $1")
    .replace("Reflectance (percent)", "Reflectance");
  const pairs = [...nm.matchAll(/^ {2}(\S+)\t(\S+)/gm)];
  const text = nm.slice(0, nm.indexOf(pairs[0][0])) +
    pairs.map((_, i) => `${400 + i}\t0.${10 + i}\n`).join("");
  const { wavelengths, reflectance } = read(text);
  assertEquals([wavelengths[0], reflectance[0]], [400, 0.1]);
});

for (
  const [what, text, says] of [
    [
      "fewer pairs than it says",
      TEXT.trimEnd().split("\n").slice(0, -5).join("\n"),
      'as its line "Number of X Values" says',
    ],
    [
      "a line of text",
      TEXT.replace(/\t4/, "\tx"),
      "expected a finite number",
    ],
    [
      "emissivity",
      TEXT.replace("Y Units: Reflectance (percent)", "Y Units: Emissivity"),
      '"Emissivity"',
    ],
    [
      "another unit",
      TEXT.replace("(micrometers)", "(furlongs)"),
      'has "Wavelength (furlongs)" as the unit of x',
    ],
    ["no pairs", TEXT.slice(0, TEXT.indexOf("\n\n")), "has no table below"],
    [
      "no unit",
      TEXT.replace("X Units: Wavelength (micrometers)\n", "X Units:\n"),
      'has "" as the unit of x',
    ],
  ] as const
) {
  Deno.test(`readEcostress refuses ${what} with a sentence`, () => {
    const { message } = assertThrows(() => read(text), InputError, says);
    assert(message.startsWith("a.txt") && !message.includes("\n"));
  });
}
