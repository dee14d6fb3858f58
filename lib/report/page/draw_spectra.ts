/// <reference lib="dom" />
// New spectra against those that the run was trained on.
import type { PagePrediction } from "./predict_files.ts";
import type { TrainedSpectra } from "./trained_spectra.ts";

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT, LEFT, RIGHT, BELOW, ABOVE] = [640, 300, 58, 12, 40, 12];
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
  const ends = extent([...grid, ...trained?.wavelengths ?? []]);
  const [least, most] = extent(all);
  const x = (nm: number) =>
    LEFT + (nm - ends[0]) / (ends[1] - ends[0] || 1) * (WIDTH - LEFT - RIGHT);
  const y = (value: number) =>
    ABOVE + (most - value) / (most - least || 1) * (HEIGHT - BELOW - ABOVE);
  const path = (nm: readonly number[], values: readonly number[]) =>
    values.map((value, i) => `${x(nm[i]).toFixed(2)},${y(value).toFixed(2)}`);
  const { caption, quantity } = wordsOf(spectra, lines.length, trained);
  const svg = make(document, "svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    width: WIDTH,
    role: "img",
    "aria-label": caption,
    "font-family": "Roboto, sans-serif",
    "font-size": 11,
    fill: "#222",
  });
  const line = (points: readonly string[], stroke: string, kind: string) =>
    make(document, "polyline", {
      points: points.join(" "),
      fill: "none",
      stroke,
      ...(kind === "trained" && { "stroke-width": 2, "stroke-dasharray": 6 }),
      "data-line": kind,
    });
  if (trained && band.length > 0) {
    const [low, high] = band.map((values) => path(trained.wavelengths, values));
    svg.append(make(document, "polygon", {
      points: [...low, ...high.toReversed()].join(" "),
      fill: TRAINED,
      opacity: 0.2,
      "data-line": "spread",
    }));
  }
  svg.append(...axes(document, { x, y, ends, values: [least, most] }));
  svg.append(make(document, "text", {
    x: (LEFT + WIDTH - RIGHT) / 2,
    y: HEIGHT - 6,
    "text-anchor": "middle",
  }, `wavelength (nm); ${quantity}`));
  if (trained) {
    svg.append(
      line(path(trained.wavelengths, trained.line), TRAINED, "trained"),
    );
  }
  lines.forEach((values, at) => {
    const color = flags?.[at] ? FLAGGED : NEW;
    svg.append(line(path(grid, values), color, "new"));
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

function axes(
  document: Document,
  { x, y, ends, values: [least, most] }: {
    readonly x: (nm: number) => number;
    readonly y: (value: number) => number;
    readonly ends: readonly [number, number];
    readonly values: readonly [number, number];
  },
): SVGElement[] {
  return [
    ...ticks(least, most).flatMap((value) => [
      make(document, "line", {
        x1: LEFT,
        x2: WIDTH - RIGHT,
        y1: y(value),
        y2: y(value),
        stroke: "#e6e6e6",
      }),
      make(document, "text", {
        x: LEFT - 6,
        y: y(value) + 4,
        "text-anchor": "end",
      }, String(value)),
    ]),
    ...ticks(...ends).map((nm) =>
      make(document, "text", {
        x: x(nm),
        y: HEIGHT - BELOW + 16,
        "text-anchor": "middle",
      }, String(nm))
    ),
  ];
}

/** Round numbers within a range, four or so. */
function ticks(from: number, to: number): number[] {
  const rough = (to - from) / 4;
  if (!(rough > 0)) return [from];
  const size = 10 ** Math.floor(Math.log10(rough));
  const step = size * [1, 2, 5, 10].find((times) => times * size >= rough)!;
  const found: number[] = [];
  for (let at = Math.ceil(from / step); at * step <= to; at++) {
    found.push(Number((at * step).toPrecision(6)));
  }
  return found;
}

function extent(values: readonly number[]): [number, number] {
  return [
    values.reduce((a, b) => Math.min(a, b), Infinity),
    values.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
}

function make(
  document: Document,
  name: string,
  attributes: Record<string, string | number>,
  text = "",
): SVGElement {
  const element = document.createElementNS(SVG, name) as SVGElement;
  for (const [key, value] of Object.entries(attributes)) {
    element.setAttribute(key, String(value));
  }
  if (text !== "") element.textContent = text;
  return element;
}
