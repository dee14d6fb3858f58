/// <reference lib="dom" />
// A small chart of lines, as the page's scripts draw them.

const SVG = "http://www.w3.org/2000/svg";
const [LEFT, RIGHT, BELOW, ABOVE] = [64, 12, 40, 12];

/** A chart without its lines. */
export interface Chart {
  readonly svg: SVGElement;
  /** Makes an element for it. */
  readonly make: (
    name: string,
    attributes: Readonly<Record<string, string | number>>,
    text?: string,
  ) => SVGElement;
  /** Points of a line, as SVG has them. */
  readonly points: (
    across: readonly number[],
    up: readonly number[],
  ) => string;
}

/**
 * Draws axes.
 *
 * @param document The page.
 * @param options Size, what it shows in words, and all values of each axis.
 */
export function createChart(
  document: Document,
  { width, height, words, across, up }: {
    readonly width: number;
    readonly height: number;
    readonly words: string;
    readonly across: readonly number[];
    readonly up: readonly number[];
  },
): Chart {
  const make: Chart["make"] = (name, attributes, text = "") => {
    const element = document.createElementNS(SVG, name) as SVGElement;
    for (const [key, value] of Object.entries(attributes)) {
      element.setAttribute(key, String(value));
    }
    if (text !== "") element.textContent = text;
    return element;
  };
  const [first, last] = extent(across);
  const [least, most] = extent(up);
  const x = (value: number) =>
    LEFT + (value - first) / (last - first || 1) * (width - LEFT - RIGHT);
  const y = (value: number) =>
    ABOVE + (most - value) / (most - least || 1) * (height - BELOW - ABOVE);
  const svg = make("svg", {
    viewBox: `0 0 ${width} ${height}`,
    width,
    role: "img",
    "aria-label": words,
    "font-family": "Roboto, sans-serif",
    "font-size": 11,
    fill: "#222",
  });
  for (const value of ticks(least, most)) {
    const [at, end] = [y(value), "end"];
    svg.append(
      make("line", {
        ...{ x1: LEFT, x2: width - RIGHT, y1: at, y2: at },
        stroke: "#e6e6e6",
      }),
      make("text", { x: LEFT - 6, y: at + 4, "text-anchor": end }, `${value}`),
    );
  }
  for (const value of ticks(first, last)) {
    svg.append(make("text", {
      x: x(value),
      y: height - BELOW + 16,
      "text-anchor": "middle",
    }, `${value}`));
  }
  const points: Chart["points"] = (across, up) =>
    up.map((value, i) => `${x(across[i]).toFixed(2)},${y(value).toFixed(2)}`)
      .join(" ");
  return { svg, make, points };
}

/** Round numbers within a range, three to six. */
function ticks(from: number, to: number): number[] {
  const rough = (to - from) / 6;
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
