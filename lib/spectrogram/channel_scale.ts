// One mean and one scale for each channel of all images, fitted to the training
// part: unlike min-max, which takes each spectrogram by itself, it keeps what
// tells one sample's spectrogram from another's by its size.
import type { ImageStack } from "./image.ts";

/** What channels were scaled by. */
export interface ChannelScale {
  /** Mean of each channel over the training part. */
  readonly mean: readonly number[];
  /** Standard deviation (of the population) of each channel; never 0. */
  readonly scale: readonly number[];
}

/**
 * Fits a mean and a scale to each channel.
 *
 * @param images Images of all samples.
 * @param training Indices of the training part.
 * @returns In float64, summed in the order of the images; scale 1 for a channel
 * that does not vary.
 *
 * @example
 * ```ts
 * import { fitChannelScale } from "./channel_scale.ts";
 *
 * const data = Float32Array.of(1, 3, 9);
 * const images = { samples: 3, bins: 1, frames: 1, channels: 1, data };
 * const { mean, scale } = fitChannelScale(images, [0, 1]);
 * console.log(mean[0], scale[0]); // 2 1
 * ```
 */
export function fitChannelScale(
  { bins, frames, channels, data }: ImageStack,
  training: readonly number[],
): ChannelScale {
  const size = bins * frames * channels;
  const count = training.length * bins * frames;
  const sums = new Float64Array(channels);
  const squares = new Float64Array(channels);
  const add = (to: Float64Array, term: (v: number, c: number) => number) => {
    for (const sample of training) {
      for (let i = 0; i < size; i++) {
        const channel = i % channels;
        to[channel] += term(data[sample * size + i], channel);
      }
    }
  };
  add(sums, (value) => value);
  const mean = Array.from(sums, (sum) => sum / count);
  add(squares, (value, channel) => (value - mean[channel]) ** 2);
  const scale = Array.from(squares, (sum) => Math.sqrt(sum / count) || 1);
  return { mean, scale };
}

/**
 * Scales images.
 *
 * @param images Images; not changed.
 * @param fitted Of as many channels.
 * @returns `(value − mean) / scale`, computed in float64 and rounded once.
 * @throws {RangeError} If it is of another number of channels.
 */
export function applyChannelScale(
  images: ImageStack,
  { mean, scale }: ChannelScale,
): ImageStack {
  const { channels, data } = images;
  if (mean.length !== channels || scale.length !== channels) {
    throw new RangeError(
      `The scale is of ${mean.length} channels, must be of ${channels}`,
    );
  }
  return {
    ...images,
    data: data.map((value, i) =>
      (value - mean[i % channels]) / scale[i % channels]
    ),
  };
}
