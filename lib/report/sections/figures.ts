// The figures of a run, as SVG in place. Points of measured against predicted
// are numbered like the rows of the residuals' table, for the page's scripts.
import type { Section } from "../frame.ts";
import { type Content, Html, html } from "../html.ts";
import type { RunReport } from "../run_report.ts";
import { embedSvg } from "../svg.ts";

/** An SVG that is larger is shown by its PNG: many points make a page slow. */
const LARGEST_SVG = 700_000;

/** Shows the figures of a run. */
export function figuresSection(
  { figures, config, predictions }: RunReport,
): Section {
  const points = (name: string) => {
    if (!name.startsWith("measured_predicted")) return [];
    const target =
      config.targets.find((each) =>
        name === `measured_predicted_${each.replace(/[^\w.-]/g, "_")}`
      ) ?? config.targets[0];
    return (["train", "validation", "test"] as const).flatMap((part) =>
      predictions.flatMap((row, at) =>
        row.part === part && row.target === target &&
          Number.isFinite(row.measured) && Number.isFinite(row.predicted)
          ? [at]
          : []
      )
    );
  };
  return {
    id: "figures",
    title: "Figures",
    content: figureNames(figures).map((name) =>
      html`${figure(name, figures, points(name))}${CONTROLS[kindOf(name)]}`
    ),
  };
}

/** Names of figures, without folder and ending. */
export function figureNames(
  figures: Readonly<Record<string, Uint8Array>>,
): string[] {
  const rank = (name: string) => {
    const at = ORDER.indexOf(kindOf(name));
    return at < 0 ? ORDER.length : at;
  };
  return Object.keys(figures).filter((path) => path.endsWith(".svg"))
    .map((path) => path.slice("figures/".length, -".svg".length))
    .sort((a, b) => rank(a) - rank(b) || (a < b ? -1 : 1));
}

/** One figure with its caption. */
export function figure(
  name: string,
  figures: Readonly<Record<string, Uint8Array>>,
  points: readonly number[] = [],
): Html {
  const svg = new TextDecoder().decode(figures[`figures/${name}.svg`]);
  const caption = CAPTIONS[kindOf(name)] ?? "";
  const alternative = `${name.replaceAll("_", " ")}. ${caption}`.trim();
  return html`
    <figure id="figure-${name}" data-figure="${kindOf(name)}">
      <div class="picture" tabindex="0" role="group"
        aria-label="${name.replaceAll("_", " ")}">${svg.length > LARGEST_SVG
          ? html`<img alt="${alternative}" src="data:image/png;base64,${
            figures[`figures/${name}.png`].toBase64()
          }">`
          : new Html(embedSvg(svg, { name, alternative, points }))}</div>
      <figcaption>${caption} <code>figures/${name}.svg</code></figcaption>
    </figure>
  `;
}

const ORDER = ["measured_predicted", "history", "coverage", "models"];

function kindOf(name: string): string {
  return Object.keys(CAPTIONS).find((kind) => name.startsWith(kind)) ?? name;
}

const CAPTIONS: Readonly<Record<string, string>> = {
  measured_predicted:
    "Measured and predicted values; on the dashed line both " +
    "are equal.",
  history:
    "Root mean squared error by epoch, of the samples that train and of " +
    "those that are watched.",
  coverage:
    "What share of measured values intervals hold, and what share they " +
    "should hold.",
  waveform_spectrogram: "A spectrum of the training part and its spectrogram.",
  models: "R² of every test part by model.",
  learning_curve: "R² by the number of samples that were learnt from.",
};

/** What scripts fill; native controls, so that keyboards work. */
const CONTROLS: Readonly<Record<string, Content>> = {
  measured_predicted: html`
    <div hidden data-scripted="">
      <fieldset class="controls" data-parts="">
        <legend>Show</legend>
      </fieldset>
      <div
        class="controls"><label>Sample, by measured value <input type="range" min="0" max="0" value="0" data-step=""></label>
    <output data-sample="" aria-live="polite">Point at a sample, or move the slider.</output></div>
    </div>
  `,
  history: html`
    <div hidden data-scripted="" data-zoom="">
      <div
        class="controls"><label>Look closer: epochs <input type="number" min="1" data-from=""></label>
    <label>to <input type="number" min="1" data-to=""></label>
    <button type="button" data-all="">All epochs</button></div>
      <div class="picture" tabindex="0" role="group" aria-label="Some epochs"
        data-closer=""></div>
    </div>
  `,
};
