// What the network of a finished run looks at, as a table and a figure.
import { encodeTable } from "../artifacts/csv_table.ts";
import type { OpenBackend } from "../backend/open.ts";
import { loadConfig } from "../config.ts";
import { InputError } from "../errors.ts";
import { occlude, type Stretch } from "../explain/occlusion.ts";
import { occlusionFigure } from "../figures/occlusion.ts";
import { renderPng, renderSvg } from "../figures/render.ts";
import { predict } from "../model/predict.ts";
import { loadNetwork } from "../model/saved_model.ts";
import { selectSamples } from "../spectra/join.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";
import { splitSamples } from "../training/split.ts";
import { loadData } from "./data.ts";
import { byEnding } from "./file_ending.ts";
import { makeImages } from "./images.ts";
import { readManifest } from "./manifest_file.ts";
import { preprocessAgain } from "./preprocess.ts";
import { scaleImagesAgain } from "./scale_images.ts";

/** How {@linkcode explainRun} works. */
export interface ExplainOptions {
  readonly backend: OpenBackend;
  /** Width of a stretch in nm. */
  readonly width: number;
  /** Called at the start of each stage; gives its progress function. */
  readonly stage?: (
    name: string,
    unit: string,
  ) => (done: number, total: number) => void;
}

/**
 * Occludes stretches of the test part's spectra.
 *
 * @param run Folder of a finished run, whose data are here.
 * @param out File to write, by its ending: `.csv`, `.svg` or `.png`.
 * @param options Backend and width.
 * @returns The file's bytes.
 * @throws {InputError} If data or run are not as they should be.
 */
export async function explainRun(
  run: string,
  out: string,
  { backend, width, stage = () => () => {} }: ExplainOptions,
): Promise<Uint8Array> {
  const kind = byEnding(
    out,
    { csv: "csv", svg: "svg", png: "png" },
    "What it looks at",
  );
  const manifest = await readManifest(run);
  const config = await loadConfig(`${run}/config.json`);
  const data = await loadData(config, stage("spectra", "bytes"));
  for (const { path, sha256 } of data.inputs) {
    const before = manifest.inputs.find((input) => input.path === path);
    if (before && before.sha256 !== sha256) {
      throw new InputError(
        `${path}: is not the file that ${run} was made from`,
      );
    }
  }
  const { test } = splitSamples({
    samples: data.spectra.samples.length,
    groups: data.spectra.groups,
  }, config.split);
  const network = await loadNetwork(`${run}/model`);
  const quiet = () => () => {};
  const predictAgain = async (spectra: SpectraSet) => {
    const treated = await preprocessAgain(config, spectra, {
      run,
      stage: quiet,
    });
    const made = await makeImages(treated, config.spectrogram, { backend });
    return await predict(network, await scaleImagesAgain(config, made, run));
  };
  try {
    const stretches = await occlude(selectSamples(data.spectra, test), {
      width,
      targets: config.targets.length,
      predict: predictAgain,
      onProgress: stage("explain", "stretches"),
    });
    backend.check();
    if (kind === "csv") return table(stretches, config.targets);
    const svg = await renderSvg(occlusionFigure({
      title: config.name,
      protocol: config.split.protocol,
      synthetic: data.synthetic,
      target: config.targets[0],
      points: stretches.map(({ from, to, change }) => ({
        from,
        to,
        change: change[0],
      })),
    }));
    return kind === "png"
      ? await renderPng(svg)
      : new TextEncoder().encode(svg);
  } finally {
    network.dispose();
  }
}

function table(
  stretches: readonly Stretch[],
  targets: readonly string[],
): Uint8Array {
  return encodeTable(
    ["from_nm", "to_nm", ...targets.map((target) => `rms_change_${target}`)],
    stretches.map(({ from, to, change }) => [from, to, ...change]),
  );
}
