/// <reference lib="dom" />
// Some epochs of the history, drawn larger.
import { reportData } from "./report_data.ts";

const SVG = "http://www.w3.org/2000/svg";
const [WIDTH, HEIGHT, LEFT, BELOW] = [640, 260, 64, 34];
const COLORS = ["#0072B2", "#D55E00"];
const NAMES = ["training", "watched samples"];

/**
 * Lets a reader choose epochs, by two numbers.
 *
 * @param document The report.
 */
export function installZoom(document: Document): void {
  const zoom = document.querySelector("[data-zoom]");
  const { history = [] } = reportData(document);
  const from = zoom?.querySelector<HTMLInputElement>("[data-from]");
  const to = zoom?.querySelector<HTMLInputElement>("[data-to]");
  const all = zoom?.querySelector("[data-all]");
  const place = zoom?.querySelector("[data-closer]");
  if (!from || !to || !all || !place || history.length < 2) {
    zoom?.setAttribute("hidden", "");
    return;
  }
  const last = history[history.length - 1][0];
  from.max = to.max = String(last);
  const reset = () => {
    [from.value, to.value] = ["1", String(last)];
    place.replaceChildren();
  };
  const draw = () => {
    const rows = history.filter(([epoch]) =>
      epoch >= Number(from.value) && epoch <= Number(to.value)
    );
    if (rows.length < 2) place.replaceChildren();
    else place.replaceChildren(chart(document, rows));
  };
  from.addEventListener("input", draw);
  to.addEventListener("input", draw);
  all.addEventListener("click", reset);
  reset();
}

function chart(
  document: Document,
  rows: readonly (readonly [number, number, number])[],
): SVGElement {
  const values = rows.flatMap(([, a, b]) => [a, b]).filter(Number.isFinite);
  const least = values.reduce((a, b) => Math.min(a, b), Infinity);
  const most = values.reduce((a, b) => Math.max(a, b), -Infinity);
  const [first, last] = [rows[0][0], rows[rows.length - 1][0]];
  const x = (epoch: number) =>
    LEFT + (epoch - first) / (last - first) * (WIDTH - LEFT - 12);
  const y = (value: number) =>
    12 + (most - value) / (most - least || 1) * (HEIGHT - BELOW - 24);
  const make = (
    name: string,
    attributes: Record<string, string | number>,
    text = "",
  ) => {
    const element = document.createElementNS(SVG, name) as SVGElement;
    for (const [key, value] of Object.entries(attributes)) {
      element.setAttribute(key, String(value));
    }
    element.textContent = text;
    return element;
  };
  const svg = make("svg", {
    viewBox: `0 0 ${WIDTH} ${HEIGHT}`,
    width: WIDTH,
    role: "img",
    "aria-label": `RMSE from epoch ${first} to ${last}: from ` +
      `${least.toPrecision(4)} to ${most.toPrecision(4)}`,
    "font-family": "Roboto, sans-serif",
    "font-size": 11,
    fill: "#222",
  });
  for (const share of [0, 0.25, 0.5, 0.75, 1]) {
    const value = least + share * (most - least);
    const epoch = Math.round(first + share * (last - first));
    svg.append(
      make("line", {
        x1: LEFT,
        x2: WIDTH - 12,
        y1: y(value),
        y2: y(value),
        stroke: "#e6e6e6",
      }),
      make("text", {
        x: LEFT - 6,
        y: y(value) + 4,
        "text-anchor": "end",
      }, String(Number(value.toPrecision(4)))),
      make("text", {
        x: x(epoch),
        y: HEIGHT - BELOW + 10,
        "text-anchor": "middle",
      }, String(epoch)),
    );
  }
  COLORS.forEach((color, at) => {
    const line = rows.filter((row) => Number.isFinite(row[at + 1]))
      .map((row) => `${x(row[0]).toFixed(2)},${y(row[at + 1]).toFixed(2)}`);
    svg.append(
      make("polyline", { points: line.join(" "), fill: "none", stroke: color }),
      make(
        "text",
        { x: LEFT + at * 90, y: HEIGHT - 5, fill: color },
        NAMES[at],
      ),
    );
  });
  return svg;
}
