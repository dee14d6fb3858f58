/// <reference lib="dom" />
// Steps through the spectrograms of a run that was dropped: they are too large
// to stand in the page.
import { decodeTable } from "../../artifacts/csv_table.ts";
import { decodeNpy } from "../../artifacts/npy.ts";
import { InputError } from "../../errors.ts";
import type { Files } from "./check_files.ts";

/**
 * Puts a canvas and a slider under the figures.
 *
 * @param document The report.
 * @param files The run; nothing is shown where they cannot be read.
 */
export function showSpectrograms(document: Document, files: Files): void {
  const section = document.getElementById("figures");
  const bytes = files.get("spectrograms.npy");
  const table = files.get("samples.csv");
  if (!section || !bytes || !table) return;
  let images: ReturnType<typeof decodeNpy>;
  let names: string[];
  try {
    images = decodeNpy(bytes, "spectrograms.npy");
    names = decodeTable(table, ["sample"], "samples.csv")
      .map(({ sample }) => sample);
  } catch (error) {
    if (error instanceof InputError) return; // The findings say so.
    throw error;
  }
  if (images.shape.length !== 4) return;
  const [samples, bins, frames, channels] = images.shape;
  section.querySelector("[data-spectrograms]")?.remove();
  const box = document.createElement("div");
  box.dataset.spectrograms = "";
  const title = document.createElement("h3");
  title.textContent = "Spectrograms of the dropped run";
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [frames, bins];
  const slider = (words: string, most: number) => {
    const label = document.createElement("label");
    const input = document.createElement("input");
    Object.assign(input, { type: "range", min: "0", max: String(most - 1) });
    input.value = "0";
    label.append(words, input);
    return { label, input };
  };
  const sample = slider("Sample ", samples);
  const channel = slider("Channel ", channels);
  const controls = document.createElement("div");
  controls.className = "controls";
  const said = document.createElement("output");
  controls.append(sample.label, channel.label, said);
  const draw = () => {
    const [at, of] = [sample.input, channel.input].map(({ value }) => +value);
    said.textContent = `${names[at] ?? at}, channel ${of + 1}`;
    canvas.setAttribute("role", "img");
    canvas.setAttribute("aria-label", `Spectrogram of ${said.textContent}`);
    paint(
      canvas,
      bins * frames,
      (cell) => images.data[(at * bins * frames + cell) * channels + of],
    );
  };
  sample.input.addEventListener("input", draw);
  channel.input.addEventListener("input", draw);
  box.append(title, controls, canvas);
  section.append(box);
  draw();
}

/** Low frequencies below, as in the figure; least is dark, most is light. */
function paint(
  canvas: HTMLCanvasElement,
  cells: number,
  value: (cell: number) => number,
): void {
  const context = canvas.getContext("2d")!;
  const image = context.createImageData(canvas.width, canvas.height);
  let [least, most] = [Infinity, -Infinity];
  for (let cell = 0; cell < cells; cell++) {
    least = Math.min(least, value(cell));
    most = Math.max(most, value(cell));
  }
  for (let cell = 0; cell < cells; cell++) {
    const row = canvas.height - 1 - Math.floor(cell / canvas.width);
    const at = (row * canvas.width + cell % canvas.width) * 4;
    const share = shareOf(value(cell), least, most);
    image.data[at] = 255 * share;
    image.data[at + 1] = 230 * share ** 1.5;
    image.data[at + 2] = 90 + 120 * share * (1 - share);
    image.data[at + 3] = 255;
  }
  context.putImageData(image, 0, 0);
}

/** Decades that are told apart below the most, as in the figures. */
const DECADES = 10;

/** Powers by their logarithm, as the figures show them; others as they are. */
function shareOf(value: number, least: number, most: number): number {
  if (least < 0) return (value - least) / (most - least || 1);
  const decades = Math.log10(Math.max(value / (most || 1), 10 ** -DECADES));
  return 1 + decades / DECADES;
}
