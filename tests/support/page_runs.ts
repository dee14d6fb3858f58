// Runs whose reports predict, and spectra of every format for them.
import { openBackend } from "../../lib/backend/open.ts";
import { resolveConfig } from "../../lib/config.ts";
import { runPipeline } from "../../lib/pipeline.ts";
import type { RunFiles } from "../../lib/pipeline/assemble.ts";
import { Pcg32 } from "../../lib/pcg32.ts";
import { makeAsd } from "./asd_file.ts";
import { makeJcamp } from "./chemometric_files.ts";
import { grid, soilCurve } from "./soil_curves.ts";
import { tinyConfig } from "./tiny_run.ts";

/** As field instruments give spectra … */
export const FINE = grid(350, 2500, 1);

/** … and fewer bands, which are faster. */
export const COARSE = grid(350, 2500, 10);

/** A made soil, with noise that is the same each time. */
export function soil(seed: number, wavelengths: Float64Array): number[] {
  const random = new Pcg32(seed);
  const share = () => random.next() / 2 ** 32;
  const kind = {
    blue: 0.05 + 0.1 * share(),
    infrared: 0.3 + 0.3 * share(),
    water: 0.05 + 0.2 * share(),
  };
  return [...wavelengths].map((nm) =>
    Number((soilCurve(nm, kind) + 0.002 * share()).toFixed(6))
  );
}

/** A table as CSV. */
export function tableOf(
  wavelengths: Float64Array,
  seeds: readonly number[],
): string {
  const rows = seeds.map((seed) => [`N${seed}`, ...soil(seed, wavelengths)]);
  return [["sample", ...wavelengths], ...rows].map((row) => row.join(","))
    .join("\n") + "\n";
}

async function runOn(
  wavelengths: Float64Array,
  samples: number,
  changes: Record<string, unknown>,
): Promise<RunFiles> {
  const folder = await Deno.makeTempDir();
  const [spectra, labels] = [`${folder}/spectra.csv`, `${folder}/labels.csv`];
  const seeds = Array.from({ length: samples }, (_, i) => i + 1);
  await Deno.writeTextFile(spectra, tableOf(wavelengths, seeds));
  const values = seeds.map((seed) => `N${seed},${10 + (seed * 7) % 40}`);
  await Deno.writeTextFile(labels, `sample,clay\n${values.join("\n")}\n`);
  const { network, spectrogram, split } = tinyConfig();
  const config = resolveConfig({
    version: 1,
    data: { source: "files", spectra, labels },
    targets: ["clay"],
    network,
    spectrogram,
    split,
    training: { epochs: 2, batch_size: 8 },
    ...changes,
  }, "the page's config");
  const backend = await openBackend({ backend: "exact", threads: 1 });
  try {
    return await runPipeline(config, { backend });
  } finally {
    await backend.close();
    await Deno.remove(folder, { recursive: true });
  }
}

/** A network alone, on the wavelengths of field instruments. */
export function plainRun(): Promise<RunFiles> {
  return runOn(FINE, 12, { name: "plain", title: "A network alone" });
}

/** Members, intervals, flags, and pre-treatments as channels. */
export function doubtingRun(): Promise<RunFiles> {
  const { network } = tinyConfig();
  return runOn(COARSE, 42, {
    name: "doubting",
    title: "Members, intervals and flags",
    preprocess: [{
      step: "channels",
      chains: [[], [{ step: "snv" }], [
        { step: "savitzky_golay", window_length: 11, polyorder: 2, deriv: 1 },
        { step: "snv" },
      ], [{ step: "absorbance" }, { step: "standardize" }]],
    }],
    spectrogram: {
      method: "scipy",
      nperseg: 32,
      noverlap: 16,
      nfft: 32,
      normalization: "standardize",
    },
    network: { ...network, head: "global_average_pooling" },
    training: {
      epochs: 2,
      batch_size: 8,
      target_transform: "standardize",
      early_stopping: null,
      checkpoint: null,
      ensemble: { members: 3, sample: "folds" },
    },
    doubt: { coverage: 0.8 },
  });
}

/** One made soil in the format of each instrument. */
export function instrumentFiles(
  wavelengths: Float64Array,
): Record<string, Uint8Array<ArrayBuffer>> {
  const encode = (text: string) => new TextEncoder().encode(text);
  const step = wavelengths[1] - wavelengths[0];
  const values = soil(77, wavelengths);
  const rows = (row: (nm: number, value: number) => string) =>
    values.map((value, i) => row(wavelengths[i], value)).join("\n") + "\n";
  return {
    "field.asd": makeAsd({
      type: 1,
      spectrum: values,
      white: null,
      start: wavelengths[0],
      step,
    }),
    "field.sed": encode(
      `Comment:\nVersion: 2.0\nFile Name: field.sed\nInstrument: PSR-3500\n` +
        `Measurement: REFLECTANCE\nUnits: W/m^2/sr/nm\n` +
        `Channels: ${values.length}\nColumns [2]:\nData:\n` +
        `Wvl\tReflect. [1.0]\n` +
        rows((nm, value) => `${nm.toFixed(1)}\t${value}`),
    ),
    "field.sig": encode(
      "/*** Spectra Vista SIG Data ***/\nname= field.sig\n" +
        "instrument= HI: 6142041 (HR-1024i)\nunits= Radiance, Radiance\n" +
        "data= \n" +
        rows((nm, value) =>
          `${nm.toFixed(1)}  10000.00  ${(value * 1e4).toFixed(2)}  ${
            (value * 100).toFixed(2)
          }`
        ),
    ),
    "field.jdx": encode(makeJcamp({
      FORM: "XYPOINTS=(XY..XY)",
      FIRSTX: `${wavelengths[0]}`,
      LASTX: `${wavelengths.at(-1)}`,
      NPOINTS: `${values.length}`,
      YFACTOR: "1",
    }, values.map((value, i) => `${wavelengths[i]}, ${value}`))),
    "field.spc": spc(wavelengths, values),
    "field.csv": encode(tableOf(wavelengths, [77, 5, 91])),
  };
}

/** An SPC file of evenly spaced floats in nm. */
function spc(
  wavelengths: Float64Array,
  values: readonly number[],
): Uint8Array<ArrayBuffer> {
  const view = new DataView(new ArrayBuffer(544 + 4 * values.length));
  view.setUint8(1, 0x4b);
  view.setUint8(3, 0x80); // floats
  view.setInt32(4, values.length, true);
  view.setFloat64(8, wavelengths[0], true);
  view.setFloat64(16, wavelengths.at(-1)!, true);
  view.setInt32(24, 1, true);
  view.setUint8(28, 3); // nm
  view.setUint8(29, 129); // reflectance
  values.forEach((value, i) => view.setFloat32(544 + 4 * i, value, true));
  return new Uint8Array(view.buffer);
}
