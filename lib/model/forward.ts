// The forward pass with moving statistics: what prediction and validation do.
// A bias ahead of a batch norm is folded into the moving mean, which saves an
// addition over the whole image: (x + b) − m = x − (m − b).
import * as tf from "../third_party/tfjs.ts";
import * as kernels from "./kernels.ts";
import type { Network } from "./network.ts";
import { cutPieces } from "./state_kernels.ts";
import type { LayerSpec } from "./spec.ts";

/** Moments of each batch norm by layer index, biases folded in. */
export type FoldedMoments = Map<number, kernels.Moments>;

/**
 * Takes the moving statistics apart, once for any number of batches.
 *
 * @param network The network.
 * @returns Tensors that the caller (or its tidy) disposes.
 */
export function foldMoments(network: Network): FoldedMoments {
  const { spec, moving, movingShift } = network;
  const norms = spec.layers.flatMap((layer, i) =>
    layer.kind === "batchNorm" ? [{ i, layer }] : []
  );
  // Means and variances take turns in the order of their offsets.
  norms.sort((a, b) => a.layer.offset - b.layer.offset);
  const pieces = cutPieces(
    moving,
    movingShift,
    norms.flatMap(({ layer: { shape: [, , channels] } }) => [
      channels,
      channels,
    ]),
  );
  const moments: FoldedMoments = new Map();
  norms.forEach(({ i }, at) =>
    moments.set(i, { mean: pieces[2 * at], variance: pieces[2 * at + 1] })
  );
  return moments;
}

/** Frees what {@linkcode foldMoments} made. */
export function disposeMoments(moments: FoldedMoments): void {
  for (const { mean, variance } of moments.values()) {
    mean.dispose();
    variance.dispose();
  }
}

/**
 * Predicts one batch.
 *
 * @param network The network.
 * @param images `[batch, bins, frames, channels]`; not disposed.
 * @param moments See {@linkcode foldMoments}.
 * @returns `[batch, targets]`.
 */
export function forward(
  network: Network,
  images: tf.Tensor,
  moments: FoldedMoments,
): tf.Tensor {
  const { layers, config: { batch_norm: { epsilon } } } = network.spec;
  const wanted = new Set(
    layers.flatMap((layer) => layer.kind === "add" ? [layer.from] : []),
  );
  const kept = new Map<number, tf.Tensor>();
  return tf.tidy(() => {
    let x = images;
    layers.forEach((layer, i) => {
      const y = apply(layer, i, x);
      if (wanted.has(i)) kept.set(i, y);
      if (i > 0 && !wanted.has(i - 1)) x.dispose();
      if (layer.kind === "add") kept.get(layer.from)!.dispose();
      x = y;
    });
    return x;
  });

  function apply(layer: LayerSpec, i: number, x: tf.Tensor): tf.Tensor {
    const { parameters } = network;
    switch (layer.kind) {
      case "conv":
      case "depthwise":
        return kernels.convolve(layer, x, parameters[layer.parameter]);
      case "batchNorm": {
        const gamma = parameters[layer.parameter];
        const beta = parameters[layer.parameter + 1];
        const { relu6 } = layer;
        return kernels.batchNormInference(
          { x, gamma, beta, ...moments.get(i)! },
          { epsilon, relu6 },
        );
      }
      case "add":
        return kernels.add(x, kept.get(layer.from)!);
      case "flatten":
      case "dropout": // nothing, but a tensor of its own
        return kernels.reshape(x, [x.shape[0], layer.units]);
      case "pooling":
        return kernels.pool(x);
      case "dense":
        return kernels.dense(x, parameters[layer.parameter], {
          bias: parameters[layer.parameter + 1],
          relu: layer.relu,
        });
    }
  }
}
