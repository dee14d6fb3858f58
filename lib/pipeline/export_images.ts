// Images for other tools, in the format that a file's name asks for.
import { encodeNpy } from "../artifacts/npy.ts";
import { encodeNpz } from "../artifacts/npz.ts";
import { encodeSpectrogramPickle } from "../artifacts/pickle.ts";
import type { ImageStack } from "../spectrogram/image.ts";

/** Writes images with the names of their samples. */
type EncodeImages = (
  names: readonly string[],
  images: ImageStack,
) => Uint8Array<ArrayBuffer>;

/** Formats of images by the ending of a file's name. */
export const IMAGE_FORMATS: Readonly<Record<string, EncodeImages>> = {
  npy: (_, images) => encodeNpy(images.data, shapeOf(images)),
  npz: (names, images) =>
    encodeNpz({
      spectrograms: { data: images.data, shape: shapeOf(images) },
      samples: { data: names, shape: [names.length] },
    }),
  pickle: encodeSpectrogramPickle,
};

/** Axes of a stack of images. */
function shapeOf({ samples, bins, frames, channels }: ImageStack): number[] {
  return [samples, bins, frames, channels];
}
