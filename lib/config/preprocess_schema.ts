// What the list of pre-treatments may hold, with the defaults of SciPy and
// prospectr where they have one.
import { z } from "../third_party/zod.ts";
import {
  choice,
  flag,
  integer,
  oneOf,
  positive,
  table,
  variant,
} from "./fields.ts";

const MOST_NM = 1e6;
const nm = (about: string) => positive(MOST_NM, about);

const simple = [
  table({
    step: variant("splice"),
    splices: z.nullable(
      z.array(nm("Last wavelength of a detector, in nm"), "a list, or null")
        .min(1, "a list with 1 to 10 entries")
        .max(10, "a list with 1 to 10 entries"),
    ).default(null).describe(
      "Last wavelength in nm of each detector but the last, or null: as each " +
        "file says",
    ),
    method: choice(
      ["additive", "multiplicative"],
      "Whether the other detectors are shifted, or scaled, to the second",
    ).default("additive"),
    bands: integer(2, 1000, "Bands of the line drawn across a splice")
      .default(10),
  }),
  table({ step: variant("average") }),
  table({
    step: variant("resample"),
    start: nm("First wavelength in nm"),
    stop: nm("Wavelength in nm that the grid does not pass"),
    spacing: nm("Distance of the bands in nm"),
    interpolation: choice(
      ["linear", "cubic"],
      "Straight lines, or a natural cubic spline",
    ).default("linear"),
  }),
  table({
    step: variant("cut"),
    mode: choice(["drop", "keep"], "What happens to the ranges")
      .default("drop"),
    ranges: z.array(
      z.tuple(
        [nm("First wavelength in nm"), nm("Last wavelength in nm")],
        "a pair of wavelengths",
      ),
      "a list of pairs of wavelengths",
    ).min(1, "a list with 1 to 100 entries")
      .max(100, "a list with 1 to 100 entries")
      .describe("First and last wavelength in nm of each range"),
  }),
  table({ step: variant("absorbance") }),
  table({
    step: variant("savitzky_golay"),
    window_length: integer(3, 9999, "Bands in the window, an odd number")
      .default(11),
    polyorder: integer(0, 10, "Degree of the polynomial").default(2),
    deriv: integer(0, 10, "Which derivative; 0 only smooths").default(0),
    delta: positive(MOST_NM, "Distance of the bands for derivatives")
      .default(1),
  }),
  table({ step: variant("snv") }),
  table({ step: variant("msc") }),
  table({
    step: variant("detrend"),
    order: integer(0, 10, "Degree of the polynomial").default(2),
    snv: flag("Whether snv is done first, as prospectr does").default(true),
  }),
  table({
    step: variant("continuum_removal"),
    type: choice(["reflectance", "absorbance"], "What the spectra are")
      .default("reflectance"),
  }),
  table({ step: variant("standardize") }),
] as const;

const simpleNames = simple.map((step) =>
  [...step.shape.step.values][0] as string
);

const chain = z
  .array(
    z.discriminatedUnion("step", simple, oneOf(simpleNames)),
    "a list of steps",
  )
  .max(100, "a list of up to 100 steps");

const steps = [
  ...simple,
  table({
    step: variant("channels"),
    chains: z.array(chain, "a list of lists of steps")
      .min(2, "a list of 2 to 100 lists of steps")
      .max(100, "a list of 2 to 100 lists of steps")
      .describe("Steps of each channel"),
  }),
] as const;

const names = steps.map((step) => [...step.shape.step.values][0] as string);

/** The config's key `preprocess`. */
export const preprocessSchema = z
  .array(z.discriminatedUnion("step", steps, oneOf(names)), "a list of steps")
  .max(100, "a list of up to 100 steps")
  .describe("Pre-treatments of the spectra, in their order")
  .default([]);
