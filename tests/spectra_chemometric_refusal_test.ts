// What is refused of JCAMP-DX and SPC files, and with which sentence.
import { assertRejects } from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { readJcamp } from "../lib/formats/jcamp/jcamp.ts";
import { readSpc } from "../lib/formats/spc/spc.ts";
import {
  encode,
  goldenFile as load,
  makeJcamp,
  patched,
} from "./support/chemometric_files.ts";

const PAIRS = { FORM: "XYPOINTS=(XY..XY)", LASTX: null, FIRSTX: null };

const REFUSED_JCAMP: readonly [what: string, text: string, says: string][] = [
  ["Hz", makeJcamp({ XUNITS: "HZ" }), 'has "HZ" as the unit of x; expected nm'],
  ["minutes", makeJcamp({ XUNITS: "MINUTES" }), '"MINUTES" as the unit of x'],
  ["no unit", makeJcamp({ XUNITS: null }), '"" as the unit of x'],
  [
    "transmittance",
    makeJcamp({ YUNITS: "TRANSMITTANCE" }),
    '"TRANSMITTANCE" as y; expected reflectance',
  ],
  [
    "arbitrary units",
    makeJcamp({ YUNITS: "ARBITRARY UNITS" }),
    '"ARBITRARY UNITS" as y',
  ],
  [
    "Raman spectra",
    makeJcamp({ "DATA TYPE": "RAMAN SPECTRUM" }),
    'holds "RAMAN SPECTRUM"; expected',
  ],
  ["NTUPLES", makeJcamp({ NTUPLES: "NMR FID" }), "holds ##NTUPLES="],
  [
    "percent under the name of reflectance",
    makeJcamp({ YFACTOR: "0.1" }),
    'has "REFLECTANCE" as y, and half of it is a reflectance above 14',
  ],
  [
    "Kubelka-Munk below 0",
    makeJcamp({ YUNITS: "KUBELKA-MUNK", YFACTOR: "-0.001" }),
    "has -0.1 at 500 nm, which is no kubelka-munk",
  ],
  [
    "Kubelka-Munk below -2",
    makeJcamp({ YUNITS: "K-M", YFACTOR: "-1" }),
    "has -100 at 500 nm, which is no k-m",
  ],
  [
    "absorbance beyond numbers",
    makeJcamp({ YUNITS: "ABSORBANCE", YFACTOR: "-10" }),
    "has -1000 at 500 nm, which is no absorbance",
  ],
  [
    "a wavenumber of 0",
    makeJcamp({ XUNITS: "1/CM", FIRSTX: "0", LASTX: "3" }, ["0 1 2 3 4"]),
    "has a point at 0 1/CM; expected a wavelength above 0",
  ],
  [
    "a file that is cut short",
    makeJcamp().replace("##END=", ""),
    "is cut short; the block of line 1 has no ##END=",
  ],
  [
    "a record outside a block",
    "##JCAMP-DX=4.24\n",
    "line 1: found ##JCAMPDX= outside a block",
  ],
  [
    "a line that is no record",
    makeJcamp({ "OWNER": "x\n##what is this" }),
    'found "##what is this"; expected a record',
  ],
  [
    "two values of one record",
    makeJcamp({ "OWNER": "x\n##YFACTOR=1" }),
    "##YFACTOR= stands a second time and not as in line 9",
  ],
  [
    "no table",
    makeJcamp({ FORM: "COMMENT=" }),
    "the block has no table of points",
  ],
  [
    "two tables",
    makeJcamp({ XYPOINTS: "(XY..XY)" }),
    "has ##XYDATA= and ##XYPOINTS=; expected one",
  ],
  [
    "a table of another form",
    makeJcamp({ FORM: "PEAK TABLE=(XYM)" }),
    'found a table "(XYM)"',
  ],
  ["no NPOINTS", makeJcamp({ NPOINTS: null }), "the block has no ##NPOINTS="],
  [
    "more ordinates than NPOINTS",
    makeJcamp({ NPOINTS: "3", LASTX: "502" }),
    "line 12: goes on after 3 ordinates",
  ],
  [
    "fewer ordinates than NPOINTS",
    makeJcamp({ NPOINTS: "5", LASTX: "504" }),
    "the table has 4 ordinates; expected 5",
  ],
  [
    "an NPOINTS of 1",
    makeJcamp({ NPOINTS: "1" }),
    "##NPOINTS= is 1; expected 2 to 1000000",
  ],
  [
    "an NPOINTS beyond memory",
    makeJcamp({ NPOINTS: "4000000000" }),
    "##NPOINTS= is 4000000000; expected",
  ],
  [
    "an NPOINTS that is no number",
    makeJcamp({ NPOINTS: "four" }),
    '##NPOINTS= is "four"; expected a number',
  ],
  [
    "a DELTAX that is another step",
    makeJcamp({ DELTAX: "2" }),
    "##DELTAX= is 2; expected 1",
  ],
  [
    "a factor of 0",
    makeJcamp({ YFACTOR: "0" }),
    "##YFACTOR= is 0; expected a factor",
  ],
  [
    "abscissae that do not move",
    makeJcamp({ LASTX: "500" }),
    "the abscissae have a step of 0",
  ],
  [
    "an abscissa out of step",
    makeJcamp({}, ["500 100 120", "503 140 160"]),
    "line 12: begins at x 503; expected 502",
  ],
  [
    "letters in a table",
    makeJcamp({}, ["500 100 120", "502 140 what"]),
    'line 12: found "what"; expected numbers',
  ],
  [
    "a lost ordinate",
    makeJcamp({}, ["500 100 ?", "502 140 160"]),
    "found the ? of a lost ordinate at point 2",
  ],
  [
    "decimal commas",
    makeJcamp({}, ["500 0,1 0,2", "502 0,3 0,4"]),
    "begins at x 502; expected 504",
  ],
  [
    "an ordinate that does not check",
    makeJcamp({}, ["500A00K0K0", "502A41K0", "503A60"]),
    "line 12: begins with the ordinate 141; expected the ordinate 140",
  ],
  [
    "no ordinate where one must check",
    makeJcamp({}, ["500A00K0K0", "502", "502A40K0"]),
    "line 12: begins with no ordinate; expected the ordinate 140 again",
  ],
  [
    "a last ordinate that does not check",
    makeJcamp({}, ["500A00K0K0K0", "503A61"]),
    "line 12: begins with the ordinate 161",
  ],
  [
    "a difference from nothing",
    makeJcamp({}, ["500K0 1 2 3"]),
    "found a difference at point 1; expected an ordinate",
  ],
  [
    "endless repetitions",
    makeJcamp({}, ["500A00S999999999"]),
    "goes on after 4 ordinates",
  ],
  [
    "odd pairs",
    makeJcamp(PAIRS, ["500,1 501"]),
    "has 3 numbers; expected pairs",
  ],
  [
    "pairs that are no numbers",
    makeJcamp(PAIRS, ["500,one"]),
    'found "one"; expected a number',
  ],
  [
    "pairs beyond NPOINTS",
    makeJcamp(PAIRS, ["1,1 2,2 3,3 4,4 5,5"]),
    "goes on after 4 points",
  ],
  [
    "too few pairs",
    makeJcamp(PAIRS, ["1,1 2,2 3,3"]),
    "the table has 3 points; expected 4",
  ],
  [
    "pairs that run to and fro",
    makeJcamp(PAIRS, ["1,1 3,2 2,3 4,4"]),
    "has 2 nm next to 3 nm; expected wavelengths that run one way",
  ],
  [
    "pairs that end elsewhere",
    makeJcamp({ ...PAIRS, LASTX: "9" }, ["1,1 2,2 3,3 4,4"]),
    "##LASTX= is 9; expected 4",
  ],
  [
    "a block too few",
    `##TITLE=\n##DATA TYPE=LINK\n##BLOCKS=2\n${makeJcamp()}##END=\n`,
    "holds 1 blocks; expected 2, as ##BLOCKS= says",
  ],
  [
    "a link of nothing",
    "##TITLE=\n##DATA TYPE=LINK\n##END=\n",
    "holds no spectrum",
  ],
  [
    "endless blocks",
    "##TITLE=\n".repeat(50),
    "8 blocks in each other; expected fewer",
  ],
];
for (const [what, text, says] of REFUSED_JCAMP) {
  Deno.test(`readJcamp refuses ${what} with a sentence`, async () => {
    await assertRejects(
      () => readJcamp(encode(text), "a.jdx"),
      InputError,
      says,
    );
  });
}

const SCATTERED = load("spc_scattered.spc");
const DIRECTORY = new DataView(SCATTERED.buffer).getUint32(4, true);
const LAST_PLACE = [...SCATTERED.subarray(DIRECTORY + 24, DIRECTORY + 28)];

const FOUR_BILLION = [0, 0, 0, 0xff];
const REFUSED_SPC: readonly [what: string, Uint8Array, says: string][] = [
  [
    "a header cut short",
    load("spc_long.spc").subarray(0, 300),
    "is cut short after 300 bytes; expected an SPC header of 512",
  ],
  [
    "another version",
    patched("spc_long.spc", [1, [0x4a]]),
    "byte 1: found 74; expected the version",
  ],
  [
    "points cut short",
    load("spc_long.spc").subarray(0, 700),
    "is cut short after 700 bytes; expected 61 points up to byte 788",
  ],
  [
    "points beyond memory",
    patched("spc_long.spc", [4, FOUR_BILLION]),
    "byte 4: found 4278190080; expected 2 to 1000000 points",
  ],
  [
    "spectra beyond the end",
    patched("spc_multi.spc", [24, FOUR_BILLION]),
    "is cut short after 1340 bytes; expected the header of a spectrum",
  ],
  [
    "no spectra",
    patched("spc_multi.spc", [24, [0]]),
    "byte 24: found 0 spectra; expected one at least",
  ],
  [
    "several spectra in a file of one",
    patched("spc_long.spc", [24, [2]]),
    "byte 24: found 2 spectra; expected 1",
  ],
  [
    "own abscissae without abscissae",
    patched("spc_own.spc", [0, [0x54]]),
    "byte 0: found flags 0x54",
  ],
  [
    "points of a spectrum beyond memory",
    patched("spc_own.spc", [528, FOUR_BILLION]),
    "expected 4278190080 points up to byte",
  ],
  [
    "a spectrum without points",
    patched("spc_own.spc", [528, [0]]),
    "byte 528: found 0; expected 2 points at least",
  ],
  [
    "a directory beyond the end",
    patched("spc_scattered.spc", [4, FOUR_BILLION]),
    "expected entry 1 of the directory up to byte",
  ],
  [
    "a directory that leads into the header",
    patched("spc_scattered.spc", [4, [8, 0, 0, 0]]),
    "byte 8: found a spectrum at byte 0; expected it after",
  ],
  [
    "one place for several spectra",
    patched(
      "spc_scattered.spc",
      [DIRECTORY, LAST_PLACE],
      [DIRECTORY + 12, LAST_PLACE],
    ),
    "found a spectrum within another; expected each in a place of its own",
  ],
  [
    "exponents that contradict",
    patched("spc_multi_uneven.spc", [757, [3]]),
    "byte 757: found the exponent 3; expected -128",
  ],
  [
    "x that is no number",
    patched("spc_long.spc", [14, [0xff, 0x7f]]),
    "byte 8: found x from",
  ],
  [
    "x in one place",
    patched("spc_uneven.spc", [516, [
      ...load("spc_uneven.spc").subarray(512, 516),
    ]]),
    "expected wavelengths that run one way",
  ],
  [
    "Raman shift",
    patched("spc_long.spc", [28, [13]]),
    'has "Raman shift (cm-1)" as the unit of x',
  ],
  [
    "minutes",
    patched("spc_long.spc", [28, [5]]),
    'has "minutes" as the unit of x',
  ],
  [
    "a code that SPC.H lacks",
    patched("spc_long.spc", [28, [99]]),
    'has "code 99" as the unit of x',
  ],
  [
    "transmission",
    patched("spc_long.spc", [29, [128]]),
    'has "transmission" as y; expected reflectance',
  ],
  [
    "percent of nothing",
    patched("spc_long.spc", [29, [11]]),
    'has "percent" as y',
  ],
  [
    "arbitrary units",
    patched("spc_long.spc", [29, [0]]),
    'has "arbitrary intensity" as y',
  ],
  [
    "a label that names another unit",
    patched("spc_labels.spc", [218, [...encode("Raman Shift")]]),
    'has "Raman Shift',
  ],
  [
    "percent under the name of reflectance",
    patched("spc_short.spc", [3, [7]]),
    'has "reflectance" as y, and half of it is',
  ],
  [
    "floating point that is none",
    patched("spc_float.spc", [544, [0, 0, 0xc0, 0x7f]]),
    "has NaN at 350 nm, which is no reflectance",
  ],
  [
    "old ordinates in floating point",
    patched("spc_old.spc", [2, [0x80, 0]]),
    "found ordinates in floating point; expected integers",
  ],
  [
    "an exponent beyond a byte",
    patched("spc_old.spc", [2, [0, 1]]),
    "byte 2: found the exponent 256",
  ],
  [
    "an old spectrum cut short",
    load("spc_old_multi.spc").subarray(0, 800),
    "is cut short after 800 bytes; expected the header of a spectrum",
  ],
  [
    "old spectra out of order",
    patched("spc_old_multi.spc", [502, [9]]),
    "byte 502: found the number 9; expected 1",
  ],
];
for (const [what, bytes, says] of REFUSED_SPC) {
  Deno.test(`readSpc refuses ${what} with a sentence`, async () => {
    await assertRejects(() => readSpc(bytes, "a.spc"), InputError, says);
  });
}
