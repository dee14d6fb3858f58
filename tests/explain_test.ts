// Occlusion finds the wavelengths that a prediction depends on.
import { assert, assertEquals, assertRejects } from "@std/assert";
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
