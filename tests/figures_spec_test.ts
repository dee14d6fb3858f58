// What the figures say: titles, units, axes, marks. How they look is pinned by
// digests in figures_render_test.ts.
import {
  assert,
  assertEquals,
  assertLessOrEqual,
  assertStringIncludes,
  assertThrows,
} from "@std/assert";
import { historyFigure } from "../lib/figures/history.ts";
import { logTicks, wantsLogAxis } from "../lib/figures/log_axis.ts";
import { measuredPredictedFigure } from "../lib/figures/measured_predicted.ts";
import { niceRange } from "../lib/figures/nice_range.ts";
import { numberText } from "../lib/figures/number_text.ts";
import { renderSvg } from "../lib/figures/render.ts";
import { splitTarget, targetTitle } from "../lib/figures/target_label.ts";
import { thin } from "../lib/figures/thin.ts";
import { waveformSpectrogramFigure } from "../lib/figures/waveform_spectrogram.ts";
import {
  falling,
  figures,
  honest,
  published,
  scatter,
} from "./figures_support.ts";

/** The words of a figure, in the order of the file. */
async function words(name: string): Promise<string[]> {
  const svg = await renderSvg(figures[name]());
  return [...svg.matchAll(/>([^<]+)<\/(?:text|tspan)>/g)].map((match) =>
    match[1]
  );
}

function assertIncludesAll(found: string[], wanted: string[]) {
  for (const text of wanted) assert(found.includes(text), `${text}: ${found}`);
}

Deno.test("every figure names its run, its protocol and synthetic data", async () => {
  for (const name of Object.keys(figures)) {
    const found = await words(name);
    assertIncludesAll(found, ["Example run"]);
    const isHonest = found.some((text) => text.startsWith("Honest protocol"));
    const isPublished = found.some((text) =>
      text.startsWith("Published protocol")
    );
    assert(isHonest !== isPublished, name);
    assertEquals(
      found.includes("Synthetic data, not measurements"),
      isPublished,
      name,
    );
  }
});

Deno.test("waveformSpectrogramFigure titles axes and colours with units", async () => {
  assertIncludesAll(await words("waveform_scipy"), [
    "Reflectance and spectrogram of S&lt;1&gt; &amp; Ção, replicate 2",
    "Reflectance (0–1)",
    "Wavelength (nm)",
    "Frequency (cycles/nm)",
    "log PSD,",
    "min–max normalised",
  ]);
  assertIncludesAll(await words("waveform_tensorflow"), [
    "Reflectance and spectrogram of G001",
    "Frequency (cycles/band)",
    "log₁₀ magnitude",
  ]);
});

Deno.test("waveformSpectrogramFigure puts log(value + eps) where frame and bin are", () => {
  const spec = waveformSpectrogramFigure({
    ...published,
    sample: "a",
    wavelengths: Array.from({ length: 8 }, (_, i) => 400 + 10 * i),
    reflectance: new Float64Array(8),
    spectrogram: {
      bins: 3,
      frames: 2,
      values: [0, 1, 2, 3, 4, 5],
      segment: 4,
      step: 4,
      nfft: 4,
      quantity: "PSD",
      normalized: false,
      scale: "linear",
    },
  });
  assert("vconcat" in spec);
  const [, heat] = spec.vconcat as unknown as {
    data: { values: Record<string, number>[] };
    encoding: { color: { scale: { domain: number[] } } };
  }[];
  const cells = heat.data.values;
  assertEquals(cells.length, 6);
  // Bands 0..3 make the first frame; its middle is at band 1.5, or 415 nm.
  assertEquals([cells[0].x, cells[0].x2, cells[1].x2], [395, 435, 475]);
  // Bin 1 of 4 points 10 nm apart is 1/40 cycles/nm.
  assertEquals((cells[2].y + cells[2].y2) / 2, 1 / 40);
  assertEquals(cells[0].value, Math.log(2.220446049250313e-16));
  assertEquals(cells[5].value, Math.log(5));
  assertEquals(heat.encoding.color.scale.domain, [
    Math.log(1 + 2.220446049250313e-16),
    Math.log(5),
  ]);
});

Deno.test("waveformSpectrogramFigure refuses lengths that do not fit", () => {
  const figure = {
    ...published,
    sample: "a",
    wavelengths: [1, 2],
    reflectance: [1],
    spectrogram: {
      bins: 1,
      frames: 1,
      values: [1],
      segment: 2,
      step: 2,
      nfft: 2,
      quantity: "PSD",
      normalized: false,
      scale: "linear",
    },
  } as const;
  assertThrows(() => waveformSpectrogramFigure(figure), RangeError, "1 refl");
});

Deno.test("historyFigure titles axes and names validation for what it is", async () => {
  assertIncludesAll(await words("history_log"), [
    "Epoch",
    "RMSE (ppm)",
    "Training",
    "Validation (= test)",
    "Best epoch 391",
    "5,000",
    "50",
  ]);
  assertIncludesAll(await words("history_linear"), [
    "RMSE",
    "Validation",
    "Best epoch 3",
  ]);
});

Deno.test("historyFigure has a log axis only where values span 1.5 decades", () => {
  const type = (high: number, low: number) =>
    JSON.stringify(
      historyFigure({
        ...honest,
        history: falling(50, high, low),
        targets: ["clay"],
      }),
    ).includes('"type":"log"');
  assertEquals([type(5000, 20), type(12, 8)], [true, false]);
});

Deno.test("historyFigure marks the epoch that it is told, thins, and draws one epoch", () => {
  const draw = (epochs: number, bestEpoch?: number) =>
    historyFigure({
      ...honest,
      history: falling(epochs, 100, 1),
      targets: ["Sb_ppm", "As_ppm"],
      bestEpoch,
    }) as unknown as {
      layer: { data: { values: Record<string, number>[] } }[];
    };
  const { layer } = draw(5000, 1234);
  assertEquals(layer[1].data.values[0].epoch, 1234);
  assertLessOrEqual(layer[0].data.values.length, 3000);
  assertEquals(draw(1).layer[0].data.values.length, 2);
  assertThrows(() => draw(0), RangeError, "no epochs");
});

Deno.test("measuredPredictedFigure prints units and metrics per part", async () => {
  const log = await words("measured_predicted_log");
  assertIncludesAll(log, [
    "Measured Sb (ppm)",
    "Predicted Sb (ppm)",
    "Training",
    "Test",
    "R² = 0.988 · RMSE = 12.3 ppm · n = 60",
    "R² = not defined · RMSE = 0.0456 ppm · n = 30",
    "1:1",
  ]);
  assert(!log.includes("Validation"));
  assertIncludesAll(await words("measured_predicted_linear"), [
    "Measured TotalCarbon (%)",
    "R² = −0.123 · RMSE = 1,235 % · n = 20",
  ]);
});

Deno.test("measuredPredictedFigure has one range for all axes", () => {
  for (const name of ["measured_predicted_log", "measured_predicted_linear"]) {
    const domains = [
      ...JSON.stringify(figures[name]()).matchAll(/"domain":(\[[^\]]*\])/g),
    ].map((match) => match[1]);
    assert(domains.length > 4);
    assertEquals(new Set(domains).size, 1);
  }
});

Deno.test("measuredPredictedFigure keeps a linear axis where a prediction is negative", () => {
  const predictions = [1, 1000, -3].map((predicted) => ({
    part: "test" as const,
    measured: Math.abs(predicted),
    predicted,
  }));
  const spec = measuredPredictedFigure({
    ...honest,
    target: "Sb_ppm",
    predictions,
    metrics: {},
  });
  assert(!JSON.stringify(spec).includes('"log"'));
  assertThrows(
    () =>
      measuredPredictedFigure({
        ...honest,
        target: "Sb_ppm",
        predictions: [],
        metrics: {},
      }),
    RangeError,
  );
});

Deno.test("thin keeps ends and extremes and never exceeds its limit", () => {
  const points = Array.from({ length: 5003 }, (_, at) => scatter(at));
  points[2500] = 9;
  points[77] = -9;
  const left = thin(points, (value) => value, 1500);
  assertLessOrEqual(left.length, 1500);
  assertEquals([left[0], left[left.length - 1]], [points[0], points[5002]]);
  assert(left.includes(9) && left.includes(-9));
  assertEquals(thin(points, (value) => value, 5003), points);
});

Deno.test("wantsLogAxis needs positive values over more than 1.5 decades", () => {
  assertEquals(wantsLogAxis([1, 10, 31]), false);
  assertEquals(wantsLogAxis([1, 10, 32]), true);
  assertEquals(wantsLogAxis([0, 10, 1000]), false);
  assertEquals(wantsLogAxis([]), false);
});

Deno.test("logTicks are 1, 2, 5 on short axes and powers of ten on long ones", () => {
  assertEquals(logTicks([0.5, 20]), [0.5, 1, 2, 5, 10, 20]);
  assertEquals(logTicks([0.02, 300]), [0.1, 1, 10, 100]);
});

Deno.test("niceRange holds all values between round ends", () => {
  assertEquals(niceRange([3, 97], false), [0, 100]);
  assertEquals(niceRange([-3, 9], false), [-4, 10]);
  assertEquals(niceRange([0.013, 870], true), [0.008, 2000]);
  for (let at = 1; at < 200; at++) {
    const first = scatter(at) * 10 ** (at % 9);
    const values = at % 5 === 0 ? [first] : [first, scatter(3 * at)];
    for (const log of [true, false]) {
      const [low, high] = niceRange(values, log);
      assert(low < high);
      assert(values.every((value) => low <= value && value <= high));
    }
  }
});

Deno.test("splitTarget and targetTitle read the unit in a target's name", () => {
  assertEquals(splitTarget("Sb_ppm"), { quantity: "Sb", unit: "ppm" });
  assertEquals(splitTarget("Fe2O3_total_mg_kg"), {
    quantity: "Fe2O3 total",
    unit: "mg/kg",
  });
  assertEquals(splitTarget("clay"), { quantity: "clay", unit: null });
  assertEquals(targetTitle("Measured", "Sb_ppm"), "Measured Sb (ppm)");
  assertEquals(targetTitle("Measured", "pH"), "Measured pH");
});

Deno.test("numberText has thousands apart and a true minus", () => {
  assertEquals(numberText(1234567, 0), "1,234,567");
  assertEquals(numberText(-1234.5678, 2), "−1,234.57");
  assertEquals(numberText(-0.0001, 3), "0.000");
  assertStringIncludes(numberText(0.5, 3), "0.500");
});
