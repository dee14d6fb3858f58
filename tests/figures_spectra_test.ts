// The figure of spectra: named lines, lines, percentiles, splices and panels,
// held against naive references; the bytes are the same at every render.
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { quantile } from "../lib/evaluation/quantile.ts";
import { renderPng, renderSvg } from "../lib/figures/render.ts";
import {
  type SpectraFigure,
  spectraFigure,
  type SpectraGroup,
} from "../lib/figures/spectra.ts";
import { seriesOf } from "../lib/figures/spectra_series.ts";
import { spectraOfFiles } from "../lib/pipeline/spectra_figure.ts";
import type { SpectraSet } from "../lib/spectra/spectra_set.ts";
import { scatter } from "./figures_support.ts";

const wavelengths = Float64Array.from({ length: 40 }, (_, i) => 400 + 10 * i);

function group(count: number, name = "a.csv"): SpectraGroup {
  return {
    name,
    spectra: Array.from({ length: count }, (_, at) => `S${at + 1}`),
    wavelengths,
    values: Float64Array.from(
      { length: 40 * count },
      (_, at) => 0.2 + 0.005 * (at % 40) + 0.1 * scatter(Math.floor(at / 40)),
    ),
  };
}

const figure = (...groups: SpectraGroup[]): SpectraFigure => ({
  title: "Spectra of a.csv",
  subtitle: ["One line"],
  splices: [500, 9999],
  panels: [{ quantity: "Reflectance (0–1)", groups }],
});

const words = async (spectra: SpectraFigure) =>
  [...(await renderSvg(spectraFigure(spectra)))
    .matchAll(/>([^<]+)<\/(?:text|tspan)>/g)].map((match) => match[1]);

/** Paths that a figure draws for marks of a kind. */
const marks = (svg: string, kind: string) =>
  [...svg.matchAll(new RegExp(`class="mark-${kind} role-mark.*?</g>`, "g"))]
    .flatMap(([part]) => part.match(/<path|<line/g) ?? []).length;

const sample = (set: Partial<SpectraSet>): SpectraSet => ({
  samples: ["A", "B"],
  replicates: 1,
  groups: null,
  wavelengths,
  reflectance: group(2).values,
  ...set,
});
const file = (path: string, set: Partial<SpectraSet> = {}) => ({
  path,
  set: sample(set),
  unit: "fraction" as const,
});

Deno.test("spectraFigure names up to eight spectra, their axes and splices inside the range", async () => {
  const found = await words(figure(group(3)));
  for (
    const text of [
      "Spectra of a.csv",
      "3 spectra",
      "One line",
      "S1",
      "S3",
      "Reflectance (0–1)",
      "Wavelength (nm)",
      "splice 500 nm",
    ]
  ) assert(found.includes(text), `${text}: ${found}`);
  assert(!found.some((text) => text.includes("9999")));
});

Deno.test("spectraFigure draws lines up to sixty spectra, then percentiles of each group", async () => {
  const svg = async (...groups: SpectraGroup[]) =>
    await renderSvg(spectraFigure(figure(...groups)));
  const lines = await svg(group(60));
  assertEquals([marks(lines, "line"), marks(lines, "area")], [60, 0]);
  const bands = await svg(group(61));
  assertEquals([marks(bands, "line"), marks(bands, "area")], [1, 2]);
  assertStringIncludes(bands, "61 spectra: median (line), 25th to 75th");
  const two = await svg(group(40), group(30, "b.csv"));
  assertEquals([marks(two, "line"), marks(two, "area")], [2, 4]);
});

Deno.test("spectraFigure refuses nothing to draw, wrong lengths and too many groups", () => {
  const refuse = (...groups: SpectraGroup[]) =>
    assertThrows(() => spectraFigure(figure(...groups)), RangeError);
  refuse();
  refuse(group(0));
  refuse({ ...group(2), values: new Float64Array(79) });
  refuse(...Array.from({ length: 9 }, (_, at) => group(1, `${at}`)));
});

Deno.test("seriesOf gives numpy.quantile's percentiles", () => {
  const all = group(77);
  const [{ points, bands }] = seriesOf(all, "bands");
  assertEquals([points.length, bands.length], [40, 40]);
  bands.forEach(({ nm, inner, outer }, band) => {
    const column = all.spectra.map((_, row) => all.values[40 * row + band]);
    const at = [outer[0], inner[0], points[band][1], inner[1], outer[1]];
    [0.05, 0.25, 0.5, 0.75, 0.95].forEach((q, i) =>
      assertAlmostEquals(at[i], quantile(column, q), 1e-15)
    );
    assertEquals([nm, points[band][0]], [wavelengths[band], wavelengths[band]]);
  });
});

Deno.test("seriesOf breaks lines where the grid has a gap, and thins long ones", () => {
  const gap = wavelengths.map((nm, band) => nm + (band >= 15 ? 200 : 0));
  for (const style of ["named", "bands"] as const) {
    const pieces = seriesOf({ ...group(1), wavelengths: gap }, style);
    assertEquals(pieces.map(({ points }) => points.length), [15, 25], style);
    assertEquals(new Set(pieces.map(({ line }) => line)).size, 2);
  }
  const long = Float64Array.from({ length: 5000 }, (_, i) => 400 + i);
  const values = long.map((_, i) => i === 3333 ? 9 : scatter(i));
  const [{ points }] = seriesOf(
    { name: "a", spectra: ["A"], wavelengths: long, values },
    "named",
  );
  assert(points.length <= 720);
  assert(points.some(([nm, value]) => nm === 3733 && value === 9));
});

Deno.test("spectraFigure keeps a few wild bands from flattening the rest, and says so", async () => {
  const values = group(3).values.slice();
  const says = (found: string[]) =>
    found.filter((text) => text.startsWith("Curves go from"));
  assertEquals(says(await words(figure(group(3)))), []);
  values[0] = 40;
  assertEquals(says(await words(figure({ ...group(3), values }))), [
    "Curves go from 0.21 to 40; the axis shows the range of all but a few bands",
  ]);
});

Deno.test("renderPng draws spectraFigure, the same bytes twice", async () => {
  for (const count of [2, 70]) {
    const [one, two] = [await renderSvg(spectraFigure(figure(group(count))))]
      .flatMap((svg) => [svg, svg]);
    assertEquals(one, await renderSvg(spectraFigure(figure(group(count)))));
    const png = await renderPng(one, { scale: 0.5 });
    assertEquals(png, await renderPng(two, { scale: 0.5 }));
    assertEquals([...png.subarray(1, 4)], [0x50, 0x4e, 0x47]);
  }
});

Deno.test("spectraOfFiles shows spectra before and after a chain that it fits on all of them", async () => {
  const values = group(4).values;
  const figure = await spectraOfFiles([
    file("x/a.csv", { reflectance: values.subarray(0, 80) }),
    file("x/b.csv", { reflectance: values.subarray(80) }),
  ], [{ step: "cut", mode: "keep", ranges: [[400, 500]] }, {
    step: "standardize",
  }]);
  assertEquals(figure.title, "Spectra of 2 files");
  assertEquals(figure.subtitle, [
    "After: cut, standardize; fitted on all given spectra, where a run fits " +
    "on its training part alone",
  ]);
  const [before, after] = figure.panels;
  assertEquals([before.title, after.title], ["Before", "After"]);
  assertEquals(before.groups[1].values, values.subarray(80));
  assertEquals(after.groups.map(({ name }) => name), ["a.csv", "b.csv"]);
  // Standardised over both files: mean 0 and mean square 1 in every band.
  for (let band = 0; band < 11; band++) {
    const column = after.groups.flatMap(({ values }) => [
      values[band],
      values[11 + band],
    ]);
    assertAlmostEquals(column.reduce((a, b) => a + b), 0, 1e-9);
    assertAlmostEquals(column.reduce((a, b) => a + b * b, 0), 4, 1e-9);
  }
});

Deno.test("spectraOfFiles follows a chain that averages replicates", async () => {
  const set = { samples: ["A"], replicates: 2 };
  const { panels } = await spectraOfFiles([file("a.csv", set)], [
    { step: "average" },
  ]);
  assertEquals(panels.map(({ groups }) => groups[0].spectra), [
    ["A, 1", "A, 2"],
    ["A"],
  ]);
  const { values } = panels[1].groups[0];
  const all = group(2).values;
  assertAlmostEquals(values[7], (all[7] + all[47]) / 2, 1e-15);
});

Deno.test("spectraOfFiles puts many files on one grid together and refuses what does not fit", async () => {
  const many = Array.from({ length: 12 }, (_, at) => file(`f${at}.asd`));
  const { panels } = await spectraOfFiles(many, []);
  assertEquals(panels[0].groups.length, 1);
  assertEquals(panels[0].groups[0].spectra.length, 24);
  assertStringIncludes(panels[0].groups[0].name, "12 files, 40 bands");
  const shifted = many.map(({ path }, at) =>
    file(path, { wavelengths: wavelengths.map((nm) => nm + at) })
  );
  await assertRejects(
    () => spectraOfFiles(shifted, []),
    InputError,
    "The files have 12 different grids of wavelengths; expected 8 or fewer",
  );
  await assertRejects(
    () => spectraOfFiles(shifted.slice(0, 2), [{ step: "snv" }]),
    InputError,
    "f1.asd: has 40 bands from 401 to 791 nm",
  );
});
