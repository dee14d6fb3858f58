// What the network of a finished run looks at, as a table and a figure.
import { encodeTable } from "../artifacts/csv_table.ts";
import { columnMeans } from "../baselines/baseline.ts";
import type { OpenBackend } from "../backend/open.ts";
import { loadConfig } from "../config.ts";
import { InputError } from "../errors.ts";
import { integratedGradients } from "../explain/integrated_gradients.ts";
import { occlude } from "../explain/occlusion.ts";
import { occlusionFigure } from "../figures/occlusion.ts";
import { renderPng, renderSvg } from "../figures/render.ts";
import { predict } from "../model/predict.ts";
import { onlyNetwork } from "./only_network.ts";
import { loadNetwork } from "../model/load_model.ts";
import { selectSamples } from "../spectra/join.ts";
import type { SpectraSet } from "../spectra/spectra_set.ts";
import { splitSamples } from "../training/split.ts";
import { loadData } from "./data.ts";
import { byEnding } from "./file_ending.ts";
import { makeImages } from "./images.ts";
import { readManifest } from "./manifest_file.ts";
import { preprocessAgain } from "./preprocess.ts";
import { scaleImagesAgain } from "./scale_images.ts";
import { predictedValues } from "../training/target_transform.ts";

/**
 * How a stretch of wavelengths is weighed: by what predictions change without it,
 * or by its share in what they differ by from the mean spectrum's.
 */
export type ExplainMethod = "occlusion" | "integrated-gradients";

/** What {@linkcode explainRun} gives. */
export interface Explanation {
  /** The file's bytes. */
  readonly bytes: Uint8Array;
  /** What there is to say of it, in a line, or null. */
  readonly remark: string | null;
}

/** A stretch as tables and figures have it. */
interface Weighed {
  readonly from: number;
  readonly to: number;
  /** Values by column of the table, target after target. */
  readonly values: readonly number[];
  /** What the figure draws. */
  readonly drawn: number;
}

/** How {@linkcode explainRun} works. */
export interface ExplainOptions {
  readonly backend: OpenBackend;
  /** Width of a stretch in nm. */
  readonly width: number;
  /** What is measured; occlusion if not given. */
  readonly method?: ExplainMethod;
  /** Places on the way of integrated gradients; 8 if not given. */
  readonly steps?: number;
  /** Called at the start of each stage; gives its progress function. */
  readonly stage?: (
    name: string,
    unit: string,
  ) => (done: number, total: number) => void;
}

/**
 * Weighs stretches of the test part's spectra.
 *
 * @param run Folder of a finished run, whose data are here.
 * @param out File to write, by its ending: `.csv`, `.svg` or `.png`.
 * @param options Backend, width and method.
 * @returns The file's bytes, and what there is to say of them.
 * @throws {InputError} If data or run are not as they should be.
 */
export async function explainRun(
  run: string,
  out: string,
  options: ExplainOptions,
): Promise<Explanation> {
  const { backend, width, stage = () => () => {} } = options;
  const method = options.method ?? "occlusion";
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
  const split = splitSamples({
    samples: data.spectra.samples.length,
    groups: data.spectra.groups,
  }, config.split);
  const network = await loadNetwork(await onlyNetwork(run));
  const quiet = () => () => {};
  const predictAgain = async (spectra: SpectraSet) => {
    const treated = await preprocessAgain(config, spectra, {
      run,
      stage: quiet,
    });
    const made = await makeImages(treated, config.spectrogram, { backend });
    const images = await scaleImagesAgain(config, made, run);
    return predictedValues(config.training, await predict(network, images));
  };
  try {
    const weighing = {
      width,
      targets: config.targets.length,
      predict: predictAgain,
      onProgress: stage("explain", "stretches"),
    };
    const tested = selectSamples(data.spectra, split.test);
    const { stretches, remark } = method === "occlusion"
      ? await byOcclusion(tested, weighing)
      : await byGradients(tested, {
        ...weighing,
        baseline: meanSpectrum(selectSamples(data.spectra, split.train)),
        steps: options.steps ?? 8,
      }, config.targets);
    backend.check();
    if (kind === "csv") {
      return { bytes: table(stretches, config.targets, method), remark };
    }
    const svg = await renderSvg(occlusionFigure({
      title: config.name,
      protocol: config.split.protocol,
      synthetic: data.synthetic,
      target: config.targets[0],
      measure: MEASURES[method],
      points: stretches.map(({ from, to, drawn }) => ({
        from,
        to,
        change: drawn,
      })),
    }));
    const bytes = kind === "png"
      ? await renderPng(svg)
      : new TextEncoder().encode(svg);
    return { bytes, remark };
  } finally {
    network.dispose();
  }
}

/** What the figure's axis says, ahead of the target. */
const MEASURES: Readonly<Record<ExplainMethod, string>> = {
  "occlusion": "RMS change of",
  "integrated-gradients": "Mean absolute share in",
};

/** Columns of a target. */
const COLUMNS: Readonly<Record<ExplainMethod, readonly string[]>> = {
  "occlusion": ["rms_change"],
  "integrated-gradients": ["mean_share", "mean_absolute_share"],
};

async function byOcclusion(
  spectra: SpectraSet,
  options: Parameters<typeof occlude>[1],
): Promise<{ stretches: Weighed[]; remark: string | null }> {
  const found = await occlude(spectra, options);
  const stretches = found.map(({ from, to, change }) => ({
    from,
    to,
    values: change,
    drawn: change[0],
  }));
  return { stretches, remark: null };
}

async function byGradients(
  spectra: SpectraSet,
  options: Parameters<typeof integratedGradients>[1],
  targets: readonly string[],
): Promise<{ stretches: Weighed[]; remark: string | null }> {
  const found = await integratedGradients(spectra, options);
  const stretches = found.stretches.map(({ from, to, mean, meanAbsolute }) => ({
    from,
    to,
    values: mean.flatMap((value, target) => [value, meanAbsolute[target]]),
    drawn: meanAbsolute[0],
  }));
  const off = targets.map((target, i) =>
    `${target} ${Number(found.incomplete[i].toPrecision(2))}`
  );
  const remark = `shares add up to what predictions differ by from the mean ` +
    `spectrum's within ${off.join(", ")} (RMS); more --steps bring it down`;
  return { stretches, remark };
}

/** Mean over samples, band by band and replicate by replicate. */
function meanSpectrum(
  { samples, replicates, wavelengths, reflectance }: SpectraSet,
): Float64Array {
  return columnMeans({
    rows: samples.length,
    columns: replicates * wavelengths.length,
    values: reflectance,
  });
}

function table(
  stretches: readonly Weighed[],
  targets: readonly string[],
  method: ExplainMethod,
): Uint8Array {
  return encodeTable(
    [
      "from_nm",
      "to_nm",
      ...targets.flatMap((target) =>
        COLUMNS[method].map((column) => `${column}_${target}`)
      ),
    ],
    stretches.map(({ from, to, values }) => [from, to, ...values]),
  );
}
