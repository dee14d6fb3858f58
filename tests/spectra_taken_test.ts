// What numbers are taken as: said, told by the file, or assumed and then looked
// at. Spectra are made from a formula; real ones are at the end.
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertThrows,
} from "@std/assert";
import { fileURLToPath } from "node:url";
import { InputError } from "../lib/errors.ts";
import { openSpectra } from "../lib/spectra/open.ts";
import type { SpectraSet } from "../lib/spectra/spectra_set.ts";
import { looksLikeAbsorbance } from "../lib/spectra/taken/looks_like_absorbance.ts";
import { takeAs } from "../lib/spectra/taken/take_as.ts";
import type { TakeOptions } from "../lib/spectra/taken/settle.ts";
import { takenText, type Told } from "../lib/spectra/taken/taken.ts";
import { toldByWords } from "../lib/spectra/taken/told_by_words.ts";
import { Random } from "../lib/synthetic/random.ts";
import { grid, type SoilCurve, soilCurve } from "./support/soil_curves.ts";

interface Made {
  /** Wavelengths in nm. */
  readonly nm?: Float64Array;
  /** What the file has for a wavelength; it itself if not given. */
  readonly axis?: (nm: number) => number;
  readonly soil?: SoilCurve;
  /** What the file has for a reflectance; it itself if not given. */
  readonly value?: (reflectance: number, nm: number, row: number) => number;
  readonly told?: Told;
  readonly falls?: boolean;
  readonly options?: TakeOptions;
}

const ROWS = 4;
const absorbance = (reflectance: number) => -Math.log10(reflectance);

/** A set as a reader gives it: its axis increases. */
function made({ nm = grid(350, 2500, 5), axis = (at) => at, ...rest }: Made) {
  const { soil, value = (reflectance) => reflectance } = rest;
  const order = Array.from(nm, (at, band) => ({ at: axis(at), band }))
    .sort((a, b) => a.at - b.at);
  const reflectance = Float64Array.from(
    { length: ROWS * nm.length },
    (_, i) => {
      const row = Math.floor(i / nm.length);
      const at = nm[order[i % nm.length].band];
      return value((1 + row / 10) * soilCurve(at, soil), at, row);
    },
  );
  return {
    samples: Array.from({ length: ROWS }, (_, row) => `S${row}`),
    replicates: 1,
    groups: null,
    wavelengths: Float64Array.from(order, ({ at }) => at),
    reflectance,
    told: rest.told,
    falls: rest.falls,
  } satisfies SpectraSet;
}

function take(what: Made): SpectraSet {
  return takeAs(made(what), "soils.csv", what.options);
}

const random = new Random(1, 1);
const noisy = (share: number, most: number) => (value: number) =>
  random.uniform() < share ? most * random.normal() : value;

const TAKEN: readonly (readonly [string, Made, string])[] = [
  ["reflectance over nm", {}, "reflectance (assumed, values"],
  ["a bright soil", { soil: { blue: 0.5, infrared: 0.7 } }, "reflectance"],
  ["a dark soil", { soil: { blue: 0.01, infrared: 0.05 } }, "reflectance"],
  ["a wet soil that gets darker in the infrared", {
    soil: { infrared: 0.3, water: 0.8 },
    value: (value, nm) => value * (1 - nm / 4000),
  }, "reflectance"],
  ["visible light alone", { nm: grid(400, 1000, 2) }, "reflectance"],
  ["the infrared alone", { nm: grid(1100, 2498, 2) }, "reflectance"],
  ["a coarse grid", { nm: grid(1100, 2450, 50) }, "reflectance"],
  [
    "a range without anything to see",
    { nm: grid(1000, 1300, 1) },
    "reflectance",
  ],
  ["a sixth of the values lost in noise", {
    value: noisy(0.16, 50),
  }, "reflectance"],
  ["a white reference", {
    value: (_, nm) => 1 - 0.02 * Math.exp(-(((nm - 2130) / 30) ** 2)),
  }, "reflectance"],
  ["a few values over 1.2 and below 0", {
    value: (value, nm) => nm < 370 ? -0.01 : nm > 2480 ? 1.5 : value,
  }, "reflectance"],
  ["wavelengths that fell", { falls: true }, "nm (assumed)"],
  ["absorbance that is said", {
    value: absorbance,
    options: { quantity: "absorbance" },
  }, "absorbance, log10(1/R) (as asked for)"],
  ["absorbance that the file tells", {
    value: absorbance,
    told: { quantity: "absorbance" },
  }, "absorbance, log10(1/R) (as the file says)"],
  ["percent that are said", {
    value: (value) => 100 * value,
    options: { quantity: "reflectance-percent" },
  }, "reflectance in percent, divided by 100 (as asked for)"],
  ["percent that the file tells", {
    value: (value) => 100 * value,
    told: { quantity: "reflectance-percent" },
  }, "divided by 100 (as the file says)"],
  ["percent where the file says reflectance", {
    value: (value) => 100 * value,
    told: { quantity: "reflectance" },
    options: { quantity: "reflectance-percent" },
  }, "divided by 100 (as asked for)"],
  ["fractions under headings of percent", {
    told: { quantity: "reflectance-percent" },
  }, "reflectance (assumed"],
  ["micrometres that are said", {
    axis: (nm) => nm / 1000,
    options: { unit: "um" },
  }, "micrometres, turned into nm (as asked for)"],
  ["wavenumbers that the file tells", {
    axis: (nm) => 1e7 / nm,
    told: { unit: "cm-1" },
  }, "wavenumbers in 1/cm, turned into nm (as the file says)"],
  ["micrometres as the run's config has them", {
    axis: (nm) => nm / 1000,
    options: { usual: { unit: "um" } },
  }, "(as the run's config says)"],
  ["nm that the file tells, whatever the run's config has", {
    told: { unit: "nm", quantity: "reflectance" },
    options: { usual: { unit: "um", quantity: "reflectance-percent" } },
  }, "nm (as the file says)"],
  ["falling values that are said to be reflectance", {
    value: absorbance,
    options: { quantity: "reflectance" },
  }, "reflectance (as asked for)"],
];

for (const [what, spectra, text] of TAKEN) {
  Deno.test(`takeAs takes ${what}`, () => {
    const set = take(spectra);
    assert(takenText(set.taken!).includes(text), takenText(set.taken!));
    const [nm] = spectra.nm ?? grid(350, 2500, 5);
    assertAlmostEquals(set.wavelengths[0], nm, 1e-9);
    assertEquals(set.told, undefined);
    assertEquals(set.falls, undefined);
  });
}

const REFUSED: readonly (readonly [string, Made, string])[] = [
  [
    "percent",
    { value: (value) => 100 * value },
    "values go from 12.65 to 52, as of percent; expected reflectance from 0 " +
    "to 1, or data.quantity (--quantity) reflectance-percent",
  ],
  ["percent of a dark soil", {
    soil: { blue: 0.02, infrared: 0.06 },
    value: (value) => 100 * value,
  }, "as of percent"],
  ["percent that are said to be reflectance", {
    value: (value) => 100 * value,
    options: { quantity: "reflectance" },
  }, "as of percent"],
  ["fractions that are said to be percent", {
    options: { quantity: "reflectance-percent" },
  }, "as of fractions; expected reflectance from 0 to 100, or data.quantity"],
  [
    "scaled integers",
    { value: (value) => Math.round(10_000 * value) },
    "as of scaled integers or raw counts",
  ],
  [
    "raw counts",
    { value: (value) => Math.round(65_000 * value) },
    "as of scaled integers or raw counts",
  ],
  ["scaled integers that are said to be percent", {
    value: (value) => Math.round(10_000 * value),
    options: { quantity: "reflectance-percent" },
  }, "as of scaled integers"],
  ["percent that are said to be absorbance", {
    value: (value) => 100 * value,
    options: { quantity: "absorbance" },
  }, "as of percent"],
  [
    "absorbance",
    { value: absorbance },
    "values are greatest at 1915 nm, where water absorbs, as of absorbance; " +
    "expected reflectance from 0 to 1, or data.quantity (--quantity) " +
    "absorbance, or reflectance if it is",
  ],
  ["absorbance of the infrared alone", {
    nm: grid(1100, 2498, 2),
    value: absorbance,
  }, "greatest at 1915 nm"],
  ["absorbance up to 1700 nm", {
    nm: grid(950, 1700, 2),
    value: absorbance,
  }, "greatest at 1415 nm"],
  ["absorbance of visible light alone", {
    nm: grid(400, 1000, 2),
    value: absorbance,
  }, "values fall from 450 to 900 nm, where soils get brighter"],
  ["absorbance of very dark soils", {
    soil: { blue: 0.01, infrared: 0.03 },
    value: absorbance,
  }, "as of absorbance"],
  ["absorbance without water on a coarse grid", {
    nm: grid(1100, 2450, 50),
    soil: { water: 0 },
    value: (_, nm) => 0.6 - nm / 10_000,
  }, "values fall from 1100 to 1750 nm without a dip"],
  [
    "spectra that were centred",
    { value: (value) => value - 0.4 },
    "as of spectra that were treated",
  ],
  [
    "derivatives",
    { value: (_, nm) => Math.cos(nm / 50) / 100 },
    "as of spectra that were treated",
  ],
  [
    "micrometres",
    { axis: (nm) => nm / 1000 },
    "its axis goes from 0.35 to 2.5, as of micrometres; expected wavelengths " +
    "in nm, or data.unit (--unit) um",
  ],
  ["micrometres of the thermal infrared", {
    nm: grid(2500, 25_000, 50),
    axis: (nm) => nm / 1000,
  }, "as of micrometres"],
  ["wavenumbers of the near infrared", {
    nm: grid(1000, 2500, 5),
    axis: (nm) => 1e7 / nm,
    falls: true,
  }, "its axis goes from 4000 to 10000, as of wavenumbers in 1/cm"],
  ["wavenumbers that rise", {
    nm: grid(1000, 2500, 5),
    axis: (nm) => 1e7 / nm,
  }, "data.unit (--unit) cm-1"],
  ["wavenumbers of the mid-infrared", {
    nm: grid(2500, 25_000, 50),
    axis: (nm) => 1e7 / nm,
    falls: true,
  }, "as of wavenumbers in 1/cm"],
  ["wavenumbers from visible light on", {
    axis: (nm) => 1e7 / nm,
    falls: true,
  }, "as of wavenumbers in 1/cm"],
  [
    "an axis that is none",
    { axis: (nm) => nm - 340 },
    "as of no optical instrument",
  ],
  [
    "nm that are said to be micrometres",
    { options: { unit: "um" } },
    "which as micrometres is 350000 to 2500000 nm, as of no optical",
  ],
  ["micrometres that are said to be nm", {
    axis: (nm) => nm / 1000,
    options: { unit: "nm" },
  }, "its axis goes from 0.35 to 2.5 nm, as of no optical instrument"],
  ["another unit than the file tells", {
    told: { unit: "nm" },
    options: { unit: "cm-1" },
  }, "says that its axis is nm; expected data.unit (--unit) to say so"],
  ["another quantity than the file tells", {
    told: { quantity: "reflectance" },
    options: { quantity: "absorbance" },
  }, "says that its values are reflectance; expected data.quantity"],
];

for (const [what, spectra, sentence] of REFUSED) {
  Deno.test(`takeAs refuses ${what}`, () => {
    const { message } = assertThrows(() => take(spectra), InputError);
    assert(message.startsWith("soils.csv: "), message);
    assert(message.includes(sentence), message);
  });
}

Deno.test("takeAs says what the spectra were meant for where it refuses them", () => {
  const { message } = assertThrows(
    () => take({ axis: (nm) => nm / 1000, options: { meantFor: "for a run" } }),
    InputError,
  );
  assert(message.endsWith(" (for a run)"), message);
});

Deno.test("takeAs turns units into the same set", () => {
  const wanted = take({});
  const values = (set: SpectraSet) => Array.from(set.reflectance);
  const percent = take({
    value: (value) => 100 * value,
    options: { quantity: "reflectance-percent" },
  });
  values(percent).forEach((value, i) =>
    assertAlmostEquals(value, wanted.reflectance[i], 1e-15)
  );
  assertEquals(
    percent.taken!.range.map((value) => value.toFixed(12)),
    wanted.taken!.range.map((value) => value.toFixed(12)),
  );
  const um = take({ axis: (nm) => nm / 1000, options: { unit: "um" } });
  assertEquals(um.wavelengths, wanted.wavelengths);
  assertEquals(values(um), values(wanted));
  const wavenumbers = take({
    axis: (nm) => 1e7 / nm,
    falls: true,
    options: { unit: "cm-1" },
  });
  wavenumbers.wavelengths.forEach((nm, band) =>
    assertAlmostEquals(nm, wanted.wavelengths[band], 1e-9)
  );
  assertEquals(values(wavenumbers), values(wanted));
});

Deno.test("takeAs takes files of instruments as they say, and still refuses percent", () => {
  const metadata = Array.from({ length: ROWS }, (_, i) => ({
    file: `${i}.asd`,
    format: "ASD",
    instrument: null,
    serial: null,
    date: null,
    latitude: null,
    longitude: null,
    description: null,
    splices: [],
    quantity: "reflectance",
    scans: null,
  }));
  const set = { ...made({ value: absorbance }), told: undefined, metadata };
  const { taken } = takeAs(set, "field");
  assertEquals([taken!.quantityBy, taken!.unitBy], ["file", "file"]);
  const percent = made({ value: (value) => 100 * value });
  assertThrows(
    () => takeAs({ ...percent, metadata }, "field"),
    InputError,
    "as of percent",
  );
});

const WORDS: readonly (readonly [string, Told])[] = [
  ["scan_mir. _abs", { quantity: "absorbance", unit: "cm-1" }],
  ["scan_visnir. _ref", { quantity: "reflectance", unit: "nm" }],
  ["scan_visnir. _pcnt", { quantity: "reflectance-percent", unit: "nm" }],
  ["Wavelength (nm)", { unit: "nm" }],
  ["Wavelength [µm]", { unit: "um" }],
  ["wavelength_um", { unit: "um" }],
  ["Wavenumber", { unit: "cm-1" }],
  ["Wavenumbers (cm⁻¹)", { unit: "cm-1" }],
  ["1/cm", { unit: "cm-1" }],
  [" nm", { unit: "nm" }],
  ["absorbance_", { quantity: "absorbance" }],
  ["Reflect. % ", { quantity: "reflectance-percent" }],
  ["spc. ", {}],
  ["X ", {}],
  ["reference ", {}],
  ["absolute ", {}],
];

for (const [words, told] of WORDS) {
  Deno.test(`toldByWords understands "${words}"`, () => {
    assertEquals(toldByWords(words), told);
  });
}

Deno.test("openSpectra takes a table as its headings tell", async () => {
  const path = await Deno.makeTempFile({ suffix: ".csv" });
  const axis = grid(4000, 10_000, 100);
  await Deno.writeTextFile(
    path,
    [
      ["id", ...Array.from(axis, (number) => `scan_mir.${number}_abs`)].join(),
      [
        "A",
        ...Array.from(axis, (number) => absorbance(soilCurve(1e7 / number))),
      ]
        .join(),
    ].join("\n"),
  );
  const { taken, wavelengths } = await openSpectra(path);
  await Deno.remove(path);
  assertEquals(
    takenText(taken!),
    "absorbance, log10(1/R) (as the file says), " +
      "wavenumbers in 1/cm, turned into nm (as the file says)",
  );
  assertEquals([wavelengths[0], wavelengths.at(-1)], [1000, 2500]);
});

const shared = fileURLToPath(new URL("../../shared/data/", import.meta.url));
const REAL = [
  "geeves/spectra.csv",
  "geeves/datsoilspc.rda",
  "ossl/ossl_sample_visnir.csv",
  "ossl/ossl_101453MD01.asd",
  "ossl/ossl_235157MD01.asd",
];

for (const file of REAL) {
  const here = await Deno.stat(shared + file).then(() => true, () => false);
  Deno.test({
    name: `takeAs takes ${file}, and refuses its absorbance${
      here ? "" : " (not here)"
    }`,
    ignore: !here,
    async fn() {
      const set = await openSpectra(shared + file, { rowPrefix: "G" });
      assertEquals(set.taken!.quantity, "reflectance");
      const { wavelengths, reflectance } = set;
      const bands = wavelengths.length;
      // Each spectrum alone, as `predict` may be given it, and both ways.
      for (let row = 0; row < reflectance.length / bands; row++) {
        const alone = reflectance.slice(row * bands, (row + 1) * bands);
        assertEquals(
          looksLikeAbsorbance({ wavelengths, reflectance: alone }),
          undefined,
          set.samples[row],
        );
        const turned = alone.map(absorbance);
        assert(
          looksLikeAbsorbance({ wavelengths, reflectance: turned }),
          set.samples[row],
        );
      }
    },
  });
}

Deno.test("looksLikeAbsorbance does not take the curve of a whole spectrum for a bump", () => {
  for (const centre of [1415, 1600, 1915]) {
    const wavelengths = grid(1000, 2500, 40);
    const reflectance = wavelengths.map((nm) =>
      0.2 + 0.3 * Math.exp(-(((nm - centre) / 600) ** 2)) + nm / 10_000
    );
    assertEquals(
      looksLikeAbsorbance({ wavelengths, reflectance }),
      undefined,
      `${centre}`,
    );
  }
});
