// Prediction of new spectra by a finished run: the same spectrogram, the same
// network, nothing learnt anew.
import { encodeTable } from "../artifacts/csv_table.ts";
import type { OpenBackend } from "../backend/open.ts";
import { loadConfig } from "../config.ts";
import { InputError } from "../errors.ts";
import { predict } from "../model/predict.ts";
import { loadNetwork } from "../model/saved_model.ts";
import { planSpectrogram } from "../spectrogram/image.ts";
import { openSpectra } from "../spectra/open.ts";
import { makeImages } from "./images.ts";
import type { OnProgress } from "../pipeline.ts";

/**
 * Predicts the samples of a file of spectra.
 *
 * @param run Folder of a finished run.
 * @param path The spectra.
 * @param options The open backend, and where progress goes.
 * @returns CSV: a column `sample`, then one for each target.
 * @throws {InputError} If the spectra are not of the shape that the run's
 * network was trained on.
 */
export async function predictSpectra(
  run: string,
  path: string,
  { backend, stage = () => () => {} }: {
    readonly backend: OpenBackend;
    readonly stage?: (name: string, unit: string) => OnProgress;
  },
): Promise<Uint8Array> {
  const config = await loadConfig(`${run}/config.json`);
  const spectra = await openSpectra(path, {
    onProgress: stage("spectra", "bytes"),
  });
  const network = await loadNetwork(`${run}/model`);
  try {
    const [bins, frames, channels] = network.spec.inputShape;
    const plan = planSpectrogram(
      config.spectrogram,
      spectra.wavelengths.length,
    );
    if (
      plan.bins !== bins || plan.frames !== frames ||
      spectra.replicates !== channels
    ) {
      throw new InputError(
        `${path}: has ${spectra.replicates} spectra a sample with ` +
          `${spectra.wavelengths.length} bands, which give images of ` +
          `${plan.bins} × ${plan.frames} × ${spectra.replicates}; the network ` +
          `of ${run} takes ${bins} × ${frames} × ${channels}`,
      );
    }
    const images = await makeImages(spectra, config.spectrogram, {
      backend,
      onProgress: stage("spectrogram", "spectra"),
    });
    const predicted = await predict(network, images);
    backend.check();
    const width = config.targets.length;
    return encodeTable(
      ["sample", ...config.targets],
      spectra.samples.map((sample, row) => [
        sample,
        ...predicted.subarray(row * width, (row + 1) * width),
      ]),
    );
  } finally {
    network.dispose();
  }
}
