// What follows from the archived numbers of a run: metrics and figures. The
// pipeline, `figures` and `verify` all make them here, so that "the same
// bytes" means the same code on the same numbers.
import { evaluate } from "../evaluation/evaluate.ts";
import { drawFigures } from "../figures/draw.ts";
import { planSpectrogram } from "../spectrogram/image.ts";
import type { Archive } from "./archive.ts";
import { coverageOf } from "./intervals.ts";

export { metricsFile } from "./metrics_file.ts";

/** How figures are to be labelled. */
export interface Labels {
  /** Whether the data were made up by this package. */
  readonly synthetic: boolean;
}

/**
 * Draws the figures of a run.
 *
 * @param archive Its archived numbers.
 * @param labels How to label them.
 * @param onProgress Called after each figure.
 * @returns Bytes by path inside the run, such as `figures/history.svg`.
 */
export async function figureFiles(
  archive: Archive,
  labels: Labels,
  onProgress?: (done: number, total: number) => void,
): Promise<Record<string, Uint8Array>> {
  const { config, images, samples, waveform } = archive;
  const plan = planSpectrogram(
    config.spectrogram,
    waveform.wavelengths.length,
  );
  const shown = samples.findIndex(({ sample }) => sample === waveform.sample);
  const size = images.bins * images.frames;
  const start = shown * size * images.channels;
  const values = Float32Array.from(
    { length: size },
    (_, at) => images.data[start + at * images.channels],
  );
  return await drawFigures({
    coverage: coveredBy(archive),
    label: {
      title: config.name,
      protocol: config.split.protocol,
      synthetic: labels.synthetic,
    },
    targets: config.targets,
    history: archive.history,
    predictions: archive.predictions,
    metrics: evaluate(archive.predictions),
    waveform: {
      sample: waveform.sample,
      ...(images.channels > 1 ? { replicate: 1 } : {}),
      treated: config.preprocess.length > 0,
      value: archive.quantity,
      wavelengths: waveform.wavelengths,
      reflectance: waveform.reflectance,
      spectrogram: {
        bins: images.bins,
        frames: images.frames,
        values,
        segment: plan.segment,
        step: plan.step,
        nfft: plan.nfft,
        quantity: quantityOf(config.spectrogram),
        normalized: config.spectrogram.normalization === "min-max",
        scale: config.spectrogram.scale,
      },
    },
  }, onProgress);
}

/** Coverage of the intervals of a run that has some. */
export function coveredBy({ config, members }: Archive) {
  const some = config.doubt && config.training.ensemble?.sample === "folds";
  return some && members ? coverageOf(config, members) : [];
}

/** What a value of the spectrogram is. */
function quantityOf(
  spectrogram: Archive["config"]["spectrogram"],
): "PSD" | "power" | "magnitude" {
  if (spectrogram.method === "tensorflow") return "magnitude";
  if (spectrogram.mode === "magnitude") return "magnitude";
  return spectrogram.scaling === "density" ? "PSD" : "power";
}
