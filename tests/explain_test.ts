// Occlusion finds the wavelengths that a prediction depends on.
import {
  assert,
  assertAlmostEquals,
  assertEquals,
  assertRejects,
} from "@std/assert";
import { integratedGradients } from "../lib/explain/integrated_gradients.ts";
import { occlude } from "../lib/explain/occlusion.ts";
import { occlusionFigure } from "../lib/figures/occlusion.ts";
import { renderSvg } from "../lib/figures/render.ts";
import type { SpectraSet } from "../lib/spectra/spectra_set.ts";

const BANDS = 101;
/** A dip at 725 nm whose depth differs by sample, on a sloping line. */
const spectra: SpectraSet = {
  samples: ["a", "b", "c"],
  replicates: 1,
  groups: null,
  wavelengths: Float64Array.from({ length: BANDS }, (_, i) => 500 + 5 * i),
  reflectance: Float64Array.from({ length: 3 * BANDS }, (_, i) => {
    const band = i % BANDS;
    const depth = 0.1 * (1 + Math.floor(i / BANDS));
    return 0.4 + 0.001 * band - depth * Math.exp(-(((band - 45) / 3) ** 2));
  }),
};

/** A model that reads two bands: the middle of the dip, and one elsewhere. */
function predict({ samples, reflectance }: SpectraSet): Promise<number[]> {
  return Promise.resolve(samples.flatMap((_, i) => [
    100 * reflectance[i * BANDS + 45],
    reflectance[i * BANDS + 80] * 10,
  ]));
}

Deno.test("occlude finds the stretch that a model reads, and none where there is a straight line", async () => {
  const found = await occlude(spectra, { width: 50, targets: 2, predict });
  assertEquals(found.map(({ from }) => from), [
    500,
    550,
    600,
    650,
    700,
    750,
    800,
    850,
    900,
    950,
    1000,
  ]);
  assertEquals(found[0].to, 545);
  const greatest = found.reduce((a, b) => a.change[0] > b.change[0] ? a : b);
  assertEquals([greatest.from, greatest.to], [700, 745]);
  // Depths 10, 20 and 30 of what was predicted are gone but for the edge.
  assert(greatest.change[0] > 5);
  for (const { from, change } of found) {
    if (from !== 700) assert(change[0] < 1e-9, `${from}: ${change[0]}`);
    assert(change[1] < 1e-9, "the other target reads a straight line");
  }
});

Deno.test("occlude changes no spectrum that it was given, and tells how far it is", async () => {
  const before = spectra.reflectance.slice();
  const seen: number[] = [];
  await occlude(spectra, {
    width: 200,
    targets: 2,
    predict,
    onProgress: (done, total) => seen.push(done / total),
  });
  assertEquals(spectra.reflectance, before);
  assertEquals(seen.at(-1), 1);
  await assertRejects(
    () => occlude(spectra, { width: 0, targets: 2, predict }),
    RangeError,
  );
});

Deno.test("occlusionFigure marks the features that are in its range", async () => {
  const svg = await renderSvg(occlusionFigure({
    title: "x",
    protocol: "honest",
    synthetic: false,
    target: "clay",
    points: [{ from: 1300, to: 1500, change: 2 }, {
      from: 1500,
      to: 2000,
      change: 1,
    }],
  }));
  assert(svg.includes("What the prediction of clay looks at"));
  for (const [label, there] of [["CH", true], ["hematite", false]] as const) {
    assertEquals(svg.includes(`>${label}<`), there, label);
  }
});

/** From 0: what integrals over the straight way are is known then. */
const baseline = new Float64Array(BANDS);
const at = (set: SpectraSet, sample: number, band: number) =>
  set.reflectance[sample * BANDS + band];

Deno.test("integratedGradients gives the shares that integrals give, and which add up", async () => {
  const { stretches, incomplete } = await integratedGradients(spectra, {
    baseline,
    width: 50,
    steps: 50,
    targets: 2,
    // p·q has half of itself from each; a² + 3b³ has a² and 3b³.
    predict: (set) =>
      Promise.resolve(set.samples.flatMap((_, i) => [
        at(set, i, 45) * at(set, i, 80),
        at(set, i, 5) ** 2 - 3 * at(set, i, 99) ** 3,
      ])),
  });
  const mean = (value: (sample: number) => number) =>
    (value(0) + value(1) + value(2)) / 3;
  const product = mean((i) => at(spectra, i, 45) * at(spectra, i, 80)) / 2;
  const square = mean((i) => at(spectra, i, 5) ** 2);
  const cube = mean((i) => -3 * at(spectra, i, 99) ** 3);
  const expected = new Map([
    [700, [product, 0]],
    [900, [product, 0]],
    [500, [0, square]],
    [950, [0, cube]],
  ]);
  for (const { from, mean, meanAbsolute } of stretches) {
    const known = expected.get(from) ?? [0, 0];
    known.forEach((share, target) => {
      assertAlmostEquals(mean[target], share, 1e-9, `${from} nm`);
      assertAlmostEquals(meanAbsolute[target], Math.abs(share), 1e-9);
    });
  }
  for (const off of incomplete) assert(off < 1e-9, `off by ${off}`);
});

Deno.test("integratedGradients is the closer to complete the more steps there are", async () => {
  const off = async (steps: number) => {
    const { incomplete } = await integratedGradients(spectra, {
      baseline,
      width: 100,
      steps,
      targets: 1,
      predict: (set) =>
        Promise.resolve(
          set.samples.map((_, i) =>
            Math.exp(3 * at(set, i, 10) + 2 * at(set, i, 70))
          ),
        ),
    });
    return incomplete[0];
  };
  const [few, more] = [await off(2), await off(8)];
  assert(few > 1e-4 && more < few / 10, `${few}, then ${more}`);
});

Deno.test("integratedGradients refuses a baseline of another size, and no steps", async () => {
  const options = { width: 50, targets: 2, predict };
  await assertRejects(
    () =>
      integratedGradients(spectra, {
        ...options,
        baseline: new Float64Array(3),
        steps: 2,
      }),
    RangeError,
    `Baseline has 3 values, must have ${BANDS}`,
  );
  await assertRejects(
    () => integratedGradients(spectra, { ...options, baseline, steps: 0 }),
    RangeError,
    "Steps are 0",
  );
});
