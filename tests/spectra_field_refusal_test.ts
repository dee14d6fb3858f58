// Text files of field spectrometers (.sed, .sig) that are refused, and the
// sentences that say why.
import { assertThrows } from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { readSed } from "../lib/formats/sed/sed.ts";
import { readSig } from "../lib/formats/sig/sig.ts";

const bytesOf = (text: string) => new TextEncoder().encode(text);

interface SmallSed {
  readonly headings: string;
  readonly rows: readonly string[];
  /** Header lines. */
  readonly header?: readonly string[];
}

function smallSed({ headings, rows, header = [] }: SmallSed): string {
  return ["Comment: x", "Version: 2.2", ...header, "Data:", headings, ...rows]
    .join("\n");
}

const RAW = "Wvl\tRaw DN (Ref.)\tRaw DN (Target)";
const PERCENT = "Wvl\tReflect. %";

const REFUSED_SED: [what: string, text: string, says: string][] = [
  ["a file without data", "Comment: x\nVersion: 2.2\n", 'no line "Data:"'],
  [
    "another number of headings than the header says",
    smallSed({ headings: PERCENT, rows: [], header: ["Columns [3]:"] }),
    'a.sed, line 5: has 2 columns (Wvl, Reflect. %); expected 3, as "Columns [3]"',
  ],
  [
    "a table without wavelengths",
    smallSed({ headings: "Chan.#\tReflect. %", rows: ["1\t2"] }),
    'line 4: has no column "Wvl" but Chan.#, Reflect. %; expected wavelengths',
  ],
  [
    "radiance alone",
    smallSed({ headings: "Wvl\tRad. (Target)", rows: ["350\t1"] }),
    "line 4: holds Wvl, Rad. (Target); expected reflectance, such as",
  ],
  [
    "a logarithm of reflectance alone",
    smallSed({ headings: "Wvl\t-log Reflect.", rows: ["350\t1"] }),
    "holds Wvl, -log Reflect.; expected reflectance",
  ],
  [
    "reflectance in no unit",
    smallSed({ headings: "Wvl\tReflect.", rows: ["350\t1"] }),
    "holds Wvl, Reflect.; expected reflectance",
  ],
  [
    "a target without its own reference",
    smallSed({ headings: "Wvl\tRad. (Ref.)\tNorm. DN (Target)", rows: [] }),
    "holds Wvl, Rad. (Ref.), Norm. DN (Target); expected reflectance",
  ],
  [
    "transmittance",
    smallSed({
      headings: "Wvl\tTgt./Ref. %",
      rows: ["350\t1"],
      header: ["Measurement: TRANSMITTANCE"],
    }),
    "holds Wvl, Tgt./Ref. % of TRANSMITTANCE; expected reflectance",
  ],
  [
    "raw counts of other times",
    smallSed({
      headings: RAW,
      rows: ["350\t2\t1", "351\t2\t1"],
      header: ["Integration [AUTO,AUTO]: 7,8,12,20,32,12"],
    }),
    "with integration times 7,8,12,20,32,12; expected reflectance, or raw counts",
  ],
  [
    "raw counts of unknown times",
    smallSed({ headings: RAW, rows: ["350\t2\t1", "351\t2\t1"] }),
    "with integration times unknown",
  ],
  [
    "a row that lacks a number",
    smallSed({ headings: PERCENT, rows: ["350\t1", "351"] }),
    "a.sed, line 6: has 1 number; expected 2: Wvl, Reflect. %",
  ],
  [
    "a word for a number",
    smallSed({ headings: PERCENT, rows: ["350\t1", "351\tNaN"] }),
    'a.sed, line 6, column Reflect. %: is "NaN"; expected a finite number',
  ],
  [
    "a comma in a table with points",
    smallSed({ headings: PERCENT, rows: ["350.0\t1", "351.0\t1,5"] }),
    'line 6, column Reflect. %: is "1,5"; expected a finite number',
  ],
  [
    "a table that lacks rows",
    smallSed({
      headings: PERCENT,
      rows: ["350\t1", "351\t1"],
      header: ["Channels: 3"],
    }),
    'a.sed: has 2 wavelengths; expected 3, as its line "Channels" says',
  ],
  [
    "a reference of 0",
    smallSed({
      headings: "Wvl\tRad. (Ref.)\tRad. (Target)",
      rows: ["350\t1\t1", "351\t0\t0"],
    }),
    "line 6: at 351 nm the target is 0 and the reference 0; expected a reference",
  ],
  [
    "a wrong digit in a wavelength",
    smallSed({
      headings: PERCENT,
      rows: ["350\t1", "351\t1", "352\t1", "343\t1", "354\t1", "355\t1"],
    }),
    "a.sed, line 8: wavelength 343 follows 352; expected increasing wavelengths",
  ],
  [
    "a wavelength that a wrong digit made equal",
    smallSed({
      headings: PERCENT,
      rows: ["350\t1", "351\t1", "351\t1", "353\t1", "354\t1"],
    }),
    "line 7: wavelength 351 follows 351",
  ],
  [
    "a single wavelength",
    smallSed({ headings: PERCENT, rows: ["350\t1"] }),
    "a.sed: has 1 wavelength; expected at least 2",
  ],
  [
    "a wavelength of 0",
    smallSed({ headings: PERCENT, rows: ["0\t1", "1\t1"] }),
    "wavelength 1 is 0; expected increasing wavelengths in nm, above 0",
  ],
];
for (const [what, text, says] of REFUSED_SED) {
  Deno.test(`readSed refuses ${what} with a sentence`, () => {
    assertThrows(() => readSed(bytesOf(text), "a.sed"), InputError, says);
  });
}

const SIG = "/*** Spectra Vista SIG Data ***/\nname= a.sig\ndata= \n";

const REFUSED_SIG: [what: string, text: string, says: string][] = [
  ["a file without data", "/*** Spectra Vista ***/\n", 'no line "data="'],
  ["a file without rows", SIG, "a.sig: has 0 wavelengths; expected at least 2"],
  [
    "a row of three numbers",
    `${SIG}350.0  1  1  100\n351.4  1  1\n`,
    "a.sig, line 5: has 3 numbers; expected 4: wavelength, reference, target, " +
    "reflectance",
  ],
  [
    "a word for a number",
    `${SIG}350.0  1  1  100\n351.4  1  1  ∞\n`,
    'a.sig, line 5, column reflectance: is "∞"; expected a finite number',
  ],
  [
    "two points in a table with commas",
    `${SIG}350,0  1  1  100,00\n351,4  1  1  1.00,5\n`,
    'line 5, column reflectance: is "1.00,5"',
  ],
  [
    "an overlap wider than any",
    `${SIG}350  1  1  1\n600  1  1  1\n360  1  1  1\n900  1  1  1\n`,
    "line 6: wavelength 360 follows 600; expected increasing wavelengths in nm",
  ],
  [
    "more steps back than detectors",
    SIG +
    [3, 2, 4, 3, 5, 4, 6, 5, 7].map((nm) => `${nm}  1  1  1`).join("\n"),
    "line 11: wavelength 5 follows 6",
  ],
];
for (const [what, text, says] of REFUSED_SIG) {
  Deno.test(`readSig refuses ${what} with a sentence`, () => {
    assertThrows(() => readSig(bytesOf(text), "a.sig"), InputError, says);
  });
}

Deno.test("readSed misses any row that is lost", () => {
  const file = new URL(
    "goldens/instruments/sed_radiance.sed",
    import.meta.url,
  );
  const lines = Deno.readTextFileSync(file).trimEnd().split("\n");
  const first = lines.indexOf("Data:") + 2;
  for (let at = first; at < lines.length; at++) {
    const text = lines.toSpliced(at, 1).join("\n");
    assertThrows(
      () => readSed(bytesOf(text), "a.sed"),
      InputError,
      "a.sed: has 39 wavelengths; expected 40",
    );
  }
});
