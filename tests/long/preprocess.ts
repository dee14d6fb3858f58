// The long check of the pre-treatments, first half: every step, and some
// chains, over all spectra of a table, fitted on two thirds of them, into a
// folder of raw little-endian float64 files. The second half holds them against
// SciPy, scikit-learn and prospectr's definitions:
//
//     deno run -A tests/long/preprocess.ts SPECTRA.csv FOLDER
//     python tests/long/preprocess_compare.py SPECTRA.csv FOLDER
import { fitChain } from "../../lib/preprocess/chain.ts";
import { openSpectra } from "../../lib/spectra/open.ts";
import { stepsOf } from "../support/preprocess_steps.ts";

const absorbance = { step: "absorbance" };
const savgol = { step: "savitzky_golay" };
const water = { step: "cut", ranges: [[1350, 1450], [1800, 1950]] };
const CHAINS: unknown[][] = [
  [{ step: "splice", splices: [1000, 1830] }],
  [{ step: "splice", splices: [1000, 1830], method: "multiplicative" }],
  [{ step: "average" }],
  [{ step: "resample", start: 350, stop: 2500, spacing: 2.5 }],
  [{
    step: "resample",
    start: 400.25,
    stop: 2450,
    spacing: 0.75,
    interpolation: "cubic",
  }],
  [water],
  [{ step: "cut", mode: "keep", ranges: [[400, 1000], [1000, 1250.5]] }],
  [absorbance],
  [savgol],
  [{ ...savgol, window_length: 25, polyorder: 3 }],
  [{ ...savgol, deriv: 1 }],
  [{ ...savgol, window_length: 21, polyorder: 3, deriv: 2, delta: 0.5 }],
  [{ ...savgol, window_length: 101, polyorder: 2, deriv: 1 }],
  [{ step: "snv" }],
  [{ step: "msc" }],
  [{ step: "detrend" }],
  [{ step: "detrend", order: 1, snv: false }],
  [{ step: "continuum_removal" }],
  [absorbance, { step: "continuum_removal", type: "absorbance" }],
  [water, { step: "continuum_removal" }],
  [water, { step: "detrend" }],
  [{ step: "standardize" }],
  [
    { step: "splice", splices: [1000, 1830] },
    { step: "resample", start: 400, stop: 2450, spacing: 5 },
    absorbance,
    { ...savgol, deriv: 1 },
    water,
    { step: "snv" },
    { step: "standardize" },
  ],
];

const [table, folder] = Deno.args;
if (folder === undefined) {
  console.error("Two arguments are needed: SPECTRA.csv FOLDER");
  Deno.exit(2);
}
const spectra = await openSpectra(table);
const training = spectra.samples.flatMap((_, row) => row % 3 < 2 ? [row] : []);
Deno.mkdirSync(folder, { recursive: true });
const list: unknown[] = [];
let seconds = 0;
for (const [at, chain] of CHAINS.entries()) {
  const steps = stepsOf(chain);
  const start = performance.now();
  const { treated } = await fitChain(spectra, steps, { training });
  seconds += (performance.now() - start) / 1000;
  const file = `${at}.f64`;
  const values = Float64Array.from(treated.reflectance);
  await Deno.writeFile(`${folder}/${file}`, new Uint8Array(values.buffer));
  list.push({ file, steps, wavelengths: [...treated.wavelengths] });
}
await Deno.writeTextFile(
  `${folder}/list.json`,
  JSON.stringify({ training, list }),
);
console.log(
  `${CHAINS.length} chains over ${spectra.samples.length} spectra, ` +
    `${seconds.toFixed(2)} s`,
);
