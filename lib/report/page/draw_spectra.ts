/// <reference lib="dom" />
// New spectra against those that the run was trained on.
import { createChart } from "./chart.ts";
import type { PagePrediction } from "./predict_files.ts";
import type { TrainedSpectra } from "./trained_spectra.ts";

const [WIDTH, HEIGHT] = [640, 300];
const [NEW, FLAGGED, TRAINED] = ["#0072B2", "#D55E00", "#555"];
/** Lines that can still be told apart. */
const MOST_LINES = 20;

/**
 * Draws spectra.
 *
 * @param document The page.
 * @param made What was predicted.
 * @param trained What the run keeps of its training spectra.
 */
export function drawSpectra(
  document: Document,
  { spectra, flags }: PagePrediction,
  trained: TrainedSpectra | null,
): HTMLElement {
  const lines = linesOf(spectra).slice(0, MOST_LINES);
  const band = trained?.spread
    ? [-2, 2].map((times) =>
      trained.line.map((value, i) => value + times * trained.spread![i])
    )
    : [];
  const all = [...lines, ...(trained ? [trained.line] : []), ...band].flat();
  const grid = [...spectra.wavelengths];
  const { caption, quantity } = wordsOf(spectra, lines.length, trained);
  const { svg, make, points } = createChart(document, {
    width: WIDTH,
    height: HEIGHT,
    words: caption,
    across: [...grid, ...trained?.wavelengths ?? []],
    up: all,
  });
  const line = (points: string, stroke: string, kind: string) =>
    make("polyline", {
      points,
      fill: "none",
      stroke,
      ...(kind === "trained" && { "stroke-width": 2, "stroke-dasharray": 6 }),
      "data-line": kind,
    });
  if (trained && band.length > 0) {
    const { wavelengths } = trained;
    const [low, high] = band;
    svg.append(make("polygon", {
      points: points(
        [...wavelengths, ...wavelengths.toReversed()],
        [...low, ...high.toReversed()],
      ),
      fill: TRAINED,
      opacity: 0.2,
      "data-line": "spread",
    }));
  }
  svg.append(make("text", {
    x: WIDTH / 2,
    y: HEIGHT - 6,
    "text-anchor": "middle",
  }, `wavelength (nm); ${quantity}`));
  if (trained) {
    const { wavelengths, line: values } = trained;
    svg.append(line(points(wavelengths, values), TRAINED, "trained"));
  }
  lines.forEach((values, at) => {
    const color = flags?.[at] ? FLAGGED : NEW;
    svg.append(line(points(grid, values), color, "new"));
  });
  const figure = document.createElement("figure");
  const picture = document.createElement("div");
  picture.className = "picture";
  picture.append(svg as Node);
  const text = document.createElement("figcaption");
  text.textContent = caption;
  figure.append(picture, text);
  return figure;
}

function wordsOf(
  { samples, taken }: PagePrediction["spectra"],
  shown: number,
  trained: TrainedSpectra | null,
) {
  const some = samples.length > shown
    ? `The first ${shown} of ${samples.length} new spectra`
    : samples.length === 1
    ? "The new spectrum"
    : `The ${samples.length} new spectra`;
  return {
    quantity: taken?.quantity ?? "reflectance",
    caption: `${some} (blue; orange where flagged), replicates averaged` +
      (trained
        ? `. Grey, broken: ${trained.words}.`
        : "; the run keeps no training " +
          "spectra to draw them against."),
  };
}

/** Of each sample, the mean of its replicates. */
function linesOf(
  { samples, replicates, wavelengths, reflectance }: PagePrediction["spectra"],
): number[][] {
  const bands = wavelengths.length;
  return samples.slice(0, MOST_LINES).map((_, sample) =>
    Array.from({ length: bands }, (_, band) => {
      let sum = 0;
      for (let r = 0; r < replicates; r++) {
        sum += reflectance[(sample * replicates + r) * bands + band];
      }
      return sum / replicates;
    })
  );
}
