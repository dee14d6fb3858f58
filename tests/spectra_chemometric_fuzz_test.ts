// JCAMP-DX and SPC files damaged in every way: a sentence or finite values, soon;
// and in tables of differences no changed digit goes unseen.
import { assert, assertEquals } from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { readJcamp } from "../lib/formats/jcamp/jcamp.ts";
import { readSpc } from "../lib/formats/spc/spc.ts";
import type { InstrumentSpectrum } from "../lib/formats/shared/metadata.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import { encode, goldenFile } from "./support/chemometric_files.ts";
import { damage } from "./support/damage.ts";
import { damageText } from "./support/damage_text.ts";
import golden from "./goldens/chemometric_files.json" with { type: "json" };

const NAMES = Object.keys(golden);
const JCAMP = NAMES.filter((name) => name.startsWith("jcamp"));
const SPC = NAMES.filter((name) => name.startsWith("spc"));
const files = new Map(NAMES.map((name) => [name, goldenFile(name)]));

const ROUNDS = 2000;
const MOST_MS = 2000;

type Read = (
  bytes: Uint8Array<ArrayBuffer>,
  path: string,
) => Promise<readonly InstrumentSpectrum[]>;

/** What is read of a damaged file, or the sentence. */
async function attempt(
  read: Read,
  bytes: Uint8Array<ArrayBuffer>,
): Promise<readonly InstrumentSpectrum[] | string> {
  const start = performance.now();
  try {
    const spectra = await read(bytes, "a.file");
    for (const { wavelengths, reflectance } of spectra) {
      assertEquals(wavelengths.length, reflectance.length);
      assert(wavelengths.every((nm, i) => nm > (wavelengths[i - 1] ?? 0)));
      assert(reflectance.every(Number.isFinite));
    }
    return spectra;
  } catch (error) {
    assert(error instanceof InputError, String((error as Error).stack));
    assert(error.message.startsWith("a.file"), error.message);
    assert(error.message.length < 400, error.message);
    return error.message;
  } finally {
    assert(performance.now() - start < MOST_MS);
  }
}

const RUNS: readonly [
  what: string,
  read: Read,
  harm: (round: number) => Uint8Array<ArrayBuffer>,
][] = [
  [
    "readJcamp says a sentence or gives finite values for 2,000 files with damaged bytes",
    readJcamp,
    (round) => damage(files.get(JCAMP[round % JCAMP.length])!, round),
  ],
  [
    "readJcamp says a sentence or gives finite values for 2,000 files with damaged text",
    readJcamp,
    (round) => {
      const bytes = files.get(JCAMP[round % JCAMP.length])!;
      return encode(damageText(new TextDecoder().decode(bytes), round));
    },
  ],
  [
    "readSpc says a sentence or gives finite values for 2,000 damaged files",
    readSpc,
    (round) => damage(files.get(SPC[round % SPC.length])!, round),
  ],
];
for (const [name, read, harm] of RUNS) {
  Deno.test(name, async () => {
    let refused = 0;
    for (let round = 0; round < ROUNDS; round++) {
      if (typeof await attempt(read, harm(round)) === "string") refused++;
    }
    // Damage that no file shows would be none; not all of it can be seen.
    assert(refused > ROUNDS / 4 && refused < ROUNDS, String(refused));
  });
}

for (const form of ["dif", "difdup"]) {
  Deno.test(`readJcamp sees every changed digit in a table of ${form}`, async () => {
    const name = `jcamp_${form}.jdx` as "jcamp_dif.jdx";
    const text = new TextDecoder().decode(files.get(name));
    const start = text.indexOf("Y))") + 3;
    const [{ reflectance: whole }] = golden[name];
    let seen = 0;
    for (let at = start; at < text.indexOf("##END="); at++) {
      for (const other of othersOf(text[at])) {
        const changed = text.slice(0, at) + other + text.slice(at + 1);
        const read = await attempt(readJcamp, encode(changed));
        if (typeof read === "string") seen++;
        // Abscissae are rounded: some of their digits do not matter.
        else assertEquals([...read[0].reflectance], whole, `${at}: ${other}`);
      }
    }
    assert(seen > 1000, String(seen));
  });
}

/** What a character of a table may be mistaken for. */
function othersOf(character: string): string[] {
  const kinds = ["0123456789", "@ABCDEFGHIabcdefghi", "%JKLMNOPQRjklmnopqr"];
  const kind = kinds.find((letters) => letters.includes(character)) ?? "";
  return [...kind].filter((letter) => letter !== character);
}

Deno.test("readJcamp sees every dropped or swapped line of a table", async () => {
  for (const name of JCAMP.filter((name) => !name.includes("peaks"))) {
    const lines = new TextDecoder().decode(files.get(name)).split("\n");
    const whole = golden[name as "jcamp_dif.jdx"][0].reflectance;
    let first = lines.findIndex((line) => /^##XY(DATA|POINTS)/.test(line));
    let last = lines.findIndex((line, i) => i > first && /^##END/.test(line));
    // The last line of differences is nothing but a check.
    if (/dif|wave/.test(name)) last--;
    while (++first < last) {
      const dropped = lines.toSpliced(first, 1).join("\n");
      const less = await attempt(readJcamp, encode(dropped));
      assertEquals(typeof less, "string", `${name}: ${lines[first]}`);
      if (first + 1 >= last) continue;
      const swapped = lines.toSpliced(first, 2, lines[first + 1], lines[first]);
      const read = await attempt(readJcamp, encode(swapped.join("\n")));
      if (typeof read === "string") continue;
      assertEquals([...read[0].reflectance], whole);
    }
  }
});

Deno.test("openSpectra says a sentence or gives finite values for damaged files", async () => {
  const path = await Deno.makeTempFile();
  try {
    for (let round = 0; round < 200; round++) {
      const name = NAMES[round % NAMES.length];
      await Deno.writeFile(path, damage(files.get(name)!, round));
      try {
        const { reflectance } = await openSpectra(path);
        assert(reflectance.every(Number.isFinite));
      } catch (error) {
        assert(error instanceof InputError, String((error as Error).stack));
      }
    }
  } finally {
    await Deno.remove(path);
  }
});

const MIB = 1 << 20;
const HEAD = "##TITLE=\n##XUNITS=NM\n##YUNITS=R\n##FIRSTX=1\n##DELTAX=1\n" +
  "##NPOINTS=1000000\n##XYDATA=(X++(Y..Y))\n";
const HUGE: readonly (readonly [what: string, make: () => string])[] = [
  ["16 MiB of lines in a title", () => "##TITLE=\n" + "a\n".repeat(8 * MIB)],
  ["16 MiB of blanks", () => `##TITLE=${" ".repeat(16 * MIB)}\n##END=\n`],
  ["16 MiB of records", () => "##TITLE=\n" + "##=\n".repeat(4 * MIB)],
  ["16 MiB of blocks", () => "##TITLE=\n##END=\n".repeat(MIB)],
  ["16 MiB of blank lines", () => `${HEAD}${"\n".repeat(16 * MIB)}##END=\n`],
  ["16 MiB of comments", () => `${HEAD}${"$$ x\n".repeat(3 * MIB)}##END=\n`],
  ["16 MiB in one line", () => `${HEAD}1${" 1".repeat(8 * MIB)}\n##END=\n`],
  ["endless repetitions", () => `${HEAD}1@S000000\n##END=\n`.repeat(20)],
];
for (const [what, make] of HUGE) {
  Deno.test(`readJcamp refuses ${what} soon`, async () => {
    assertEquals(typeof await attempt(readJcamp, encode(make())), "string");
  });
}
