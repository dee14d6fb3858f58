/// <reference lib="dom" />
// Some epochs of the history, drawn larger.
import { createChart } from "./chart.ts";
import { reportData } from "./report_data.ts";

const [WIDTH, HEIGHT] = [640, 260];
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
  const [first, last] = [rows[0][0], rows[rows.length - 1][0]];
  const [least, most] = [
    values.reduce((a, b) => Math.min(a, b), Infinity),
    values.reduce((a, b) => Math.max(a, b), -Infinity),
  ];
  const { svg, make, points } = createChart(document, {
    width: WIDTH,
    height: HEIGHT,
    words: `RMSE from epoch ${first} to ${last}: from ` +
      `${least.toPrecision(4)} to ${most.toPrecision(4)}`,
    across: [first, last],
    up: values,
  });
  COLORS.forEach((color, at) => {
    const known = rows.filter((row) => Number.isFinite(row[at + 1]));
    svg.append(
      make("polyline", {
        points: points(
          known.map(([epoch]) => epoch),
          known.map((row) => row[at + 1]),
        ),
        fill: "none",
        stroke: color,
      }),
      make("text", {
        x: WIDTH / 2 + at * 90,
        y: HEIGHT - 6,
        fill: color,
      }, NAMES[at]),
    );
  });
  return svg;
}
