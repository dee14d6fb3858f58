// The synthetic set: the same bytes everywhere, and soil-like.
import {
  assert,
  assertEquals,
  assertGreater,
  assertLess,
  assertRejects,
  assertThrows,
} from "@std/assert";
import { fileURLToPath } from "node:url";
import { InputError } from "../lib/errors.ts";
import { createSpectraSet } from "../lib/spectra/spectra_set.ts";
import {
  digestSynthetic,
  generateSynthetic,
} from "../lib/synthetic/generate.ts";
import { loadParameters } from "../lib/synthetic/parameters.ts";

const FIXTURE = fileURLToPath(
  new URL("../fixtures/synthetic.json", import.meta.url),
);
const parameters = await loadParameters(FIXTURE);
const set = generateSynthetic(parameters);

const median = (values: number[]) => {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)];
};

Deno.test("generateSynthetic gives the digest that the fixture expects", () => {
  assertEquals(digestSynthetic(set), parameters.expected.sha256);
  const other = generateSynthetic(parameters, { seed: 2 });
  assert(digestSynthetic(other) !== parameters.expected.sha256);
});

Deno.test("generateSynthetic makes fewer samples of a seed as the first of more", () => {
  const { spectra, labels } = generateSynthetic(parameters, { samples: 7 });
  const { length } = spectra.reflectance;
  assertEquals(spectra.reflectance, set.spectra.reflectance.slice(0, length));
  assertEquals(labels.values, set.labels.values.slice(0, 7));
  assertEquals(spectra.samples, set.spectra.samples.slice(0, 7));
});

Deno.test("generateSynthetic refuses no samples and a seed that is no whole number", () => {
  assertThrows(() => generateSynthetic(parameters, { samples: 0 }), RangeError);
  assertThrows(() => generateSynthetic(parameters, { seed: 0.5 }), RangeError);
  assertThrows(() => generateSynthetic(parameters, { seed: -1 }), RangeError);
});

Deno.test("generateSynthetic has the paper's shape: 150 samples of two sites, five replicates, 2151 bands", () => {
  const { spectra, labels } = set;
  createSpectraSet(spectra);
  assertEquals(spectra.samples.length, 150);
  assertEquals(spectra.replicates, 5);
  assertEquals(spectra.wavelengths.length, 2151);
  assertEquals([spectra.wavelengths[0], spectra.wavelengths[2150]], [
    350,
    2500,
  ]);
  assertEquals([...new Set(spectra.groups)].sort(), ["RS", "TP"]);
  assertEquals(labels.targets, ["Sb_ppm"]);
  assert(spectra.reflectance.every((value) => value >= 0 && value <= 1));
});

Deno.test("generateSynthetic draws Sb like the article's reference values", () => {
  const site = (name: string) =>
    [...set.labels.values].filter((_, row) =>
      set.spectra.groups![row] === name
    );
  const [rs, tp] = [site("RS"), site("TP")];
  // Published: RS 9.5 to 34 ppm, median 15.7; TP 27 to 1446, median 185.
  assert(median(rs) > 11 && median(rs) < 22, `${median(rs)}`);
  assert(median(tp) > 90 && median(tp) < 300, `${median(tp)}`);
  assert(Math.min(...rs) >= 5 && Math.max(...rs) <= 60);
  assert(Math.max(...tp) > 700 && Math.max(...tp) <= 2000);
});

Deno.test("generateSynthetic puts absorptions where soils have them", () => {
  const { wavelengths, reflectance } = set.spectra;
  const at = (nm: number) => wavelengths.indexOf(nm);
  const mean = (nm: number) => {
    let sum = 0;
    for (let row = 0; row < 150 * 5; row++) {
      sum += reflectance[row * 2151 + at(nm)];
    }
    return sum / 750;
  };
  for (
    const [feature, left, right] of [[1412, 1340, 1700], [1915, 1800, 2100]]
  ) {
    assert(
      mean(feature) < 0.95 * Math.min(mean(left), mean(right)),
      `${feature}`,
    );
  }
  assert(mean(2207) < 0.95 * mean(2130));
  assert(mean(400) < 0.6 * mean(1700));
});

Deno.test("generateSynthetic darkens towards 2500 nm, steps at the splices, and is noisier at the ends", () => {
  const { reflectance } = set.spectra;
  const rows = reflectance.length / 2151;
  // Root mean square of second differences around a band, over all spectra:
  // smooth features leave none, noise and steps do.
  const roughness = (from: number, to: number) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      for (let nm = from; nm < to; nm++) {
        const at = row * 2151 + nm - 350;
        const second = reflectance[at + 1] - 2 * reflectance[at] +
          reflectance[at - 1];
        sum += second * second;
      }
    }
    return Math.sqrt(sum / rows / (to - from));
  };
  const middle = roughness(1200, 1300);
  assertGreater(roughness(351, 361), 3 * middle);
  assertGreater(roughness(2489, 2499), 3 * middle);
  assertGreater(roughness(1000, 1002), 1.5 * middle);
  assertGreater(roughness(1830, 1832), 1.5 * middle);
  const mean = (nm: number) => {
    let sum = 0;
    for (let row = 0; row < rows; row++) {
      sum += reflectance[row * 2151 + nm - 350];
    }
    return sum / rows;
  };
  assertLess(mean(2490), 0.95 * mean(2130));
});

Deno.test("generateSynthetic leaves a trace of Sb in the iron band, and far from all of it (R² 0.4 to 0.75 for ln Sb)", () => {
  const { reflectance } = set.spectra;
  // Depth of the iron band at 895 nm under a line from 760 to 1150 nm.
  const depth = [...set.labels.values].map((_, row) => {
    const at = (nm: number) => {
      let sum = 0;
      for (let replicate = 0; replicate < 5; replicate++) {
        sum += reflectance[(row * 5 + replicate) * 2151 + nm - 350];
      }
      return sum / 5;
    };
    const line = at(760) + (at(1150) - at(760)) * (895 - 760) / (1150 - 760);
    return 1 - at(895) / line;
  });
  const ln = [...set.labels.values].map(Math.log);
  const average = (values: number[]) =>
    values.reduce((sum, value) => sum + value, 0) / values.length;
  const product = (a: number[], b: number[]) =>
    average(a.map((value, i) => (value - average(a)) * (b[i] - average(b))));
  const r = product(depth, ln) /
    Math.sqrt(product(depth, depth) * product(ln, ln));
  assertGreater(r * r, 0.4, `r = ${r}`);
  assertLess(r * r, 0.75, `r = ${r}`);
  assertGreater(r, 0);
});

Deno.test("loadParameters refuses a wrong file in one sentence", async () => {
  const path = await Deno.makeTempFile();
  try {
    await Deno.writeTextFile(path, "{");
    await assertRejects(() => loadParameters(path), InputError, "not JSON");
    await Deno.writeTextFile(
      path,
      JSON.stringify({ ...parameters, replicates: 0 }),
    );
    await assertRejects(() => loadParameters(path), InputError, "replicates");
    await Deno.writeTextFile(path, "[]");
    await assertRejects(
      () => loadParameters(path),
      InputError,
      "expected object",
    );
    const sites = parameters.sites.map((site) => ({ ...site, max_ppm: 1 }));
    await Deno.writeTextFile(path, JSON.stringify({ ...parameters, sites }));
    await assertRejects(
      () => loadParameters(path),
      InputError,
      "sites.0: max_ppm must be above min_ppm",
    );
    await assertRejects(
      () => loadParameters(`${path}.none`),
      InputError,
      "there is no such file",
    );
  } finally {
    await Deno.remove(path);
  }
});
