// What a set of spectra is said to hold, and everything that is called odd:
// each check finds what was put in, and stays silent without it.
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { quantile } from "../lib/evaluation/quantile.ts";
import { exactMedian } from "../lib/spectra/inspect/exact_median.ts";
import { replicateDistances } from "../lib/spectra/inspect/far_replicates.ts";
import { describeGrid } from "../lib/spectra/inspect/grid.ts";
import { inspectSpectra } from "../lib/spectra/inspect/inspect.ts";
import { KINDS } from "../lib/spectra/inspect/kinds.ts";
import { noiseOf } from "../lib/spectra/inspect/noisy_ends.ts";
import { findPlateaus } from "../lib/spectra/inspect/plateaus.ts";
import { reportText } from "../lib/spectra/inspect/report_text.ts";
import { medianInPlace } from "../lib/spectra/inspect/select.ts";
import { measureStep } from "../lib/spectra/inspect/steps.ts";
import type { OddityKind } from "../lib/spectra/inspect/types.ts";
import type { SpectrumMetadata } from "../lib/formats/shared/metadata.ts";
import type { SpectraSet } from "../lib/spectra/spectra_set.ts";

const BANDS = 301;
const wavelengths = Float64Array.from({ length: BANDS }, (_, i) => 350 + i);

/** A number in 0..1 for an index; no two alike. */
const scatter = (index: number) => (index * 0.6180339887498949) % 1;

/** Numbers between -1 and 1 that look like chance. */
function noise(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}

/** A clean spectrum: smooth, a little noisy, different for every seed. */
function clean(seed: number): Float64Array {
  const random = noise(seed + 1);
  return wavelengths.map((nm) =>
    0.3 + 0.1 * Math.sin(nm / 60) + 0.01 * scatter(seed) + 2e-5 * random()
  );
}

const header: SpectrumMetadata = {
  file: "a1.asd",
  format: "ASD as8",
  instrument: "ASD FSFR",
  serial: "4139",
  date: "2019-05-21T14:03:55",
  latitude: 41.5,
  longitude: -7.25,
  description: "wet\u001b[31m",
  splices: [500],
  quantity: "spectrum / white reference",
  scans: 10,
};

function setOf(
  spectra: readonly Float64Array[],
  more: Partial<SpectraSet> = {},
): SpectraSet {
  const replicates = more.replicates ?? 1;
  const reflectance = new Float64Array(spectra.length * spectra[0].length);
  spectra.forEach((values, row) =>
    reflectance.set(values, row * values.length)
  );
  return {
    samples: Array.from(
      { length: spectra.length / replicates },
      (_, at) => `S${at + 1}`,
    ),
    replicates,
    groups: null,
    wavelengths,
    reflectance,
    ...more,
  };
}

const inspect = (set: SpectraSet) =>
  inspectSpectra(set, { path: "dir/a.csv", format: "a CSV file" });

const says = (set: SpectraSet) =>
  inspect(set).oddities.map(({ kind, says }) => `${kind}: ${says}`);

/** Changes a clean spectrum at places, by value or by function. */
function changed(
  seed: number,
  change: (nm: number, value: number) => number,
): Float64Array {
  return clean(seed).map((value, band) => change(wavelengths[band], value));
}

Deno.test("medianInPlace and exactMedian give the median of a sorted copy", () => {
  const lists = [
    [3],
    [2, 1],
    [5, 5, 5, 5],
    [-0.5, 1e300, -1e308, 1.7e308, 0],
    [5e-324, 0, 5e-324, 0, 1e-323],
    ...Array.from(
      { length: 60 },
      (_, n) =>
        Array.from(
          { length: n + 1 },
          (_, i) => Math.round(10 * scatter(i * 7 + n)) / (n % 2 ? 10 : 1) - 4,
        ),
    ),
  ];
  for (const list of lists) {
    const sorted = Float64Array.from(list).sort();
    const half = list.length >> 1;
    const wanted = list.length % 2
      ? sorted[half]
      : (sorted[half - 1] + sorted[half]) / 2;
    const scratch = Float64Array.from([...list, -99, 99]);
    assertEquals(medianInPlace(scratch, list.length), wanted, `${list}`);
    assertEquals(exactMedian(Float64Array.from(list)), wanted, `${list}`);
  }
  assertThrows(() => exactMedian(new Float64Array()), RangeError);
});

Deno.test("exactMedian looks into a bin again where too much is in it", () => {
  // One far value puts all others into one bin of the first histogram.
  const values = Float64Array.from(
    { length: 1_200_001 },
    (_, i) => scatter(i),
  );
  values[7] = 1e9;
  assertEquals(exactMedian(values), values.slice().sort()[600_000]);
});

Deno.test("inspectSpectra finds nothing odd in clean spectra and sums them up", () => {
  const set = setOf([0, 1, 2, 3, 4, 5].map(clean), {
    samples: ["a", "b", "c"],
    replicates: 2,
    groups: ["x", "y", "x"],
  });
  const report = inspect(set);
  assertEquals(report.oddities, []);
  assertEquals(report.groups, [
    { group: "x", samples: 2 },
    { group: "y", samples: 1 },
  ]);
  assertEquals([report.unit, report.header], ["fraction", null]);
  const { least, median, greatest } = report.reflectance;
  assertEquals(least, Math.min(...set.reflectance));
  assertEquals(greatest, Math.max(...set.reflectance));
  assertAlmostEquals(median, quantile(set.reflectance, 0.5), 1e-16);
});

const ODD: Record<
  OddityKind,
  { set: () => SpectraSet; says: readonly string[] }
> = {
  uneven_grid: {
    set: () =>
      setOf([clean(0)], {
        wavelengths: wavelengths.map((nm, i) => nm + (i > 100 ? 60.5 : 0)),
      }),
    says: [
      "There is no band between 450 and 511.5 nm, where others are 1 nm apart.",
    ],
  },
  unit: {
    set: () => setOf([0, 1].map((seed) => clean(seed).map((v) => 100 * v))),
    says: [
      "Values go from 20.13 to 40.62, as of percent; expected reflectance " +
      "from 0 to 1.",
    ],
  },
  warning: {
    set: () =>
      setOf([clean(0), clean(1)], {
        metadata: [header, {
          ...header,
          warnings: ["VNIR saturated", "SWIR 2 cooling alarm"],
        }],
      }),
    says: [
      "Sample S2 (a1.asd): its instrument says VNIR saturated, SWIR 2 " +
      "cooling alarm.",
    ],
  },
  dead: {
    set: () => setOf([clean(0), new Float64Array(BANDS), clean(1)]),
    says: [
      "Sample S2: is 0 at every wavelength, as where nothing was measured.",
    ],
  },
  negative: {
    set: () =>
      setOf([
        clean(0),
        changed(1, (nm, value) => nm === 360 || nm === 362 ? -nm / 1e5 : value),
      ]),
    says: [
      "Sample S2: reflectance is negative in 2 bands from 360 to 362 nm, " +
      "−0.00362 at 362 nm.",
    ],
  },
  over_one: {
    set: () => setOf([changed(0, (nm, value) => nm === 400 ? 1.25 : value)]),
    says: [
      "Sample S1: reflectance is over 1 in 1 band at 400 nm, 1.25 at 400 nm.",
    ],
  },
  flat: {
    set: () =>
      setOf([
        changed(0, (_, value) => Math.min(value, 0.39)),
        changed(1, (nm, value) => nm > 549 && nm < 553 ? 0 : value),
        changed(2, (nm, value) => nm > 599 && nm < 616 ? 0.2 : value),
      ]),
    says: [
      "Sample S1: is flat at its maximum, 0.39 in ",
      "Sample S2: 3 bands from 550 to 552 nm are exactly 0, as where nothing " +
      "was measured.",
      "Sample S3: is 0.2 in all 16 bands from 600 to 615 nm, as where values " +
      "were filled in.",
    ],
  },
  step: {
    set: () =>
      setOf([changed(0, (nm, value) => value + (nm > 500 ? 0.004 : 0))], {
        metadata: [header],
      }),
    says: ["Sample S1 (a1.asd): has a step of 0.00"],
  },
  noisy_end: {
    set: () => {
      const random = noise(9);
      return setOf([
        changed(0, (nm, value) => value + (nm < 370 ? 0.01 * random() : 0)),
      ]);
    },
    says: ["Sample S1: has a noise of 0.00"],
  },
  duplicate: {
    set: () => setOf([clean(0), clean(1), clean(0)]),
    says: ["Sample S3: is value by value the spectrum of sample S1."],
  },
  far_replicate: {
    set: () =>
      setOf(
        [0, 1, 2, 3, 4, 5].map((seed) =>
          changed(seed, (nm, v) =>
            v + (seed === 4 ? (nm === 500 ? 0.1 : 0.05) : 0))
        ),
        { replicates: 3 },
      ),
    says: ["Sample S2, replicate 2: is 0.046"],
  },
};

for (const [kind, { set, says: wanted }] of Object.entries(ODD)) {
  Deno.test(`inspectSpectra says ${KINDS[kind as OddityKind].toLowerCase()} (${kind}) and nothing else`, () => {
    const found = says(set());
    assertEquals(found.length, wanted.length, found.join("\n"));
    wanted.forEach((text, at) =>
      assertStringIncludes(found[at], `${kind}: ${text}`)
    );
  });
}

Deno.test("inspectSpectra names place and size in numbers, too", () => {
  const [{ kind: _, says: __, ...odd }] = inspect(ODD.negative.set()).oddities;
  assertEquals(odd, {
    sample: "S2",
    replicate: 1,
    file: null,
    from_nm: 360,
    to_nm: 362,
    value: -0.00362,
  });
  const [step] = inspect(ODD.step.set()).oddities;
  assertEquals([step.from_nm, step.to_nm], [500, 501]);
  assertAlmostEquals(step.value!, 0.004, 1e-4);
});

Deno.test("inspectSpectra holds percent against limits of percent, and finds the spectrum that is none", () => {
  const percent = [0, 1, 2].map((seed) => clean(seed).map((v) => 100 * v));
  percent[1][40] = 101;
  const found = says(setOf([...percent, clean(3)]));
  assertEquals(found.length, 3, found.join("\n"));
  assertStringIncludes(found[0], "as of percent; expected reflectance");
  assertStringIncludes(found[1], "Sample S4: values go from 0.2");
  assertStringIncludes(
    found[2],
    "Sample S2: reflectance is over 100 in 1 band",
  );
  const one = says(setOf([clean(0), clean(1), percent[0]]));
  assertEquals(one.length, 1, one.join("\n"));
  assertStringIncludes(
    one[0],
    "S3: values go from 20.13 to 40, as of percent, in",
  );
});

Deno.test("inspectSpectra finds steps that most spectra share where no file names splices", () => {
  const random = noise(3);
  const spectra = Array.from(
    { length: 9 },
    (_, seed) =>
      changed(
        seed,
        (nm, value) =>
          value + (seed > 2 && nm > 500 ? 0.004 : 0) + 1e-5 * random(),
      ),
  );
  const found = inspect(setOf(spectra)).oddities;
  assertEquals(found.map(({ from_nm, to_nm }) => [from_nm, to_nm]), [[
    500,
    501,
  ]]);
  assertStringIncludes(found[0].says, "6 of 9 spectra that were looked at");
  assertEquals(says(setOf(spectra.slice(0, 6))), []); // 3 of 6 are not most
  assertEquals(says(setOf(spectra.slice(5))), []); // 4 are too few
});

Deno.test("measureStep compares a change with the median change around it", () => {
  const random = noise(5);
  const values = Float64Array.from(
    { length: 60 },
    (_, i) => 0.01 * i + 1e-3 * random() + (i > 30 ? 0.2 : 0),
  );
  const around = [];
  for (let at = 20; at <= 40; at++) {
    if (Math.abs(at - 30) > 1) around.push(values[at + 1] - values[at]);
  }
  const slope = quantile(around, 0.5);
  const spread = quantile(around.map((c) => Math.abs(c - slope)), 0.5);
  const step = measureStep(values, 30)!;
  const height = values[31] - values[30] - slope;
  assertAlmostEquals(step.height, height, 1e-15);
  assertAlmostEquals(step.deviations, height / (1.4826 * spread), 1e-9);
  assertEquals(measureStep(values, -1), null);
  assertEquals(measureStep(values, 59), null);
});

Deno.test("noiseOf gives the standard deviation of noise on a slope", () => {
  const random = noise(11);
  // Twelve uniform numbers make one that is all but normal.
  const normal = () =>
    Array.from({ length: 12 }, random).reduce((a, b) => a + b) / 2;
  const values = Float64Array.from(
    { length: 5000 },
    (_, i) => 0.001 * i + 0.02 * normal(),
  );
  assertAlmostEquals(noiseOf(values, 0, 5000), 0.02, 0.001);
});

Deno.test("findPlateaus leaves plateaus alone that rounding makes", () => {
  const smooth = wavelengths.map((nm) =>
    Math.round(1000 * (0.3 + 0.1 * Math.sin(nm / 60))) / 1000
  );
  assertEquals(findPlateaus(smooth), []);
  smooth.fill(0.9, 290);
  assertEquals(findPlateaus(smooth), [{ from: 290, to: 300, value: 0.9 }]);
  assertEquals(findPlateaus(smooth.subarray(0, 297)), []); // 7 are too few
});

Deno.test("replicateDistances is the root mean square from the median spectrum", () => {
  const rows = [clean(0), clean(1).map((v) => v + 0.03), clean(2), clean(3)];
  const set = setOf(rows, { replicates: 4 });
  const found = replicateDistances(set);
  rows.forEach((row, at) => {
    const off = Array.from(
      row,
      (value, band) => value - quantile(rows.map((other) => other[band]), 0.5),
    );
    const rms = Math.sqrt(off.reduce((sum, o) => sum + o * o, 0) / BANDS);
    assertAlmostEquals(found[at].rms, rms, 1e-12);
    const far = off.map(Math.abs);
    assertEquals(found[at].band, far.indexOf(Math.max(...far)));
  });
});

Deno.test("inspectSpectra says of two replicates once that they are apart", () => {
  const rows = [0, 1, 2, 3, 4, 5].map((seed) =>
    changed(seed, (_, v) => v + (seed === 2 ? 0.3 : 0))
  );
  const found = says(setOf(rows, { replicates: 2 }));
  assertEquals(found.length, 1);
  assertStringIncludes(found[0], "Sample S2: its two replicates are 0.29");
});

Deno.test("describeGrid tells even from uneven, whatever the rounding", () => {
  const grid = (step: number, digits: number) =>
    describeGrid(
      Float64Array.from({ length: 50 }, (_, i) =>
        Number((350 + step * i).toFixed(digits))),
    );
  assertEquals(grid(1 / 3, 9).even, true);
  assertEquals(grid(1.125, 2).even, true);
  assertEquals(grid(1.5, 0).even, false);
  const one = describeGrid(Float64Array.of(400));
  assertEquals([one.bands, one.step_nm, one.even], [1, null, true]);
  const two = describeGrid(Float64Array.of(400, 410, 421, 430, 440));
  assertEquals(
    [two.step_nm, two.least_step_nm, two.greatest_step_nm, two.even],
    [10, 9, 11, false],
  );
});

Deno.test("inspectSpectra takes sets as small as they come", () => {
  for (const bands of [1, 2, 3, 21]) {
    const set = setOf([clean(0).subarray(0, bands)], {
      wavelengths: wavelengths.subarray(0, bands),
      metadata: [header],
    });
    assertEquals(inspect(set).wavelengths.bands, bands);
  }
});

Deno.test("reportText cuts long lists with a count and shows headers without control characters", () => {
  const rows = Array.from(
    { length: 12 },
    (_, seed) => changed(seed, (nm, value) => nm === 400 ? -0.5 : value),
  );
  const later = { ...header, file: "b.asd", date: "2020-01-01", scans: 20 };
  const text = reportText(inspect(setOf(rows, {
    metadata: rows.map((_, at) => at === 3 ? later : header),
  })));
  for (
    const line of [
      "dir/a.csv",
      "  format       a CSV file: ASD as8",
      "  samples      12: S1, S2, S3, S4, S5 and 7 more",
      "  wavelengths  350 to 650 nm, 301 bands, every 1 nm",
      "  measured     2019-05-21T14:03:55 to 2020-01-01",
      "  position     41.5° N, 7.25° W",
      "  description  wet\ufffd[31m",
      "  scans        10 (11), 20 (1)",
      "  splices      500 nm",
      "  odd things   12",
      "  Negative values, 12 spectra",
      "    and 7 more",
    ]
  ) assert(text.split("\n").includes(line), `${line}\n---\n${text}`);
});
