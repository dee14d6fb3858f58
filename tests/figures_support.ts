// Figures to test with, made by formula, and their digests. Run as a program
// it prints the digests; tests/reference/figures.ts writes them as goldens.
import { sha256 } from "../lib/artifacts/sha256.ts";
import { historyFigure } from "../lib/figures/history.ts";
import { measuredPredictedFigure } from "../lib/figures/measured_predicted.ts";
import { renderPng, renderSvg } from "../lib/figures/render.ts";
import type { FigureSpec } from "../lib/figures/theme.ts";
import { waveformSpectrogramFigure } from "../lib/figures/waveform_spectrogram.ts";

export const published = {
  title: "Example run",
  protocol: "published",
  synthetic: true,
} as const;
export const honest = {
  title: "Example run",
  protocol: "honest",
  synthetic: false,
} as const;

/** A number in 0..1 for an index; no two alike, no order to see. */
export const scatter = (index: number) => (index * 0.6180339887498949) % 1;

/** Epochs whose RMSE falls from `high` towards `low`. */
export const falling = (epochs: number, high: number, low: number) =>
  Array.from({ length: epochs }, (_, at) => ({
    epoch: at + 1,
    rmse: low + (high - low) / (1 + (9 * at) / epochs) ** 2,
    val_rmse: (low * 1.5 + (high - low) / (1 + (9 * at) / epochs) ** 2) *
      (1 + 0.2 * scatter(at)),
  }));

const wavelengths = Float64Array.from({ length: 432 }, (_, i) => 350 + 5 * i);
const reflectance = wavelengths.map((nm) =>
  0.45 - 60 / nm - 0.1 / (1 + ((nm - 1900) / 40) ** 2)
);
const cells = (bins: number, frames: number) =>
  Float32Array.from(
    { length: bins * frames },
    (_, at) => scatter(at) / (1 + Math.floor(at / frames)) ** 3,
  );
const metrics = {
  train: { n: 60, r2: 0.9876, rmse: 12.345 },
  validation: { n: 20, r2: -0.1234, rmse: 1234.5 },
  test: { n: 30, r2: null, rmse: 0.0456 },
};
const points = (parts: readonly (keyof typeof metrics)[], decades: number) =>
  Array.from({ length: 90 }, (_, at) => {
    const measured = 3 * 10 ** (decades * scatter(at));
    const predicted = measured * (0.7 + 0.6 * scatter(7 * at + 3));
    return { part: parts[at % parts.length], measured, predicted };
  });

/** The figures whose digests are goldens. */
export const figures: Readonly<Record<string, () => FigureSpec>> = {
  waveform_scipy: () =>
    waveformSpectrogramFigure({
      ...published,
      sample: "S<1> & Ção",
      replicate: 2,
      wavelengths,
      reflectance,
      spectrogram: {
        bins: 33,
        frames: 7,
        values: cells(33, 7),
        segment: 64,
        step: 56,
        nfft: 64,
        quantity: "PSD",
        normalized: true,
        scale: "linear",
      },
    }),
  waveform_tensorflow: () =>
    waveformSpectrogramFigure({
      ...honest,
      sample: "G001",
      wavelengths: wavelengths.map((nm) => nm + (nm - 350) ** 2 / 9000),
      reflectance,
      spectrogram: {
        bins: 17,
        frames: 14,
        values: cells(17, 14).map((value) => Math.log10(value + 1e-9)),
        segment: 32,
        step: 32,
        nfft: 32,
        quantity: "magnitude",
        normalized: false,
        scale: "log10",
      },
    }),
  history_log: () =>
    historyFigure({
      ...published,
      history: falling(400, 5000, 20),
      targets: ["Sb_ppm"],
    }),
  history_linear: () =>
    historyFigure({
      ...honest,
      history: falling(3, 12, 8),
      targets: ["clay"],
    }),
  measured_predicted_log: () =>
    measuredPredictedFigure({
      ...published,
      target: "Sb_ppm",
      predictions: points(["train", "test"], 3),
      metrics,
    }),
  measured_predicted_linear: () =>
    measuredPredictedFigure({
      ...honest,
      target: "TotalCarbon_percent",
      predictions: points(["train", "validation", "test"], 1),
      metrics,
    }),
};

/** SHA-256 of a figure's files and its size in pixels. */
export interface FigureGolden {
  readonly svg: string;
  readonly png: string;
  readonly pixels: readonly [number, number];
}

/** Renders all figures. */
export async function digests(): Promise<Record<string, FigureGolden>> {
  const found: Record<string, FigureGolden> = {};
  for (const [name, figure] of Object.entries(figures)) {
    const svg = await renderSvg(figure());
    const png = await renderPng(svg);
    const view = new DataView(png.buffer);
    found[name] = {
      svg: sha256(new TextEncoder().encode(svg)),
      png: sha256(png),
      pixels: [view.getUint32(16), view.getUint32(20)],
    };
  }
  return found;
}

if (import.meta.main) console.log(JSON.stringify(await digests()));
