/// <reference lib="dom" />
// Figures that answer: a point says which sample it is, parts can be left out,
// and the history can be looked at more closely.
import { installZoom } from "./zoom.ts";

/**
 * Makes the figures of a report interactive.
 *
 * @param document The report.
 */
export function installFigures(document: Document): void {
  const figures = document.querySelectorAll<HTMLElement>(
    '[data-figure="measured_predicted"]',
  );
  for (const figure of figures) installPoints(document, figure);
  installZoom(document);
}

function installPoints(document: Document, figure: HTMLElement): void {
  const controls = figure.nextElementSibling;
  const slider = controls?.querySelector<HTMLInputElement>("[data-step]");
  const said = controls?.querySelector("[data-sample]");
  const parts = controls?.querySelector("[data-parts]");
  const rowOf = (point: Element) =>
    document.getElementById(`row-${point.getAttribute("data-row")}`);
  const points = [...figure.querySelectorAll<SVGPathElement>("[data-row]")];
  if (!slider || !said || !parts || points.length === 0) return;
  // A slider goes from left to right, as the measured values do.
  points.sort((a, b) => left(a) - left(b));
  slider.max = String(points.length - 1);
  const show = (point: SVGPathElement) => {
    for (const other of document.querySelectorAll(".shown")) {
      other.classList.remove("shown");
    }
    const row = rowOf(point);
    point.classList.add("shown");
    row?.classList.add("shown");
    slider.value = String(points.indexOf(point));
    said.textContent = row ? words(row) : "This sample is not in the table.";
    slider.setAttribute("aria-valuetext", said.textContent);
  };
  slider.addEventListener("input", () => show(points[Number(slider.value)]));
  for (const point of points) {
    point.addEventListener("pointerenter", () => show(point));
    point.addEventListener("click", () => {
      show(point);
      rowOf(point)?.scrollIntoView({ block: "center" });
    });
  }
  const there = new Set(points.map((point) => rowOf(point)?.dataset.part));
  for (const part of ["train", "validation", "test"]) {
    if (!there.has(part)) continue;
    const label = document.createElement("label");
    const box = document.createElement("input");
    Object.assign(box, { type: "checkbox", checked: true });
    label.append(box, part);
    parts.append(label);
    box.addEventListener("change", () => {
      for (const point of points) {
        if (rowOf(point)?.dataset.part !== part) continue;
        point.classList.toggle("dim", !box.checked);
      }
      const rows = document.querySelectorAll<HTMLElement>("tr[data-row]");
      for (const row of rows) {
        if (row.dataset.part === part) row.hidden = !box.checked;
      }
    });
  }
}

/** Where a point stands, within its panel. */
function left(point: Element): number {
  const place = /translate\(([-\d.]+)/.exec(
    point.getAttribute("transform") ?? "",
  );
  return place ? Number(place[1]) : 0;
}

/** The cells of a row, each after the name of its column. */
function words(row: HTMLElement): string {
  const titles = row.closest("table")!.querySelectorAll("thead th");
  return [...row.children]
    .map((cell, at) => `${titles[at].textContent} ${cell.textContent}`)
    .join(", ");
}
