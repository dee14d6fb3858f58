// The last step of the spectrogram stage: channels scaled as the config asks,
// fitted on the training part; for prediction, scaled as fitted.
import type { Config } from "../config.ts";
import { InputError } from "../errors.ts";
import { files } from "../files/files.ts";
import {
  applyChannelScale,
  type ChannelScale,
  fitChannelScale,
} from "../spectrogram/channel_scale.ts";
import {
  CHANNEL_SCALE_FILE,
  decodeChannelScale,
} from "../spectrogram/channel_scale_file.ts";
import type { ImageStack } from "../spectrogram/image.ts";

type SpectrogramPart = Pick<Config, "spectrogram">;

/**
 * Scales the images of a run.
 *
 * @param config Its normalization.
 * @param images Images of all samples.
 * @param training Indices of the training part.
 * @returns The images, and what they were scaled by, or null if by nothing.
 */
export function scaleImages(
  { spectrogram }: SpectrogramPart,
  images: ImageStack,
  training: readonly number[],
): { readonly images: ImageStack; readonly scale: ChannelScale | null } {
  if (spectrogram.normalization !== "standardize") {
    return { images, scale: null };
  }
  const scale = fitChannelScale(images, training);
  return { images: applyChannelScale(images, scale), scale };
}

/**
 * Scales new images as those of a run were.
 *
 * @param config The run's config.
 * @param images New images.
 * @param run Folder of the run, or null where there is a config only.
 * @throws {InputError} If what was fitted is not there.
 */
export async function scaleImagesAgain(
  { spectrogram }: SpectrogramPart,
  images: ImageStack,
  run: string | null,
): Promise<ImageStack> {
  if (spectrogram.normalization !== "standardize") return images;
  if (run === null) {
    throw new InputError(
      'The config has normalization "standardize", which was fitted to a ' +
        "training part; expected --run with the run that has what was fitted",
    );
  }
  const path = `${run}/${CHANNEL_SCALE_FILE}`;
  const bytes = await files().read(path);
  if (bytes !== null) {
    return applyChannelScale(images, decodeChannelScale(bytes, path));
  }
  throw new InputError(
    `${run}: has no ${CHANNEL_SCALE_FILE}; expected what its channels were ` +
      "scaled by",
  );
}
