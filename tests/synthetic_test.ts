// The synthetic set: the same bytes everywhere, and soil-like.
import { assert, assertEquals, assertRejects } from "@std/assert";
import { InputError } from "../lib/errors.ts";
import { createSpectraSet } from "../lib/spectra/spectra_set.ts";
import {
  digestSynthetic,
  generateSynthetic,
} from "../lib/synthetic/generate.ts";
import { loadParameters } from "../lib/synthetic/parameters.ts";

const FIXTURE = new URL("../fixtures/synthetic.json", import.meta.url).pathname;
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
  } finally {
    await Deno.remove(path);
  }
});
