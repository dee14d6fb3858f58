// Spectrograms on the backend of the run: float64 on the processor, or all frames
// of all spectra at once on WebGPU.
import type { OpenBackend } from "../backend/open.ts";
import {
  type ImageStack,
  type SpectraLike,
  type SpectrogramOptions,
  toImages,
} from "../spectrogram/image.ts";

/**
 * Turns spectra into the network's images.
 *
 * @param spectra Reflectance by sample, replicate and wavelength.
 * @param options Method and parameters of the spectrogram.
 * @param run The open backend, and where progress goes.
 * @throws {InputError} If a spectrum cannot be normalised; it is named.
 */
export async function makeImages(
  spectra: SpectraLike,
  options: SpectrogramOptions,
  { backend, onProgress }: {
    readonly backend: Pick<OpenBackend, "name">;
    readonly onProgress?: (done: number, total: number) => void;
  },
): Promise<ImageStack> {
  if (backend.name !== "webgpu") {
    return await toImages(spectra, options, { onProgress });
  }
  const { matrixProduct } = await import("../backend/matrix_product.ts");
  const { deviceImages } = await import("../backend/webgpu/device_images.ts");
  return await toImages(spectra, options, {
    onProgress,
    product: matrixProduct,
    device: deviceImages,
  });
}
