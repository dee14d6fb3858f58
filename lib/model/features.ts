// What a network makes of images ahead of its last layer.
import type { ImageStack } from "../spectrogram/image.ts";
import type { Network } from "./network.ts";
import { predict } from "./predict.ts";

/**
 * Computes the inputs of a network's last layer.
 *
 * @param network The network, on the current backend.
 * @param images `[samples, bins, frames, channels]`, as for `predict`.
 * @returns `[samples * units]` in C order, and how many units there are.
 */
export async function features(
  network: Network,
  images: ImageStack,
): Promise<{ readonly units: number; readonly values: Float32Array }> {
  const { spec } = network;
  const last = spec.layers.at(-1);
  if (last?.kind !== "dense") {
    throw new TypeError(`Last layer is ${last?.kind}, must be dense`);
  }
  // The same tensors under a shorter list of layers.
  const ahead: Network = Object.create(null, {
    ...Object.fromEntries(
      (["parameters", "moving", "movingShift", "tensors"] as const)
        .map((name) => [name, { value: network[name] }]),
    ),
    spec: { value: { ...spec, layers: spec.layers.slice(0, -1) } },
  });
  return { units: last.inputs, values: await predict(ahead, images) };
}
