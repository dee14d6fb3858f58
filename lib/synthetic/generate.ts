// Synthetic soil spectra in the paper's shape, from a seed: a continuum that
// rises from the ultraviolet, Gaussian absorptions of iron oxides, water,
// clay and mica (in absorbance, so that they add up), particle-size slope,
// splice steps, replicate scatter and noise. Antimony leaves a weak trace
// through iron and clay. Made up, and said to be so wherever it shows.
import { canonicalJson } from "../artifacts/canonical_json.ts";
import { createHash } from "node:crypto";
import type { LabelSet, SpectraSet } from "../spectra/spectra_set.ts";
import type {
  SyntheticConstituent,
  SyntheticParameters,
  SyntheticSite,
} from "./parameters.ts";
import { Random } from "./random.ts";

/** A synthetic set. */
export interface SyntheticSet {
  /** Spectra; the groups are the sites. */
  readonly spectra: SpectraSet;
  /** Values of `Sb_ppm`. */
  readonly labels: LabelSet;
}

/** Steps in a reflectance of 1: the digits that instruments write. */
const DIGITS = 1e6;

/**
 * Makes synthetic spectra with antimony values.
 *
 * @param parameters See `fixtures/synthetic.json`.
 * @param options Number of samples and seed; the fixture's own if not given.
 * @returns Reflectance (0 to 1, steps of 1e-6) and `Sb_ppm` (steps of 0.01):
 * the same for the same parameters, on every machine. Fewer samples of a seed
 * are the first of more.
 * @throws {RangeError} If samples or seed is no whole number in its range.
 *
 * @example
 * ```ts
 * import { generateSynthetic } from "./generate.ts";
 * import { loadParameters } from "./parameters.ts";
 *
 * const parameters = await loadParameters("fixtures/synthetic.json");
 * const { spectra, labels } = generateSynthetic(parameters, { samples: 4 });
 * console.log(spectra.samples); // [ "RS001", "TP001", "RS002", "TP002" ]
 * console.log(labels.values.length); // 4
 * ```
 */
export function generateSynthetic(
  parameters: SyntheticParameters,
  { samples = parameters.expected.samples, seed = parameters.expected.seed }: {
    readonly samples?: number;
    readonly seed?: number;
  } = {},
): SyntheticSet {
  if (!Number.isSafeInteger(samples) || samples < 1) {
    throw new RangeError(
      `Samples is ${samples}, must be a whole number from 1`,
    );
  }
  if (!Number.isSafeInteger(seed) || seed < 0) {
    throw new RangeError(`Seed is ${seed}, must be a whole number from 0`);
  }
  const wavelengths = grid(parameters);
  const { replicates } = parameters;
  const size = replicates * wavelengths.length;
  const reflectance = new Float64Array(samples * size);
  const values = new Float64Array(samples);
  const sites = siteOfEach(parameters, samples);
  const shapes = absorptionShapes(parameters, wavelengths);
  for (let row = 0; row < samples; row++) {
    // A stream for each sample: the first samples of a larger set are those
    // of a smaller one.
    const random = new Random(seed, row);
    const site = parameters.sites[sites[row]];
    const ln = site.log_mean + site.log_sd * random.normal();
    const ppm = Math.min(Math.max(Math.exp(ln), site.min_ppm), site.max_ppm);
    values[row] = Math.round(ppm * 100) / 100;
    const spectrum = soilSpectrum(parameters, {
      site,
      ln: Math.log(values[row]),
      wavelengths,
      shapes,
      random,
    });
    const into = reflectance.subarray(row * size, (row + 1) * size);
    measure(spectrum, { parameters, wavelengths, random, into });
  }
  const names = nameSamples(parameters, sites);
  return {
    spectra: {
      samples: names,
      replicates,
      groups: sites.map((site) => parameters.sites[site].name),
      wavelengths,
      reflectance,
    },
    labels: { samples: names, targets: ["Sb_ppm"], values },
  };
}

/**
 * Hashes a set.
 *
 * @param set What {@linkcode generateSynthetic} made.
 * @returns SHA-256, in small hexadecimal letters, of the reflectance as
 * little-endian float64 in C order, then the labels as canonical JSON.
 */
export function digestSynthetic({ spectra, labels }: SyntheticSet): string {
  const { reflectance } = spectra;
  const bytes = new DataView(new ArrayBuffer(reflectance.length * 8));
  reflectance.forEach((value, at) => bytes.setFloat64(at * 8, value, true));
  return createHash("sha256")
    .update(new Uint8Array(bytes.buffer))
    .update(canonicalJson({ ...labels, values: [...labels.values] }))
    .digest("hex");
}

function grid({ wavelengths }: SyntheticParameters): Float64Array {
  const { first_nm, last_nm, step_nm } = wavelengths;
  const bands = Math.floor((last_nm - first_nm) / step_nm) + 1;
  return Float64Array.from({ length: bands }, (_, i) => first_nm + i * step_nm);
}

/** Sites take turns so that their shares hold at any number of samples. */
function siteOfEach({ sites }: SyntheticParameters, samples: number): number[] {
  const all = sites.reduce((sum, { share }) => sum + share, 0);
  const taken = sites.map(() => 0);
  return Array.from({ length: samples }, (_, row) => {
    const owed = sites.map(({ share }, at) =>
      (row + 1) * share / all - taken[at]
    );
    const next = owed.indexOf(Math.max(...owed));
    taken[next]++;
    return next;
  });
}

function nameSamples({ sites }: SyntheticParameters, of: number[]): string[] {
  const counts = sites.map(() => 0);
  const width = Math.max(3, String(of.length).length);
  return of.map((site) =>
    sites[site].name + String(++counts[site]).padStart(width, "0")
  );
}

function absorptionShapes(
  { absorptions }: SyntheticParameters,
  wavelengths: Float64Array,
): Float64Array[] {
  return absorptions.map(({ center_nm, width_nm, depth }) =>
    wavelengths.map((nm) => {
      const distance = (nm - center_nm) / width_nm;
      return depth * Math.exp(-distance * distance / 2);
    })
  );
}

/** The spectrum of a sample ahead of the instrument. */
function soilSpectrum(
  parameters: SyntheticParameters,
  { site, ln, wavelengths, shapes, random }: {
    readonly site: SyntheticSite;
    readonly ln: number;
    readonly wavelengths: Float64Array;
    readonly shapes: readonly Float64Array[];
    readonly random: Random;
  },
): Float64Array {
  const { continuum, constituents, antimony, absorptions } = parameters;
  const z = (ln - antimony.log_center) / antimony.log_scale;
  const amount = (name: SyntheticConstituent, mean: number) => {
    return mean * Math.exp(constituents[name].log_sd * random.normal());
  };
  const amounts = {
    iron: amount("iron", site.iron) * Math.exp(antimony.iron_link * z),
    clay: amount("clay", site.clay) * Math.exp(antimony.clay_link * z),
    water: amount("water", 1),
    mica: amount("mica", 1),
    carbonate: amount("carbonate", 1),
  };
  const plateau = site.brightness + continuum.plateau_sd * random.normal();
  const depth = continuum.depth + continuum.depth_sd * random.normal();
  const length = continuum.length_nm + continuum.length_sd_nm * random.normal();
  const slope = continuum.slope_per_um +
    continuum.slope_sd_per_um * random.normal();
  return wavelengths.map((nm, band) => {
    let absorbance = 0;
    for (let i = 0; i < shapes.length; i++) {
      absorbance += shapes[i][band] * amounts[absorptions[i].by];
    }
    const rise = 1 - depth * Math.exp(-(nm - wavelengths[0]) / length);
    const tilt = slope * (nm - 1400) / 1000;
    return (Math.max(plateau, 0.08) * rise + tilt * rise) *
      Math.exp(-absorbance);
  });
}

/** What the instrument makes of a spectrum, replicate by replicate. */
function measure(
  spectrum: Float64Array,
  { parameters, wavelengths, random, into }: {
    readonly parameters: SyntheticParameters;
    readonly wavelengths: Float64Array;
    readonly random: Random;
    readonly into: Float64Array;
  },
): void {
  const { instrument, replicates } = parameters;
  const bands = wavelengths.length;
  const first = wavelengths[0];
  const last = wavelengths[bands - 1];
  const noise = wavelengths.map((nm) => {
    const edge = Math.min(nm - first, last - nm) / instrument.noise_edge_nm;
    return instrument.noise_sd + instrument.noise_edge_sd * Math.exp(-edge);
  });
  for (let replicate = 0; replicate < replicates; replicate++) {
    const gain = 1 + instrument.replicate_gain_sd * random.normal();
    const offset = instrument.replicate_offset_sd * random.normal();
    const steps = instrument.splices_nm.map(() =>
      instrument.splice_step_sd * random.normal()
    );
    for (let band = 0; band < bands; band++) {
      let value = gain * spectrum[band] + offset;
      instrument.splices_nm.forEach((splice, at) => {
        if (wavelengths[band] > splice) value += steps[at];
      });
      value += noise[band] * random.normal();
      const clipped = Math.min(Math.max(value, 0), 1);
      into[replicate * bands + band] = Math.round(clipped * DIGITS) / DIGITS;
    }
  }
}
